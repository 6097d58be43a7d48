"""My account."""

from harness.authenticator import Authenticator

from . import begin, sign_in, unchecked, walk

PAGES = {
    "/account": "account", "/account/signins": "account-signins", "/account/apps": "account-apps",
    "/account/preferences": "account-preferences", "/account/security": "account-security",
    "/account/password": "account-password", "/account/sessions": "account-sessions",
}


@walk(*(f"GET {path}" for path in PAGES))
def account(gallery):
    window = gallery.inside("member")
    for path, name in PAGES.items():
        yield name, window.open(path)


@walk()
def own_changes(gallery):
    person, window = gallery.person(), gallery.window()
    sign_in(window, person)
    unchecked(window.open("/account/password"))
    form = window.page.locator('form[action="/account/password"]')
    window.send(form, {"new-password": "short", "confirm-password": "other"})
    yield "account-password-wrong", window
    window.open("/account/security")
    window.send(window.page.locator('form[action="/account/authenticator"]').first)
    yield "account-authenticator", window
    form = window.page.locator('form[action="/account/authenticator"]').first
    window.send(form, {"code": Authenticator(window.key_on_page()).wrong_code()})
    yield "account-authenticator-wrong", window
    window.open("/account/security")
    window.page.locator("details", has=window.page.locator('form[action="/account/recovery-codes"]')).locator("summary").click()
    window.send(window.form("/account/recovery-codes"))
    yield "account-recovery-codes", window


@walk()
def not_me(gallery):
    person, window = gallery.person(), gallery.window()
    # Somebody has the password and no more.
    begin(gallery.window(), person)
    sign_in(window, person)
    window.open("/account/signins")
    yield "account-signins-question", window
    asked = window.page.locator("details", has=window.page.locator('form[action^="/account/signins/"]')).first
    asked.locator("summary").click()
    with window.page.expect_navigation(wait_until="load"):
        asked.locator('button[name="was-me"][value="no"]').click()
    yield "account-reported", window
