"""The keyboard alone, on the longer ways: what one comes to once in a while must be reached without a mouse as well."""

import base64
import itertools
import secrets
from urllib.parse import urlencode

import pytest
import requests

from gallery import Gallery
from harness.authenticator import Authenticator
from harness.chromium import Visitor, launched
from harness.keyboard import Keyboard, code, enter, name_and_password, stay
from harness.landing import landing
from harness.passkeys import VirtualAuthenticator

numbers = itertools.count(1)
PIN = "481526"
SHEET = "upn,serial number,secret key,time interval,manufacturer,model\n{},{},{},30,Contoso,Key\n"


@pytest.fixture(scope="module")
def chromium():
    with launched() as running:
        yield running


@pytest.fixture
def visit(chromium, example):
    """Opens windows whose mouse is taken away."""
    windows = []

    def open_window(path, base=None, **options):
        window = Visitor(chromium, base or example.base, **options)
        windows.append(window)
        window.open(path)
        return window, Keyboard(window)

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture(scope="module")
def gallery(chromium, example):
    return Gallery(chromium, example, "en")


@pytest.fixture
def person(example):
    return example.add_person(f"walker{next(numbers)}")


@pytest.fixture
def administrator(gallery):
    """A window of an administrator who is inside, and its keys; a path to begin at."""

    def at(path):
        window = gallery.inside("administrator").open(path)
        return window, Keyboard(window)

    yield at
    gallery.close_windows()


# Signing in


def test_a_recovery_code_to_the_end(visit, person):
    window, keys = visit("/account")
    name_and_password(keys, person)
    keys.to("recovery code").go()
    assert keys.focus["name"] == "recovery-code"
    keys.type("AAAA-AAAA-AAAA-AAAA").go()
    assert keys.focus["name"] == "recovery-code", "after a wrong code the focus is elsewhere"
    keys.type(person.recovery_codes[0]).go()
    stay(window, keys)
    assert window.path == "/account", window.words[:300]


def test_a_temporary_access_pass_and_the_registration_after_it(visit, example):
    person = example.add_person(f"walker{next(numbers)}", totp=False)
    given = example.command_line.json("users", "pass", person.upn)["temporaryAccessPass"]
    window, keys = visit("/account")
    keys.field("username").type(person.upn).go()
    if keys.focus is None or keys.focus["name"] != "pass":
        keys.to("Use a temporary access pass").go()
    assert keys.focus["name"] == "pass"
    keys.through()
    keys.field("pass").type(given).go()
    person.authenticator = Authenticator(window.key_on_page())
    keys.field("code").type(person.authenticator.code()).go()
    assert len(window.recovery_codes_on_page()) == 10
    keys.field("saved").press("Space").go()
    stay(window, keys)
    assert window.path == "/account", window.words[:300]


def test_the_certificate_step_and_back(visit, gallery):
    """The browser's own question about a certificate is the browser's; the page before it is ours."""
    with gallery.another("--certificate-url", "https://certificates.harbour.example") as (organization, server):
        organization.command_line.run("methods", "set", "certificates.isEnabled=true")
        person = organization.add_person("ben")
        window, keys = visit("/account", base=server.base)
        keys.field("username").type(person.upn).go()
        keys.to("Use a certificate or smart card").go()
        assert window.step == "certificate" and keys.focus is not None, "the page does not begin at its button"
        keys.through()
        keys.to("Use my password instead").go()
        assert keys.focus["name"] == "password"
        code(keys.type(person.password).go(), person)
        stay(window, keys)
        assert window.path == "/account"


def test_a_phone_gets_a_pin_and_signs_in_alone(visit, gallery, person):
    with gallery.policy(authenticator__mode="any", general__prefersStrongest="false"):
        window, keys = enter(visit, person, "/account/security")
        keys.to("Add a phone").go()
        pairing = window.page.locator("#phone-code").text_content()
        phone, thumbs = visit("/authenticator")
        thumbs.field("code").type(pairing).field("name").type("Keyed phone").press()
        window.page.locator("[data-number]").wait_for()
        approve(phone, thumbs, window)
        window.page.wait_for_url("**/account/security/review**")
        keys.to("Done").go()
        keys.to("Sign in without a password").press().field("pin").type(PIN).field("pin-again").type(PIN).go()
        assert "Ask for the password again" in window.words
        window.open("/signout")
        keys.to("Sign out").go()
        window.open("/account")
        keys.field("username").type(person.upn).go()
        if window.page.locator("form[action$='/push-again']").count() == 0:
            keys.to("Use the Martlet Authenticator").go()
        keys.to("Ask").go()
        window.page.locator("[data-number]").wait_for()
        approve(phone, thumbs, window, PIN)
        window.page.wait_for_selector("[name=stay], .page-head")
        stay(window, keys)
        assert window.path == "/account", window.words[:300]


def approve(phone, thumbs, window, pin=None):
    """Types the number, and the PIN where it is asked for."""
    phone.page.locator(".question").wait_for()
    number = window.page.locator("[data-number]").inner_text().strip()
    thumbs.field("number").type(number)
    if pin:
        thumbs.field("pin").type(pin)
    thumbs.press()


def test_the_campaign_is_put_off(visit, gallery, person):
    with gallery.policy(campaign__isEnabled="true"):
        window, keys = visit("/account")
        code(name_and_password(keys, person), person)
        stay(window, keys)
        keys.through()
        keys.to("Not now").go()
        stay(window, keys)
        assert window.path == "/account", window.words[:300]


# What apps and devices ask


