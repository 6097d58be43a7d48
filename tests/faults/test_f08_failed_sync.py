"""F08: the disk reports an error when it is told to keep what was written."""

import time

from harness.figures import scale
from harness.journal import Journal
from harness.load import Load, sign_in_admin
from harness.strace import Strace
from harness.verification import Verification


def test_f08_nothing_is_acknowledged_after_a_failed_sync(on_sqlite, dice, figures):
    """EIO at the n-th fsync or fdatasync: the server ends with one sentence, and has everything after its next start."""
    points = scale([1, 2, 3, 7, 20], list(range(1, 201)))
    journal = Journal(refusals_are_certain=False)
    node = on_sqlite.node().start()
    admin = sign_in_admin(node.base, on_sqlite)
    recoveries = []
    # Not the folder: SQLite does not look at the answer of that sync, and Martlet makes one of its own at the start.
    files = [on_sqlite.database_file, on_sqlite.wal_file]
    for number in points:
        load = Load(on_sqlite, journal, [node.base], seed=str(number), ends_at_cut=True, admin=admin)
        with Strace(node.pid, "fsync,fdatasync", "EIO", str(number), paths=files) as strace:
            load.start()
            code = load.await_end(node, 30)
            ended = time.monotonic()
        load.stop()
        assert strace.injected == 1
        assert code == 74, f"exit code {code}: {node.output}"
        sentences = [line for line in node.lines if line.startswith("martlet: ")]
        assert len(sentences) == 1 and "failed to keep what was written" in sentences[0], node.output
        # The failed sync is the last thing that the load may have been told about, and that was no success.
        assert not [event for event in load.events if event[2] == "done" and event[0] > ended]
        node.lines.clear()
        node.start()
        recoveries.append(node.start_seconds)
        Verification(on_sqlite, journal, node, dice).run()
    figures.record(
        "F08 sync fails", "sqlite", len(points), journal, recoveries, notes=f"EIO at syncs {points[0]} to {points[-1]}",
    )
