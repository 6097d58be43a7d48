"""F13: a slow database; F14: a network that resets, swallows and half-opens; F15: the answer to a commit is lost;
F16: too many connections; F18: transactions that collide."""

import threading
import time

import psycopg
import pytest
from harness.figures import percentile, scale
from harness.journal import Journal
from harness.load import Load, sign_in_admin
from harness.proxy import Proxy
from harness.verification import Verification
from harness.watch import Watch, public_paths

# Section 3.3: a connection that leads nowhere is noticed within five seconds; the rest is the answer's own time.
DETECTION_LIMIT = 7.0


@pytest.fixture
def proxy(on_postgres):
    with Proxy(("127.0.0.1", on_postgres.postgres.port)) as proxy:
        yield proxy


@pytest.fixture
def node(on_postgres, proxy):
    """A node that reaches its database through the proxy."""
    return on_postgres.node(environment=on_postgres.through(proxy.port)).start()


def verify(installation, journal, node, dice):
    Verification(installation, journal, node, dice).run()


def test_f13_a_slow_database_sheds_load_and_what_needs_none_stays_fast(on_postgres, proxy, node, dice, figures):
    journal = Journal(refusals_are_certain=False)
    notes = []
    with Load(on_postgres, journal, [node.base], sign_outs=0, timeout=60) as load:
        time.sleep(1.0)
        for seconds in scale((0.05, 2.0), (0.05, 0.2, 2.0)):
            proxy.delay(seconds)
            since = time.monotonic()
            with Watch(node.base, public_paths(on_postgres.tenant), pause=0.02) as watch:
                time.sleep(scale(3.0, 20.0) + 2 * seconds)
            assert not watch.failures, f"+{seconds} s: {watch.failures[:3]}"
            refreshes = load.seconds("refresh", since)
            shown = f"{percentile(refreshes, 0.99) * 1000:.0f}" if refreshes else "–"
            notes.append(
                f"+{seconds * 1000:.0f} ms: refresh p99 {shown} ms, public p99 {watch.p99 * 1000:.0f} ms, "
                f"{load.count('refused', since)} refused")
            assert watch.p99 < scale(3.0, 1.0), notes[-1]
        proxy.pass_on()
        recovered = load.await_success(time.monotonic(), timeout=20)
    verify(on_postgres, journal, node, dice)
    figures.record("F13 slow database", "postgres", 3, journal, [recovered], notes="; ".join(notes))


@pytest.mark.parametrize("fault", scale(["reset", "black_hole"], ["reset", "refuse", "black_hole", "half_open"]))
def test_f14_a_broken_network_is_noticed_and_the_pool_recovers(on_postgres, proxy, node, dice, figures, fault):
    journal = Journal(refusals_are_certain=False)
    rounds = scale(1, 20)
    recoveries, slowest = [], 0.0
    threads = node.threads
    with Load(on_postgres, journal, [node.base], timeout=40) as load:
        for _ in range(rounds):
            time.sleep(1.0)
            since = time.monotonic()
            with Watch(node.base, ["/healthz"]) as watch:
                getattr(proxy, fault)()
                if fault == "refuse":
                    proxy.reset()
                if fault != "reset":
                    time.sleep(8.0)
                    answered = [seconds for moment, _, outcome, seconds in load.events
                                if moment > since and outcome != "done"]
                    assert answered, "nobody was told"
                    slowest = max(slowest, max(answered))
                    # Connections that the black hole swallowed are gone for good, as after a router's restart.
                    proxy.reset()
                proxy.pass_on()
                recoveries.append(load.await_success(time.monotonic(), timeout=20))
            assert not watch.failures, watch.failures[:3]
    assert slowest < DETECTION_LIMIT, f"somebody waited {slowest:.1f} s"
    assert node.threads <= threads + 8, f"{node.threads} threads, {threads} before"
    verify(on_postgres, journal, node, dice)
    figures.record(
        f"F14 {fault.replace('_', ' ')}", "postgres", rounds, journal, recoveries,
        notes=f"the last refusal after {slowest:.1f} s" if slowest else "connections reset",
    )


