"""People who sign in with a certificate that openssl made and curl shows, at a port of its own (A078, A089, A186)."""

import http.server
import subprocess
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests

from harness.browser import Browser
from harness.server import Server, free_port
from test_browser_security import self_signed

CONFIG = """
[req]
distinguished_name = name
[name]
[ca]
default_ca = house
[house]
database = {folder}/index.txt
default_md = sha256
default_crl_days = 7
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:{upn}
"""


class Issuer:
    """An authority that openssl runs."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        (folder / "index.txt").write_text("")
        self._config("nobody@harbour.example")
        self.pem, self.key = folder / "root.pem", folder / "root.key"
        self._openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Harbour cards",
            "-days", "30", "-config", self.config, "-extensions", "root", "-keyout", self.key, "-out", self.pem,
        )

    def issue(self, name, upn, days=10):
        """A certificate whose PrincipalName is `upn`: the files of it and of its key."""
        self._config(upn)
        pem, key, request = (self.folder / f"{name}.{kind}" for kind in ("pem", "key", "csr"))
        self._openssl(
            "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-config", self.config,
            "-keyout", key, "-out", request,
        )
        self._openssl(
            "x509", "-req", "-in", request, "-CA", self.pem, "-CAkey", self.key, "-CAcreateserial", "-days", str(days),
            "-extfile", self.config, "-extensions", "person", "-out", pem,
        )
        return pem, key

    def revoke(self, pem):
        self._openssl("ca", "-config", self.config, "-cert", self.pem, "-keyfile", self.key, "-revoke", pem)

    def revocations(self):
        """The list of what is revoked, as a file in PEM."""
        made = self.folder / "list.pem"
        self._openssl("ca", "-config", self.config, "-cert", self.pem, "-keyfile", self.key, "-gencrl", "-out", made)
        return made

    def _config(self, upn):
        self.config = self.folder / "openssl.cnf"
        self.config.write_text(CONFIG.format(folder=self.folder, upn=upn))

    @staticmethod
    def _openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def tls(organization, server, tmp_path_factory):
    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    port = free_port()
    options = [
        "--tls-certificate", str(certificate), "--tls-key", str(key), "--certificate-listen", f"localhost:{port}",
    ]
    with Server(organization.data, options=options, scheme="https", verify=str(certificate)) as running:
        running.certificate_base = f"https://localhost:{port}"
        yield running


@pytest.fixture(scope="module")
def issuer(organization, tls, tmp_path_factory):
    issuer = Issuer(tmp_path_factory.mktemp("issuer") / "own")
    commands = organization.command_line
    added = commands.json("certificates", "authorities", "add", str(issuer.pem))["authorities"]
    issuer.id = added[0]["id"]
    assert added[0]["isRoot"] and added[0]["revocationListEndsDateTime"] is None
    commands.run("methods", "set", "certificates.isEnabled=true", "certificates.worth=multiFactor")
    return issuer


def show(tls, ticket, pair):
    """Where curl is sent with a certificate, or without one."""
    words = ["curl", "--silent", "--show-error", "--cacert", tls.verify, "--output", "-", "--write-out", "%{redirect_url}"]
    words += ["--cert", str(pair[0]), "--key", str(pair[1])] if pair else []
    return subprocess.run(words + [ticket], check=True, capture_output=True, text=True, timeout=30).stdout


def sign_in(tls, person, pair):
    """The browser and the page to which a certificate leads."""
    browser = Browser(tls.base, verify=tls.verify)
    page = browser.submit(browser.get("/account").require(step="name"), {"username": person.upn})
    page = browser.get(urlsplit(page.url).path + "?with=certificate")
    ticket = browser.submit(page.require(step="certificate"), until=tls.certificate_base)
    assert ticket.startswith(f"{tls.certificate_base}/certificate?ticket="), ticket
    return browser, browser.get(show(tls, ticket, pair))


def is_inside(page):
    return page.form(step="stay") is not None or page.path.startswith("/account")


def test_a_certificate_opens_the_account_and_each_wrong_one_does_not(organization, tls, issuer, tmp_path):
    person = organization.add_person("mia.cards", totp=False)
    own = issuer.issue("mia", person.upn)
    # Revocation is demanded from the start: without a list nobody gets in.
    assert not is_inside(sign_in(tls, person, own)[1])
    commands = organization.command_line
    commands.json("certificates", "authorities", "set-list", issuer.id, str(issuer.revocations()))
    assert is_inside(sign_in(tls, person, own)[1])

    stranger = Issuer(tmp_path / "stranger")
    revoked = issuer.issue("lost", person.upn)
    issuer.revoke(revoked[0])
    commands.json("certificates", "authorities", "set-list", issuer.id, str(issuer.revocations()))
    for pair in (None, stranger.issue("mia", person.upn), revoked, issuer.issue("nobody", "nobody@harbour.example")):
        _, page = sign_in(tls, person, pair)
        assert page.response.status_code == 401 and "That certificate could not be used" in page.words
        assert not is_inside(page)
    assert is_inside(sign_in(tls, person, own)[1])


def test_the_host_of_people_takes_no_certificate(tls):
    """A078: the proxy before it may not take a forged header away there."""
    forged = {"Client-Cert": ":MIIB:"}
    for base, status in ((tls.base, 421), (tls.certificate_base, 400)):
        answer = requests.get(f"{base}/certificate?ticket=x", headers=forged, verify=tls.verify, timeout=10)
        assert answer.status_code == status, base


def test_the_certificate_is_listed_and_can_be_taken_away(organization, tls, issuer):
    person = organization.add_person("ned.cards", totp=False)
    pair = issuer.issue("ned", person.upn)
    commands = organization.command_line
    commands.json("certificates", "authorities", "set-list", issuer.id, str(issuer.revocations()))
    browser, page = sign_in(tls, person, pair)
    assert is_inside(page)
    listed = commands.json("certificates", "list", person.upn)["certificates"]
    assert [(line["isBound"], line["subject"]) for line in listed] == [(False, "CN=ned")]
    commands.json("certificates", "remove", person.upn, listed[0]["id"])
    assert not browser.get("/account").path == "/account"
    # Bound to somebody else, the name in it counts no more.
    other = organization.add_person("eve.cards", totp=False)
    commands.json("certificates", "bind", other.upn, "--certificate", str(pair[0]))
    assert not is_inside(sign_in(tls, person, pair)[1])
    assert is_inside(sign_in(tls, other, pair)[1])


def test_the_port_answers_nothing_else(tls, issuer):
    browser = Browser(tls.certificate_base, verify=tls.verify)
    assert browser.send("GET", "/account").status_code == 421
    assert browser.send("GET", "/certificate?ticket=x").status_code == 400


@contextmanager
def published(file):
    """The address at which a web server answers with the file, as authorities publish their lists."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/pkix-crl")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        yield f"localhost:{web.server_port}"
    finally:
        web.shutdown()
        web.server_close()


