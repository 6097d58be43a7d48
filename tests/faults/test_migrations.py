"""F25, F26, F02: migrations that are interrupted, repeated, raced, refused; and the backup before them."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.browser import Browser
from harness.figures import scale
from harness.old_store import OldStore
from harness.server import BINARY, Server

ROUNDS = scale(8, 200)


@pytest.fixture
def old(tmp_path):
    return OldStore(tmp_path / "old")


def content(store):
    """Everything that the database says, whatever pages it says it on."""
    import sqlite3

    connection = sqlite3.connect(f"file:{store.file}?mode=ro", uri=True, timeout=10)
    try:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()
    finally:
        connection.close()


def backups(store):
    return sorted((store.data / "backups").glob("*")) if (store.data / "backups").exists() else []


def test_a_store_of_an_earlier_program_is_carried_on_after_a_backup(old):
    before = old.counts()
    with Server(old.data) as server:
        arrival = Browser(server.base).sign_in("/admin", old.admin, factor="recovery")
        assert arrival.path.startswith("/admin"), arrival.describe()
    assert old.migrations == list(range(1, max(old.migrations) + 1)) and max(old.migrations) > old.schema
    after = old.counts()
    assert all(after[table] >= count for table, count in before.items())
    [backup] = backups(old)
    assert backup.name.startswith(f"before-migration-{old.schema + 1}-") and backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    old.command_line.check()
    # The backup is the store as it was: it can be looked at, and put back into another folder.
    look = old.command_line.json("backup", "--verify", backup)
    assert look["schema"] == old.schema and look["whole"]
    elsewhere = old.data.parent / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    shutil.copy2(old.data / "martlet.key", elsewhere)
    line = type(old.command_line)(elsewhere)
    line.json("restore", "--from", backup)
    line.check()


def test_of_the_backups_before_migrations_three_are_kept(tmp_path):
    old = OldStore(tmp_path / "old")
    pristine = old.file.read_bytes()
    for _ in range(5):
        old.command_line.json("migrate")
        for ending in ("", "-wal", "-shm"):
            (old.data / f"martlet.sqlite{ending}").unlink(missing_ok=True)
        old.file.write_bytes(pristine)
        time.sleep(1.1)
    assert len(backups(old)) == 3


def test_f25_f02_a_migration_that_is_killed_is_completed_by_the_next_start(tmp_path, dice, figures):
    whole = 0.0
    halves = completed = 0
    for number in range(ROUNDS + 1):
        old = OldStore(tmp_path / f"old{number}")
        before = old.counts()
        process = subprocess.Popen(
            [str(BINARY), "migrate", "--data", str(old.data)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if number == 0:
            # The first one says how long it takes.
            began = time.monotonic()
            assert process.wait(60) == 0
            whole = time.monotonic() - began
        else:
            time.sleep(dice.uniform(0, whole * 1.1))
            process.kill()
            process.wait()
        now = old.migrations
        assert now == list(range(1, len(now) + 1)), f"migrations with a gap: {now}"
        halves += old.schema == len(now)
        completed += len(now) > old.schema
        for backup in backups(old):
            if backup.suffix == ".martlet-backup":
                assert old.command_line.json("backup", "--verify", backup)["whole"]
        done = old.command_line.json("migrate")
        assert done["schemaAfter"] == max(old.migrations) > old.schema
        assert old.command_line.json("migrate")["ran"] == []
        assert old.counts() == before
        old.command_line.check()
        shutil.rmtree(old.data)
    figures.record(
        "F25 F02 kill -9 of a migration", "sqlite", ROUNDS,
        notes=f"killed before it {halves} times, after it {completed - 1} times")


def test_f25_nodes_that_start_at_once_migrate_once(tmp_path):
    old = OldStore(tmp_path / "old")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: old.command_line.json("migrate"), range(4)))
    ran = [step["number"] for one in done for step in one["ran"]]
    assert sorted(ran) == list(range(old.schema + 1, max(old.migrations) + 1)), done
    old.command_line.check()


def test_f25_nodes_that_start_at_once_on_an_empty_database_migrate_once(postgres, tmp_path):
    database = postgres.create("two_nodes")
    environment = {"MARTLET_DATABASE": postgres.url(database)}
    nodes = [Server(tmp_path / "data", environment=environment) for _ in range(3)]
    (tmp_path / "data").mkdir(mode=0o700)
    # They share the folder, so that they share the key.
    key = tmp_path / "data" / "martlet.key"
    key.touch(mode=0o600)
    key.write_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda node: node.start(), nodes))
        found = postgres.rows("SELECT number FROM schema_migrations ORDER BY number", database)
        numbers = [row["number"] for row in found]
        assert numbers == list(range(1, len(numbers) + 1))
    finally:
        for node in nodes:
            node.stop()


def test_a_rehearsal_runs_on_a_copy_and_leaves_nothing(old):
    before = content(old)
    files = sorted(path.name for path in old.data.iterdir() if not path.name.startswith("martlet.sqlite"))
    done = old.command_line.json("migrate", "--rehearse")
    assert done["rehearsal"] and done["schemaBefore"] == old.schema
    assert [step["number"] for step in done["ran"]][0] == old.schema + 1 and done["ran"][0]["milliseconds"] >= 0
    users = next(table for table in done["tables"] if table["table"] == "users")
    assert users["before"] == users["after"] == old.counts()["users"]
    assert content(old) == before
    assert sorted(path.name for path in old.data.iterdir() if not path.name.startswith("martlet.sqlite")) == files
    old.command_line.json("migrate")
    assert old.command_line.json("migrate", "--rehearse")["ran"] == []


def slow_rehearsal(old):
    """A rehearsal that stands still for five seconds when its archive is whole."""
    words = ["strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:delay_exit=5000000:when=1"]
    process = subprocess.Popen(
        [*words, str(BINARY), "migrate", "--rehearse", "--data", str(old.data)], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True)
    end = time.monotonic() + 30
    while not any(file.stat().st_size > 1000 for file in rehearsed(old)):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.02)
    time.sleep(0.5)
    return process


def rehearsed(old):
    """The files that a rehearsal has made."""
    return [path for path in old.data.rglob("*") if path.is_file() and "rehearsal" in str(path.relative_to(old.data))]


def test_a296_a_rehearsal_that_is_killed_leaves_nothing_to_read_and_the_next_one_removes_it(old):
    domain = old.admin.upn.split("@")[1].encode()
    assert domain in old.file.read_bytes()
    process = slow_rehearsal(old)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert rehearsed(old)
    for file in rehearsed(old):
        assert domain not in file.read_bytes(), f"{file} can be read"
        assert file.parent.stat().st_mode & 0o077 == 0
    old.command_line.json("migrate", "--rehearse")
    assert not list(old.data.glob("*rehearsal*"))


def test_a_rehearsal_leaves_the_files_of_another_that_goes_on(old):
    process = slow_rehearsal(old)
    old.command_line.json("migrate", "--rehearse")
    assert rehearsed(old)
    assert process.wait(60) == 0
    assert not list(old.data.glob("*rehearsal*"))


def test_the_draft_of_a_killed_backup_before_a_migration_goes_with_the_next(old):
    folder = old.data / "backups"
    folder.mkdir(mode=0o700)
    left = folder / "before-migration-9-2026-01-01T000000Z-77.martlet-backup.unfinished"
    left.write_text("people, apps, sessions")
    old.command_line.json("migrate")
    [backup] = backups(old)
    assert backup.suffix == ".martlet-backup"


def test_f26_a_database_of_a_newer_program_is_refused_in_words_and_left_alone(installation, tmp_path, engine):
    """Every command and the server: nothing is changed, and the sentence says what to do."""
    installation.execute("INSERT INTO schema_migrations (number, title, checksum) VALUES (999, 'Later', 'x')")
    counts = {table: installation.count(table) for table in ("users", "audits", "sessions", "schema_migrations")}
    line = installation.command_line
    address = installation.database or str(installation.data / "martlet.sqlite")
    commands = [
        ("check",), ("migrate",), ("migrate", "--rehearse"), ("backup", "--to", tmp_path / "copy"), ("keys", "rotate"),
        ("users", "add", f"new@{installation.domain}", "--display-name", "New", "--temporary-password"),
    ]
    for words in commands:
        done = line.run(*words)
        assert done.returncode == 1 and "newer martlet" in done.stderr, f"{words}: {done.stderr}"
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    code, output = installation.node().fails_to_start()
    assert code == 1 and "newer martlet" in output
    moved = subprocess.run(
        [str(BINARY), "move", "--from", address, "--to", str(tmp_path / "moved.sqlite")], capture_output=True, text=True,
        timeout=60, check=False)
    assert moved.returncode == 1 and "newer martlet" in moved.stderr and not (tmp_path / "moved.sqlite").exists()
    assert not (tmp_path / "copy").exists() and not (installation.data / "backups").exists()
    assert {table: installation.count(table) for table in counts} == counts
    installation.execute("DELETE FROM schema_migrations WHERE number = 999")
    installation.check()
