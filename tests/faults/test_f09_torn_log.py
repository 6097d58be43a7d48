"""F09: a copy of the database whose log ends in the middle of something."""

import shutil
import sqlite3
import time

from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.server import CommandLine

BOUNDARY = 512


def counts(file):
    """What the tables hold that only ever grow under this load; a torn copy has a prefix of it."""
    connection = sqlite3.connect(file, timeout=10)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        return tuple(
            connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("users", "sign_ins", "audits")
        )
    finally:
        connection.close()


def test_f09_a_log_cut_at_any_boundary_opens_to_an_earlier_commit(on_sqlite, figures, tmp_path, dice):
    node = on_sqlite.node().start()
    journal = Journal(refusals_are_certain=False)
    with Load(on_sqlite, journal, [node.base]):
        time.sleep(scale(2.0, 6.0))
    node.kill()
    database, log = on_sqlite.database_file, on_sqlite.wal_file
    size = log.stat().st_size
    assert size > 100 * BOUNDARY, "the load left no log to cut"

    points = list(range(0, size + 1, BOUNDARY))
    walked = set(dice.sample(points, min(scale(6, 200), len(points))))
    if scale(True, False):
        # The short form looks at the ends of frames, on either side, and at some in between.
        points = sorted(walked | set(dice.sample(points, min(100, len(points)))) | {0, size})
    whole = on_sqlite.data.parent / "whole"
    shutil.copytree(on_sqlite.data, whole)
    before = (0, 0, 0)
    for point in points:
        trial = tmp_path / "trial"
        shutil.copytree(whole, trial, ignore=shutil.ignore_patterns("*-shm"))
        with (trial / log.name).open("r+b") as cut:
            cut.truncate(point)
        if point in walked:
            # The whole store is walked at some of them; integrity and keys are looked at everywhere.
            done = CommandLine(trial).run("check")
            assert done.returncode == 0, f"cut at {point}: {done.stdout} {done.stderr}"
        now = counts(trial / database.name)
        assert all(new >= old for new, old in zip(now, before)), f"cut at {point}: {now} after {before}"
        before = now
        shutil.rmtree(trial)
    # Nothing was cut from the last copy: everything acknowledged is in it.
    assert before == counts(whole / database.name)
    figures.record(
        "F09 log cut", "sqlite", len(points), notes=f"a log of {size >> 10} KiB cut at {len(points)} boundaries; each "
        f"copy opened to an earlier commit, {len(walked)} walked by `martlet check`",
    )
