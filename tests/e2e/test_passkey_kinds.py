"""Passkeys of every kind in a real Chromium: two at a time, on another device, synced, of a model, copied, suggested."""

import itertools
import json
from urllib.parse import urlencode

import pytest

from harness import store
from harness.chromium import Visitor, launched
from harness.landing import landing
from harness.maker import CHROMIUM_MODEL, Maker
from harness.methods import methods_policy
from harness.passkeys import PATIENCE, VirtualAuthenticator, arrived, enter, make, press, refused, stay, with_password
from harness.server import Server
from harness.software_authenticator import SoftwareAuthenticator

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def chromium():
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(chromium, server):
    windows = []

    def open_window(base=None, **options):
        windows.append(Visitor(chromium, base or server.base, **options))
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"keeper{next(numbers)}")


@pytest.fixture
def policy(organization):
    return lambda **settings: methods_policy(organization.command_line, **settings)


def holding(visit, person, kind="platform", name="Harbour laptop", base=None):
    """Makes a passkey for somebody; their window and their authenticator."""
    window = visit(base)
    device = VirtualAuthenticator(window, kind)
    make(enter(window, person, "/account/security"), name)
    return window, device


def alone(visit, credentials, kind="platform", base=None):
    """A window in which a passkey is asked for without a name."""
    window = visit(base)
    # The button is what these tests press: a made-up authenticator takes part in the browser's own proposal at once, now
    # before the button is there and now after (`test_passkeys.py` tries that one).
    window.context.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    window.open("/account")
    return window, VirtualAuthenticator(window, kind, credentials=credentials)


def opens(visit, credentials, kind="platform", base=None):
    """Signs in with a passkey alone; the passkeys afterwards, whose counters have gone forward."""
    window, device = alone(visit, credentials, kind, base)
    press(window)
    assert arrived(window), window.words
    return device.credentials


def seen_by_an_administrator(visit, organization, person):
    window = visit()
    enter(window, organization.admin, "/admin")
    return window.open(f"/admin/users/{person.id}").words


def reason(organization):
    return str(store.sign_ins(organization.data)[-1])


def test_each_of_two_passkeys_opens_the_account_until_it_is_removed(visit, person):
    """PK-14, A062."""
    window, device = holding(visit, person, name="Left drawer")
    first = device.credentials
    other = visit()
    second = VirtualAuthenticator(other, "key")
    with_password(other, person)
    other.page.get_by_role("link", name="Use my authenticator app instead").click()
    other.send(other.form("/code"), {"code": person.authenticator.code()})
    make(stay(other), "Right drawer")
    assert "Left drawer" in other.words and "Right drawer" in other.words
    left, right = opens(visit, first), opens(visit, second.credentials, "key")
    other.open("/account/security")
    other.page.locator("summary[aria-label='Remove Left drawer']").click()
    other.send(other.page.locator("form[action$='/delete']:visible").first)
    assert "Left drawer" not in other.words and "Right drawer" in other.words
    gone, _ = alone(visit, left)
    assert "not accepted" in refused(gone)
    opens(visit, right, "key")


def test_a_passkey_on_a_phone_opens_a_computer(visit, person):
    """The browser is told that it is elsewhere, and asks there."""
    _, device = holding(visit, person, "phone", "My phone")
    computer = visit()
    with_password(computer, person)
    asked = computer.page.locator("form[data-passkey]").first.get_attribute("data-options")
    assert '"hybrid"' in asked, asked
    VirtualAuthenticator(computer, "phone", credentials=device.credentials)
    press(computer)
    assert arrived(computer), computer.words


def test_a_synced_passkey_is_told_from_a_bound_one_and_may_be_refused(visit, organization, person, policy):
    """PK-1, PK-4: where a passkey may live holds at every sign-in and at registration."""
    window, device = holding(visit, person, "synced", "In the cloud")
    assert "On several devices" in window.open("/account/security").words
    credentials = device.credentials
    assert credentials[0]["backupEligibility"] and credentials[0]["backupState"]
    assert "may be on several devices" in seen_by_an_administrator(visit, organization, person)
    credentials = opens(visit, credentials, "synced")
    with policy(passkeys__kinds="deviceBound"):
        other, _ = alone(visit, credentials, "synced")
        assert "does not allow this kind" in refused(other)
        assert "Not allowed here any more" in window.open("/account/security").words
        fresh = visit()
        VirtualAuthenticator(fresh, "synced")
        enter(fresh, organization.add_person(f"keeper{next(numbers)}"), "/account/passkeys/new")
        assert "does not allow this kind" in refused(fresh)
        bound, _ = holding(visit, organization.add_person(f"keeper{next(numbers)}"))
        assert "On one device" in bound.open("/account/security").words
    opens(visit, credentials, "synced")


