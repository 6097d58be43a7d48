"""Apps that prove themselves with a certificate: Authlib's PrivateKeyJWT and Microsoft's msal, as they are."""

import datetime
import itertools

import msal
import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc.jwk import ECKey

from harness.browser import Browser
from harness.relying_party import BareClient
from harness.server import Server
from test_browser_security import self_signed

REDIRECT = "http://localhost:47831/callback"
numbers = itertools.count(1)


class Certificate:
    """A key with a certificate that it signed itself."""

    def __init__(self, key):
        now = datetime.datetime.now(datetime.timezone.utc)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tides.example")])
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
        )
        self.algorithm = "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256"
        self.pem = made.public_bytes(serialization.Encoding.PEM).decode()
        self.sha1 = made.fingerprint(hashes.SHA1()).hex()
        self.private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()


class LongPrivateKeyJWT(PrivateKeyJWT):
    """Authlib's method with a life of two hours: its own is an hour, and Martlet takes no more."""

    def sign(self, auth, token_endpoint):
        return private_key_jwt_sign(
            auth.client_secret, client_id=auth.client_id, token_endpoint=token_endpoint, alg=self.alg, expires_in=7200
        )


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"person{next(numbers)}")


@pytest.fixture(params=["RSA", "EC"])
def certificate(request):
    if request.param == "EC":
        return Certificate(ec.generate_private_key(ec.SECP256R1()))
    return Certificate(rsa.generate_private_key(65537, 2048))


@pytest.fixture
def add_app(organization, server, tmp_path):
    def add(certificate):
        file = tmp_path / "app.pem"
        file.write_text(certificate.pem)
        return organization.add_app(f"Tide Tables {next(numbers)}", REDIRECT, "--certificate", str(file))

    return add


def test_authlib_redeems_a_code(organization, server, person, certificate, add_app):
    """Authlib sends no client_id: the assertion says whose it is."""
    app = add_app(certificate)
    assert not app.secret
    bare = BareClient(server.base, organization.tenant, app)
    algorithm = certificate.algorithm
    key = ECKey.import_key(certificate.private) if algorithm == "ES256" else certificate.private

    def session(method):
        made = OAuth2Session(app.id, key, token_endpoint_auth_method="private_key_jwt", redirect_uri=REDIRECT)
        made.trust_env = False
        made.register_client_auth_method(method(alg=algorithm))
        return made

    party = session(PrivateKeyJWT)
    token = party.fetch_token(
        bare.token_endpoint, code=bare.code(Browser(server.base), person), code_verifier=bare.verifier
    )
    assert token["access_token"] and token["id_token"] and token["refresh_token"]
    again = party.refresh_token(bare.token_endpoint, refresh_token=token["refresh_token"])
    assert again["access_token"] != token["access_token"]

    long = session(LongPrivateKeyJWT)
    with pytest.raises(Exception, match="invalid_client"):
        long.refresh_token(bare.token_endpoint, refresh_token=again["refresh_token"])


def test_an_assertion_works_once(organization, server, person, add_app):
    """A185."""
    certificate = Certificate(rsa.generate_private_key(65537, 2048))
    app = add_app(certificate)
    bare = BareClient(server.base, organization.tenant, app)
    code = bare.code(Browser(server.base), person)
    body = {
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": private_key_jwt_sign(certificate.private, app.id, bare.token_endpoint, expires_in=300),
    }
    first = bare.exchange(code, **body)
    assert first.status_code == 200, first.text
    second = bare.refresh(first.json()["refresh_token"], **body)
    assert second.status_code == 401 and second.json()["error"] == "invalid_client"
    assert second.json()["error_codes"] == [50012]


@pytest.fixture
def tls(organization, server, tmp_path_factory):
    """A second server on the same store, over TLS, which msal insists on."""
    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    options = ["--tls-certificate", str(certificate), "--tls-key", str(key)]
    with Server(organization.data, options=options, scheme="https", verify=str(certificate)) as running:
        yield running


@pytest.mark.parametrize("named", ["certificate", "thumbprint"])
def test_msal_redeems_a_code(named, organization, tls, person, add_app):
    """PS256 with x5t#S256 and x5c, or RS256 with x5t; the times are fractions."""
    certificate = Certificate(rsa.generate_private_key(65537, 2048))
    app = add_app(certificate)
    credential = {"private_key": certificate.private}
    if named == "certificate":
        credential["public_certificate"] = certificate.pem
    else:
        credential["thumbprint"] = certificate.sha1

    def client():
        http = requests.Session()
        http.trust_env, http.verify = False, tls.verify
        return msal.ConfidentialClientApplication(
            app.id, credential, oidc_authority=f"{tls.base}/{organization.tenant}/v2.0", http_client=http
        )

    party = client()
    flow = party.initiate_auth_code_flow(["email"], redirect_uri=REDIRECT)
    arrival = Browser(tls.base, verify=tls.verify).sign_in(flow["auth_uri"], person, until=REDIRECT)
    answer = party.acquire_token_by_auth_code_flow(flow, arrival.parameters)
    assert "access_token" in answer, answer
    assert answer["id_token_claims"]["preferred_username"] == person.upn
    # msal keeps an assertion for nine minutes; Martlet takes it once, so another client must make a fresh one.
    again = party.acquire_token_by_refresh_token(answer["refresh_token"], ["email"])
    assert again["error"] == "invalid_client" and again["error_codes"] == [50012], again
    fresh = client().acquire_token_by_refresh_token(answer["refresh_token"], ["email"])
    assert "access_token" in fresh, fresh


def test_discovery_names_it(organization, server):
    document = requests.get(
        f"{server.base}/{organization.tenant}/v2.0/.well-known/openid-configuration", timeout=10
    ).json()
    assert "private_key_jwt" in document["token_endpoint_auth_methods_supported"]
    assert document["token_endpoint_auth_signing_alg_values_supported"] == ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
