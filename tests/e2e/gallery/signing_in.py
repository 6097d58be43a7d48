"""Signing in: every step, every choice, and what a page says when an answer is wrong."""

from urllib.parse import urlencode

from harness.authenticator import Authenticator

from . import begin, unchecked, walk

BACK = "http://localhost:47899/back"


@walk("GET /signin/:flow")
def password_and_code(gallery):
    person, window = gallery.person(), gallery.window()
    yield "signin-name", window.open("/account")
    window.send(window.form("/name"), {"username": person.upn})
    yield "signin-password", window
    window.send(window.form("/password"), {"password": "wrong"})
    yield "signin-password-wrong", window
    window.send(window.form("/password"), {"password": person.password})
    yield "signin-code", window
    window.send(window.form("/code"), {"code": person.authenticator.wrong_code()})
    yield "signin-code-wrong", window
    window.open(window.page.url.split("?")[0].removesuffix("/code") + "?with=recovery")
    yield "signin-recovery", window
    window.send(window.form("/recovery"), {"recovery-code": "AAAA-AAAA-AAAA-AAAA"})
    yield "signin-recovery-wrong", window
    window.send(window.form("/recovery"), {"recovery-code": person.recovery_codes[0]})
    yield "signin-stay", window


@walk("GET /signin/:flow")
def passes(gallery):
    person, window = gallery.person(totp=False), gallery.window()
    gallery.example.command_line.json("users", "pass", person.upn)
    window.open("/account")
    window.send(window.form("/name"), {"username": person.upn})
    window.open(window.page.url.split("?")[0].removesuffix("/name") + "?with=pass")
    yield "signin-pass", window
    window.send(window.form("/pass"), {"pass": "AAAABBBB"})
    yield "signin-pass-wrong", window


@walk("GET /signin/:flow")
def registration(gallery):
    person, window = gallery.person(totp=False), gallery.window()
    begin(window, person)
    yield "register", window
    person.authenticator = Authenticator(window.key_on_page())
    window.send(window.form("/register"), {"code": person.authenticator.wrong_code()})
    yield "register-wrong", window
    window.send(window.form("/register"), {"code": person.authenticator.code()})
    yield "register-codes", window


@walk()
def registration_of_an_administrator(gallery):
    person, window = gallery.person(totp=False, role="Helpdesk Administrator"), gallery.window()
    begin(window, person)
    yield "register-must", window


@walk()
def registration_that_waits(gallery):
    person, window = gallery.person(totp=False), gallery.window()
    with gallery.policy(general__firstRegistration="approval"):
        begin(window, person)
        yield "await-registration", window
        yield "admin-user-waiting", gallery.inside("administrator").open(f"/admin/users/{person.id}")


@walk()
def campaign(gallery):
    person, window = gallery.person(), gallery.window()
    with gallery.policy(campaign__isEnabled="true"):
        begin(window, person)
        window.send(window.form("/code"), {"code": person.authenticator.code()})
        if window.step == "stay":
            window.send(window.form("/stay"), button=("stay", "no"))
        assert window.form("/skip").count(), window.words[:300]
        yield "campaign", window


@walk()
def new_password(gallery):
    person, window = gallery.person(totp=False, temporary=True), gallery.window()
    begin(window, person)
    yield "signin-new-password", window
    window.send(unchecked(window).form("/new-password"), {"new-password": "short", "confirm-password": "other"})
    yield "signin-new-password-wrong", window


@walk()
def consent(gallery):
    window = gallery.inside("member")
    app = gallery.app("Moon Phases", "--redirect-uri", BACK, "--ask-consent", "--publisher", "Luna & Sons")
    asked = {"client_id": app["clientId"], "response_type": "code", "redirect_uri": BACK}
    start = f"/{gallery.example.tenant}/oauth2/v2.0/authorize?"
    window.open(start + urlencode({**asked, "scope": "openid profile email offline_access User.Read"}))
    yield "consent", window
    window.open(start + urlencode({**asked, "scope": "openid User.Read.All Directory.Read.All"}))
    yield "await-administrator", window


@walk()
def refused(gallery):
    window = gallery.inside("member")
    app = gallery.app("Vault", "--redirect-uri", BACK, "--assignment-required")
    asked = {"client_id": app["clientId"], "response_type": "code", "redirect_uri": BACK, "scope": "openid"}
    window.open(f"/{gallery.example.tenant}/oauth2/v2.0/authorize?{urlencode(asked)}")
    yield "signin-refused", window


@walk()
def cancelled(gallery):
    person, window = gallery.person(), gallery.window()
    begin(window, person)
    window.send(window.form("/cancel"))
    yield "start", window
