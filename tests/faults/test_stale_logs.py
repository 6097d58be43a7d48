"""F29: a log that a killed server left is never played back into the store that takes the place of its database."""

import shutil
import sqlite3

import pytest
from test_backup import move


@pytest.fixture
def orphan(on_sqlite, tmp_path):
    """A backup, five people since, and of their database only the log that a killed server left."""
    backup = tmp_path / "backup"
    on_sqlite.command_line.json("backup", "--to", backup)
    on_sqlite.users = on_sqlite.count("users")
    node = on_sqlite.node().start()
    for number in range(5):
        on_sqlite.add_person(f"later{number}", totp=False)
    node.kill()
    assert on_sqlite.wal_file.stat().st_size > 0, "the server left no log"
    on_sqlite.backup = backup
    return on_sqlite


def kept(folder, ending):
    return list(folder.glob(f"*.sqlite.replaced-*{ending}"))


def test_f29_a_restoration_is_not_undone_by_a_log_that_lay_there(orphan, tmp_path):
    (orphan.data / "martlet.sqlite-journal").write_bytes(b"of something else")
    orphan.database_file.rename(tmp_path / "away.sqlite")
    done = orphan.command_line.run("restore", "--from", orphan.backup)
    assert done.returncode == 0, done.stderr
    assert orphan.count("users") == orphan.users, "what happened after the backup is back"
    assert orphan.count("sessions", "ended_at IS NULL") == 0
    assert orphan.count("installation", "restored_at IS NOT NULL") == 1, "the restoration is forgotten"
    orphan.check()
    for ending in ("-wal", "-journal"):
        [log] = kept(orphan.data, ending)
        assert log.stat().st_size > 0
    assert not orphan.wal_file.exists() or orphan.wal_file.stat().st_size == 0
    assert "a log lay here" in done.stderr
    # With the database that was moved away the kept log is the store of before.
    [log] = kept(orphan.data, "-wal")
    shutil.copy2(log, tmp_path / "away.sqlite-wal")
    connection = sqlite3.connect(tmp_path / "away.sqlite")
    assert connection.execute("SELECT COUNT(*) FROM users").fetchone() == (orphan.users + 5,)
    connection.close()


def test_a_move_is_not_changed_by_a_log_that_lay_there(orphan, tmp_path):
    stale = tmp_path / "stale-wal"
    shutil.copy2(orphan.wal_file, stale)
    orphan.command_line.json("restore", "--from", orphan.backup, "--replace")
    target = tmp_path / "moved.sqlite"
    shutil.copy2(stale, tmp_path / "moved.sqlite-wal")
    done = move(orphan.data / "martlet.sqlite", target)
    assert done.returncode == 0, done.stderr
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copy2(orphan.data / "martlet.key", home)
    for file in tmp_path.glob("moved.sqlite*"):
        file.rename(home / file.name.replace("moved", "martlet"))
    line = type(orphan.command_line)(home)
    line.check()
    assert not (home / "martlet.sqlite-wal").exists() or (home / "martlet.sqlite-wal").stat().st_size == 0
    [log] = kept(home, "-wal")
    assert log.read_bytes() == stale.read_bytes()
