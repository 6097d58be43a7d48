"""F03: kill -9 of the postmaster and of single backends; F04: a planned restart of PostgreSQL under load."""

import time

import psycopg
import pytest
from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.verification import Verification

# From the moment the database is back, until somebody's request is acknowledged.
RECOVERY_LIMIT = 5.0


def crash_postmaster(installation, dice):
    installation.postgres.kill()
    time.sleep(0.1)
    installation.postgres.start()


def crash_backend(installation, dice):
    backends = installation.postgres.backends(installation.database_name)
    installation.postgres.kill_backend(dice.choice(backends))
    await_database(installation)


def stop_at_once(installation, dice):
    installation.postgres.stop("immediate")
    installation.postgres.start()


def restart(installation, dice):
    installation.postgres.restart()


def await_database(installation, timeout=30):
    end = time.monotonic() + timeout
    while True:
        try:
            installation.postgres.rows("SELECT 1")
            return
        except psycopg.Error:
            assert time.monotonic() < end, "PostgreSQL did not recover"
            time.sleep(0.02)


def suffer(installation, fault, rounds, dice, figures, case, notes):
    journal = Journal(refusals_are_certain=False)
    node = installation.node().start()
    recoveries, windows = [], []
    with Load(installation, journal, [node.base]) as load:
        for _ in range(rounds):
            time.sleep(dice.uniform(0.4, 1.0))
            began = time.monotonic()
            fault(installation, dice)
            back = time.monotonic()
            recoveries.append(load.await_success(back, timeout=20))
            # The pool heals: what fails now would be a leftover of the fault.
            time.sleep(1.0)
            failed = [event for event in load.events if event[0] > began and event[2] != "done"]
            windows.append(max((moment for moment, *_ in failed), default=began) - back)
    assert node.is_running
    Verification(installation, journal, node, dice).run()
    figures.record(
        case, "postgres", rounds, journal, recoveries,
        notes=f"{notes}; {load.count('refused')} refused, {load.count('cut')} cut, errors end "
        f"{max(windows):.1f} s after the database is back at the latest",
    )
    assert max(recoveries) < RECOVERY_LIMIT
    return load, windows


@pytest.mark.parametrize("fault", scale([crash_postmaster, crash_backend], [crash_postmaster, crash_backend, stop_at_once]))
def test_f03_a_database_that_dies_loses_nothing_and_the_pool_heals(on_postgres, fault, dice, figures):
    suffer(on_postgres, fault, scale(1, 70), dice, figures, f"F03 {fault.__name__.replace('_', ' ')}", "kill -9")


def test_f04_a_planned_restart_is_felt_no_longer_than_it_takes(on_postgres, dice, figures):
    load, windows = suffer(on_postgres, restart, scale(1, 30), dice, figures, "F04 planned restart", "under load")
    assert max(windows) <= 1.0, f"errors {max(windows):.1f} s after the restart"
    assert load.count("cut") == 0
