"""From the set-up link to a signed-in app and its row in the log, in a real Chromium (N-C07: no complaint of any page).

One organisation through the whole file, in order: each test goes on where the one before ended.
"""

import re

import pytest
import requests

from harness.authenticator import Authenticator
from harness.browser import Person
from harness.chromium import Visitor, launched
from harness.organization import App
from harness.relying_party import RelyingParty
from harness.server import Server, free_port

DOMAIN = "harbour.example"
ADMIN = Person(f"anna@{DOMAIN}", "quiet-Lantern-71 over water")
CARLA = Person(f"carla@{DOMAIN}", "")
NEW_PASSWORD = "seven gulls Above the quay 9"


@pytest.fixture(scope="module")
def chromium():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(data, request):
    """A server without an organisation."""
    with Server(data) as running:
        request.node.martlet_server = running
        yield running


@pytest.fixture
def visit(chromium, server):
    """Opens windows; at the end none of them may have complained."""
    windows = []

    def open_window(cookies=None, **options):
        """With the cookies of an earlier window it is the same browser, some time later."""
        windows.append(Visitor(chromium, server.base, **options))
        if cookies:
            windows[-1].context.add_cookies(cookies)
        return windows[-1]

    yield open_window
    complaints = [line for window in windows for line in window.complaints]
    for window in windows:
        window.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module")
def state():
    """What one test leaves for the next."""
    return {}


def sign_in(window, person, stay="no"):
    """Goes through whatever steps the pages ask for; answers them."""
    steps = []
    for _ in range(12):
        step = window.step
        if step is None:
            return steps
        form = window.form(f"/{step}")
        if step == "register" and form.locator('[name="code"]').count() == 0:
            step = "begin"
        assert not steps or steps[-1] != step, f"refused at {step}: {window.words[:400]}"
        steps.append(step)
        if step == "name":
            window.send(form, {"username": person.upn})
        elif step == "password":
            window.send(form, {"password": person.password})
        elif step == "new-password":
            person.password = NEW_PASSWORD
            window.send(form, {"new-password": person.password, "confirm-password": person.password})
        elif step == "begin":
            window.send(form)
        elif step == "register":
            person.authenticator = Authenticator(window.key_on_page())
            window.send(form, {"code": person.authenticator.code()})
        elif step == "codes":
            person.recovery_codes = window.recovery_codes_on_page()
            window.send(form, {"saved": True})
        elif step == "code":
            window.send(form, {"code": person.authenticator.code()})
        elif step == "stay":
            window.send(form, button=("stay", stay))
        elif step == "consent":
            window.send(form, button=("consent", "yes"))
        else:
            raise AssertionError(f"no way through {step}")
    raise AssertionError(f"no end of the sign-in after {steps}")


def test_set_up_makes_the_organisation_and_ends_in_the_admin_center(server, visit):
    link = server.set_up_link()
    window = visit().open(link)
    window.send(
        window.form("/setup"),
        {"organization": "Harbour Bakery", "domain": DOMAIN, "display-name": "Anna Berg", "username": "anna",
         "new-password": ADMIN.password, "confirm-password": ADMIN.password},
    )
    form = window.form("/setup/authenticator")
    assert window.page.locator("svg").count() >= 1, "no QR code to scan"
    ADMIN.authenticator = Authenticator(window.key_on_page())
    # A wrong code proves nothing.
    window.send(form, {"code": ADMIN.authenticator.wrong_code()})
    window.send(window.form("/setup/authenticator"), {"code": ADMIN.authenticator.code()})
    ADMIN.recovery_codes = window.recovery_codes_on_page()
    assert len(ADMIN.recovery_codes) == 10
    window.send(window.form("/setup/done"), {"saved": True})
    assert window.path.startswith("/admin"), f"{window.page.url}: {window.words[:300]}"
    # A refused code answers 4xx, which the console reports; that is no complaint about the page.
    window.complaints = [line for line in window.complaints if "Failed to load resource" not in line]

    again = visit().open("/")
    again.page.goto(link)
    assert again.page.locator('form[action="/setup"]').count() == 0, "set-up is still open (A014)"
    again.complaints = [line for line in again.complaints if "Failed to load resource" not in line]


def test_the_administrator_makes_a_user_and_an_app(visit, state):
    window = visit().open("/admin")
    assert sign_in(window, ADMIN)[:3] == ["name", "password", "code"]
    assert window.path.startswith("/admin")

    window.open("/admin/users/new")
    window.send(window.form("/admin/users"), {"localPart": "carla", "displayName": "Carla Nunes"})
    CARLA.password = window.page.inner_text("#once-password").strip()
    assert len(CARLA.password) >= 12
    assert CARLA.upn in window.words
    window.open("/admin/users")
    assert "Carla Nunes" in window.words
    window.open("/admin/users?q=car")
    assert "Carla Nunes" in window.words and "Anna Berg" not in window.page.inner_text("main")

    redirect = f"http://localhost:{free_port()}/callback"
    window.open("/admin/apps/new")
    window.send(window.form("/admin/apps"), {"displayName": "Tide Tables", "redirectURIs": redirect})
    client = window.page.inner_text("#client-id").strip()
    secret = window.page.inner_text("#client-secret").strip()
    assert re.fullmatch(r"mcs_[\w\-]{30,}", secret)
    window.open("/admin/apps")
    assert "Tide Tables" in window.words
    window.open(f"/admin/apps/{client}")
    assert redirect in window.page.content() and secret not in window.page.content()
    state["app"] = App(client, secret, redirect)
    state["administrator"] = window.context.cookies()


