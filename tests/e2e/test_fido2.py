"""Passkeys by a second opinion: Yubico's fido2 judges what Chromium made for Martlet, and makes what Martlet judges.

The refused twins of each answer are the truth but for one thing (A056 to A064, A068).
"""

import itertools
import json
import os

import pytest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialRpEntity, UserVerificationRequirement

from harness import store
from harness.browser import Browser
from harness.chromium import Visitor, launched
from harness.passkeys import VirtualAuthenticator
from harness.software_authenticator import FLAG, KINDS, TRUTH, SoftwareAuthenticator

numbers = itertools.count(1)
FALSE_PAGE = "https://localhost.example"
# What is untrue, and the word of the log for it.
TWINS = {
    "another origin": (TRUTH.but(origin=FALSE_PAGE), "wrongOrigin"),
    "an origin that begins alike": (TRUTH.but(origin="{origin}.example"), "wrongOrigin"),
    "another party": (TRUTH.but(party="localhost.example"), "wrongRelyingParty"),
    "nobody present": (TRUTH.but(cleared=FLAG.UP), "notPresent"),
    "nobody verified": (TRUTH.but(cleared=FLAG.UV), "notVerified"),
    "another challenge": (TRUTH.but(challenge=os.urandom(32)), "wrongChallenge"),
    "another ceremony": (TRUTH.but(ceremony="webauthn.other"), "wrongType"),
    "inside another page": (TRUTH.but(is_framed=True), "crossOrigin"),
}
SIGNED_TWINS = {
    **TWINS,
    "a spoilt signature": (TRUTH.but(spoil=True), "wrongSignature"),
    "a counter that stands": (TRUTH.but(counted=0), "possibleClone"),
    "a counter that goes back": (TRUTH.but(counted=-1), "possibleClone"),
}


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"keyholder{next(numbers)}")


@pytest.fixture(params=list(KINDS))
def device(request, server):
    return SoftwareAuthenticator(request.param, server.base)


def options_of(form_page):
    """The options that the page gives to its script."""
    return json.loads(form_page.soup.find("form", attrs={"data-passkey": True})["data-options"])


def told(lie, server):
    return lie.but(origin=lie.origin.replace("{origin}", server.base)) if lie.origin else lie


def offer(browser, device, lie=TRUTH):
    """Makes a passkey on the account page; answers the page that came of it."""
    page = browser.get("/account/passkeys/new")
    answer = device.register(options_of(page), told(lie, browser))
    return browser.submit(page.require(ending="/account/passkeys"), {"credential": answer, "name": "Key of the oracle"})


def knock(server, device, lie=TRUTH):
    """Signs in with the passkey alone, in a browser of its own."""
    browser = Browser(server.base)
    page = browser.get("/account")
    answer = device.sign_in(options_of(page), told(lie, server))
    return browser.submit(page.require(step="passkey"), {"credential": answer})


@pytest.fixture
def holder(server, person, device):
    browser = Browser(server.base)
    arrival = browser.sign_in("/account", person)
    assert arrival.path == "/account", arrival.describe()
    page = offer(browser, device)
    assert "Key of the oracle" in page.words, page.describe()
    return person


def last_reason(server, count):
    rows = store.sign_ins(server.data)
    assert len(rows) > count, "the refusal is not in the log"
    return json.dumps(rows[-1], default=str)


def test_what_fido2_makes_opens_the_account(server, holder, device):
    page = knock(server, device)
    assert page.form(step="stay"), page.describe()
    # Once more: the counter has gone forward.
    assert knock(server, device).form(step="stay")


@pytest.mark.parametrize("twin", SIGNED_TWINS)
def test_its_twin_opens_nothing(server, holder, device, twin):
    lie, word = SIGNED_TWINS[twin]
    assert knock(server, device).form(step="stay")
    before = len(store.sign_ins(server.data))
    page = knock(server, device, lie)
    assert page.form(step="stay") is None and page.status == 400, page.describe()
    assert word in last_reason(server, before)
    device.count += 2
    assert knock(server, device).form(step="stay"), "the true one is refused after its twin"


@pytest.mark.parametrize("twin", TWINS)
def test_a_twin_is_not_registered(server, person, device, twin):
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    page = offer(browser, device, TWINS[twin][0])
    assert page.status == 400, page.describe()
    assert "Key of the oracle" not in browser.get("/account/security").words
    assert "Key of the oracle" in offer(browser, device).words


def test_an_answer_is_good_once_and_for_its_sign_in(server, holder, device):
    """A059: the same bytes again, in the same browser and in another one."""
    first, second = Browser(server.base), Browser(server.base)
    page = first.get("/account")
    answer = device.sign_in(options_of(page))
    other = second.get("/account")
    refused = second.submit(other.require(step="passkey"), {"credential": answer})
    assert refused.status == 400 and refused.form(step="stay") is None
    assert first.submit(page.require(step="passkey"), {"credential": answer}).form(step="stay")
    again = first.submit(page.require(step="passkey"), {"credential": answer})
    assert again.status >= 400, again.describe()


