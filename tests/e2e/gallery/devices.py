"""Other devices: a passkey of the browser, the app on a phone, and the code that a device shows."""

import requests

from harness.passkeys import VirtualAuthenticator

from . import begin, sign_in, walk

HANDSET = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@walk("GET /account/passkeys/new", "GET /signin/:flow")
def passkeys(gallery):
    person, window = gallery.person(), gallery.window()
    sign_in(window, person)
    device = VirtualAuthenticator(window)
    yield "account-passkey-new", window.open("/account/passkeys/new")
    window.page.fill("#name", "Harbour laptop")
    window.page.locator("[data-passkey-start]").click()
    window.page.wait_for_url("**done=passkeyAdded**")
    yield "account-security-passkey", window
    other = gallery.window()
    begin(other, person)
    yield "signin-passkey", other
    VirtualAuthenticator(other, credentials=device.credentials).verify(False)
    other.page.locator("[data-passkey-start]").click()
    other.page.locator("[data-passkey-says]").wait_for(state="visible")
    yield "signin-passkey-cancelled", other


def answer(phone, number=None, press="button[name=approve]"):
    question = phone.page.locator(".question").first
    question.wait_for()
    if number:
        question.locator("input[name=number]").fill(number)
    question.locator(press).click()


@walk("GET /authenticator", "GET /account/phone", "GET /signin/:flow")
def phones(gallery):
    person, window, phone = gallery.person(), gallery.window(), gallery.window(**HANDSET)
    sign_in(window, person)
    yield "authenticator-empty", phone.open("/authenticator")
    window.open("/account/security")
    window.send(window.page.locator('form[action="/account/phone"]').first)
    yield "account-phone", window
    link = window.page.locator('a[href*="/authenticator#add="]').get_attribute("href")
    phone.open(link)
    yield "authenticator-add", phone
    phone.page.fill("#phone-name", "Ben's phone")
    phone.page.click("#add button")
    window.page.locator("[data-number]").wait_for()
    yield "account-phone-number", window
    phone.page.locator(".question").wait_for()
    yield "authenticator-test", phone
    answer(phone, window.page.locator("[data-number]").inner_text().strip())
    window.page.wait_for_url("**/account/security**")
    yield "account-security-phone", window
    phone.page.locator(".otp:not([hidden])").wait_for()
    yield "authenticator-accounts", phone
    other = gallery.window()
    begin(other, person)
    yield "signin-push", other
    phone.page.locator(".question").wait_for()
    yield "authenticator-question", phone
    answer(phone, press="[data-answer=deny]")
    other.page.get_by_text("500121").wait_for()
    yield "signin-push-denied", other


@walk()
def a_phone_alone(gallery):
    """A phone that has a PIN, in a browser that its person has used."""
    person, window, phone = gallery.person(), gallery.window(), gallery.window(**HANDSET)
    with gallery.policy(authenticator__mode="any", general__prefersStrongest="false"):
        sign_in(window, person)
        window.open("/account/security")
        window.send(window.page.locator('form[action="/account/phone"]').first)
        phone.open(window.page.locator('a[href*="/authenticator#add="]').get_attribute("href"))
        phone.page.click("#add button")
        window.page.locator("[data-number]").wait_for()
        answer(phone, window.page.locator("[data-number]").inner_text().strip())
        window.page.wait_for_url("**/account/security/review**")
        window.open("/account/security")
        form = window.page.locator('form[action$="/pin"]')
        window.page.locator("main details", has=form).locator("summary").click()
        yield "account-security-phone-pin", window
        window.send(form, {"pin": "481526", "pin-again": "481526"})
        yield "account-security-phone-alone", window
        window.open("/signout")
        window.send(window.page.locator("main form[method=post]").first)
        window.open("/account")
        window.send(window.form("/name"), {"username": person.upn})
        window.open(window.page.url.split("?")[0].removesuffix("/name") + "?with=push")
        yield "signin-phone-alone", window
        window.send(window.form("/push-again"))
        yield "signin-phone-alone-number", window
        phone.page.locator(".question").wait_for()
        yield "authenticator-question-pin", phone


@walk("GET /signin/:flow")
def registration_of_a_phone(gallery):
    person, window = gallery.person(totp=False), gallery.window()
    begin(window, person)
    yield "register-phone", window.open(window.page.url.split("?")[0].removesuffix("/password") + "?with=push")


@walk("GET /device")
def device(gallery):
    app = gallery.app("Wall Clock", "--public", "--device-code")
    codes = requests.post(
        f"{gallery.example.base}/{gallery.example.tenant}/oauth2/v2.0/devicecode", timeout=20,
        data={"client_id": app["clientId"], "scope": "openid profile"},
    ).json()
    window = gallery.inside("member")
    yield "device", window.open("/device")
    window.send(window.form("/device"), {"user_code": "BBBB-BBBB"})
    yield "device-wrong", window
    window.send(window.form("/device"), {"user_code": codes["user_code"]})
    yield "device-confirm", window
    window.send(window.form("/consent"), button=("consent", "yes"))
    yield "device-done", window
