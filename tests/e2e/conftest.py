"""Fixtures: a data directory, an organisation and a running server for each test module that asks for one."""

import os
import socket
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness.authority import Authority  # noqa: E402
from harness.browser import Browser  # noqa: E402
from harness.example import Example, running  # noqa: E402
from harness.house import House  # noqa: E402
from harness.organization import Organization  # noqa: E402
from harness.server import Server  # noqa: E402


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("martlet") / "data"


@pytest.fixture(scope="module")
def organization(data):
    return Organization(data)


@pytest.fixture(scope="module")
def server(organization, request):
    """A server with the organisation in it; its log is shown when a test of the module fails."""
    with Server(organization.data) as running:
        request.node.martlet_server = running
        yield running


@pytest.fixture
def browser(server):
    return Browser(server.base)


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """The example organisation, running; it takes a while to live through its thirty days, so all modules share it."""
    with running(tmp_path_factory.mktemp("example") / "data") as server:
        yield Example(server)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def port_443():
    """Microsoft's libraries drop the port of an authority in places, so that only this one will do."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", 443))
        except OSError as problem:
            reason = f"port 443 of 127.0.0.1 cannot be had ({problem}): NO REAL CLIENT WAS TRIED OVER HTTPS"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason + "; run as root, or with CAP_NET_BIND_SERVICE")
    return 443


@pytest.fixture(scope="session")
def house(authority, port_443, tmp_path_factory):
    """An organisation behind https://localhost, for the clients that take nothing else; one for all modules."""
    organization = Organization(tmp_path_factory.mktemp("house") / "data")
    chain, key = authority.server_certificate()
    options = ["--tls-certificate", str(chain), "--tls-key", str(key)]
    with Server(
        organization.data, options=options, port=port_443, scheme="https", verify=str(authority.bundle)
    ) as running:
        yield House(organization, running, authority)


@pytest.fixture
def trusting(house, monkeypatch, request):
    """The house, trusted by every client of this process for the length of a test."""
    house.authority.trust(monkeypatch)
    request.node.martlet_server = house.server
    return house


def pytest_collection_modifyitems(items):
    """What drives Chromium is tried a second time on a machine that builds for others as well: a browser drops a key or a
    frame under load. Such a test is named in the summary; what talks to Martlet itself has one try."""
    for item in items:
        if "chromium" in item.fixturenames and os.environ.get("CI"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    module = item.getparent(pytest.Module)
    running = getattr(item, "martlet_server", None) or getattr(module, "martlet_server", None)
    if report.failed and running is not None:
        report.sections.append(("martlet's last lines", running.output))
