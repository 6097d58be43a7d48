"""Directory clients over LDAP: OpenLDAP's own tools over StartTLS and LDAPS, and a socket for what they would not send.

A075, A213, A218.
"""

import socket
import ssl
import subprocess
import time

import pytest

from harness import store
from harness.organization import Organization
from harness.server import Server, free_port

BASE = "dc=harbour,dc=example"
ANONYMOUS_BIND = bytes.fromhex("300c020101600702010304008000")
START_TLS = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
UNBIND = bytes.fromhex("30050201034200")


class Directory:
    """A server with both ports of LDAP, and the tools that ask it."""

    def __init__(self, organization, server, authority, ldap, ldaps):
        self.organization = organization
        self.server = server
        self.authority = authority
        self.ports = {"ldap": ldap, "ldaps": ldaps}

    def run(self, tool, *words, over="starttls", name=None, password=None):
        """`over` is `starttls`, `ldaps` or `clear`; without a name the bind is anonymous."""
        scheme = "ldaps" if over == "ldaps" else "ldap"
        # libldap takes `localhost` for the name of the machine when it looks at a certificate.
        command = [tool, "-x", "-H", f"{scheme}://127.0.0.1:{self.ports[scheme]}"]
        command += ["-ZZ"] if over == "starttls" else []
        command += ["-D", name, "-w", password] if name is not None else []
        environment = {"LDAPTLS_CACERT": str(self.authority.bundle), "LANG": "C"}
        return subprocess.run(
            [*command, *words], capture_output=True, text=True, timeout=30, check=False,
            env={**environment, "PATH": "/usr/bin:/bin"},
        )

    def whoami(self, name, password, **options):
        return self.run("ldapwhoami", name=name, password=password, **options)

    def search(self, person, *words, **options):
        return self.run(
            "ldapsearch", "-LLL", "-o", "ldif-wrap=no", *words, name=person.upn, password=person.password, **options
        )

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.ports["ldap"]), timeout=10)


@pytest.fixture(scope="module")
def directory(tmp_path_factory, authority, request):
    organization = Organization(tmp_path_factory.mktemp("directory") / "data")
    chain, key = authority.server_certificate()
    ldap, ldaps = free_port(), free_port()
    options = [
        "--ldap-port", ldap, "--ldaps-port", ldaps, "--ldap-certificate", chain, "--ldap-key", key,
    ]
    with Server(organization.data, options=[str(word) for word in options]) as running:
        request.node.martlet_server = running
        yield Directory(organization, running, authority, ldap, ldaps)


@pytest.fixture(scope="module")
def person(directory):
    return directory.organization.add_person("ben")


def codes(directory, upn):
    return [row["error_code"] for row in store.sign_ins(directory.organization.data, upn)]


@pytest.mark.parametrize("over", ["starttls", "ldaps"])
def test_nobody_binds_under_the_defaults_and_all_are_told_the_same(directory, over):
    person = directory.organization.add_person(f"under.{over}")
    right = directory.whoami(person.upn, person.password, over=over)
    wrong = directory.whoami(person.upn, person.password + "x", over=over)
    unknown = directory.whoami(f"nobody@{directory.organization.domain}", person.password, over=over)
    assert right.returncode == wrong.returncode == unknown.returncode == 49
    assert right.stderr == wrong.stderr == unknown.stderr
    assert "Invalid credentials (49)" in right.stderr
    assert codes(directory, person.upn) == [530035, 50126]
    assert {row["door"] for row in store.sign_ins(directory.organization.data, person.upn)} == {"legacyDirectory"}


def test_nothing_is_answered_in_clear_text(directory, person):
    before = codes(directory, person.upn)
    refused = directory.whoami(person.upn, person.password, over="clear")
    assert refused.returncode == 13, refused.stderr
    assert codes(directory, person.upn) == before


def test_an_empty_password_and_no_name_bind_nobody(directory, person):
    assert directory.whoami(person.upn, "").returncode == 53
    assert directory.run("ldapwhoami").returncode == 48


def test_nothing_may_follow_starttls_in_clear_text(directory):
    with directory.connect() as client:
        client.sendall(START_TLS + ANONYMOUS_BIND)
        answer = client.recv(4096)
        assert answer[:1] == b"\x30"
        try:
            rest = client.recv(4096)
        except ConnectionResetError:
            rest = b""
        assert rest == b"", "what was sent in clear text was answered"


