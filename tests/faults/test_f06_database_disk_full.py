"""F06: no room on the disk of PostgreSQL."""

import tempfile
import time
from pathlib import Path

import pytest
from harness.installation import Engine
from harness.journal import Journal
from harness.load import Load
from harness.loop_disk import LoopDisk
from harness.postgres import Postgres
from harness.verification import Verification
from harness.watch import Watch, public_paths


@pytest.fixture
def on_small_disk(tmp_path_factory, postgres, request):
    """An installation on a cluster whose log has a small disk of its own."""
    # The user that PostgreSQL runs as cannot enter the test's own folder.
    outside = Path(tempfile.mkdtemp(prefix="martlet-faults-disk."))
    outside.chmod(0o755)
    with LoopDisk(outside, megabytes=160) as disk:
        with Postgres({"min_wal_size": "32MB", "max_wal_size": "64MB", "restart_after_crash": "on"}, place=disk.path) as small:
            installation = Engine("postgres", tmp_path_factory.mktemp("small"), 6, small).fresh(6)
            request.node.installation = installation
            yield installation, disk, small
            installation.close()
            disk.make_room()


def test_f06_a_full_disk_below_the_database_refuses_and_recovers(on_small_disk, dice, figures):
    installation, disk, small = on_small_disk
    journal = Journal(refusals_are_certain=False)
    node = installation.node().start()
    with Load(installation, journal, [node.base]) as load:
        time.sleep(1.0)
        # The log is kept in files of 16 MiB that are made before they are needed: this switches to new ones.
        with Watch(node.base, public_paths(installation.tenant)) as watch:
            disk.fill()
            full = time.monotonic()
            while not load.count("refused", full):
                assert time.monotonic() - full < 60, f"the full disk was not felt: {load.outcomes}"
                try:
                    small.execute("SELECT pg_switch_wal(); CREATE TABLE IF NOT EXISTS filler (bytes TEXT); "
                                  "INSERT INTO filler SELECT repeat(md5(random()::text), 3000) FROM generate_series(1, 60)")
                except Exception:  # noqa: BLE001 — the database is about to fail, that is the point
                    pass
                time.sleep(0.05)
            time.sleep(2.0)
            done = [event for event in load.events if event[2] == "done" and event[0] - event[3] > time.monotonic() - 0.5]
            disk.make_room()
            # PostgreSQL ends itself when its log cannot grow; whoever runs it starts it again.
            try:
                small.rows("SELECT 1")
            except Exception:  # noqa: BLE001
                small.stop("immediate")
                small.start()
            back = time.monotonic()
            recovered = load.await_success(back, timeout=30)
        assert not watch.failures, watch.failures[:3]
    assert node.is_running
    Verification(installation, journal, node, dice).run()
    figures.record(
        "F06 disk of the database full", "postgres", 1, journal, [recovered],
        notes=f"{load.count('refused')} refused, {len(done)} late acknowledgements, reads without the database went on",
    )