def test_a_published_list_is_fetched_and_counts(organization, tls, issuer, tmp_path):
    """The list comes by itself, from a host of one's own that the operator named, and keeps out who is on it."""
    commands = organization.command_line
    publisher = Issuer(tmp_path / "publisher")
    person, other = (organization.add_person(f"{name}.published", totp=False) for name in ("ida", "lost"))
    good, lost = publisher.issue("ida", person.upn), publisher.issue("lost", other.upn)
    publisher.revoke(lost[0])
    added = commands.json("certificates", "authorities", "add", str(publisher.pem))["authorities"][0]
    assert not is_inside(sign_in(tls, person, good)[1])

    def ends():
        listed = commands.json("certificates", "authorities", "list")["authorities"]
        return next(one for one in listed if one["id"] == added["id"])["revocationListEndsDateTime"]

    with published(publisher.revocations()) as host:
        address = f"{added['keyIdentifier']}=http://{host}/people.crl"
        commands.json("methods", "set", f"certificates.revocationLists={address}")
        try:
            # A server without the operator's word fetches nothing there; this one does so soon after its start.
            with Server(organization.data, options=["--allow-fetch", host]):
                deadline = time.monotonic() + 40
                while ends() is None and time.monotonic() < deadline:
                    time.sleep(1)
        finally:
            commands.json("methods", "set", "certificates.revocationLists=")
    assert ends() is not None
    assert is_inside(sign_in(tls, person, good)[1])
    assert not is_inside(sign_in(tls, other, lost)[1])


def test_a_strength_limits_certificates_by_authority_and_policy(organization, issuer):
    """AS-4, by the command."""
    commands = organization.command_line
    add = ["strengths", "add", "Harbour cards", "--combination", "x509CertificateMultiFactor", "--combination", "fido2"]
    commands.json(*add, "--certificate-issuer", "AB:CD", "--certificate-policy", "1.2.3.4")
    shown = commands.json("strengths", "show", "Harbour cards")
    assert (shown["allowedIssuerSkis"], shown["allowedPolicyOIDs"]) == (["abcd"], ["1.2.3.4"])
    assert shown["appliesToCombinations"] == ["x509CertificateMultiFactor"]
    commands.json("strengths", "edit", "Harbour cards", "--certificate-policy", "any")
    shown = commands.json("strengths", "show", "Harbour cards")
    assert (shown["allowedIssuerSkis"], shown["allowedPolicyOIDs"]) == (["abcd"], [])
    commands.json("strengths", "edit", "Harbour cards", "--certificate-issuer", "any")
    shown = commands.json("strengths", "show", "Harbour cards")
    assert not shown["allowedIssuerSkis"] and not shown["appliesToCombinations"]
    commands.json("strengths", "delete", "Harbour cards")
