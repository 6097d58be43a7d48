"""Apps that show a certificate when they connect (RFC 8705), over Martlet's own TLS and with no proxy between."""

import base64
import itertools
import socket
import ssl

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec

from harness.server import Server
from test_browser_security import self_signed
from test_certificate_client import REDIRECT, Certificate

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def tls(organization, server, tmp_path_factory):
    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    options = ["--tls-certificate", str(certificate), "--tls-key", str(key), "--tls-client-certificates"]
    with Server(organization.data, options=options, scheme="https", verify=str(certificate)) as running:
        yield running


class Shown:
    """A certificate with its key, as files."""

    def __init__(self, folder):
        made = Certificate(ec.generate_private_key(ec.SECP256R1()))
        number = next(numbers)
        self.pem, self.key = folder / f"app{number}.pem", folder / f"app{number}.key"
        self.pem.write_text(made.pem)
        self.key.write_text(made.private)

    @property
    def pair(self):
        return str(self.pem), str(self.key)


def declare(organization, app, *words):
    made = organization.command_line.json("apps", "authenticate", app.id, *words)
    assert made["id"] == app.id
    return made


def ask(tls, organization, app, shown):
    """The word with which a request is refused; an unknown grant is how an app gets through."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{tls.base}/{organization.tenant}/oauth2/v2.0/token", data={"client_id": app.id, "grant_type": "x"},
            verify=tls.verify, cert=shown.pair if shown else None, timeout=10,
        )
    return answer.json()["error"]


def test_a_registered_certificate_proves_the_app(organization, tls, tmp_path):
    """self_signed_tls_client_auth; A186."""
    own, other = Shown(tmp_path), Shown(tmp_path)
    app = organization.add_app(f"Pilot Boat {next(numbers)}", REDIRECT, "--certificate", str(own.pem))
    declare(organization, app, "--method", "self_signed_tls_client_auth")
    assert ask(tls, organization, app, own) == "unsupported_grant_type"
    assert ask(tls, organization, app, other) == "invalid_client"
    assert ask(tls, organization, app, None) == "invalid_client"


def test_a_resumed_connection_remembers_its_certificate(organization, tls, tmp_path):
    """A TLS session that is taken up again proves what its first connection did, and no more."""
    own = Shown(tmp_path)
    app = organization.add_app(f"Pilot Boat {next(numbers)}", REDIRECT, "--certificate", str(own.pem))
    declare(organization, app, "--method", "self_signed_tls_client_auth")
    context = ssl.create_default_context(cafile=tls.verify)
    context.load_cert_chain(*own.pair)
    body = f"client_id={app.id}&grant_type=x"
    request = (
        f"POST /{organization.tenant}/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost:{tls.port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
    session = None
    for _ in range(3):
        with socket.create_connection(("localhost", tls.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname="localhost", session=session) as secure:
                secure.sendall(request)
                answer = b""
                while part := secure.recv(65536):
                    answer += part
                session = secure.session
        assert b"unsupported_grant_type" in answer


def test_browsers_need_none(tls):
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(f"{tls.base}/healthz", verify=tls.verify, timeout=10).status_code == 200


@pytest.mark.parametrize("header", ["Client-Cert", "X-SSL-Client-Cert"])
def test_a_header_is_not_believed(organization, tls, tmp_path, header):
    """A186: nobody is a trusted proxy here."""
    own = Shown(tmp_path)
    app = organization.add_app(f"Pilot Boat {next(numbers)}", REDIRECT, "--certificate", str(own.pem))
    declare(organization, app, "--method", "self_signed_tls_client_auth")
    der = ssl.PEM_cert_to_DER_cert(own.pem.read_text())
    answer = requests.post(
        f"{tls.base}/{organization.tenant}/oauth2/v2.0/token", data={"client_id": app.id, "grant_type": "x"},
        headers={header: ":" + base64.b64encode(der).decode() + ":"}, verify=tls.verify, timeout=10,
    )
    assert answer.json()["error"] == "invalid_client"


def test_settings_that_fit_no_app_are_refused(organization, tls, tmp_path):
    app = organization.add_app(f"Pilot Boat {next(numbers)}", REDIRECT, "--secret")
    keys = tmp_path / "keys.json"
    keys.write_text('{"keys":[{"kty":"oct","k":"AAAA"}]}')
    for words in (
        ["--method", "none"], ["--method", "tls_client_auth"], ["--fapi"], ["--assertion-algorithm", "HS256"],
        ["--key-set", str(keys)], ["--key-set-address", "http://rp.example/keys"], ["--certificate-name", "san_ip=x"],
    ):
        with pytest.raises(Exception):
            declare(organization, app, *words)
    assert declare(organization, app, "--method", "private_key_jwt", "--fapi")["method"] == "private_key_jwt"


def test_a_workload_is_trusted(organization, tls):
    app = organization.add_app(f"Pilot Boat {next(numbers)}", REDIRECT, "--secret")
    words = ["apps", "trust", app.id, "--name", "ci", "--subject", "main", "--audience", "api://x", "--issuer"]
    assert organization.command_line.json(*words, "https://ci.example")["applicationId"] == app.id
    for issuer in ("https://ci.example", "http://other.example"):
        with pytest.raises(Exception):
            organization.command_line.json(*words, issuer)