def test_somebody_elses_passkey_is_not_ones_own(server, organization, holder, device):
    """A062: in the sign-in of another person, whose passkey was asked for."""
    other = organization.add_person(f"keyholder{next(numbers)}")
    own = SoftwareAuthenticator("ES256", server.base)
    browser = Browser(server.base)
    browser.sign_in("/account", other)
    assert "Key of the oracle" in offer(browser, own).words
    fresh = Browser(server.base)
    page = fresh.submit(fresh.get("/account").require(step="name"), {"username": other.upn})
    page = fresh.submit(page.require(step="password"), {"password": other.password})
    options = options_of(page)
    answer = device.sign_in({**options, "allowCredentials": []})
    refused = fresh.submit(page.require(step="passkey"), {"credential": answer})
    assert refused.status == 400 and refused.form(step="stay") is None, refused.describe()
    assert fresh.submit(refused.require(step="passkey"), {"credential": own.sign_in(options_of(refused))}).form(step="stay")


def test_a_credential_that_belongs_to_somebody_is_registered_by_nobody_else(server, organization, holder, device):
    """A066: another person offers the id of it, with a key of their own."""
    other = organization.add_person(f"keyholder{next(numbers)}")
    own = SoftwareAuthenticator("ES256", server.base)
    right, own.id = own.id, device.id
    browser = Browser(server.base)
    browser.sign_in("/account", other)
    page = offer(browser, own)
    assert page.status == 400 and "Key of the oracle" not in browser.get("/account/security").words, page.describe()
    own.id = right
    assert "Key of the oracle" in offer(browser, own).words
    assert knock(server, device).form(step="stay"), "the first holder is turned away"


# What Chromium made

KEEP = """
for (const name of ['create', 'get']) {
  const real = navigator.credentials[name].bind(navigator.credentials);
  navigator.credentials[name] = async (question) => {
    const credential = await real(question);
    window.kept(JSON.stringify(credential.toJSON()));
    return credential;
  };
}
"""


def test_fido2_believes_what_chromium_made_for_martlet(server, person):
    """fido2 is the server of the same challenges: it must come to what Martlet came to."""
    judge = Fido2Server(PublicKeyCredentialRpEntity(name="Martlet", id="localhost"), verify_origin=lambda o: o == server.base)
    kept = []
    with launched() as chromium:
        window = Visitor(chromium, server.base)
        window.context.expose_function("kept", lambda text: kept.append(text))
        window.context.add_init_script(KEEP)
        device = VirtualAuthenticator(window)
        window.open("/account")
        window.send(window.form("/name"), {"username": person.upn})
        window.send(window.form("/password"), {"password": person.password})
        window.send(window.form("/code"), {"code": person.authenticator.code()})
        window.send(window.form("/stay"), button=("stay", "no"))
        window.open("/account/passkeys/new")
        asked = asking(window)
        window.page.locator("[data-passkey-start]").click()
        window.page.wait_for_url("**done=passkeyAdded**")
        made = judge.register_complete(state_of(asked), json.loads(kept[-1]))
        assert made.is_user_verified() and len(device.credentials) == 1

        other = Visitor(chromium, server.base)
        other.context.expose_function("kept", lambda text: kept.append(text))
        other.context.add_init_script(KEEP)
        other.open("/account")
        asked = asking(other)
        VirtualAuthenticator(other, credentials=device.credentials)
        with other.page.expect_navigation(wait_until="load"):
            other.page.locator("[data-passkey-start]").click()
        assert other.step == "stay", other.words[:300]
    credential = AttestedCredentialData(made.credential_data)
    answer = json.loads(kept[-1])
    assert judge.authenticate_complete(state_of(asked), [credential], answer).credential_id == credential.credential_id
    # The judge is no yes-man: another challenge, and another key.
    with pytest.raises(ValueError, match="challenge"):
        judge.authenticate_complete(state_of({**asked, "challenge": "A" * 43}), [credential], answer)
    stranger = SoftwareAuthenticator("ES256", server.base)
    stranger.id = credential.credential_id
    with pytest.raises(ValueError, match="signature"):
        judge.authenticate_complete(state_of(asked), [stranger.credential], answer)


def asking(window):
    return json.loads(window.page.locator("form[data-passkey]").first.get_attribute("data-options"))


def state_of(asked):
    assert len(websafe_decode(asked["challenge"])) >= 16
    return {"challenge": asked["challenge"], "user_verification": UserVerificationRequirement.REQUIRED}
