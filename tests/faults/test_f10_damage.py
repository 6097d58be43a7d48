"""F10: the file of the database is damaged, zeroed, bereft of its log, or replaced by an older copy."""

import shutil
import time

import pytest
from harness.browser import Browser, Person
from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.relying_party import BareClient
from harness.server import CommandLine

PAGE = 4096


@pytest.fixture
def used(on_sqlite):
    """An installation that has been used and whose log is in the database."""
    node = on_sqlite.node().start()
    with Load(on_sqlite, Journal(), [node.base]):
        time.sleep(1.5)
    node.stop()
    return on_sqlite


def nobody_gets_in(node, installation):
    """A wrong password, and a right one without a second factor, open nothing; the answers are answers."""
    person = installation.people[0]
    client = BareClient(node.base, installation.tenant, installation.app)
    for password in ("not the password", person.password):
        browser = Browser(node.base)
        page = browser.get(client.authorize_url())
        for step, values in (("name", {"username": person.upn}), ("password", {"password": password})):
            form = page.form(step=step)
            if form is None:
                break
            page = browser.submit(form, values, until=client.app.redirect_uri)
            assert not isinstance(page, str) or "code=" not in page, f"somebody was let in: {page}"
        assert not browser.session_cookie, "somebody was let in"
        assert isinstance(page, str) or page.status in (200, 400, 401, 403, 404, 500, 503), page.describe()
    stranger = Person("nobody@harbour.example", "not the password")
    assert not Browser(node.base).sign_in("/admin", stranger).path.startswith("/admin/")


def spoken(words):
    """Nothing but sentences: no trace of a crash."""
    return "Fatal error" not in words and "Stack dump" not in words and "Crash" not in words


def test_f10_flipped_bytes_never_let_anybody_in_nor_end_the_server(used, dice, figures):
    file = used.database_file
    healthy = file.read_bytes()
    variants = scale(24, 10_000)
    served = scale(4, 200)
    refused_at_start = found_by_check = silent = 0
    for number in range(variants):
        damaged = bytearray(healthy)
        for _ in range(dice.choice((1, 1, 4, 64))):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        if dice.random() < 0.2:
            start = dice.randrange(0, len(damaged) - PAGE, PAGE)
            damaged[start:start + PAGE] = bytes(PAGE)
        file.write_bytes(damaged)
        if number < served:
            node = used.node()
            node.spawn()
            try:
                node.await_health(20)
            except AssertionError:
                assert node.process.poll() == 1, f"exit {node.process.poll()}: {node.output}"
                assert spoken(node.output) and "martlet: " in node.output, node.output
                refused_at_start += 1
            else:
                nobody_gets_in(node, used)
                assert node.is_running, node.output
                node.kill()
        else:
            done = CommandLine(used.data).run("check")
            assert done.returncode in (0, 1), f"exit {done.returncode}: {done.stderr}"
            assert spoken(done.stderr), done.stderr
            if done.returncode == 1:
                found_by_check += 1
            else:
                silent += 1
        for rest in used.data.glob("martlet.sqlite-*"):
            rest.unlink()
    file.write_bytes(healthy)
    used.check()
    figures.record(
        "F10 bytes flipped", "sqlite", variants,
        notes=f"`check` found {found_by_check} of {found_by_check + silent}; {refused_at_start} of {served} starts were "
        "refused; nobody let in, no crash",
    )


def test_f10_a_file_that_is_no_database_is_refused_in_words_that_lead_to_the_backup(used, figures):
    file = used.database_file
    healthy = file.read_bytes()
    variants = {
        "header zeroed": bytes(100) + healthy[100:],
        "first page zeroed": bytes(PAGE) + healthy[PAGE:],
        "a text instead": b"this is no database, but a text. " * 400,
        "the second half missing": healthy[:len(healthy) // 2 // PAGE * PAGE],
        "a page in the middle zeroed": healthy[:20 * PAGE] + bytes(PAGE) + healthy[21 * PAGE:],
    }
    for name, content in variants.items():
        file.write_bytes(content)
        code, words = used.node().fails_to_start()
        sentences = [line for line in words.splitlines() if line.startswith("martlet: ")]
        assert code == 1 and len(sentences) == 1, f"{name}: exit {code}: {words}"
        assert "damaged" in sentences[0] and "restore your last backup" in sentences[0], f"{name}: {sentences}"
        # It was looked at and not changed.
        assert file.read_bytes() == content, name
        for rest in used.data.glob("martlet.sqlite-*"):
            rest.unlink()
    file.write_bytes(healthy)
    used.node().start().stop()
    figures.record("F10 no database", "sqlite", len(variants), notes="each refused at the start in one sentence: " + ", ".join(variants))


def test_f10_a_missing_log_or_an_older_copy_opens_to_an_earlier_commit(on_sqlite, figures, dice):
    """What the operator takes away is gone, but the rest is whole, and nobody is let in."""
    older = on_sqlite.data.parent / "older"
    shutil.copytree(on_sqlite.data, older)
    node = on_sqlite.node().start()
    with Load(on_sqlite, Journal(refusals_are_certain=False), [node.base]):
        time.sleep(1.5)
    node.kill()
    rounds = 0
    for missing in (["-shm"], ["-wal", "-shm"], ["-wal"]):
        trial = on_sqlite.data.parent / f"trial{rounds}"
        shutil.copytree(on_sqlite.data, trial)
        for ending in missing:
            (trial / f"martlet.sqlite{ending}").unlink(missing_ok=True)
        assert CommandLine(trial).check()
        rounds += 1
    file = on_sqlite.database_file
    for rest in on_sqlite.data.glob("martlet.sqlite-*"):
        rest.unlink()
    shutil.copy(older / file.name, file)
    on_sqlite.check()
    node.start()
    nobody_gets_in(node, on_sqlite)
    figures.record("F10 log missing, older copy", "sqlite", rounds + 1, notes="opens to an earlier commit; nobody let in")
