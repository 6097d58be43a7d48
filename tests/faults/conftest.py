"""Fixtures of the fault suite: an installation on each engine, and the table of figures at the end of the run."""

import os
import random
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

from harness.figures import FIGURES, REPORT, scale  # noqa: E402
from harness.installation import Engine  # noqa: E402
from harness.postgres import Postgres  # noqa: E402
from harness.server import CommandLine  # noqa: E402

# Seeds every random moment; a run says its own, so that it can be had again.
# In the environment, so that every process of a run has the same.
SEED = int(os.environ.setdefault("SEED", str(random.SystemRandom().randrange(10**6))))
PEOPLE = scale(14, 40)


def pytest_report_header():
    return f"faults: {os.environ.get('FAULTS', 'full')} form, SEED={SEED}"


@pytest.fixture
def dice(request):
    return random.Random(f"{SEED}-{request.node.name}")


@pytest.fixture
def figures():
    return FIGURES


@pytest.fixture(scope="session")
def postgres():
    """The cluster that most cases share; a case that harms its disk has one of its own."""
    if "--database" not in CommandLine("/nonexistent").run("serve", "--help").stdout:
        pytest.skip("this martlet has no PostgreSQL engine")
    with Postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory):
    return Engine("sqlite", tmp_path_factory.mktemp("sqlite"), PEOPLE)


@pytest.fixture(scope="session")
def postgres_engine(tmp_path_factory, request):
    return Engine("postgres", tmp_path_factory.mktemp("postgres"), PEOPLE, request.getfixturevalue("postgres"))


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request):
    """Each engine in turn, for the cases that run on both."""
    return request.getfixturevalue(f"{request.param}_engine")


def held(installation, request):
    request.node.installation = installation
    yield installation
    installation.close()


@pytest.fixture
def installation(engine, request):
    """A copy of the template on each engine; its nodes are killed at the end."""
    yield from held(engine.copy(), request)


@pytest.fixture
def on_sqlite(sqlite_engine, request):
    yield from held(sqlite_engine.copy(), request)


@pytest.fixture
def on_postgres(postgres_engine, request):
    yield from held(postgres_engine.copy(), request)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    installation = getattr(item, "installation", None)
    if report.failed and installation is not None:
        for number, node in enumerate(installation.nodes):
            report.sections.append((f"node {number}'s last lines", node.output))


def pytest_sessionfinish(session):
    """A worker of a run in several processes hands its rows over."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = FIGURES.handed_over()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    FIGURES.take_over(getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter):
    if FIGURES.rows:
        FIGURES.write()
        terminalreporter.section(f"figures (also in {REPORT})")
        for line in FIGURES.table():
            terminalreporter.write_line(line)
