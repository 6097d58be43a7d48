"""F17: the primary dies and a replica is promoted, with everything that was acknowledged and without some of it."""

import time

import pytest

from harness.at_once import client, fresh_code, fresh_tokens, opens, signed_in, twin
from harness.figures import scale
from harness.installation import Engine
from harness.journal import Journal
from harness.load import Load
from harness.postgres import Postgres
from harness.verification import Verification

ENDED = "lost acknowledged writes"
KEPT = "lacks nothing"


class Pair:
    """A primary with a streaming replica, an installation on it, and nodes that know both servers."""

    def __init__(self, directory, people):
        self.primary = Postgres().start()
        self.engine = Engine("postgres", directory, people, self.primary)
        self.installation = self.engine.fresh(people)
        self.replica = self.primary.replica()

    def node(self, **options):
        first, second = self.primary.port, self.replica.port
        url = f"postgres://martlet@127.0.0.1:{first},127.0.0.1:{second}/{self.installation.database_name}?sslmode=disable"
        return self.installation.node(environment={"MARTLET_DATABASE": url}, **options)

    def await_replayed(self, timeout=20):
        """Waits until the replica has everything."""
        end = time.monotonic() + timeout
        there = self.primary.rows("SELECT pg_current_wal_flush_lsn()::text AS lsn")[0]["lsn"]
        while not self.replica.rows(f"SELECT pg_last_wal_replay_lsn() >= '{there}' AS has")[0]["has"]:
            assert time.monotonic() < end, "the replica does not keep up"
            time.sleep(0.02)

    def fail_over(self):
        """Kills the primary for good and promotes the replica, which the driver looks into from then on."""
        self.primary.kill()
        self.replica.promote()
        self.look_at(self.replica)

    def look_at(self, server):
        installation = self.installation
        installation.postgres = server
        installation.database = server.url(installation.database_name)
        installation.environment = {"MARTLET_DATABASE": installation.database}
        installation.command_line = type(installation.command_line)(installation.data, installation.environment)

    def close(self):
        self.installation.close()
        self.replica.remove()
        self.primary.remove()


@pytest.fixture
def pair(tmp_path):
    made = Pair(tmp_path, 6)
    yield made
    made.close()


def said(node, words):
    return sum(words in line for line in node.lines)


def alerts(installation):
    return installation.count("audits", "activity = 'Sign everybody out after a database failover'")


def ready_after(nodes, since, timeout=30):
    for node in nodes:
        while True:
            assert time.monotonic() - since < timeout, f"not ready: {node.output}"
            try:
                if node.get("/readyz").status_code == 200:
                    break
            except OSError:
                pass
            time.sleep(0.02)
    return time.monotonic() - since


def test_f17_a_failover_that_loses_nothing_signs_nobody_out(pair, dice, figures):
    # The primary confirms a commit when the replica has it: then no moment to kill it loses anything.
    pair.primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
    pair.primary.execute("SELECT pg_reload_conf()")
    installation, journal = pair.installation, Journal(refusals_are_certain=False)
    one = pair.node().start()
    two = pair.node(url=one.base).start()
    browsers = [(person, signed_in(one, installation, person)) for person in installation.people[:2]]
    # These sign-ins, and the tokens of the first, are beside the load's.
    for person, _ in browsers:
        journal.begun[person.upn] += 2
    tokens = fresh_tokens(two, installation, twin(browsers[0][1], two), browsers[0][0])
    load = Load(installation, journal, [one.base, two.base], seed=dice.random())
    with load:
        time.sleep(scale(1.5, 10))
        since = time.monotonic()
        pair.fail_over()
        recovery = load.await_success(since)
        time.sleep(1)
    ready_after([one, two], since)
    assert said(one, ENDED) == said(two, ENDED) == 0
    assert said(one, KEPT) == said(two, KEPT) == 1, one.output + two.output
    assert alerts(installation) == 0
    assert all(opens(twin(browser, two)) for _, browser in browsers)
    assert client(two, installation).refresh(tokens["refresh_token"]).status_code == 200
    Verification(installation, journal, two, dice).run()
    figures.record(
        "F17 failover without lag", "postgres", 1, journal, [recovery],
        notes=f"nobody signed out; {load.outcomes['refused']} refused meanwhile; {journal.summary}")


def test_f17_a_failover_that_loses_writes_revives_nothing(pair, figures):
    installation = pair.installation
    one = pair.node().start()
    two = pair.node(url=one.base).start()
    spender, leaver, bystander, late = installation.people[:4]
    browser = signed_in(one, installation, spender)
    asking, code = fresh_code(one, installation, browser, spender)
    tokens = fresh_tokens(one, installation, browser, spender)
    leaving = signed_in(one, installation, leaver)
    standing = signed_in(two, installation, bystander)
    begun = client(one, installation)
    pair.await_replayed()
    pair.replica.stop()
    # What the replica will not have: a code that is spent, a token that is rotated, a session that ends, a time step.
    assert asking.exchange(code).status_code == 200
    rotated = begun.refresh(tokens["refresh_token"])
    assert rotated.status_code == 200
    leaving_before = twin(leaving, one)
    leaving.submit(leaving.get("/signout").require(ending="/signout", having=["confirm"]))
    assert not opens(leaving_before)
    signed_in(one, installation, late)
    since = time.monotonic()
    pair.primary.kill()
    pair.replica.start()
    pair.replica.promote()
    pair.look_at(pair.replica)
    recovery = ready_after([one, two], since)
    revived = []
    for node in (one, two):
        for words, happens in (
            ("a session that had ended", opens(twin(leaving_before, node))),
            ("a session of somebody else", opens(twin(standing, node))),
            ("a rotated refresh token", client(node, installation).refresh(tokens["refresh_token"]).status_code == 200),
            ("a lost refresh token",
             client(node, installation).refresh(rotated.json()["refresh_token"]).status_code == 200),
        ):
            if happens:
                revived.append(words)
        again = client(node, installation)
        again.verifier = asking.verifier
        if again.exchange(code).status_code == 200:
            revived.append("a spent code")
    assert not revived, revived
    assert said(one, ENDED) + said(two, ENDED) == 1, one.output + two.output
    assert alerts(installation) == 1
    # Time steps up to the next one are burnt; a recovery code brings somebody back at once.
    back = signed_in(one, installation, bystander, factor="recovery")
    assert opens(twin(back, two))
    installation.check()
    figures.record(
        "F17 failover with lag", "postgres", 1, recoveries=[recovery],
        notes="codes, tokens and sessions from before it tried on both nodes, 0 revived; one alert")


def test_f17_a_node_that_starts_after_a_failover_trusts_nothing_from_before(pair, figures):
    """It was told nothing, so it cannot know what is missing; the same holds for a cluster put back to an earlier day."""
    installation = pair.installation
    one = pair.node().start()
    browser = signed_in(one, installation, installation.people[0])
    pair.await_replayed()
    one.kill()
    pair.fail_over()
    two = pair.node(url=one.base).start()
    assert not opens(twin(browser, two))
    assert alerts(installation) == 1 and said(two, "may lack writes") == 1, two.output
    # Once is enough, for it and for others.
    again = signed_in(two, installation, installation.people[1], factor="recovery")
    two.kill()
    two.start()
    three = pair.node(url=one.base).start()
    assert opens(twin(again, two)) and opens(twin(again, three))
    assert alerts(installation) == 1
    installation.check()
    figures.record("F17 restart after a failover", "postgres", 1, notes="everything ended once")
