"""FreeRADIUS between a gateway and Martlet, as docs/legacy/freeradius.md has it.

A075, A213; CVE-2024-3596: what is passed on is signed, and so must be what comes back.
"""

import contextlib
import hashlib
import re
import socket
import subprocess
import threading

import pytest

from harness import mail_servers
from harness.freeradius import FreeRADIUS
from harness.legacy import WRONG, logged, network_house, passwords_allowed, recipe
from harness.server import free_port

pytestmark = pytest.mark.skipif(not mail_servers.is_root(), reason="Debian's configuration is for root to read")

SECRET = "a-secret-of-the-harbour-gateway"


@pytest.fixture(scope="module")
def house(tmp_path_factory, authority, request):
    with network_house(tmp_path_factory.mktemp("freeradius"), authority) as made:
        request.node.martlet_server = made.server
        yield made


@pytest.fixture(scope="module")
def secret(house, tmp_path_factory):
    """Martlet's, had as the recipe says."""
    made = recipe("freeradius.md", house, tmp_path_factory.mktemp("client"))
    made.replacements["192.0.2.20"] = "127.0.0.1"
    return re.search(r"secret: (\S+)", made.sh("client")).group(1)


@contextlib.contextmanager
def proxy(house, secret, folder, home):
    """FreeRADIUS in front of what listens at the port `home`."""
    made = recipe("freeradius.md", house, folder)
    made.installed()
    running = FreeRADIUS(free_port())
    made.replacements |= {
        "ipaddr = 192.0.2.10\n    port = 1812": f"ipaddr = 127.0.0.1\n    port = {home}",
        "ipaddr = *\n        port = 1812": f"ipaddr = 127.0.0.1\n        port = {running.port}",
        "10.1.0.4": "127.0.0.1", "MARTLET-SECRET": secret, "GATEWAY-SECRET": SECRET,
        "/etc/freeradius/3.0": str(running.configuration),
        # Root already.
        "sudo ": "",
    }
    (running.configuration / "sites-available" / "martlet").write_text(made["martlet"])
    made.sh("site")
    with running:
        running.recipe = made
        yield running


@pytest.fixture
def gateway(house, secret, tmp_path):
    with proxy(house, secret, tmp_path, house.radius_port) as running:
        yield running


def radtest(gateway, name, password):
    return subprocess.run(
        ["radtest", name, password, f"127.0.0.1:{gateway.port}", "0", SECRET],
        capture_output=True, text=True, timeout=60, check=False,
    ).stdout


def radclient(gateway, *lines, secret=SECRET, wait=10):
    """One request, sent once."""
    return subprocess.run(
        ["radclient", "-x", "-r", "1", "-t", str(wait), f"127.0.0.1:{gateway.port}", "auth", secret],
        input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=60, check=False,
    ).stdout


def request_of(name, password, *more):
    return f'User-Name = "{name}"', f'User-Password = "{password}"', *more


def received(said):
    """The answer's kind and attributes, without its number and ports."""
    found = re.search(r"^Received (Access-\w+).*\n((?:\t.*\n)*)", said, re.MULTILINE)
    return (found.group(1), re.findall(r"^\t([\w-]+) =", found.group(2), re.MULTILINE)) if found else None


def test_everybody_is_rejected_under_the_defaults(house, gateway):
    person = house.person(totp=False)
    answers = [
        received(radtest(gateway, person.upn, person.password)), received(radtest(gateway, person.upn, WRONG)),
        received(radtest(gateway, f"nobody@{house.organization.domain}", person.password)),
    ]
    assert answers == [("Access-Reject", ["Message-Authenticator"])] * 3, gateway.log
    rows = logged(house.organization, person)
    assert [row["error_code"] for row in rows] == [530035, 50126]
    assert {row["door"] for row in rows} == {"legacyNetwork"}
    signed = "Message-Authenticator = 0x00"
    device = 'Calling-Station-Id = "203.0.113.9"'
    radclient(gateway, *request_of(person.upn, person.password, signed, device))
    assert logged(house.organization, person)[-1]["address"] == "203.0.113.9", "the person's device"


def test_a_right_password_is_accepted_where_the_network_takes_it(house, gateway):
    person = house.person(totp=False)
    with passwords_allowed(house.organization, "network"):
        gateway.recipe.replacements |= {
            "ben@example.org": person.upn, "PASSWORD": f"'{person.password}'",
            "127.0.0.1 0": f"127.0.0.1:{gateway.port} 0",
        }
        said = gateway.recipe.sh("try")
        assert received(said) == ("Access-Accept", ["Message-Authenticator"]), said
        assert received(radtest(gateway, person.upn, WRONG))[0] == "Access-Reject"
    assert received(radtest(gateway, person.upn, person.password))[0] == "Access-Reject"
    assert [row["error_code"] for row in logged(house.organization, person)] == [0, 50126, 530035]
    assert set(gateway.recipe.blocks) - gateway.recipe.used <= {"enable", "client"}


def test_what_is_not_for_martlet_does_not_reach_it(house, gateway):
    person = house.person(totp=False)
    name = person.upn.split("@")[0]
    with passwords_allowed(house.organization, "network"):
        for other in (name, f"{name}@elsewhere.example"):
            assert received(radtest(gateway, other, person.password))[0] == "Access-Reject", other
        assert received(radclient(gateway, *request_of(person.upn, person.password), wait=2)) is None, "unsigned"
        request = request_of(person.upn, person.password, "Message-Authenticator = 0x00")
        said = radclient(gateway, *request, secret="another-secret-of-a-stranger", wait=2)
        assert received(said) is None, "another secret"
    assert not logged(house.organization, person)


def test_an_acceptance_that_nobody_signed_is_not_passed_on(house, secret, tmp_path):
    """Somebody between the two can make the Response Authenticator, as CVE-2024-3596 has it, but no signature."""
    heard = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as between:
        between.bind(("127.0.0.1", 0))

        def answer():
            while True:
                asked, address = between.recvfrom(4096)
                if not asked:
                    return
                heard.append(asked)
                at, state = 20, b""
                while at < len(asked):
                    state += asked[at:at + asked[at + 1]] if asked[at] == 33 else b""
                    at += asked[at + 1]
                head = bytes([2, asked[1]]) + (20 + len(state)).to_bytes(2, "big")
                proof = hashlib.md5(head + asked[4:20] + state + secret.encode()).digest()
                between.sendto(head + proof + state, address)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            with proxy(house, secret, tmp_path, between.getsockname()[1]) as gateway:
                name = f"ben@{house.organization.domain}"
                said = radclient(gateway, *request_of(name, "x", "Message-Authenticator = 0x00"), wait=3)
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", between.getsockname())
            thread.join(5)
    assert heard and b"\x50\x12" in heard[0], "what is passed on is signed"
    assert received(said) is None, said
