"""F44: the purge meets a great many rows that are past their use, while people sign in."""

import time

import pytest
from harness.figures import SHORT, percentile, scale
from harness.journal import Journal
from harness.load import Load
from harness.verification import Verification

# Rows of the four kinds that grow fastest.
EXPIRED = scale(200_000, 10_000_000)
# The housekeeping runs once a minute and takes bites; each bite must let the sign-ins between.
PAUSE_LIMIT = 0.100


def numbers(count, engine):
    """A table `numbers` of 1 … count, in SQL that the engine understands."""
    if engine == "postgres":
        return f"(SELECT i FROM generate_series(1, {count}) AS g (i)) AS numbers"
    return (f"(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            "SELECT i FROM n) AS numbers")


def columns(installation, table):
    if installation.engine == "sqlite":
        return [row["name"] for row in installation.rows(f"PRAGMA table_info({table})")]
    found = installation.rows(
        f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position")
    return [row["column_name"] for row in found]


def multiply(installation, table, count, key, changes):
    """Copies one row of `table` `count` times with other keys and with `changes`; an expression may use `numbers.i`."""
    text = "numbers.i" if installation.engine == "sqlite" else "numbers.i::text"
    values = [changes.get(name, f"'{key}-' || {text}" if name in ("id",) else f"t.{name}")
              for name in columns(installation, table)]
    installation.execute(
        f"INSERT INTO {table} SELECT {', '.join(values)} FROM (SELECT * FROM {table} LIMIT 1) AS t, "
        f"{numbers(count, installation.engine)}")


def fill(installation, count):
    """Sign-ins and audits two years old, and identifiers that were spent long ago."""
    old = int((time.time() - 800 * 86400) * 1000)
    for table in ("sign_ins", "audits"):
        multiply(installation, table, count // 3, f"old-{table}", {"created_at": f"{old} + numbers.i % 1000000"})
    tenant = installation.rows("SELECT id FROM tenants")[0]["id"]
    text = "numbers.i" if installation.engine == "sqlite" else "numbers.i::text"
    names = columns(installation, "spent_identifiers")
    values = {"tenant_id": f"'{tenant}'", "purpose": "'assertion'", "expires_at": f"{old}"}
    digest = (f"CAST('old-' || {text} AS BLOB)" if installation.engine == "sqlite"
              else f"CAST('old-' || {text} AS BYTEA)")
    values["digest"] = digest
    installation.execute(
        f"INSERT INTO spent_identifiers ({', '.join(names)}) SELECT {', '.join(values[name] for name in names)} FROM "
        f"{numbers(count // 3, installation.engine)}")


def left(installation):
    """Rows past their use that are still there."""
    now = int(time.time() * 1000)
    year = now - 400 * 86400 * 1000
    return sum([
        installation.count("sign_ins", f"created_at < {year}"), installation.count("audits", f"created_at < {year}"),
        installation.count("spent_identifiers", f"expires_at < {year}"),
    ])


def test_f44_a_purge_of_very_many_rows_keeps_nobody_waiting(installation, engine, dice, figures):
    if SHORT and engine.name == "postgres":
        pytest.skip("the short form purges on SQLite, where everybody waits for one writer")
    node = installation.node().start()
    journal = Journal()
    with Load(installation, journal, [node.base]):
        time.sleep(1.0)
    node.stop()
    fill(installation, EXPIRED)
    before = left(installation)
    assert before >= EXPIRED // 3 * 3
    # The housekeeping begins a few seconds after the start.
    node.start()
    with Load(installation, journal, [node.base], sign_ins=1, renewals=1, refreshes=1, admins=0, sign_outs=0) as load:
        quiet_since = time.monotonic()
        while left(installation) == before:
            assert time.monotonic() - quiet_since < 30, "the housekeeping did not begin"
            time.sleep(0.25)
        began = time.monotonic()
        quiet = load.seconds("refresh", quiet_since)
        while (rest := left(installation)) and time.monotonic() - began < scale(25, 3600):
            time.sleep(0.5)
        busy = load.seconds("refresh", began)
        seconds = time.monotonic() - began
    removed = before - rest
    assert removed > 0 and load.count("refused", quiet_since) == 0
    Verification(installation, journal, node, dice).run()
    calm, during = percentile(quiet, 0.99), percentile(busy, 0.99)
    figures.record(
        "F44 purge", engine.name, 1, journal,
        notes=f"{removed:,} of {before:,} rows removed in {seconds:.0f} s; refresh p99 {calm * 1000:.0f} ms before, "
        f"{during * 1000:.0f} ms meanwhile, slowest {max(busy) * 1000:.0f} ms",
    )
    # One bite that took it all would keep everybody out for as long as the purge takes.
    assert max(busy) < seconds / 2, f"somebody waited for {max(busy):.1f} s of {seconds:.0f}"
    if SHORT:
        return
    # A pause is what the purge adds, on a machine that does other things too; the short form shares its cores.
    assert during - calm < PAUSE_LIMIT, f"p99 {during * 1000:.0f} ms, {calm * 1000:.0f} ms without the purge"
