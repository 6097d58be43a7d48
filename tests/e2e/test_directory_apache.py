"""An app that asks the directory: Apache's mod_authnz_ldap as docs/legacy/apache-ldap.md has it. A075, A213."""

import contextlib

import pytest
import requests

from harness.house import House
from harness.legacy import WRONG, logged, passwords_allowed, recipe
from harness.organization import Organization
from harness.recipe import BUNDLE
from harness.server import Server, free_port
from harness.web_servers import Apache


@pytest.fixture(scope="module")
def listening(tmp_path_factory, authority, request):
    """An organisation whose server has both ports of LDAP."""
    organization = Organization(tmp_path_factory.mktemp("apache-ldap") / "data")
    chain, key = authority.server_certificate()
    ports = {"ldap": free_port(), "ldaps": free_port()}
    options = [
        "--ldap-port", ports["ldap"], "--ldaps-port", ports["ldaps"], "--ldap-certificate", chain, "--ldap-key", key,
    ]
    with Server(organization.data, options=[str(word) for word in options]) as running:
        request.node.martlet_server = running
        yield House(organization, running, authority), ports


@contextlib.contextmanager
def site(house, ports, folder, over):
    made = recipe("apache-ldap.md", house, folder)
    made.installed()
    port = free_port()
    server = Apache(house.authority.bundle, port, "", listens=False)
    server.MODULES = (*Apache.MODULES, "ldap", "authnz_ldap")
    made.replacements |= {
        "127.0.0.1:8094": f"127.0.0.1:{port}", "/var/www/tides": str(server.pages), BUNDLE: str(server.bundle),
        "dc=example,dc=org": ",".join(f"dc={part}" for part in house.organization.domain.split(".")),
        # libldap takes `localhost` for the name of the machine when it looks at a certificate.
        "ldaps://id.example.org:636": f"ldaps://127.0.0.1:{ports['ldaps']}",
        "ldap://id.example.org:389": f"ldap://127.0.0.1:{ports['ldap']}",
    }
    text = made["tides.conf"]
    if over == "starttls":
        line = next(line for line in text.splitlines() if "AuthLDAPURL" in line)
        text = text.replace(line, made["starttls.conf"].rstrip("\n"))
    server.site = text
    with server:
        (server.pages / "tides.txt").write_text("The tide is out.")
        yield server


def ask(server, name=None, password=""):
    session = requests.Session()
    session.trust_env = False
    return session.get(server.base + "/tides.txt", auth=(name, password) if name else None, timeout=40)


def told(answer):
    return answer.status_code, answer.text, answer.headers.get("WWW-Authenticate")


@pytest.mark.parametrize("over", ["ldaps", "starttls"])
def test_a_site_behind_the_directory_lets_nobody_in_under_the_defaults(listening, tmp_path, over):
    house, ports = listening
    organization = house.organization
    person = house.person("reader", totp=False)
    name = person.upn.split("@")[0]
    with site(house, ports, tmp_path, over) as server:
        assert ask(server).status_code == 401
        refused = {told(ask(server, *pair)) for pair in (
            (name, person.password), (name, WRONG), ("nobody", person.password), (name, ""))}
        assert len(refused) == 1 and refused.pop()[0] == 401, server.log
        rows = logged(organization, person)
        assert [row["error_code"] for row in rows] == [530035, 50126], server.log
        assert {row["door"] for row in rows} == {"legacyDirectory"}
        with passwords_allowed(organization, "directory"):
            answer = ask(server, name, person.password)
            assert (answer.status_code, answer.text) == (200, "The tide is out."), server.log
            assert answer.headers["X-Remote-User"] == name
            # Before the search and after it.
            assert [row["error_code"] for row in logged(organization, person)[2:]] == [0, 0]
            assert ask(server, name, WRONG).status_code == 401
            assert ask(server, "*", person.password).status_code == 401
        # Decided anew each time: Apache remembers nobody.
        assert ask(server, name, person.password).status_code == 401