@pytest.mark.parametrize("forward", [True, False], ids=["after the commit was sent", "before"])
def test_f15_a_commit_whose_answer_is_lost_is_never_done_twice(on_postgres, proxy, node, dice, figures, forward):
    journal = Journal(refusals_are_certain=False)
    cuts = scale(25, 1000)
    with Load(on_postgres, journal, [node.base]) as load:
        time.sleep(1.0)
        while proxy.cuts < cuts:
            proxy.cut_after(b"COMMIT", forward=forward)
            before, began = proxy.cuts, time.monotonic()
            while proxy.cuts == before:
                assert time.monotonic() - began < 20, f"no commit was seen: {load.outcomes}"
                time.sleep(0.005)
            time.sleep(dice.uniform(0.0, 0.1))
        proxy.pass_on()
        load.await_success(time.monotonic())
    verify(on_postgres, journal, node, dice)
    where = "after" if forward else "before"
    figures.record(
        f"F15 cut {where} COMMIT", "postgres", proxy.cuts, journal,
        notes=f"{load.count('refused')} refused, {load.count('cut')} cut: the rest was settled with the server",
    )


def test_f16_exhausted_and_churning_connections_leave_a_constant_number(on_postgres, proxy, node, dice, figures):
    journal = Journal(refusals_are_certain=False)
    database = on_postgres.postgres
    hogs = []
    with Load(on_postgres, journal, [node.base]) as load:
        time.sleep(1.5)
        before = len(database.backends(on_postgres.database_name))
        # All slots taken, and the node's own connections cut: it cannot have them back.
        try:
            while True:
                hogs.append(database.connect("postgres"))
        except psycopg.OperationalError:
            pass
        proxy.reset()
        hogs += _grab(database)
        with Watch(node.base, ["/healthz"]) as watch:
            time.sleep(scale(2.0, 20.0))
        assert not watch.failures, watch.failures[:3]
        for hog in hogs:
            hog.close()
        recovered = load.await_success(time.monotonic(), timeout=20)
        # Churn: every connection again and again.
        counts = []
        end = time.monotonic() + scale(6.0, 3600.0)
        while time.monotonic() < end:
            proxy.reset()
            time.sleep(0.7)
            counts.append(len(database.backends(on_postgres.database_name)))
    assert max(counts) <= max(before, 12) + 1, f"{counts} connections, {before} before"
    assert node.descriptors < 200
    verify(on_postgres, journal, node, dice)
    figures.record(
        "F16 connections", "postgres", len(counts), journal, [recovered],
        notes=f"{len(hogs)} foreign connections held; {min(counts)}–{max(counts)} of its own under churn",
    )


def _grab(database):
    """Takes the slots that have just become free."""
    hogs = []
    for _ in range(40):
        try:
            hogs.append(database.connect("postgres"))
        except psycopg.OperationalError:
            break
    return hogs


def test_f18_collisions_are_tried_again_and_then_refused_without_a_trace(on_postgres, dice, figures):
    """Transactions of somebody else lock and change the rows that sign-ins need, serializably."""
    node = on_postgres.node().start()
    journal = Journal(refusals_are_certain=True)
    database = on_postgres.postgres
    over = threading.Event()
    counts = {"changes": 0, "lost": 0}

    def interfere():
        with database.connect(on_postgres.database_name) as connection:
            connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
            while not over.is_set():
                try:
                    with connection.transaction():
                        connection.execute("SELECT COUNT(*) FROM sessions")
                        connection.execute("SELECT COUNT(*) FROM refresh_tokens")
                        connection.execute("UPDATE users SET display_name = display_name")
                        connection.execute("UPDATE refresh_families SET expires_at = expires_at")
                    counts["changes"] += 1
                except psycopg.errors.OperationalError:
                    counts["lost"] += 1
                over.wait(0.01)

    threads = [threading.Thread(target=interfere, daemon=True) for _ in range(2)]
    with Load(on_postgres, journal, [node.base]) as load:
        time.sleep(1.0)
        for thread in threads:
            thread.start()
        time.sleep(scale(6.0, 120.0))
        over.set()
        for thread in threads:
            thread.join(20)
        load.await_success(time.monotonic())
    assert load.count("cut") == 0
    slowest = max(seconds for *_, seconds in load.events)
    verify(on_postgres, journal, node, dice)
    figures.record(
        "F18 collisions", "postgres", counts["changes"] + counts["lost"], journal,
        notes=f"{load.count('refused')} refused after the retries, {counts['lost']} of the others lost; slowest answer "
        f"{slowest:.1f} s",
    )
    assert sign_in_admin(node.base, on_postgres)
