"""F28, F29, F02: backups taken while people work, put back elsewhere, and refused where anything is not right."""

import os
import shutil
import signal
import subprocess
import time

import pytest
import requests
from harness.browser import Browser
from harness.figures import scale
from harness.installation import Installation
from harness.journal import Journal
from harness.load import Load, sign_in_admin
from harness.relying_party import BareClient
from harness.server import BINARY, CommandLine

PASSPHRASE = "a heron stands in the reeds"


def elsewhere(installation, folder, name):
    """An empty place for the same organisation on the same engine, with its key."""
    folder.mkdir(mode=0o700)
    shutil.copy2(installation.data / "martlet.key", folder)
    environment = {}
    if installation.engine == "postgres":
        environment = {"MARTLET_DATABASE": installation.postgres.url(installation.postgres.create(name))}
    return CommandLine(folder, environment)


def sealed(*words):
    return (*words, "--passphrase-stdin")


class Elsewhere:
    """What was restored, as an installation of its own."""

    def __init__(self, installation, line):
        self.other = Installation.__new__(Installation)
        self.other.__dict__ = {**installation.__dict__, "data": line.data, "nodes": []}
        self.other.environment = line.environment
        self.other.database = line.environment.get("MARTLET_DATABASE")
        if self.other.database:
            self.other.database_name = self.other.database.rsplit("/", 1)[1].split("?")[0]
        self.other.command_line = line


def test_f28_a_backup_under_load_is_a_committed_point_and_comes_back_without_anybody_let_in(
    installation, tmp_path, figures, engine
):
    rounds = scale(1, 5)
    node = installation.node().start()
    journal = Journal()
    seconds = {"backup": [], "restore": []}
    size = 0
    with Load(installation, journal, [node.base], admin=sign_in_admin(node.base, installation)) as load:
        load.await_success(0.0)
        for number in range(rounds):
            time.sleep(scale(2, 5))
            with journal.lock:
                acknowledged = set(journal.made["users"])
                signed_in = [entry for entry in journal.signed_in if not entry.leaving]
                families = [family for family in journal.families if not family.over]
            file = tmp_path / f"backup{number}"
            began = time.monotonic()
            made = installation.command_line.json(*sealed("backup", "--to", file), stdin=PASSPHRASE)
            seconds["backup"].append(time.monotonic() - began)
            assert made["encrypted"] and file.stat().st_mode & 0o777 == 0o600
            size = made["bytes"]

            line = elsewhere(installation, tmp_path / f"else{number}", f"else{number}_{installation.engine}")
            began = time.monotonic()
            line.json(*sealed("restore", "--from", file), stdin=PASSPHRASE)
            seconds["restore"].append(time.monotonic() - began)
            line.check()
            other = Elsewhere(installation, line).other
            # Everything that was acknowledged before the backup began is in it.
            names = {row["user_principal_name"].split("@")[0] for row in other.rows("SELECT user_principal_name FROM users")}
            assert acknowledged <= names, f"lost: {acknowledged - names}"
            # A297: nobody is signed in, and nothing that was issued opens anything.
            assert other.count("sessions", "ended_at IS NULL") == 0
            assert other.count("refresh_families", "revoked_at IS NULL") == 0
            assert other.count("authorization_codes", "spent_at IS NULL") == 0
            assert other.count("pending_sign_ins") == 0
            there = other.node().start()
            try:
                client = BareClient(there.base, other.tenant, other.app)
                for family in families[-5:]:
                    assert client.refresh(family.current).status_code == 400
                for entry in signed_in[-3:]:
                    cookies = {cookie.name: cookie.value for cookie in entry.browser.http.cookies}
                    answer = requests.get(there.base + "/account", cookies=cookies, timeout=10, allow_redirects=False)
                    assert answer.status_code != 200, "a session of before the restoration lives"
                people = [person for person in other.people if person.recovery_codes]
                arrival = Browser(there.base).sign_in("/account", people[-1], factor="recovery")
                assert arrival.path.startswith("/account"), arrival.describe()
            finally:
                there.stop()
    assert load.count("done") > 0
    node.stop()
    installation.check()
    figures.record(
        "F28 backup under load, restored elsewhere", engine.name, rounds, journal,
        notes=f"backup {max(seconds['backup']):.1f} s, restore {max(seconds['restore']):.1f} s, "
        f"{size / 1e6:.1f} MB; {journal.summary}")