def test_one_model_is_the_only_one_and_then_refused(visit, organization, person, policy):
    """PK-8: at registration and at every sign-in. A browser tells the model only where it matters."""
    with policy(passkeys__modelRule="onlyListed", passkeys__models=CHROMIUM_MODEL):
        _, device = holding(visit, person)
        credentials = opens(visit, device.credentials)
        assert CHROMIUM_MODEL in seen_by_an_administrator(visit, organization, person).replace("-", "")
    with policy(passkeys__modelRule="notListed", passkeys__models=CHROMIUM_MODEL):
        other, _ = alone(visit, credentials)
        assert "does not allow this kind" in refused(other)
        fresh = visit()
        VirtualAuthenticator(fresh)
        enter(fresh, organization.add_person(f"keeper{next(numbers)}"), "/account/passkeys/new")
        assert "does not allow this kind" in refused(fresh)
    opens(visit, credentials)


def test_an_attestation_that_nobody_vouches_for_makes_nothing(visit, organization, person, policy):
    """PK-7, A067: no authority is named to this server. What was there before stays good."""
    older = organization.add_person(f"keeper{next(numbers)}")
    _, device = holding(visit, older)
    with policy(passkeys__wantsAttestation="true"):
        window = visit()
        VirtualAuthenticator(window, "key")
        enter(window, person, "/account/passkeys/new")
        assert "nobody vouches for this one" in refused(window)
        opens(visit, device.credentials)


def test_an_attestation_counts_where_its_maker_is_trusted(visit, organization, person, policy, tmp_path):
    """PK-7, A067: Chromium vouches for its authenticators by itself, and so does another maker who is not the one named."""
    maker, other = Maker(), Maker()
    file = tmp_path / "makers.pem"
    file.write_bytes(maker.certificate)
    with policy(passkeys__wantsAttestation="true", passkeys__modelRule="onlyListed", passkeys__models=CHROMIUM_MODEL):
        with Server(organization.data, options=["--attestation-authority", str(file)]) as trusting:
            window = visit(trusting.base)
            VirtualAuthenticator(window, "key")
            enter(window, person, "/account/passkeys/new")
            assert "nobody vouches for this one" in refused(window)
            for one, is_believed in ((other, False), (maker, True)):
                device = SoftwareAuthenticator("ES256", trusting.base, one)
                window.open("/account/passkeys/new")
                options = json.loads(window.page.locator("form[data-passkey]").get_attribute("data-options"))
                assert options["attestation"] == "direct"
                post(window, device.register(options))
                assert ("passkeyAdded" in window.page.url) == is_believed, window.words
    assert "model attested" in seen_by_an_administrator(visit, organization, person)


def post(window, answer):
    """Posts what an authenticator has made, as the page's script would."""
    with window.page.expect_navigation(wait_until="load"):
        window.page.evaluate(
            """(answer) => {
                const form = document.querySelector('form[data-passkey]');
                form.elements.credential.value = answer;
                form.submit();
            }""", answer,
        )


def test_a_copy_of_a_passkey_shows_itself_and_is_refused(visit, organization, person):
    """A064: the copy was taken before the passkey was used, so that its counter goes back."""
    _, device = holding(visit, person)
    copy = device.credentials
    rightful, device = alone(visit, copy)
    press(rightful)
    assert arrived(rightful)
    used = device.credentials
    assert used[0]["signCount"] > copy[0]["signCount"]
    thief, _ = alone(visit, copy)
    assert "not accepted" in refused(thief)
    assert "possibleClone" in reason(organization)
    admin = visit()
    enter(admin, organization.admin, "/admin/audit")
    assert "A passkey may have been copied" in admin.words
    # The rightful one goes on counting.
    opens(visit, used)


def test_the_campaign_suggests_a_passkey_and_takes_it(visit, person, policy):
    with policy(campaign__isEnabled="true", campaign__goal="passkey"):
        window = visit()
        device = VirtualAuthenticator(window)
        enter(window, person)
        assert "Your organisation suggests a passkey" in window.words
        press(window)
        window.page.wait_for_selector(".page-head", timeout=PATIENCE)
        assert window.path == "/account" and len(device.credentials) == 1
        # Whoever has one is left alone.
        opens(visit, device.credentials)


def test_an_app_that_demands_a_passkey_takes_no_code(visit, organization, person):
    """AS-1: phishing-resistant; a password and a code are two factors and not enough."""
    with landing() as back:
        add = ("apps", "add", f"Vault {person.upn}", "--redirect-uri", back, "--public")
        app = organization.command_line.json(*add)
        organization.command_line.json("apps", "set", app["clientId"], "--strength", "phishing-resistant")
        address = f"/{organization.tenant}/oauth2/v2.0/authorize?" + urlencode({
            "client_id": app["clientId"], "response_type": "code", "redirect_uri": back, "scope": "openid",
            "code_challenge": "A" * 43, "code_challenge_method": "S256",
        })
        _, device = holding(visit, person)
        window = visit()
        with_password(window, person, address)
        assert window.page.get_by_role("link", name="authenticator app").count() == 0
        VirtualAuthenticator(window, credentials=device.credentials)
        press(window)
        window.page.wait_for_selector("[name=stay]", timeout=PATIENCE)
        stay(window)
        assert window.page.url.startswith(f"{back}?") and "code=" in window.page.url
