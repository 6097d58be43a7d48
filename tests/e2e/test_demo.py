"""The example organisation: what it prints works, and what it lived through is whole."""

import pytest
import requests

from harness import database, example, store
from harness.browser import Browser
from harness.server import CommandLine


@pytest.fixture(scope="module")
def demo(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("demo") / "data"
    with example.running(folder) as running:
        request.node.martlet_server = running
        running.await_line(example.APPS)
        yield running


@database.needs_file
def test_it_is_filled(demo):
    people = example.demo_accounts(demo)
    assert len(people) >= 40
    assert sum("Global Administrator" in roles for *_, roles in people) >= 2
    assert store.rows(demo.data, "SELECT COUNT(*) AS n FROM applications")[0]["n"] >= 3
    days = store.rows(demo.data, "SELECT COUNT(DISTINCT created_at / 86400000) AS n FROM sign_ins")[0]["n"]
    assert days >= 20, "the month has too few days with sign-ins"
    statuses = {row["status"] for row in store.rows(demo.data, "SELECT DISTINCT status FROM sign_ins")}
    assert statuses == {"success", "failure", "interrupted"}


def test_what_it_lived_through_is_whole(demo):
    CommandLine(demo.data).check()


def test_its_accounts_sign_in(demo):
    person = next(
        person for person, roles in example.demo_accounts(demo) if person.authenticator and "Global Administrator" in roles
    )
    browser = Browser(demo.base)
    arrival = browser.sign_in("/admin", person)
    assert arrival.path == "/admin", arrival.describe()
    for path in ("/admin", "/admin/users", "/admin/signins", "/admin/audit", "/admin/apps", "/admin/groups", "/admin/roles"):
        assert browser.get(path).status == 200, path


def test_somebody_in_the_grace_may_put_off_the_registration(demo):
    """SD-21: and comes in without a second factor only until the grace is over."""
    for person, roles in example.demo_accounts(demo):
        if person.authenticator or roles:
            continue
        browser = Browser(demo.base)
        arrival = browser.sign_in("/account", person, register="skip")
        if "skip" in arrival.steps:
            assert arrival.path.startswith("/account"), arrival.describe()
            return
    raise AssertionError("nobody in the demo is in the grace")


def test_the_health_is_told_without_a_name(demo):
    answer = requests.get(f"http://127.0.0.1:{demo.port}/healthz", timeout=5)
    assert answer.status_code == 200 and not answer.cookies