def test_consent_is_given_seen_and_taken_back(visit, example, person):
    name = f"Moon Phases {person.upn.split('@')[0]}"
    window, keys = enter(visit, person)
    with landing() as back:
        app = example.command_line.json("apps", "add", name, "--redirect-uri", back, "--ask-consent")
        asked = {"client_id": app["clientId"], "response_type": "code", "redirect_uri": back, "scope": "openid User.Read"}
        window.open(f"/{example.tenant}/oauth2/v2.0/authorize?" + urlencode(asked))
        keys.through()
        keys.to("Allow").go()
        assert window.page.url.startswith(f"{back}?") and "code=" in window.page.url
    window.open("/account/apps")
    keys.to(f"Take back: {name}").press().press("Escape")
    assert keys.focus["words"] == f"Take back: {name}"
    keys.press().tab()
    keys.go()
    assert name not in window.words


def test_a_device_is_let_in(visit, example, person):
    app = example.command_line.json("apps", "add", f"Clock {person.upn}", "--public", "--device-code")
    base = f"{example.base}/{example.tenant}/oauth2/v2.0"
    codes = requests.post(
        f"{base}/devicecode", data={"client_id": app["clientId"], "scope": "openid"}, timeout=20
    ).json()
    window, keys = enter(visit, person)
    window.open("/device")
    assert keys.focus["name"] == "user_code"
    keys.type("BBBB-BBBB").go()
    assert keys.focus["name"] == "user_code", "after a wrong code the focus is elsewhere"
    keys.type(codes["user_code"]).go()
    keys.through()
    keys.to("Yes, this is my device").go()
    answer = requests.post(f"{base}/token", timeout=20, data={
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": app["clientId"],
        "device_code": codes["device_code"],
    })
    assert answer.status_code == 200 and answer.json()["id_token"], answer.text


# The account


def test_the_password_is_changed(visit, person):
    window, keys = enter(visit, person, "/account/security")
    keys.to("Change").go()
    assert window.path == "/account/password"
    keys.through()
    if window.page.locator("#password").count():
        keys.field("password").type(person.password)
    person.password = "copper-Kettle-88 by the quay"
    keys.field("new-password").type(person.password).field("confirm-password").type(person.password).go()
    assert window.path == "/account/security", window.words[:300]
    again, fingers = visit("/account")
    name_and_password(fingers, person)
    assert fingers.focus["name"] == "code"


def test_a_hardware_token_is_activated(visit, example, person, tmp_path):
    sheet = tmp_path / "tokens.csv"
    # A token is there once, and a second try of this test is its own.
    serial, secret = f"K-{secrets.token_hex(3)}", base64.b32encode(secrets.token_bytes(20)).decode()
    sheet.write_text(SHEET.format(person.upn, serial, secret))
    example.command_line.json("hardware-tokens", "import", str(sheet))
    window, keys = enter(visit, person, "/account/security")
    token = Authenticator(secret)
    keys.field("serial").type(serial).field("code").type(token.code()).go()
    assert "Your hardware token" not in window.words, window.words[:600]
    other, fingers = visit("/account")
    name_and_password(fingers, person).type(token.code()).go()
    stay(other, fingers)
    assert other.path == "/account"


def test_what_is_asked_for_first_is_chosen(visit, gallery, person):
    with gallery.policy(general__prefersStrongest="false"):
        window, keys = enter(visit, person, "/account/passkeys/new")
        VirtualAuthenticator(window)
        keys.field("name").type("Left drawer").to("Create").go()
        for label, is_code in (("A passkey", False), ("A code of an authenticator app", True)):
            window.open("/account/security")
            keys.choose("method", label).tab()
            assert keys.focus["words"] == "Save"
            keys.go()
            other, fingers = visit("/account")
            name_and_password(fingers, person)
            assert (fingers.focus["name"] == "code") == is_code, other.words[:300]


# The admin center


def test_a_legacy_line_is_tended(administrator):
    window, keys = administrator("/admin/legacy")
    link = window.page.locator('main a[href^="/admin/legacy/entries/"]').first.inner_text().strip().split("\n")[0]
    keys.to(link).go()
    assert window.path.startswith("/admin/legacy/entries/"), window.page.url
    keys.through()
    keys.choose("state", "Being moved").field("note").type("The scanner goes in spring.").to("Save").go()
    assert window.page.locator("#state option:checked").inner_text() == "Being moved"
    assert window.page.locator("#note").input_value() == "The scanner goes in spring."


def test_a_pass_is_given(administrator, example, person):
    window, keys = administrator(f"/admin/users/{person.id}")
    keys.to("Give a temporary access pass").press().field("minutes").type("90").field("once").press("Space")
    keys.to("Make the pass").go()
    assert len(window.page.locator("#once-pass").inner_text()) == 8
    keys.through()
    example.command_line.json("users", "pass", person.upn, "--delete")


def test_a_strength_is_made_and_changed(administrator):
    window, keys = administrator("/admin/strengths")
    keys.press("n")
    window.page.wait_for_url("**/admin/strengths/new")
    window.page.wait_for_load_state()
    keys.through()
    keys.field("displayName").type("Keys of the vault").field("explanation").type("For the vault")
    keys.field("combination").press("Space").to("Add the strength").go()
    assert window.path == "/admin/strengths" and "Keys of the vault" in window.words, window.words[:400]
    keys.to("Keys of the vault").go()
    keys.field("displayName").type("Keys of the harbour").to("Save").go()
    assert "Keys of the harbour" in window.open("/admin/strengths").words
    keys.to("Keys of the harbour").go()
    keys.to("Delete").go()
    assert "Keys of the harbour" not in window.open("/admin/strengths").words