def test_a_byte_at_a_time_is_a_message_and_an_endless_one_is_none(directory):
    with directory.connect() as client:
        for byte in ANONYMOUS_BIND:
            client.sendall(bytes([byte]))
            time.sleep(0.01)
        answer = client.recv(4096)
        # bindResponse, confidentialityRequired.
        assert answer[5:10] == b"\x61\x07\x0a\x01\x0d"
        client.sendall(bytes.fromhex("30847fffffff"))
        assert b"1.3.6.1.4.1.1466.20036" in client.recv(4096)
        assert client.recv(4096) == b""
    with directory.connect() as client:
        client.sendall(UNBIND)
        assert client.recv(4096) == b""


def test_one_address_holds_no_more_than_its_share_of_connections(directory):
    clients = [directory.connect() for _ in range(70)]
    try:
        answered = 0
        for client in clients:
            try:
                client.sendall(ANONYMOUS_BIND)
                answered += 1 if client.recv(64) else 0
            except OSError:
                pass
        # One that was closed a moment ago may still count.
        assert 60 <= answered <= 64
    finally:
        for client in clients:
            client.close()


def test_the_root_of_the_directory_is_told_over_tls_alone_to_who_knows_no_name(directory):
    context = ssl.create_default_context(cafile=str(directory.authority.bundle))
    with socket.create_connection(("localhost", directory.ports["ldaps"]), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as client:
            assert client.version() in ("TLSv1.2", "TLSv1.3")
            client.sendall(ANONYMOUS_BIND)
            assert client.recv(64)[5:10] == b"\x61\x07\x0a\x01\x30"


def test_without_the_defaults_people_bind_and_find_what_they_may(directory):
    """D8. Last but one in the file: it switches the defaults off."""
    organization = directory.organization
    plain = organization.add_person("plain")
    reader = organization.add_person("reader", role="Global Reader")
    done = organization.command_line.run("security-defaults", "off", "--reason", "users cannot use needed apps")
    assert done.returncode == 0, done.stderr
    dn = f"uid=plain,ou=people,{BASE}"
    # The surface has switched to modern authentication until somebody says otherwise.
    assert directory.whoami(dn, plain.password).returncode == 49
    done = organization.command_line.run("legacy", "set", "directory", "both")
    assert done.returncode == 0, done.stderr
    for over in ("starttls", "ldaps"):
        for name in (plain.upn, dn, plain.upn.upper()):
            who = directory.whoami(name, plain.password, over=over)
            assert who.returncode == 0 and who.stdout.strip() == f"u:{plain.upn}", who.stderr
        wrong = directory.whoami(dn, plain.password + "x", over=over)
        unknown = directory.whoami(f"uid=nobody,ou=people,{BASE}", plain.password, over=over)
        assert wrong.returncode == unknown.returncode == 49 and wrong.stderr == unknown.stderr
    own = directory.search(plain, "-b", BASE, "(objectClass=person)")
    assert own.returncode == 0 and own.stdout.count("dn: ") == 1 and f"dn: {dn}" in own.stdout, own.stdout
    all_of_them = directory.search(reader, "-b", f"ou=people,{BASE}", "-s", "one", "-E", "pr=2/noprompt", "uid")
    assert all_of_them.returncode == 0, all_of_them.stderr
    assert {"uid: anna", "uid: plain", "uid: reader"} <= set(all_of_them.stdout.splitlines())
    found = directory.search(reader, "-b", BASE, "(&(objectClass=inetOrgPerson)(mail=PLAIN@*))", "*", "userPassword")
    assert f"dn: {dn}" in found.stdout and "assword" not in found.stdout
    limited = directory.search(reader, "-b", BASE, "-z", "1")
    assert limited.returncode == 4
    assert directory.run(
        "ldapdelete", dn, name=reader.upn, password=reader.password
    ).returncode == 53
    assert directory.run(
        "ldapcompare", dn, "displayName:Plain", name=reader.upn, password=reader.password
    ).returncode == 6


def test_ten_wrong_passwords_lock_every_name_of_the_account(directory):
    """A074, A075. Last in the file: the defaults are off."""
    organization = directory.organization
    locked = organization.add_person("locked")
    for number in range(10):
        name = locked.upn if number % 2 else f"uid=locked,ou=people,{BASE}"
        assert directory.whoami(name, f"wrong-Lantern-{number}").returncode == 49
    assert directory.whoami(locked.upn, locked.password).returncode == 49
    assert codes(directory, locked.upn)[-1] == 50053
