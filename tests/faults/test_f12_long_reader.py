"""F12: somebody reads an old state of the database for a long time, so that the log cannot begin anew."""

import sqlite3
import time

from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.verification import Verification

# The log counts as long from here on, in MiB (GroupCommitWriter.longLog).
LONG = 64


def megabytes(file):
    return file.stat().st_size / (1 << 20)


def test_f12_a_long_reader_lets_the_log_grow_with_an_alarm_and_it_shrinks_afterwards(on_sqlite, dice, figures):
    node = on_sqlite.node().start()
    journal = Journal()
    reader = sqlite3.connect(on_sqlite.database_file, isolation_level=None)
    with Load(on_sqlite, journal, [node.base], refreshes=2) as load:
        time.sleep(0.5)
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM users").fetchone()
        # A second writer makes the log long faster than sign-ins could: a table of its own, filled and dropped.
        filler = sqlite3.connect(on_sqlite.database_file, isolation_level=None, timeout=20)
        filler.execute("PRAGMA wal_autocheckpoint=0")
        filler.execute("CREATE TABLE filler (bytes BLOB)")
        longest = scale(1.4, 8) * LONG
        while megabytes(on_sqlite.wal_file) < longest:
            filler.execute("INSERT INTO filler SELECT randomblob(500000) FROM (VALUES (1), (2), (3), (4))")
            time.sleep(0.05)
        began = time.monotonic()
        while not any("cannot be emptied" in line for line in node.lines):
            assert time.monotonic() - began < 15, "no alarm"
            time.sleep(0.1)
        most = megabytes(on_sqlite.wal_file)
        slowest = max(load.seconds("refresh"))
        filler.execute("DROP TABLE filler")
        filler.close()
        reader.execute("COMMIT")
        reader.close()
        released = time.monotonic()
        while megabytes(on_sqlite.wal_file) > LONG:
            assert time.monotonic() - released < 30, f"the log stays at {megabytes(on_sqlite.wal_file):.0f} MiB"
            time.sleep(0.1)
        shrunk = time.monotonic() - released
    Verification(on_sqlite, journal, node, dice).run()
    alarms = sum("cannot be emptied" in line for line in node.lines)
    figures.record(
        "F12 long reader", "sqlite", 1, journal, [shrunk],
        notes=f"log at most {most:.0f} MiB, {alarms} alarms, slowest refresh meanwhile {slowest * 1000:.0f} ms",
    )
