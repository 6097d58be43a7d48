"""Attestations of TPMs and of Apple by a second opinion: Yubico's fido2 judges the bytes that Martlet judges.

A067: where Martlet refuses a statement, fido2 refuses it too, and neither refuses the truth. What the operator trusts is
Martlet's alone: a TPM and a device of Apple prove a model where their authority is named for that one.
"""

import itertools
import json

import pytest
from fido2.attestation import AppleAttestation, TpmAttestation
from fido2.attestation.base import InvalidAttestation
from fido2.utils import websafe_decode
from fido2.webauthn import AttestationObject, CollectedClientData

from harness.browser import Browser
from harness.maker import AppleMaker, ChipMaker
from harness.methods import methods_policy
from harness.server import Server
from harness.software_authenticator import SoftwareAuthenticator

numbers = itertools.count(1)
MODEL = "08987058cadc4b81b6e130de50dcbe96"
OTHER = "6028b017b1d44c02b4b3afcdafc96bb2"
FORMS = {"tpm": TpmAttestation, "apple": AppleAttestation}


def options_of(page):
    return json.loads(page.soup.find("form", attrs={"data-passkey": True})["data-options"])


def judged_by_fido2(text):
    """Whether fido2 believes the statement of an answer."""
    response = json.loads(text)["response"]
    made = AttestationObject(websafe_decode(response["attestationObject"]))
    said = CollectedClientData(websafe_decode(response["clientDataJSON"]))
    try:
        FORMS[made.fmt]().verify(made.att_stmt, made.auth_data, said.hash)
    except InvalidAttestation:
        return False
    return True


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"chipholder{next(numbers)}")


def registered(base, person, maker):
    """Whether Martlet took a passkey with the maker's word for it, and whether fido2 believes that word."""
    browser = Browser(base)
    browser.sign_in("/account", person)
    page = browser.get("/account/passkeys/new")
    text = SoftwareAuthenticator("ES256", base, maker).register(options_of(page))
    page = browser.submit(page.require(ending="/account/passkeys"), {"credential": text, "name": "Chip"})
    return "passkeyAdded" in page.url, judged_by_fido2(text)


@pytest.mark.parametrize("make, twins", [
    (ChipMaker, ["registration", "name", "magic", "usage"]), (AppleMaker, ["nonce"]),
])
def test_both_believe_a_statement_and_neither_believes_its_twins(server, organization, person, make, twins):
    for spoil in twins:
        assert registered(server.base, person, make(MODEL, spoil)) == (False, False), spoil
    assert registered(server.base, person, make(MODEL)) == (True, True)


@pytest.mark.parametrize("make, form, is_believed", [
    (ChipMaker, "{file}", False), (ChipMaker, "{file}=" + OTHER, False), (ChipMaker, "{file}=" + MODEL, True),
    (AppleMaker, "{file}", False), (AppleMaker, "{file}=" + OTHER, False), (AppleMaker, "{file}=" + MODEL, True),
])
def test_a_model_is_proven_by_an_authority_that_is_believed_about_it(
    server, organization, person, tmp_path, make, form, is_believed
):
    maker, file = make(MODEL), tmp_path / "makers.pem"
    file.write_bytes(maker.certificate)
    with methods_policy(organization.command_line, passkeys__wantsAttestation="true"):
        with Server(organization.data, options=["--attestation-authority", form.format(file=file)]) as trusting:
            assert registered(trusting.base, person, maker) == (is_believed, True)
