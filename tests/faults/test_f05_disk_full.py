"""F05: no room on the disk; F07: the disk turns read-only."""

import time

import pytest
from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.loop_disk import LoopDisk
from harness.strace import Strace
from harness.verification import Verification
from harness.watch import Watch, public_paths

# Which calls carry what SQLite writes; strace lets the n-th of a thread pass or fail.
WRITES = "write,pwrite64,fallocate,ftruncate"


@pytest.fixture
def disk(tmp_path):
    with LoopDisk(tmp_path, megabytes=24) as disk:
        yield disk


@pytest.fixture
def on_disk(disk, sqlite_engine, request):
    """An installation whose data folder is on a small disk of its own."""
    installation = sqlite_engine.copy(disk.path / "data")
    request.node.installation = installation
    yield installation
    installation.close()


def await_refusals(load, since, timeout=20):
    """Waits until the fault is felt: something was refused."""
    end = time.monotonic() + timeout
    while not load.count("refused", since):
        assert time.monotonic() < end, f"nothing was refused: {load.outcomes}"
        time.sleep(0.02)


def check_refusing(load, since, watch):
    """While nothing can be written nothing is acknowledged, and what needs no write goes on."""
    # What began before the fault may still be answered.
    settled = time.monotonic() + 1.0
    time.sleep(2.0)
    done = [event for event in load.events if event[2] == "done" and event[0] - event[3] > settled]
    assert not done, f"acknowledged without room to record it: {done[:3]}"
    assert load.count("refused", settled) > 0
    assert load.count("cut", since) == 0, "a connection was lost"
    assert not watch.failures, watch.failures[:3]


def test_f05_a_full_disk_refuses_what_must_be_recorded_and_recovers_by_itself(on_disk, disk, dice, figures):
    rounds = scale(2, 10)
    journal = Journal()
    node = on_disk.node().start()
    recoveries = []
    with Load(on_disk, journal, [node.base], admins=1) as load:
        for _ in range(rounds):
            time.sleep(1.0)
            with Watch(node.base, public_paths(on_disk.tenant)) as watch:
                disk.fill()
                full = time.monotonic()
                await_refusals(load, full)
                check_refusing(load, full, watch)
                disk.make_room()
                recoveries.append(load.await_success(time.monotonic()))
    assert node.is_running
    assert "disk is full" in "\n".join(node.lines), "the log does not say what is wrong"
    Verification(on_disk, journal, node, dice).run()
    figures.record(
        "F05 disk full", "sqlite", rounds, journal, recoveries,
        notes=f"{load.count('refused')} requests refused, {len(watch.seconds)} reads went on",
    )


def test_f05_a_write_that_finds_no_room_at_any_point_loses_nothing(on_sqlite, dice, figures):
    """ENOSPC at the n-th write and all after it, for many n, and room again after a moment."""
    points = scale([1, 2, 3, 5, 8, 13, 40, 120], list(range(1, 501)))
    journal = Journal()
    node = on_sqlite.node().start()
    recoveries, injected = [], 0
    with Load(on_sqlite, journal, [node.base]) as load:
        for number in points:
            with Strace(node.pid, WRITES, "ENOSPC", f"{number}+", paths=[on_sqlite.wal_file]) as strace:
                time.sleep(0.4)
            injected += strace.injected
            recoveries.append(load.await_success(time.monotonic()))
    assert node.is_running and injected > 0
    Verification(on_sqlite, journal, node, dice).run()
    figures.record(
        "F05 no room at the n-th write", "sqlite", len(points), journal, recoveries,
        notes=f"{injected} calls failed, {load.count('refused')} requests refused",
    )


def test_f07_a_disk_that_turns_read_only_refuses_and_says_so(on_disk, disk, dice, figures):
    journal = Journal()
    node = on_disk.node().start()
    with Load(on_disk, journal, [node.base], ends_at_cut=False) as load:
        time.sleep(1.0)
        with Watch(node.base, public_paths(on_disk.tenant)) as watch:
            disk.make_read_only()
            turned = time.monotonic()
            assert disk.is_read_only, "the disk takes writes"
            time.sleep(3.0)
            settled = turned + 1.0
            done = [event for event in load.events if event[2] == "done" and event[0] - event[3] > settled]
            assert not done, f"acknowledged on a read-only disk: {done[:3]}"
            if node.is_running:
                assert load.count("refused", turned) > 0 and not watch.failures, watch.failures[:3]
    words = "\n".join(node.lines)
    assert "SQLite" in words, f"the log does not say what is wrong: {node.output}"
    ended = not node.is_running
    if not ended:
        node.kill()
    # A copy on a healthy disk has everything that was acknowledged.
    disk.move_away(on_disk)
    node = on_disk.node().start()
    # What the failing disk refused may have been in its log already.
    journal.refusals_are_certain = False
    journal.refused["users"].clear()
    Verification(on_disk, journal, node, dice).run()
    figures.record(
        "F07 disk turns read-only", "sqlite", 1, journal, [node.start_seconds],
        notes="the server ended with one sentence" if ended else f"{load.count('refused')} requests refused, reads went on",
    )
