"""F22, F23 and F24: one of two nodes dies, loses the database, or is replaced by the next version."""

import signal
import time

import pytest

from harness.at_once import at_step, opens, seconds_until, signed_in, twin
from harness.balancer import Balancer
from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.proxy import Proxy
from harness.verification import Verification


@pytest.fixture
def balancer():
    with Balancer() as made:
        yield made


def behind(balancer, installation, **options):
    """Two nodes that run behind the balancer, known by its address."""
    balancer.nodes = [installation.node(url=balancer.base, **options).start() for _ in range(2)]
    return balancer.nodes


def longest_gap(load, since, until):
    """The longest time in which nothing was acknowledged."""
    moments = sorted(moment for moment, _, outcome, _ in load.events if outcome == "done" and since <= moment <= until)
    return max((later - sooner for sooner, later in zip([since, *moments], [*moments, until])), default=0.0)


def test_f22_a_node_that_dies_under_load_costs_each_connection_one_error(on_postgres, balancer, dice, figures):
    nodes = behind(balancer, on_postgres)
    journal = Journal(refusals_are_certain=False)
    rounds, recoveries, cut, threads, gaps, lost = scale(1, 60), [], 0, 0, [], 0
    for number in range(rounds):
        load = Load(on_postgres, journal, [balancer.base], seed=f"{number}-{dice.random()}", sign_outs=0)
        load.start()
        time.sleep(dice.uniform(0.8, 1.5))
        victim, survivor = dice.sample(nodes, 2)
        holders = [entry for entry in journal.signed_in[-5:]]
        since = time.monotonic()
        victim.kill()
        recoveries.append(load.await_success(since))
        time.sleep(1.2)
        until = time.monotonic()
        load.stop()
        gaps.append(longest_gap(load, since, until))
        cut, threads = cut + load.count("cut", since), threads + len(load.threads)
        # A thread of the load speaks over a connection or two of its own at one time; each may break once.
        assert load.count("cut", since) <= 2 * len(load.threads), load.outcomes
        for entry in holders:
            lost += not opens(twin(entry.browser, survivor))
        victim.start()
    assert lost == 0
    figures.record(
        "F22 kill -9 of one of two nodes", "postgres", rounds, journal, recoveries,
        notes=f"{cut} requests cut in {threads} clients, longest pause {max(gaps):.2f} s; {journal.summary}")
    assert max(recoveries) < 5
    Verification(on_postgres, journal, nodes[0], dice).run()


@pytest.mark.parametrize("fault", ["black-hole", "reset"])
def test_f23_a_node_without_its_database_is_not_ready_and_lets_nobody_in(on_postgres, figures, fault):
    person, other = on_postgres.people[:2]
    with Proxy(("127.0.0.1", on_postgres.postgres.port)) as proxy:
        one = on_postgres.node(environment=on_postgres.through(proxy.port)).start()
        two = on_postgres.node(url=one.base).start()
        browser = signed_in(two, on_postgres, person)
        begun, form = at_step(one, on_postgres, other, "code")
        assert one.get("/readyz").status_code == 200
        noticed, recoveries = [], []
        for _ in range(scale(1, 20)):
            if fault == "reset":
                proxy.refuse()
                proxy.reset()
            else:
                proxy.black_hole()
            noticed.append(seconds_until(lambda: one.get("/readyz").status_code == 503, 5))
            assert one.get("/readyz").json() == {"status": "store"}
            assert two.get("/readyz").status_code == 200
            # Neither a sign-in that was under way nor a session counts where nobody can look.
            page = begun.submit(form, {"code": other.authenticator.at(int(time.time() // 30))})
            assert page.status == 503 and begun.session_cookie is None, page.describe()
            page = twin(browser, one).get("/account")
            assert page.status == 503 and page.headers.get("Retry-After"), page.describe()
            assert one.get("/healthz").status_code == 200
            # The other one goes on.
            assert opens(browser)
            proxy.pass_on()
            recoveries.append(seconds_until(lambda: one.get("/readyz").status_code == 200, 5))
            assert opens(twin(browser, one))
        figures.record(
            f"F23 one node loses the database, {fault}", "postgres", len(noticed), recoveries=recoveries,
            notes=f"not ready after at most {max(noticed):.2f} s; nobody let in, the other node went on")
        signed_in(one, on_postgres, on_postgres.people[2])
    on_postgres.check()


def test_f24_both_nodes_are_replaced_under_load(on_postgres, balancer, dice, figures):
    nodes = behind(balancer, on_postgres, options=["--stop-delay", "1"])
    journal = Journal()
    rounds, took = scale(1, 30), []
    load = Load(on_postgres, journal, [balancer.base], seed=dice.random())
    with load:
        for _ in range(rounds):
            for node in nodes:
                time.sleep(0.5)
                began = time.monotonic()
                node.process.send_signal(signal.SIGTERM)
                assert node.await_end() == 0
                node.start()
                seconds_until(lambda: node.get("/readyz").status_code == 200 and node.port not in balancer.out, 10)
                took.append(time.monotonic() - began)
        time.sleep(0.5)
    outcomes = load.outcomes
    figures.record(
        "F24 rolling restart under load", "postgres", rounds, journal, took,
        notes=f"{outcomes['done']} done, {outcomes['cut']} cut, {outcomes['refused']} refused; the times are those of "
        f"replacing one node; {journal.summary}")
    assert outcomes["cut"] == 0 and outcomes["refused"] == 0, outcomes
    Verification(on_postgres, journal, nodes[0], dice).run()


def test_f24_running_nodes_bear_the_next_version_s_schema_and_none_starts_on_it(on_postgres, dice, figures):
    """There is no next version yet: what it would do first, add a column and note its migration, is done by hand."""
    one = on_postgres.node().start()
    two = on_postgres.node(url=one.base).start()
    journal = Journal()
    with Load(on_postgres, journal, [one.base, two.base], seed=dice.random()) as load:
        time.sleep(1)
        on_postgres.execute(
            "ALTER TABLE users ADD COLUMN nickname TEXT",
            "INSERT INTO schema_migrations (number, title, checksum) VALUES (999, 'Later', 'of-a-later-version')")
        since = time.monotonic()
        time.sleep(2)
    assert load.count("done", since) > 5 and load.outcomes["cut"] == 0
    two.stop()
    code, words = two.fails_to_start()
    assert code not in (0, None) and "newer" in words, words
    done = on_postgres.command_line.run("check")
    assert done.returncode != 0 and "newer" in done.stderr, done.stderr
    signed_in(one, on_postgres, on_postgres.people[0])
    figures.record(
        "F24 a column of the next version", "postgres", 1, journal,
        notes=f"running nodes went on ({load.count('done', since)} done after it), a restarted one refused; "
        f"/readyz said {one.get('/readyz').status_code} {one.get('/readyz').json()['status']}")
