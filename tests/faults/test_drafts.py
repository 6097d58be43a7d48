"""What a backup writes before it is whole: each command touches the draft that it made itself, and no other."""

import fcntl
import os
import subprocess
import time
from pathlib import Path

import pytest
from harness.server import BINARY


@pytest.fixture
def target(tmp_path):
    return tmp_path / "backup"


@pytest.fixture
def draft(tmp_path):
    return tmp_path / "backup.unfinished"


def strained(effect, installation, target):
    """The words of a backup whose sync of the draft has this effect."""
    return [
        "strace", "-f", "-q", "-o", "/dev/null", "-P", f"{target}.unfinished", "-e", "trace=fsync", "-e",
        f"inject=fsync:{effect}:when=1", str(BINARY), "backup", "--to", str(target), "--data", str(installation.data)]


def slow_backup(installation, target):
    """A backup that waits for five seconds before it syncs its file, and the strace that holds it."""
    return subprocess.Popen(
        strained("delay_enter=5000000", installation, target), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def await_draft(draft, process):
    end = time.monotonic() + 30
    while not (draft.exists() and draft.stat().st_size > 0):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)
    # All of it is there, and the sync has begun.
    time.sleep(1)


def test_a_backup_that_is_refused_leaves_the_draft_of_the_other(on_sqlite, target, draft):
    draft.touch(mode=0o600)
    with draft.open("r+") as other:
        other.write("what another writes")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)
        done = on_sqlite.command_line.run("backup", "--to", target)
        assert done.returncode == 1 and "another martlet" in done.stderr
        assert draft.read_text() == "what another writes"
    # It is left now, and the next one takes it over.
    on_sqlite.command_line.json("backup", "--to", target)
    assert not draft.exists()
    assert on_sqlite.command_line.json("backup", "--verify", target)["whole"]


def test_two_backups_to_one_file_leave_one_that_is_whole(on_sqlite, target, draft):
    first = slow_backup(on_sqlite, target)
    await_draft(draft, first)
    done = on_sqlite.command_line.run("backup", "--to", target)
    assert done.returncode == 1 and "another martlet" in done.stderr
    assert draft.exists()
    assert first.wait(60) == 0, first.stderr.read()
    assert on_sqlite.command_line.json("backup", "--verify", target)["whole"]
    assert not draft.exists()


def test_only_what_was_written_gets_the_name(on_sqlite, target, draft):
    target.write_text("the backup of yesterday")
    process = slow_backup(on_sqlite, target)
    await_draft(draft, process)
    os.rename(draft, draft.with_name("taken away"))
    draft.write_text("something else")
    assert process.wait(60) == 1
    assert "taken" in process.stderr.read()
    assert target.read_text() == "the backup of yesterday" and draft.read_text() == "something else"


def test_a_backup_that_fails_leaves_no_draft(on_sqlite, target, draft):
    process = subprocess.run(
        strained("error=EIO", on_sqlite, target), capture_output=True, text=True, timeout=60, check=False)
    assert process.returncode == 1 and "cannot be finished" in process.stderr
    assert not target.exists() and not draft.exists()


@pytest.mark.parametrize("kind", ["second name", "another's", "pipe", "link"])
def test_a_draft_that_somebody_else_made_is_not_written_to(on_sqlite, target, draft, tmp_path, kind):
    """A300: what others prepared under the name would get the backup to read."""
    victim = tmp_path / "victim"
    victim.write_text("what was there")
    if kind == "second name":
        os.link(victim, draft)
    elif kind == "another's":
        if os.geteuid() != 0:
            pytest.skip("only root can give a file away")
        draft.write_text("what was there")
        os.chown(draft, 65534, 65534)
    elif kind == "pipe":
        os.mkfifo(draft)
    else:
        draft.symlink_to(victim)
    done = on_sqlite.command_line.run("backup", "--to", target)
    assert done.returncode == 1 and str(target) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert victim.read_text() == "what was there" and draft.is_symlink() == (kind == "link")
    assert not target.exists() and os.path.lexists(draft)
    os.unlink(draft)
    on_sqlite.command_line.json("backup", "--to", target)


def test_drafts_that_killed_backups_left_go_with_the_next_one(on_sqlite, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    names = ["martlet-left", "martlet-written", "other-left"]
    left, written, other = (folder / f"{name}.martlet-backup.unfinished" for name in names)
    for file in (left, written, other):
        file.write_text("people, apps, sessions")
    with written.open() as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        made = on_sqlite.command_line.json("backup", "--to", folder)["file"]
        assert sorted(folder.iterdir()) == sorted([Path(made), written, other])
    on_sqlite.command_line.json("backup", "--to", folder)
    assert not written.exists() and other.exists()


def test_the_draft_of_a_killed_restoration_goes_with_the_next_start(on_sqlite):
    left = [on_sqlite.data / f"martlet.sqlite.unfinished{ending}" for ending in ("", "-wal")]
    for file in left:
        file.write_text("people, apps, sessions")
    node = on_sqlite.node().start()
    assert not any(file.exists() for file in left)
    node.stop()
    on_sqlite.check()
