"""Gateways over RADIUS: FreeRADIUS's own client, and packets of our own for what it would not send.

A075, A213; CVE-2024-3596: nothing without a Message-Authenticator, in either direction.
"""

import hashlib
import hmac
import os
import socket
import subprocess

import pytest

from harness import store
from harness.legacy_doors import access_request
from harness.organization import Organization
from harness.server import Server, free_port

SECRET = "a-secret-of-the-harbour-gateway"


class Gateway:
    """A box at 127.0.0.1 that asks."""

    def __init__(self, organization, port):
        self.organization = organization
        self.port = port

    def ask(self, name, password, secret=SECRET, **attributes):
        """`radclient` as it is told to sign; its exit code says what came of it."""
        lines = [
            f'User-Name = "{name}"', f'User-Password = "{password}"', 'NAS-Identifier = "gw-1"',
            "Message-Authenticator = 0x00", *(f'{key.replace("_", "-")} = "{value}"' for key, value in attributes.items()),
        ]
        return subprocess.run(
            ["radclient", "-x", "-r", "1", "-t", "2", f"127.0.0.1:{self.port}", "auth", secret],
            input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=20, check=False,
        )

    def radtest(self, name, password):
        return subprocess.run(
            ["radtest", name, password, f"127.0.0.1:{self.port}", "0", SECRET],
            capture_output=True, text=True, timeout=60, check=False,
        ).stdout

    def exchange(self, datagram, times=1, wait=2.0):
        """Sends bytes from one port, and returns every answer."""
        answers = []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as box:
            box.settimeout(wait)
            for _ in range(times):
                box.sendto(datagram, ("127.0.0.1", self.port))
                try:
                    answers.append(box.recv(4096))
                except TimeoutError:
                    pass
        return answers


def is_signed(answer, request, secret=SECRET):
    """Whether an answer carries both proofs, its Message-Authenticator first."""
    key = secret.encode()
    digest = hashlib.md5(answer[:4] + request[4:20] + answer[20:] + key).digest()
    blank = answer[:4] + request[4:20] + answer[20:22] + bytes(16) + answer[38:]
    return (
        answer[4:20] == digest and answer[20:22] == b"\x50\x12"
        and answer[22:38] == hmac.new(key, blank, "md5").digest()
    )


@pytest.fixture(scope="module")
def gateway(tmp_path_factory, request):
    organization = Organization(tmp_path_factory.mktemp("radius") / "data")
    organization.command_line.json(
        "radius", "clients", "add", "Harbour gateway", "127.0.0.1", "--secret-stdin", stdin=SECRET + "\n"
    )
    port = free_port()
    # By the environment; test_legacy_attempts has the option. An empty variable says nothing.
    said = {"MARTLET_RADIUS_PORT": str(port), "MARTLET_LDAP_PORT": ""}
    with Server(organization.data, environment=said) as running:
        request.node.martlet_server = running
        yield Gateway(organization, port)


def codes(gateway, upn):
    return [row["error_code"] for row in store.sign_ins(gateway.organization.data, upn)]


def test_clients_are_listed_without_their_secrets(gateway):
    listed = gateway.organization.command_line.run("radius", "clients", "list", "--output", "json")
    assert "Harbour gateway" in listed.stdout and SECRET not in listed.stdout
    again = gateway.organization.command_line.run("radius", "clients", "add", "Twin", "127.0.0.1")
    assert again.returncode != 0


def test_everybody_is_rejected_under_the_defaults(gateway):
    ben = gateway.organization.add_person("ben")
    right = gateway.ask(ben.upn, ben.password)
    wrong = gateway.ask("ben", ben.password + "x")
    unknown = gateway.ask("nobody", ben.password)
    for asked in (right, wrong, unknown):
        assert "Received Access-Reject" in asked.stdout, asked.stdout + asked.stderr
    assert "Received Access-Reject" in gateway.radtest(ben.upn, ben.password)
    assert codes(gateway, ben.upn) == [530035, 50126, 530035]
    rows = store.sign_ins(gateway.organization.data, ben.upn)
    assert {row["door"] for row in rows} == {"legacyNetwork"}


def test_a_wrong_secret_and_an_unsigned_packet_get_no_answer(gateway):
    cleo = gateway.organization.add_person("cleo")
    silent = gateway.ask(cleo.upn, cleo.password, secret="another-secret-of-a-stranger")
    assert "Received" not in silent.stdout and silent.returncode != 0
    assert gateway.exchange(access_request(cleo.upn, cleo.password, SECRET, signed=False)) == []
    assert gateway.exchange(access_request(cleo.upn, cleo.password, secret="another-secret-of-a-stranger")) == []
    assert gateway.exchange(os.urandom(64)) == []
    assert codes(gateway, cleo.upn) == []


def test_a_packet_that_is_sent_again_is_one_try_and_answers_are_signed(gateway):
    dora = gateway.organization.add_person("dora")
    request = access_request(dora.upn, dora.password + "x", SECRET)
    answers = gateway.exchange(request, times=4)
    assert len(answers) == 4 and len(set(answers)) == 1
    assert answers[0][0] == 3 and is_signed(answers[0], request)
    assert codes(gateway, dora.upn) == [50126]


def test_without_the_defaults_a_right_password_is_accepted(gateway):
    """D8. Last in the file: it switches the defaults off."""
    organization = gateway.organization
    plain = organization.add_person("plain")
    done = organization.command_line.run("security-defaults", "off", "--reason", "users cannot use needed apps")
    assert done.returncode == 0, done.stderr
    # The surface has switched to modern authentication until somebody says otherwise.
    assert "Received Access-Reject" in gateway.ask("plain", plain.password).stdout
    done = organization.command_line.run("legacy", "set", "network", "both")
    assert done.returncode == 0, done.stderr
    accepted = gateway.ask("plain", plain.password, Calling_Station_Id="203.0.113.9")
    assert "Received Access-Accept" in accepted.stdout, accepted.stdout + accepted.stderr
    assert "Received Access-Reject" in gateway.ask("plain", plain.password + "x").stdout
    assert "Received Access-Accept" in gateway.radtest(plain.upn, plain.password)
    assert codes(gateway, plain.upn) == [53003, 0, 50126, 0]
    request = access_request("plain", plain.password, SECRET)
    answers = gateway.exchange(request)
    assert answers[0][0] == 2 and is_signed(answers[0], request)
    chap = subprocess.run(
        ["radclient", "-x", "-r", "1", "-t", "3", f"127.0.0.1:{gateway.port}", "auth", SECRET],
        input=f'User-Name = "plain"\nCHAP-Password = "{plain.password}"\nMessage-Authenticator = 0x00\n',
        capture_output=True, text=True, timeout=20, check=False,
    )
    assert "Received Access-Reject" in chap.stdout, chap.stdout