def test_the_users_first_sign_in_ends_at_the_app(server, visit, state):
    document = requests.get(f"{server.base}/{DOMAIN}/v2.0/.well-known/openid-configuration", timeout=10).json()
    state["issuer"] = document["issuer"]
    party = RelyingParty(document["issuer"], state["app"])
    window = visit()
    with party.listening() as origin:
        window.page.goto(f"{origin}/login")
        steps = sign_in(window, CARLA)
        assert "Signed in as Carla Nunes" in window.words, f"{steps}: {window.page.url} {window.words[:300]}"
        assert steps[:3] == ["name", "password", "new-password"], steps
        assert "register" in steps and steps.index("register") < steps.index("codes")
        assert party.claims["acr"] == "mfa" and {"pwd", "otp", "mfa"} <= set(party.claims["amr"])
        # Single sign-on: the second visit asks nothing.
        window.page.goto(f"{origin}/login")
        assert "Signed in as Carla Nunes" in window.words
    assert len(CARLA.recovery_codes) == 10
    state["carla"] = window.context.cookies()

    window.open("/account")
    assert "Carla Nunes" in window.words or CARLA.upn in window.words
    window.open("/account/signins")
    assert "Tide Tables" in window.words


def test_the_sign_in_is_in_the_log_with_every_policy_that_spoke(visit, state):
    window = visit(state["administrator"])
    window.open("/admin/signins")
    assert "Tide Tables" in window.words and "Carla Nunes" in window.words
    row = window.page.locator("a[href*='/admin/signins/']", has_text="Carla Nunes").first
    if row.count() == 0:
        row = window.page.locator("main a[href*='/admin/signins/']").first
    row.click()
    window.page.wait_for_load_state()
    assert re.search(r"/admin/signins/[\w-]+$", window.page.url)
    assert CARLA.upn in window.words and "Tide Tables" in window.words
    window.open("/admin/audit")
    assert "carla" in window.words.lower()


def test_the_keyboard_alone_is_enough(visit, state):
    party = RelyingParty(state["issuer"], state["app"])
    window = visit()
    with party.listening() as origin:
        window.page.goto(f"{origin}/login")
        assert window.focused() == "username", "the page does not begin in its field"
        window.type_and_enter("username", CARLA.upn)
        assert window.focused() == "password"
        window.type_and_enter("password", CARLA.password)
        assert window.focused() == "code"
        window.type_and_enter("code", CARLA.authenticator.code())
        if window.step == "stay":
            window.tab_to("stay")
            with window.page.expect_navigation(wait_until="load"):
                window.page.keyboard.press("Enter")
        assert "Signed in as Carla Nunes" in window.words, f"{window.page.url}: {window.words[:300]}"


def test_form_post_passes_the_content_security_policy(visit, state):
    party = RelyingParty(state["issuer"], state["app"])
    party.extra = {"response_mode": "form_post"}
    window = visit(state["carla"])
    with party.listening() as origin:
        window.page.goto(f"{origin}/login")
        window.page.wait_for_url(re.compile(re.escape(origin)))
        assert "Signed in as Carla Nunes" in window.words


def test_signing_in_works_without_scripts(visit, state):
    party = RelyingParty(state["issuer"], state["app"])
    window = visit(java_script_enabled=False)
    with party.listening() as origin:
        window.page.goto(f"{origin}/login")
        for step, values in (
            ("name", {"username": CARLA.upn}), ("password", {"password": CARLA.password}),
            ("code", {"code": CARLA.authenticator.code()}),
        ):
            form = window.page.locator(f'form[action$="/{step}"]').first
            for name, value in values.items():
                form.locator(f'[name="{name}"]').first.fill(value)
            form.locator("button:not([type=button])").first.click()
        stay = window.page.locator('button[name="stay"][value="no"]')
        if stay.count():
            stay.click()
        assert "Signed in as Carla Nunes" in window.page.inner_text("body")


def test_every_page_fits_a_phone_in_both_languages(visit, state):
    for language, word in (("en-GB", "Users"), ("ja-JP", "ユーザー")):
        shape = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
        window = visit(state["administrator"], locale=language, **shape)
        for path in ("/admin", "/admin/users", "/admin/apps", "/admin/signins", "/admin/audit",
                     "/admin/security-defaults", "/account", "/account/security", "/account/sessions"):
            window.open(path)
            wide = window.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{path} is {wide} px wider than the phone ({language})"
        window.open("/admin/users")
        assert word in window.page.content()
        assert window.page.get_attribute("html", "lang").startswith(language[:2])


def test_what_a_screen_reader_needs_is_there(visit, state):
    """Every field has a name, every page one main heading and a title, every picture a word or none."""
    stranger, window = visit(), visit(state["administrator"])
    for path in ("/", "/admin", "/admin/users", "/admin/users/new", "/admin/apps/new", "/admin/signins",
                 "/admin/security-defaults", "/account", "/account/security"):
        looker = stranger if path == "/" else window
        looker.open("/account" if path == "/" else path)
        faults = looker.page.evaluate(
            """() => {
              const faults = [];
              if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
              if (!document.title) faults.push('no title');
              if (!document.querySelector('main')) faults.push('no main');
              for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
                if (field.getAttribute('aria-hidden') === 'true') continue;
                if (!(field.labels && field.labels.length) && !field.getAttribute('aria-label')
                    && !field.getAttribute('aria-labelledby')) faults.push('no label: ' + field.name);
              }
              for (const button of document.querySelectorAll('button, a[href], summary')) {
                if (!button.textContent.trim() && !button.getAttribute('aria-label') && !button.getAttribute('title'))
                  faults.push('no words: ' + button.outerHTML.slice(0, 80));
              }
              for (const image of document.querySelectorAll('img')) if (!image.hasAttribute('alt')) faults.push('img without alt');
              const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
              if (new Set(ids).size !== ids.length) faults.push('an id twice');
              return faults;
            }"""
        )
        assert not faults, f"{path}: {faults}"
