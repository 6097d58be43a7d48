"""My account."""

from harness.authenticator import Authenticator

from . import begin, sign_in, unchecked, walk

PAGES = {
    "/account": "account", "/account/signins": "account-signins", "/account/apps": "account-apps",
    "/account/groups": "account-groups",
    "/account/preferences": "account-preferences", "/account/security": "account-security", "/account/security/add": "account-security-add",
    "/account/security/review": "account-security-review",
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
    menu = window.page.locator("details", has=window.page.locator('form[action="/account/recovery-codes"]'))
    menu.locator("summary").click()
    yield "account-security-menu", window
    window.send(window.form("/account/recovery-codes"))
    yield "account-recovery-codes", window


@walk()
def in_the_grace(gallery):
    """Somebody without a second factor yet."""
    person, window = gallery.person(totp=False), gallery.window()
    begin(window, person)
    window.send(window.form("/skip"))
    if window.step == "stay":
        window.send(window.form("/stay"), button=("stay", "no"))
    yield "account-unprotected", window.open("/account")
    yield "account-security-unprotected", window.open("/account/security")
