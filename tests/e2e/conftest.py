"""Fixtures: a data directory, an organisation and a running server for each test module that asks for one."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harness.browser import Browser  # noqa: E402
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


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    module = item.getparent(pytest.Module)
    running = getattr(module, "martlet_server", None)
    if report.failed and running is not None:
        report.sections.append(("martlet's last lines", running.output))
