"""F41: the logs cannot be written: the sign-in log and the audit log of the store, and the lines of the process."""

import fcntl
import os
import subprocess
import time

from harness.browser import Browser
from harness.figures import scale
from harness.journal import Journal
from harness.load import REFUSALS, Load, sign_in_admin
from harness.loop_disk import LoopDisk
from harness.node import Node
from harness.relying_party import BareClient
from harness.verification import Verification
from harness.watch import Watch, public_paths


def test_f41_without_the_sign_in_log_nobody_signs_in_and_without_the_audit_log_nothing_changes(
    installation, engine, figures,
):
    node = installation.node().start()
    admin = sign_in_admin(node.base, installation)
    person = installation.people[0]
    client = BareClient(node.base, installation.tenant, installation.app)

    installation.execute("ALTER TABLE sign_ins RENAME TO sign_ins_gone")
    browser = Browser(node.base)
    arrival = browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri)
    assert not arrival.at_app and not browser.session_cookie, "an unlogged sign-in"
    assert arrival.page.status in REFUSALS, arrival.describe()
    sessions = installation.count("sessions")
    installation.execute("ALTER TABLE sign_ins_gone RENAME TO sign_ins")
    assert sessions == 1, "the administrator's is the only session"
    browser = Browser(node.base)
    assert browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri).at_app

    installation.execute("ALTER TABLE audits RENAME TO audits_gone")
    form = admin.get("/admin/users/new").require(ending="/admin/users", having=["localPart"])
    answer = admin.submit(form, {"localPart": "unseen", "displayName": "Unseen"})
    assert answer.status in REFUSALS, answer.describe()
    assert installation.count("users", "user_principal_name LIKE 'unseen@%'") == 0, "an unaudited change"
    installation.execute("ALTER TABLE audits_gone RENAME TO audits")
    assert admin.submit(form, {"localPart": "unseen", "displayName": "Unseen"}).status < 400
    installation.check()
    figures.record("F41 log tables failing", engine.name, 2, notes="sign-in and change refused, both possible again afterwards")


class Muffled(Node):
    """A node whose standard streams lead to `sink`, a descriptor."""

    sink = None

    def spawn(self):
        self.process = subprocess.Popen(
            self.words, stdin=subprocess.DEVNULL, stdout=self.sink, stderr=self.sink,
            env={**os.environ, **self.environment},
        )


def test_f41_nobody_reading_the_output_and_a_full_disk_under_it_stop_nothing(on_sqlite, dice, figures, tmp_path):
    journal = Journal()
    rounds = 0
    with LoopDisk(tmp_path, megabytes=8) as disk:
        for name in ("a full pipe", "a closed pipe", "a full disk"):
            node = Muffled(on_sqlite)
            on_sqlite.nodes.append(node)
            reader = None
            if name == "a full disk":
                node.sink = os.open(disk.path / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            else:
                reader, node.sink = os.pipe()
                fcntl.fcntl(node.sink, fcntl.F_SETPIPE_SZ, 4096)
            node.start()
            if name == "a closed pipe":
                os.close(reader)
                reader = None
            elif name == "a full disk":
                disk.fill()
            with Load(on_sqlite, journal, [node.base]):
                # Each failure is a line, more than any pipe holds.
                with Watch(node.base, public_paths(on_sqlite.tenant), pause=0.02) as watch:
                    on_sqlite.execute("ALTER TABLE pending_sign_ins RENAME TO hidden")
                    client = BareClient(node.base, on_sqlite.tenant, on_sqlite.app)
                    for _ in range(scale(40, 400)):
                        Browser(node.base).get(client.authorize_url())
                    on_sqlite.execute("ALTER TABLE hidden RENAME TO pending_sign_ins")
                    time.sleep(1.0)
            assert node.is_running and not watch.failures, f"{name}: {watch.failures[:3]}"
            assert max(watch.seconds) < 3, f"{name}: {max(watch.seconds)}"
            Verification(on_sqlite, journal, node, dice).run(closely=False)
            node.stop()
            for end in filter(None, (reader, node.sink)):
                os.close(end)
            rounds += 1
    figures.record("F41 output blocked", "sqlite", rounds, journal, notes="full pipe, closed pipe, full disk: lines are dropped, nothing waits")
