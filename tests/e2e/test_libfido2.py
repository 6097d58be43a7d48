"""Passkeys by a third opinion: Yubico's libfido2 judges the bytes that Martlet judges, the good ones and their twins.

A056, A061, A064, A067, A068: where Martlet refuses a signed byte, libfido2 refuses it too, and neither refuses the truth.
"""

import base64
import itertools
import json

import pytest
from cryptography.hazmat.primitives import serialization
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject

from harness import libfido2
from harness.browser import Browser
from harness.chromium import Visitor, launched
from harness.passkeys import VirtualAuthenticator, enter
from harness.software_authenticator import FLAG, KINDS, TRUTH, SoftwareAuthenticator

numbers = itertools.count(1)
# An answer that is kept from the server until the test sends it.
HOLD = """
HTMLFormElement.prototype.requestSubmit = function () { window.held = this.elements.credential.value; };
"""
# What is untrue about a signed answer.
TWINS = {
    "another party": TRUTH.but(party="localhost.example"),
    "nobody present": TRUTH.but(cleared=FLAG.UP),
    "nobody verified": TRUTH.but(cleared=FLAG.UV),
    "a spoilt signature": TRUTH.but(spoil=True),
}


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"judged{next(numbers)}")


@pytest.fixture(scope="module")
def chromium():
    with launched() as running:
        yield running


def options_of(page):
    return json.loads(page.soup.find("form", attrs={"data-passkey": True})["data-options"])


# What Python's authenticator made


@pytest.mark.parametrize("kind", KINDS)
def test_both_believe_an_assertion_and_neither_believes_its_twins(server, person, kind, tmp_path):
    device = SoftwareAuthenticator(kind, server.base)
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    page = browser.get("/account/passkeys/new")
    page = browser.submit(page.require(ending="/account/passkeys"), {
        "credential": device.register(options_of(page)), "name": "Key of the judge"})
    assert "Key of the judge" in page.words, page.describe()
    key = tmp_path / "key.pem"
    key.write_bytes(device.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))

    def both(lie):
        fresh = Browser(server.base)
        page = fresh.get("/account")
        text = device.sign_in(options_of(page), lie)
        page = fresh.submit(page.require(step="passkey"), {"credential": text})
        verdict = libfido2.assertion(json.loads(text), key, kind.lower())
        return page.form(step="stay") is not None, verdict.is_good

    assert both(TRUTH) == (True, True)
    for name, lie in TWINS.items():
        assert both(lie) == (False, False), name
    assert both(TRUTH) == (True, True), "the true one is refused after its twins"
    # What libfido2 leaves to the server: the counter, which is Martlet's.
    assert both(TRUTH.but(counted=0)) == (False, True)


# What Chromium made


def held(window, ask):
    """What the browser would have posted."""
    window.page.evaluate("() => { window.held = null; }")
    ask()
    window.page.wait_for_function("() => window.held")
    return json.loads(window.page.evaluate("() => window.held"))


def post(window, answer):
    """Posts an answer as the page would have; the words of the page that follows."""
    with window.page.expect_navigation(wait_until="load"):
        window.page.evaluate(
            """(answer) => {
                const form = document.querySelector('form[data-passkey]');
                form.elements.credential.value = JSON.stringify(answer);
                form.submit();
            }""", answer,
        )
    return window.words


def changed(answer, member, change):
    """The answer with other bytes in one member."""
    response = dict(answer["response"])
    response[member] = websafe_encode(change(websafe_decode(response[member])))
    return {**answer, "response": response}


def flipped(place):
    """Turns a bit of one byte; places count from the end where they are negative."""

    def change(data):
        data = bytearray(data)
        data[place] ^= 1
        return bytes(data)

    return change


def unverified(place):
    """Takes away the flag of the verification, which stands behind the hash of the party."""

    def change(data):
        data = bytearray(data)
        data[place + 32] &= ~4
        return bytes(data)

    return change


def wanting(window, number):
    """The page asks for keys of one kind alone."""
    window.page.evaluate(
        """(number) => {
            const form = document.querySelector('form[data-passkey]');
            const options = JSON.parse(form.dataset.options);
            options.pubKeyCredParams = options.pubKeyCredParams.filter((one) => one.alg === number);
            if (options.pubKeyCredParams.length !== 1) throw new Error('not offered: ' + number);
            options.attestation = 'direct';
            form.dataset.options = JSON.stringify(options);
        }""", number,
    )


def press(window):
    window.page.locator("[data-passkey-start]").first.click()


def start_of(made):
    """Where the bytes that are signed begin in what the browser posts."""
    data = websafe_decode(made["response"]["attestationObject"])
    return data.index(bytes(AttestationObject(data).auth_data))


def spoilt(made):
    data = websafe_decode(made["response"]["attestationObject"])
    signature = AttestationObject(data).att_stmt["sig"]
    return flipped(data.index(signature) + len(signature) - 1)


def posted_and_seen(window, answer):
    """Posts a registration; the words of the list of passkeys after it."""
    post(window, answer)
    return window.open("/account/security").words


def made_for(window, number):
    """What the browser makes on the account page, not yet sent."""
    window.open("/account/passkeys/new")
    wanting(window, number)
    window.page.fill("#name", "Signed by Chromium")
    return held(window, lambda: press(window))


@pytest.mark.parametrize("number", libfido2.KINDS, ids=libfido2.KINDS.values())
def test_both_believe_what_chromium_signed_and_neither_believes_its_twins(chromium, server, person, number, tmp_path):
    kind = libfido2.KINDS[number]
    window = Visitor(chromium, server.base)
    window.context.add_init_script(HOLD)
    device = VirtualAuthenticator(window, "key")
    enter(window, person)
    for name in ("party", "verification", "signature"):
        made = made_for(window, number)
        twin = changed(made, "attestationObject", {
            "party": flipped(start_of(made)), "verification": unverified(start_of(made)), "signature": spoilt(made),
        }[name])
        assert not libfido2.registration(twin, kind).is_good, name
        assert "Signed by Chromium" not in posted_and_seen(window, twin), f"Martlet believes {name}"
    made = made_for(window, number)
    verdict = libfido2.registration(made, kind)
    assert verdict.is_good, verdict.words
    key = tmp_path / "key.pem"
    key.write_text("\n".join(verdict.lines[1:]) + "\n")
    assert "Signed by Chromium" in posted_and_seen(window, made)
    own = websafe_decode(made["rawId"])
    credentials = [one for one in device.credentials if base64.b64decode(one["credentialId"]) == own]
    assert len(credentials) == 1

    other = Visitor(chromium, server.base)
    other.context.add_init_script(HOLD)
    other.open("/error?code=50126")
    VirtualAuthenticator(other, "key", credentials=credentials)

    def asked():
        other.context.clear_cookies()
        other.open("/account")
        return held(other, lambda: press(other))

    for name, member, change in (
        ("the signature", "signature", flipped(-1)), ("the party", "authenticatorData", flipped(0)),
        ("the verification", "authenticatorData", unverified(0)),
    ):
        twin = changed(asked(), member, change)
        assert not libfido2.assertion(twin, key, kind).is_good, name
        post(other, twin)
        assert other.step != "stay" and other.path != "/account", f"Martlet believes {name}"
    answer = asked()
    verdict = libfido2.assertion(answer, key, kind)
    assert verdict.is_good, verdict.words
    post(other, answer)
    assert other.step == "stay", other.words
    for one in (window, other):
        one.close()
