"""What stands before everything else: the set-up, errors, and the way out."""

from urllib.parse import urlencode

from harness.authenticator import Authenticator

from . import sign_in, unchecked, walk

SETTING_UP = {
    "organization": "Harbour Bakery", "domain": "harbour.example", "display-name": "Anna Berg", "username": "anna",
    "new-password": "quiet-Lantern-71 over water", "confirm-password": "quiet-Lantern-71 over water",
}


@walk("GET /setup")
def set_up(gallery):
    with gallery.empty() as server:
        window = gallery.window(base=server.base)
        yield "setup-refused", window.open("/setup?code=wrong")
        yield "setup", window.open(server.set_up_link())
        unchecked(window)
        window.send(window.form("/setup"), {"domain": "no domain", "new-password": "short", "confirm-password": "short"})
        yield "setup-problems", window
        window.send(window.form("/setup"), SETTING_UP)
        yield "setup-authenticator", window
        authenticator = Authenticator(window.key_on_page())
        window.send(window.form("/setup/authenticator"), {"code": authenticator.wrong_code()})
        yield "setup-authenticator-wrong", window
        window.send(window.form("/setup/authenticator"), {"code": authenticator.code()})
        yield "setup-recovery-codes", window
        window.send(window.form("/setup/done"), {"saved": True})
        yield "admin-overview-first", window
        yield "admin-emergency-none", window.open("/admin/emergency")
        window.send(window.page.locator('form[action^="/admin/emergency"]'))
        yield "admin-emergency-sheet", window


@walk("GET /error")
def errors(gallery):
    window = gallery.window()
    yield "not-found", window.open("/nothing/here")
    yield "error-code", window.open("/error?code=50126")
    yield "error-code-unknown", window.open("/error?code=123")
    yield "flow-unknown", window.open("/signin/AAAAAAAAAAAAAAAAAAAAAA")


@walk("GET /:tenant/oauth2/v2.0/authorize", "GET /:tenant/oauth2/authorize")
def authorize(gallery):
    window = gallery.window()
    tenant = gallery.example.tenant
    wrong = urlencode({"client_id": "00000000-0000-0000-0000-000000000000", "response_type": "code", "scope": "openid"})
    yield "authorize-refused", window.open(f"/{tenant}/oauth2/v2.0/authorize?{wrong}")
    yield "authorize-refused-v1", window.open(f"/{tenant}/oauth2/authorize?{wrong}")
    window = gallery.inside("member")
    app = gallery.app("Tide Tables", "--redirect-uri", "http://localhost:47899/back")
    asked = urlencode({
        "client_id": app["clientId"], "response_type": "code", "scope": "openid", "response_mode": "form_post",
        "redirect_uri": "http://localhost:47899/back",
    })
    # The page sends itself off at once; here it is not let go.
    window.page.add_init_script("HTMLFormElement.prototype.requestSubmit = () => {}")
    yield "form-post", window.open(f"/{tenant}/oauth2/v2.0/authorize?{asked}")


@walk("GET /:tenant/v2.0/adminconsent", "GET /:tenant/adminconsent")
def admin_consent(gallery):
    tenant, back = gallery.example.tenant, "http://localhost:47899/back"
    app = gallery.app("Tide Charts", "--redirect-uri", back, "--ask-consent")
    asked = urlencode({"client_id": app["clientId"], "redirect_uri": back, "scope": "User.Read.All openid"})
    yield "admin-consent-member", gallery.inside("member").open(f"/{tenant}/v2.0/adminconsent?{asked}")
    window = gallery.inside("administrator")
    yield "admin-consent", window.open(f"/{tenant}/v2.0/adminconsent?{asked}")
    yield "admin-consent-v1", window.open(f"/{tenant}/adminconsent?{asked}")
    yield "admin-consent-refused", window.open(f"/{tenant}/v2.0/adminconsent?client_id=nobody&redirect_uri={back}")


@walk("GET /signout", "GET /:tenant/oauth2/v2.0/logout", "GET /:tenant/oauth2/logout")
def out(gallery):
    yield "signout-nobody", gallery.window().open("/signout")
    window = gallery.window()
    sign_in(window, gallery.person())
    yield "signout", window.open("/signout")
    yield "logout", window.open(f"/{gallery.example.tenant}/oauth2/v2.0/logout")
    yield "logout-v1", window.open(f"/{gallery.example.tenant}/oauth2/logout")
    window.open("/signout")
    window.send(window.page.locator("main form[method=post]").first)
    yield "signed-out", window
