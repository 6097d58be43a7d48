"""A079: one password over everybody, from several addresses, at the door that nginx's mail proxy asks.

Each address is stopped, with an answer that says nothing of the passwords; nobody is locked, and the people whose names
were tried sign in as before, by a browser and by their mail program. The unit tests do the same with 5,000 names.
"""

import collections
import concurrent.futures
import re

import pytest
import requests

from harness import store
from harness.browser import Browser
from harness.legacy import logged, passwords_allowed

SPRAYED = "Sommer-2026-Regen"
PEOPLE = 64
# An address may try sixty names in ten minutes (docs/operating/legacy.md), and is stopped by the one too many.
HEARD = 61
ADDRESSES = ["203.0.113.7", "203.0.113.8", "198.51.100.4"]
REFUSED, STOPPED = "Invalid login or password", "Temporary server problem, try again later"


@pytest.fixture(scope="module")
def people(organization, server):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda number: organization.add_person(f"tide{number}", totp=number == 7), range(PEOPLE)))


@pytest.fixture(scope="module")
def mail(organization, server):
    """Asks as nginx does for a mail program at an address; what the program is told."""
    done = organization.command_line.run("legacy", "mail-key")
    assert done.returncode == 0, done.stderr
    for kind, port in (("imap", 143), ("pop3", 110), ("smtp", 587)):
        organization.command_line.run("legacy", "mail-server", kind, f"192.0.2.4:{port}")
    session = requests.Session()
    session.trust_env = False
    session.headers.update({
        "Auth-Method": "plain", "Auth-Protocol": "imap", "Auth-Login-Attempt": "1",
        "X-Auth-Key": re.search(r"mailKey: (\S+)", done.stdout).group(1),
    })

    def ask(address, name, password):
        answer = session.get(
            f"{server.base}/legacy/mail/{organization.tenant}", timeout=30,
            headers={"Auth-User": name, "Auth-Pass": password, "Client-IP": address},
        )
        assert answer.status_code == 200
        return answer.headers["Auth-Status"]

    return ask


def test_a_spray_is_stopped_at_each_address_and_locks_nobody(organization, server, people, mail):
    with passwords_allowed(organization, "mail"):
        told = {address: [mail(address, person.upn, SPRAYED) for person in people] for address in ADDRESSES}
        for address, answers in told.items():
            assert answers[:HEARD] == [REFUSED] * HEARD, (address, collections.Counter(answers))
            assert set(answers[HEARD:]) == {STOPPED}, answers[HEARD:]
        # A right password is not looked at from there any more, so that nobody learns that it is one.
        assert mail(ADDRESSES[0], people[0].upn, people[0].password) == STOPPED
        assert mail("192.0.2.99", people[0].upn, people[0].password) == "OK", "from a place of one's own"
        stopped = store.rows(organization.data, "SELECT kind FROM lockouts WHERE locked_until IS NOT NULL")
        kinds = sorted(row["kind"] for row in stopped)
        assert kinds == ["namesFromAddress"] * len(ADDRESSES) + ["passwordOverNames"], "no account among them"
    # Looked at was every address until it was stopped.
    assert [row["error_code"] for row in logged(organization, people[1])] == [50126] * len(ADDRESSES)
    assert [row["error_code"] for row in logged(organization, people[-1])] == [50053] * len(ADDRESSES)
    for person in (people[7], people[-1]):
        arrival = Browser(server.base).sign_in("/account", person)
        assert arrival.path.startswith("/account"), arrival.describe()
    assert [row["error_code"] for row in logged(organization, people[7])][-1] == 0


def test_a_proxy_that_does_not_tell_addresses_is_heard_for_its_regulars(organization, server, people, mail):
    """A stranger tries names through it; who came in there before does, and nobody hears who that is."""
    box, regular, newcomer = "192.0.2.77", people[10], people[11]
    with passwords_allowed(organization, "mail"):
        assert mail(box, regular.upn, regular.password) == "OK"
        for number in range(HEARD):
            assert mail(box, f"stranger{number}@{organization.domain}", f"Guess-{number}-harbour-lamp") == REFUSED
        told = [
            mail(box, name, password)
            for name, password in [
                (newcomer.upn, newcomer.password), (regular.upn, "Wrong-Harbour-93-lamp"),
                (f"stranger0@{organization.domain}", "Wrong-Harbour-93-lamp"),
            ]
        ]
        assert told == [STOPPED] * 3
        assert mail(box, regular.upn, regular.password) == "OK"


def test_under_the_defaults_the_sprayed_password_is_told_from_none_other(organization, server, people, mail):
    """Somebody has it. The spray does not find out who."""
    victim = organization.add_person("victim", password=SPRAYED)
    asked = [mail("198.51.100.77", person.upn, SPRAYED) for person in (people[0], victim, people[1])]
    assert asked == [REFUSED] * 3
    # Known by then as one that is tried on many names, unless this test runs by itself.
    assert [row["error_code"] for row in logged(organization, victim)] in ([50053], [530035])
