"""OpenVPN, whose program asks Martlet over RADIUS, as docs/legacy/openvpn.md has both. A075, A213; CVE-2024-3596."""

import os
import re
import subprocess

import pytest

from harness import mail_servers
from harness.legacy import WRONG, logged, network_house, passwords_allowed, recipe
from harness.openvpn import OpenVPN, why_no_tunnel
from harness.server import free_port

# What a shell, and radclient's own language, could take for something else.
AWKWARD = "".join(("Tide", '"', "\\n", "'", "%{User-Name}", "$(id)", "`id`", "\\", " 潮 ", ", x = "))


@pytest.fixture(scope="module")
def house(tmp_path_factory, authority, request):
    with network_house(tmp_path_factory.mktemp("openvpn"), authority) as made:
        request.node.martlet_server = made.server
        yield made


@pytest.fixture(scope="module")
def made(house, tmp_path_factory):
    """The recipe, with its program and its secret in place."""
    made = recipe("openvpn.md", house, tmp_path_factory.mktemp("recipe"))
    made.installed()
    made.replacements["192.0.2.30"] = "127.0.0.1"
    secret = made.folder / "martlet-secret"
    secret.write_text(re.search(r"secret: (\S+)", made.sh("client")).group(1) + "\n")
    chain, key = house.authority.server_certificate()
    made.program = made.folder / "ask-martlet"
    made.replacements |= {
        "/etc/openvpn/server/martlet-secret": str(secret), "/etc/openvpn/server/ask-martlet": str(made.program),
        "id.example.org:1812": f"127.0.0.1:{house.radius_port}", "/etc/ssl/vpn.pem": str(chain),
        "/etc/ssl/private/vpn.key": str(key),
    }
    made.write("ask-martlet")
    made.program.chmod(0o755)
    return made


def asks(made, name, password, address="203.0.113.9"):
    """The program as OpenVPN runs it; whether it says yes."""
    credentials = made.folder / "credentials"
    credentials.write_text(f"{name}\n{password}\n")
    done = subprocess.run(
        [str(made.program), str(credentials)], env={"untrusted_ip": address}, capture_output=True, timeout=60,
        check=False,
    )
    return done.returncode == 0


def test_the_program_refuses_everybody_under_the_defaults(house, made):
    person = house.person(totp=False)
    assert not asks(made, person.upn, person.password)
    assert not asks(made, person.upn, WRONG)
    rows = logged(house.organization, person)
    assert [row["error_code"] for row in rows] == [530035, 50126]
    assert {row["door"] for row in rows} == {"legacyNetwork"}
    assert {row["address"] for row in rows} == {"203.0.113.9"}


def test_the_program_passes_on_what_was_typed_and_nothing_else(house, made):
    person = house.person(totp=False, password=AWKWARD)
    with passwords_allowed(house.organization, "network"):
        assert asks(made, person.upn, AWKWARD)
        for other in (AWKWARD.replace("\\", ""), "", '"\n', f'x", User-Password = "{AWKWARD}'):
            assert not asks(made, person.upn, other), other
        assert not asks(made, f'x"\nUser-Name = "{person.upn}', AWKWARD)


def test_the_program_takes_no_acceptance_that_is_not_signed(house, made, tmp_path):
    """A radclient that says what one of the version before CVE-2024-3596 says of such an answer."""
    for said, wanted in (
        ("Received Access-Accept\n\tMessage-Authenticator = 0x1f\n", True),
        ("Received Access-Accept\n\tClass = 0x00\n", False), ("", False),
    ):
        (tmp_path / "said").write_text("Sent Access-Request\n\tMessage-Authenticator = 0x00\n" + said)
        fake = tmp_path / "radclient"
        fake.write_text(f"#!/bin/sh\ncat >/dev/null\ncat {tmp_path}/said\n")
        fake.chmod(0o755)
        (tmp_path / "credentials").write_text("ben\nx\n")
        done = subprocess.run(
            [str(made.program), str(tmp_path / "credentials")], env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
            timeout=60, check=False,
        )
        assert (done.returncode == 0) is wanted, said


@pytest.fixture
def server(house, made):
    if not mail_servers.is_root():
        pytest.skip("only root makes tunnels: OPENVPN ITSELF WAS NOT RUN")
    if problem := why_no_tunnel():
        pytest.skip(f"no tunnel device can be made here ({problem}): OPENVPN ITSELF WAS NOT RUN")
    server, port = OpenVPN(), free_port()
    made.replacements |= {
        "port 1194": f"port {port}\nlocal 127.0.0.1", "vpn.example.org 1194": f"127.0.0.1 {port}",
        "verify-x509-name vpn.example.org": "verify-x509-name localhost",
    }
    server.configuration.write_text(made["martlet.conf"])
    with server:
        yield server


def connects(made, person, password):
    credentials = made.folder / "typed"
    credentials.write_text(f"{person.upn}\n{password}\n")
    credentials.chmod(0o600)
    client = OpenVPN("--auth-user-pass", str(credentials))
    client.configuration.write_text(made["harbour.ovpn"])
    with client.started():
        return client.outcome()


def test_a_tunnel_is_for_nobody_under_the_defaults_and_for_right_passwords_without(house, made, server):
    person = house.person(totp=False)
    assert [connects(made, person, word) for word in (person.password, WRONG)] == ["refused"] * 2, server.log
    with passwords_allowed(house.organization, "network"):
        assert connects(made, person, person.password) == "connected", server.log
        assert connects(made, person, WRONG) == "refused"
    assert connects(made, person, person.password) == "refused"
    rows = logged(house.organization, person)
    assert [row["error_code"] for row in rows] == [530035, 50126, 0, 50126, 530035]
    assert {row["door"] for row in rows} == {"legacyNetwork"}
    assert set(made.blocks) - made.used <= {"enable"}, "a block of the recipe was not tried"
