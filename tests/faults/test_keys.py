"""F33 and F34: the keys of an installation change, leak and go missing while it works.

The sealing key is rotated beside a running server and under kill -9 at every system call that matters; signing keys are
rotated and revoked while an app checks every token against the key set.
"""

import base64
import os
import shutil
import signal
import stat
import subprocess
import threading
import time

import jwt
import pytest
import requests

from harness.browser import Browser
from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.relying_party import BareClient
from harness.server import BINARY, CommandLine
from harness.verification import Verification

# The calls by which the rotation changes something that outlives it.
STEPS = "rename,fsync,fdatasync,unlink,pwrite64"


def new_key():
    return base64.b64encode(os.urandom(32)).decode()


def words(command_line, *more):
    return [str(BINARY), *more, "--data", str(command_line.data)]


def keys_in(installation):
    return (installation.data / "martlet.key").read_text().split()


def sealed_names(installation):
    """The names of the keys that secrets stand under, read past Martlet."""
    found = set()
    for query in (
        "SELECT sealed_secret AS sealed FROM totp_methods", "SELECT sealed_private_key AS sealed FROM signing_keys",
        "SELECT sealed_totp_secret AS sealed FROM pending_sign_ins WHERE length(sealed_totp_secret) > 0",
        "SELECT sealing_key_check AS sealed FROM installation",
        "SELECT sealed_digest_key AS sealed FROM installation WHERE sealed_digest_key IS NOT NULL",
    ):
        found |= {bytes(row["sealed"])[:9].hex() for row in installation.rows(query)}
    return found


def refused(done):
    assert done.returncode not in (0, None) and done.returncode > 0, f"not refused: {done.stdout}{done.stderr}"
    assert done.stderr.count("\n") == 1 and len(done.stderr) > 30, done.stderr
    return done.stderr


def rotation(installation, *more):
    """The words that rotate the sealing key; on PostgreSQL they say that no other node lacks the new key."""
    shared = ["--only-node"] if installation.engine == "postgres" else []
    return ["keys", "rotate-sealing", *shared, *more]


# -- the sealing key


def test_the_sealing_key_is_rotated_beside_a_working_server(installation, dice, figures, engine):
    journal = Journal(refusals_are_certain=False)
    node = installation.node().start()
    rounds = scale(2, 20)
    before = keys_in(installation)
    with Load(installation, journal, [node.base], seed=dice.random()):
        time.sleep(0.5)
        for _ in range(rounds):
            done = installation.command_line.json(*rotation(installation), timeout=120)
            assert done["opened"] >= done["sealed"] > 0 or done["opened"] > 0
            time.sleep(0.5)
    after = keys_in(installation)
    assert len(after) == 1 and after != before
    assert stat.S_IMODE((installation.data / "martlet.key").stat().st_mode) == 0o600
    # Nothing that the server stored meanwhile stands under a key that is gone.
    assert len(sealed_names(installation)) == 1
    installation.check()
    # The server goes on without a restart, and one that starts afresh has all it needs.
    Verification(installation, journal, node, dice).run(closely=scale(False, True))
    node.kill()
    node.start()
    Verification(installation, journal, node, dice).run()
    figures.record(
        "F33 sealing key rotated under load", engine.name, rounds, journal, notes=journal.summary
    )


def test_a_rotation_that_is_killed_at_any_step_is_finished_by_the_next(on_sqlite, figures):
    installation = on_sqlite
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    killed, step, stride = 0, 0, scale(8, 1)
    person = installation.people[0]
    while True:
        step += stride
        done = subprocess.run(
            ["strace", "-f", "-q", "-o", "/dev/null", "-e", f"trace={STEPS}",
             "-e", f"inject={STEPS}:signal=KILL:when={step}", *words(installation.command_line, *rotation(installation))],
            capture_output=True, text=True, timeout=120, check=False,
        )
        # Whatever moment it was, the store opens with the keys that are in the file.
        installation.check()
        if done.returncode == 0:
            break
        killed += 1
        assert done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), done.stderr
        assert 1 <= len(keys_in(installation)) <= 2
        # Now and then the next run meets what two interrupted ones left.
        if killed % 4 == 3:
            continue
        # The same command again ends what was begun.
        installation.command_line.json(*rotation(installation), timeout=120)
        assert len(keys_in(installation)) == 1 and len(sealed_names(installation)) == 1
        installation.check()
    installation.command_line.json(*rotation(installation), timeout=120)
    assert len(keys_in(installation)) == 1 and len(sealed_names(installation)) == 1
    left = {path.name for path in installation.data.iterdir()} - {"martlet.key", "martlet.sqlite"}
    assert not {name for name in left if "key" in name}, left
    assert killed >= scale(2, 20)
    # A person's app and their recovery codes work as ever: the key of digests has survived it all.
    node = installation.node().start()
    client = BareClient(node.base, installation.tenant, installation.app)
    browser = Browser(node.base)
    assert browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri, factor="recovery").at_app
    browser = Browser(node.base)
    assert browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri).at_app
    figures.record("F33 sealing key rotation killed", "sqlite", killed, notes=f"at every {stride}. of {step} calls")