def test_f29_nothing_wrong_is_restored_and_the_store_stays_as_it_was(installation, tmp_path, engine):
    line = installation.command_line
    good, plain = tmp_path / "good", tmp_path / "plain"
    line.json(*sealed("backup", "--to", good), stdin=PASSPHRASE)
    line.json("backup", "--to", plain)
    before = {table: installation.count(table) for table in ("users", "audits", "sessions")}
    corrupt, cut, newer, other = (tmp_path / name for name in ("corrupt", "cut", "newer", "other"))
    content = bytearray(plain.read_bytes())
    content[len(content) // 2] ^= 1
    corrupt.write_bytes(content)
    cut.write_bytes(plain.read_bytes()[:-40])
    form = bytearray(plain.read_bytes())
    form[len(b"martlet backup\n") + 1] = 9
    newer.write_bytes(form)
    other.write_bytes(b"SQLite format 3\0" + bytes(4096))
    sealed_cut = tmp_path / "sealedcut"
    sealed_cut.write_bytes(good.read_bytes()[:-40])
    cases = [
        (("--from", plain), "", "--replace"),
        (("--from", good, "--replace"), "", "passphrase"),
        (sealed("--from", good, "--replace"), "another passphrase", "passphrase is not"),
        (sealed("--from", plain, "--replace"), PASSPHRASE, "not encrypted"),
        (("--from", corrupt, "--replace"), "", "damaged"),
        (("--from", cut, "--replace"), "", "cut off"),
        (sealed("--from", sealed_cut, "--replace"), PASSPHRASE, "cut off"),
        (("--from", newer, "--replace"), "", "newer martlet"),
        (("--from", other, "--replace"), "", "not a backup"),
        (("--from", tmp_path / "nothing", "--replace"), "", "cannot be read"),
    ]
    for words, stdin, reason in cases:
        done = line.run("restore", *words, stdin=stdin)
        assert done.returncode == 1 and reason in done.stderr, f"{words}: {done.stderr}"
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    # Another installation's key.
    stranger = elsewhere(installation, tmp_path / "stranger", f"stranger_{installation.engine}")
    (stranger.data / "martlet.key").write_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")
    done = stranger.run("restore", "--from", plain)
    assert done.returncode == 1 and "key" in done.stderr
    # No key at all.
    (stranger.data / "martlet.key").unlink()
    done = stranger.run("restore", "--from", plain)
    assert done.returncode == 1 and "no key" in done.stderr
    assert {table: installation.count(table) for table in before} == before
    installation.check()


def test_f29_a_running_system_is_not_restored_over(installation, tmp_path):
    backup = tmp_path / "backup"
    installation.command_line.json("backup", "--to", backup)
    node = installation.node().start()
    admin = sign_in_admin(node.base, installation)
    done = installation.command_line.run("restore", "--from", backup, "--replace")
    assert done.returncode == 1 and "stop" in done.stderr, done.stderr
    assert admin.get("/admin").status == 200
    node.stop()
    restored = installation.command_line.json("restore", "--from", backup, "--replace")
    assert restored["restored"]
    installation.check()
    said = installation.command_line.run("restore", "--from", backup, "--replace").stderr
    assert "everybody signs in anew" in said and "keys rotate --immediately" in said, said
    node.start()
    assert admin.get("/admin").steps, "the session of before the restoration lives"


def test_the_key_comes_back_only_from_a_sealed_backup_and_never_over_another(on_sqlite, tmp_path):
    line = on_sqlite.command_line
    refused = line.run("backup", "--to", tmp_path / "open", "--include-key")
    assert refused.returncode != 0 and not (tmp_path / "open").exists()
    backup = tmp_path / "backup"
    assert line.json(*sealed("backup", "--to", backup, "--include-key"), stdin=PASSPHRASE)["includesKey"]
    fresh = CommandLine(tmp_path / "fresh")
    fresh.json(*sealed("restore", "--from", backup), stdin=PASSPHRASE)
    key = fresh.data / "martlet.key"
    assert key.read_text() == (on_sqlite.data / "martlet.key").read_text() and key.stat().st_mode & 0o777 == 0o600
    fresh.check()
    other = CommandLine(tmp_path / "other")
    other.data.mkdir(mode=0o700)
    (other.data / "martlet.key").touch(mode=0o600)
    (other.data / "martlet.key").write_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")
    done = other.run(*sealed("restore", "--from", backup), stdin=PASSPHRASE)
    assert done.returncode == 1 and "another key" in done.stderr
    assert not (other.data / "martlet.sqlite").exists()


def test_a300_a_passphrase_that_others_can_read_is_refused(on_sqlite, tmp_path):
    file, backup = tmp_path / "passphrase", tmp_path / "backup"
    file.write_text(PASSPHRASE + "\n")
    for mode in (0o640, 0o604, 0o620):
        file.chmod(mode)
        done = on_sqlite.command_line.run("backup", "--to", backup, "--passphrase-file", file)
        assert done.returncode == 1 and "by others" in done.stderr and PASSPHRASE not in done.stderr
        assert not backup.exists()
    file.chmod(0o600)
    assert on_sqlite.command_line.json("backup", "--to", backup, "--passphrase-file", file)["encrypted"]
    assert on_sqlite.command_line.json("backup", "--verify", backup, "--passphrase-file", file)["whole"]
    file.chmod(0o644)
    done = on_sqlite.command_line.run("restore", "--from", backup, "--passphrase-file", file, "--replace")
    assert done.returncode == 1 and "by others" in done.stderr


def test_a_key_that_opens_nothing_is_not_put_into_a_backup(on_sqlite, tmp_path):
    """Another installation's key, in the folder or the environment, would be found out at the restoration only."""
    stranger = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    words = sealed("backup", "--to", tmp_path / "backup", "--include-key")
    stale = CommandLine(on_sqlite.data, {"MARTLET_KEY": stranger.strip()})
    key = on_sqlite.data / "martlet.key"
    right = key.read_text()
    for line in (stale, on_sqlite.command_line):
        done = line.run(*words, stdin=PASSPHRASE)
        assert done.returncode == 1 and "does not open the secrets" in done.stderr, done.stderr
        assert not os.listdir(tmp_path)
        key.write_text(stranger)
    # The new key and the old one, as while a rotation is under way.
    key.write_text(stranger + right)
    assert on_sqlite.command_line.json(*words, stdin=PASSPHRASE)["includesKey"]


def test_f02_a_backup_that_is_killed_leaves_no_file_that_looks_whole(on_sqlite, tmp_path, dice, figures):
    rounds = scale(6, 100)
    file = tmp_path / "backup"
    began = time.monotonic()
    on_sqlite.command_line.json("backup", "--to", file)
    whole = time.monotonic() - began
    file.unlink()
    finished = 0
    for _ in range(rounds):
        process = subprocess.Popen(
            [str(BINARY), "backup", "--to", str(file), "--data", str(on_sqlite.data)], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if file.exists():
            assert on_sqlite.command_line.json("backup", "--verify", file)["whole"]
            finished += 1
            file.unlink()
        on_sqlite.check()
    on_sqlite.command_line.json("backup", "--to", file)
    assert sorted(os.listdir(tmp_path))[0] == "backup"
    assert not (tmp_path / "backup.unfinished").exists()
    figures.record("F02 kill -9 of a backup", "sqlite", rounds, notes=f"finished before the kill {finished} times")


def test_f02_a_restoration_that_is_killed_changes_nothing(on_sqlite, tmp_path, dice, figures):
    rounds = scale(6, 100)
    backup = tmp_path / "backup"
    on_sqlite.command_line.json("backup", "--to", backup)
    before = on_sqlite.count("audits")
    began = time.monotonic()
    on_sqlite.command_line.json("restore", "--from", backup, "--replace")
    whole = time.monotonic() - began
    assert on_sqlite.count("audits") == before + 1
    for number in range(rounds):
        process = subprocess.Popen(
            [str(BINARY), "restore", "--from", str(backup), "--replace", "--data", str(on_sqlite.data)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, whole))
        process.kill()
        process.wait()
        on_sqlite.check()
        assert on_sqlite.count("audits") == before + 1, f"round {number}"
    on_sqlite.command_line.json("restore", "--from", backup, "--replace")
    on_sqlite.check()
    figures.record("F02 kill -9 of a restoration", "sqlite", rounds)


def test_a_store_moves_to_postgresql_and_back_row_by_row(on_sqlite, postgres, tmp_path, figures):
    node = on_sqlite.node().start()
    journal = Journal()
    with Load(on_sqlite, journal, [node.base], admin=sign_in_admin(node.base, on_sqlite)) as load:
        load.await_success(0.0)
        time.sleep(scale(2, 10))
    refused = move(on_sqlite.data / "martlet.sqlite", postgres.url(postgres.create("refused")))
    assert refused.returncode == 1 and "stop" in refused.stderr, refused.stderr
    node.stop()
    users = on_sqlite.count("users")
    url = postgres.url(postgres.create("moved"))
    there = move(on_sqlite.data / "martlet.sqlite", url)
    assert there.returncode == 0, there.stderr
    assert "both sides equal" in there.stdout
    assert postgres.rows("SELECT COUNT(*) AS n FROM users", "moved")[0]["n"] == users
    line = CommandLine(on_sqlite.data, {"MARTLET_DATABASE": url})
    line.check()
    # A second time there is something in the way.
    again = move(on_sqlite.data / "martlet.sqlite", url)
    assert again.returncode == 1 and "already" in again.stderr
    # Nothing was lost, so sessions and tokens go on.
    with journal.lock:
        family = [one for one in journal.families if not one.over and not one.origin.leaving][-1]
    moved = on_sqlite.node(environment={"MARTLET_DATABASE": url}).start()
    answer = BareClient(moved.base, on_sqlite.tenant, on_sqlite.app).refresh(family.current)
    assert answer.status_code == 200, answer.text
    busy = move(url, tmp_path / "busy.sqlite")
    assert busy.returncode == 1 and "stop" in busy.stderr, busy.stderr
    moved.stop()
    began = time.monotonic()
    back = move(url, tmp_path / "back.sqlite")
    assert back.returncode == 0, back.stderr
    home = CommandLine(tmp_path / "home")
    home.data.mkdir(mode=0o700)
    shutil.copy2(on_sqlite.data / "martlet.key", home.data)
    (tmp_path / "back.sqlite").rename(home.data / "martlet.sqlite")
    home.check()
    leftovers = [name for name in os.listdir(tmp_path) if "martlet-move" in name or "unfinished" in name]
    assert not leftovers
    figures.record(
        "Move SQLite, PostgreSQL, SQLite", "both", 1, journal, notes=f"back in {time.monotonic() - began:.1f} s")


def move(source, target):
    return subprocess.run(
        [str(BINARY), "move", "--from", str(source), "--to", str(target)], capture_output=True, text=True, timeout=120,
        check=False)


@pytest.mark.parametrize("words", [("--to", "x", "--verify", "y"), ()])
def test_a_backup_command_without_one_task_is_refused(tmp_path, words):
    assert CommandLine(tmp_path).run("backup", *words).returncode == 64
