"""F29: the key that a restoration wrote is taken away again only where no store needs it."""

import fcntl
import os
import subprocess

import pytest
from harness.server import BINARY, CommandLine

PASSPHRASE = "a heron stands in the reeds"


@pytest.fixture
def backup(on_sqlite, tmp_path):
    file = tmp_path / "backup"
    words = ("backup", "--to", file, "--include-key", "--passphrase-stdin")
    assert on_sqlite.command_line.json(*words, stdin=PASSPHRASE)["includesKey"]
    return file


def fresh(tmp_path, name):
    line = CommandLine(tmp_path / name)
    line.data.mkdir(mode=0o700)
    return line


def strained(line, backup, log, *effects):
    """A restoration whose syncs of the data folder are written down, or have an effect."""
    words = ["strace", "-f", "-q", "-o", str(log), "-P", str(line.data), "-e", "trace=fsync", *effects]
    words += [str(BINARY), "restore", "--from", str(backup), "--passphrase-stdin", "--data", str(line.data)]
    return subprocess.run(words, input=PASSPHRASE, capture_output=True, text=True, timeout=120, check=False)


def test_f29_the_key_stays_where_the_store_is_in_place(backup, tmp_path):
    log = tmp_path / "log"
    assert strained(fresh(tmp_path, "first"), backup, log).returncode == 0
    syncs = sum("fsync(" in line for line in log.read_text().splitlines())
    line = fresh(tmp_path, "second")
    # The last of them comes after the renaming: the store is there, whatever the disk says about its folder.
    done = strained(line, backup, log, "-e", f"inject=fsync:error=EIO:when={syncs}")
    assert "INJECTED" in log.read_text()
    assert done.returncode == 1 and "synced" in done.stderr, done.stderr
    assert (line.data / "martlet.sqlite").exists()
    assert (line.data / "martlet.key").exists(), "the only key of the store is gone"
    line.check()


def test_f29_the_key_goes_where_nothing_was_restored(backup, tmp_path):
    line = fresh(tmp_path, "served")
    with (line.data / "martlet.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = line.run("restore", "--from", backup, "--passphrase-stdin", stdin=PASSPHRASE)
        assert done.returncode == 1 and "another martlet" in done.stderr
    assert os.listdir(line.data) == ["martlet.lock"]
    (line.data / "martlet.sqlite").write_bytes(b"no database, but in the way" * 100)
    done = line.run("restore", "--from", backup, "--passphrase-stdin", stdin=PASSPHRASE)
    assert done.returncode == 1
    assert not (line.data / "martlet.key").exists()


def test_f29_two_restorations_into_one_folder_do_not_meet(backup, tmp_path):
    line = fresh(tmp_path, "shared")
    folder = os.open(line.data, os.O_RDONLY)
    try:
        # As another one holds it from before it looks for a key until its store is in place.
        fcntl.flock(folder, fcntl.LOCK_EX)
        done = line.run("restore", "--from", backup, "--passphrase-stdin", stdin=PASSPHRASE)
        assert done.returncode == 1 and "another command is restoring" in done.stderr
        assert os.listdir(line.data) == []
    finally:
        os.close(folder)
    line.json("restore", "--from", backup, "--passphrase-stdin", stdin=PASSPHRASE)
    line.check()