def test_two_rotations_at_once_are_one_after_the_other_or_refused(on_sqlite):
    running = [
        subprocess.Popen(words(on_sqlite.command_line, *rotation(on_sqlite)), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    outcomes = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    assert any(code == 0 for _, code in outcomes)
    assert all(code == 0 or "another command" in words for words, code in outcomes), outcomes
    assert len(keys_in(on_sqlite)) == 1 and len(sealed_names(on_sqlite)) == 1
    on_sqlite.check()


def test_nodes_with_the_key_in_their_environment_are_rotated_in_three_steps(installation, dice, figures, engine):
    """One node may be restarted after the other: the store says which key seals, not the order of the keys."""
    if engine.name == "sqlite":
        pytest.skip("one node at a time has a SQLite file")
    old, new = keys_in(installation)[0], new_key()
    journal = Journal(refusals_are_certain=False)
    # The file is not there: the keys are in the environment alone.
    (installation.data / "martlet.key").unlink()

    def line(keys):
        return CommandLine(installation.data, {**installation.environment, "MARTLET_KEY": keys})

    nodes = [installation.node(environment={"MARTLET_KEY": old}).start() for _ in range(2)]
    assert "one key" in refused(line(old).run("keys", "rotate-sealing"))
    bases = [node.base for node in nodes]

    def restart(keys):
        for node in nodes:
            assert node.stop() == 0
            node.environment["MARTLET_KEY"] = keys
            node.start()

    with Load(installation, journal, bases, seed=dice.random()):
        restart(f"{new},{old}")
        line(f"{new},{old}").json("keys", "rotate-sealing", timeout=120)
        restart(new)
        time.sleep(0.5)
    assert len(sealed_names(installation)) == 1
    line(new).check()
    assert "does not open" in refused(line(old).run("check"))
    figures.record("F33 sealing key, rolling", engine.name, 1, journal, notes=journal.summary)


# -- F34


@pytest.mark.parametrize("way", ["missing", "unreadable by form", "short", "wrong", "open to others", "a folder"])
def test_f34_without_the_right_key_nothing_starts_and_nothing_is_touched(installation, way):
    key = installation.data / "martlet.key"
    content = key.read_text()
    before = installation.rows("SELECT sealing_key_check, sealed_digest_key FROM installation")
    # Who is refused held the lock for a moment.
    lock = installation.data / "martlet.lock"
    files = {path.name: path.read_bytes() for path in installation.data.iterdir() if path not in (key, lock)}
    if way == "missing":
        key.unlink()
    elif way == "unreadable by form":
        key.write_text("this is no key\n")
    elif way == "short":
        key.write_text(base64.b64encode(os.urandom(16)).decode())
    elif way == "wrong":
        key.write_text(new_key())
    elif way == "open to others":
        key.chmod(0o640)
    else:
        key.unlink()
        key.mkdir()
    for command in (["check"], ["keys", "rotate-sealing"], ["keys", "list"]):
        said = refused(installation.command_line.run(*command))
        assert str(key) in said and content.strip() not in said
    node = installation.node()
    code, said = node.fails_to_start()
    assert code not in (0, None) and "martlet: the key file" in said, said
    assert installation.rows("SELECT sealing_key_check, sealed_digest_key FROM installation") == before
    assert {path.name: path.read_bytes() for path in installation.data.iterdir() if path not in (key, lock)} == files
    assert way != "missing" or not key.exists(), "a key was made for a store that has one"
    if key.is_dir():
        key.rmdir()
    key.write_text(content)
    key.chmod(0o600)
    installation.check()


def test_f34_a_key_that_goes_missing_at_run_time_stops_nobody(installation, dice, figures, engine):
    journal = Journal(refusals_are_certain=False)
    node = installation.node().start()
    key = installation.data / "martlet.key"
    content = key.read_text()
    names = sealed_names(installation)
    with Load(installation, journal, [node.base], seed=dice.random()):
        time.sleep(0.3)
        key.unlink()
        time.sleep(scale(2, 20))
    # Sealed as ever, and nothing in the clear.
    assert len(sealed_names(installation) - names) <= 1
    assert not key.exists()
    key.write_text(content)
    key.chmod(0o600)
    installation.check()
    figures.record("F34 key file removed at run time", engine.name, 1, journal, notes=journal.summary)


# -- F33


class App:
    """An app that checks each token against the key set, keeps the set, and reads it again for a name it misses."""

    def __init__(self, node, installation):
        self.node = node
        self.url = f"{node.base}/{installation.tenant}/discovery/v2.0/keys"
        self.app = installation.app
        self.keys = {}
        self.lock = threading.Lock()
        self.checked = 0
        self.read = 0
        self.revoked = set()
        self.refused = 0
        self.failures = []

    def fetch(self):
        answer = requests.get(self.url, timeout=10)
        assert answer.status_code == 200
        self.keys = {key["kid"]: jwt.PyJWK(key) for key in answer.json()["keys"]}
        self.read += 1

    def check(self, token):
        header = jwt.get_unverified_header(token)
        with self.lock:
            if header["kid"] not in self.keys:
                self.fetch()
            key = self.keys.get(header["kid"])
        try:
            assert key is not None, f"{header['kid']} is not in the key set"
            jwt.decode(token, key.key, algorithms=[header["alg"]], audience=self.app.id, leeway=60)
            self.checked += 1
            return True
        except (AssertionError, jwt.PyJWTError) as problem:
            if header["kid"] in self.revoked:
                self.refused += 1
            else:
                self.failures.append(repr(problem))
            return False


def tokens_of(node, installation, person):
    client = BareClient(node.base, installation.tenant, installation.app)
    browser = Browser(node.base)
    arrival = browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri)
    answer = client.exchange(arrival.parameters["code"])
    assert answer.status_code == 200, answer.text
    return client, answer.json()


def test_f33_no_valid_token_fails_while_signing_keys_are_rotated(installation, figures, engine):
    nodes = [installation.node().start() for _ in range(installation.most_nodes)]
    app = App(nodes[0], installation)
    over, problems = threading.Event(), []

    def work(number):
        try:
            client, tokens = tokens_of(nodes[number % len(nodes)], installation, installation.people[number])
            while not over.is_set():
                app.check(tokens["id_token"])
                answer = client.refresh(tokens["refresh_token"])
                assert answer.status_code == 200, answer.text
                tokens = answer.json()
                app.check(tokens["id_token"])
        except Exception as problem:  # noqa: BLE001 — whatever it is, the test must report it
            problems.append(repr(problem))

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    rounds = scale(3, 40)
    time.sleep(1)
    for number in range(rounds):
        # A rotation puts new keys beside the old; they sign a day later, or when the old ones are withdrawn.
        if number % 2 == 0:
            installation.command_line.json("keys", "rotate")
        else:
            listed = installation.command_line.json("keys", "list")["keys"]
            for algorithm in ("RS256", "ES256", "EdDSA"):
                old = min((key for key in listed if key["algorithm"] == algorithm), key=lambda key: key["signsFrom"])
                app.revoked.add(old["keyId"])
                installation.command_line.json("keys", "revoke", "--key", old["keyId"])
        time.sleep(scale(0.6, 1.5))
    over.set()
    for thread in threads:
        thread.join(60)
    assert not problems, problems[:3]
    assert not app.failures, app.failures[:3]
    assert app.checked > 20
    figures.record(
        "F33 signing keys rotated under load", engine.name, rounds,
        notes=f"{app.checked:,} tokens checked, 0 failures, {app.refused} of withdrawn keys refused, "
        f"key set read {app.read} times",
    )


def test_f33_a_revoked_signing_key_is_refused_on_every_node_within_five_seconds(installation, figures, engine):
    nodes = [installation.node().start()]
    # Two addresses of one installation: tokens name the one that it is known by.
    if installation.most_nodes > 1:
        nodes.append(installation.node(url=nodes[0].base).start())
    client, tokens = tokens_of(nodes[0], installation, installation.people[0])

    def status(node):
        return requests.get(
            f"{node.base}/oidc/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}, timeout=10
        ).status_code

    assert [status(node) for node in nodes] == [200] * len(nodes)
    leaked = jwt.get_unverified_header(tokens["access_token"])["kid"]
    began = time.monotonic()
    made = installation.command_line.json("keys", "revoke", "--key", leaked)
    assert made["signing"]["keyId"] != leaked
    done = time.monotonic()
    waited = []
    for node in nodes:
        while status(node) != 401:
            assert time.monotonic() - done < 5, "a revoked key is taken five seconds later"
            time.sleep(0.02)
        waited.append(time.monotonic() - done)
        published = requests.get(f"{node.base}/{installation.tenant}/discovery/v2.0/keys", timeout=10).json()["keys"]
        assert leaked not in [key["kid"] for key in published]
    # A refresh gives a token of the key that signs now, and that one is good on every node.
    tokens = client.refresh(tokens["refresh_token"]).json()
    assert [status(node) for node in nodes] == [200] * len(nodes)
    installation.check()
    figures.record(
        "F33 emergency revocation", engine.name, 1,
        notes=f"refused on {len(nodes)} nodes {max(waited):.2f} s after the command ended, {time.monotonic() - began:.1f} s in all",
    )
