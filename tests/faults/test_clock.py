"""F30: the clock of a node jumps an hour and ten years ahead, back, and stands still, while people sign in (A306).

The node runs under libfaketime, which shifts the wall clock of one process; its monotonic clock goes on as it is.
"""

import glob
import os
import threading
import time

import pytest
import requests

from harness.browser import Browser
from harness.figures import scale
from harness.relying_party import BareClient

LIBRARIES = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
HOUR, YEAR = 3600, 365 * 86400
# What the node takes for the right time: the people were made two hours before it, so that an hour back is after that.
BASE = 2 * HOUR


class Clock:
    """The wall clock of a node, and of the people who go by the same one; shifts are from `BASE`."""

    def __init__(self, folder):
        self.file = folder / "clock"
        self.shift = 0
        self.frozen = None
        self.set(0)

    def set(self, shift):
        """So many seconds from the right time."""
        self.shift, self.frozen = BASE + shift, None
        self._write(f"{self.shift:+d}")

    def freeze(self):
        self.frozen = int(self.now())
        self._write(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self.frozen)))

    def _write(self, text):
        draft = self.file.with_suffix(".new")
        draft.write_text(text + "\n")
        draft.rename(self.file)

    def now(self):
        return self.frozen if self.frozen is not None else time.time() + self.shift

    @property
    def environment(self):
        return {
            "LD_PRELOAD": LIBRARIES[0], "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
            # Without the name of a shared memory the library sets it, which moves the environment; there Swift's runtime
            # looks for the arguments of the process and finds none.
            "FAKETIME_SHARED": "/martlet-none /martlet-none",
        }


class Crowd:
    """People who sign in over and over, whatever the time is. A refusal is an answer; an error of the server is none."""

    def __init__(self, node, installation, people):
        self.node = node
        self.installation = installation
        self.over = threading.Event()
        self.let_in = 0
        self.refused = 0
        self.surprises = []
        for person in people:
            person.authenticator._sleep = self._sleep
        self.threads = [threading.Thread(target=self._work, args=(person,), daemon=True) for person in people]

    @staticmethod
    def _sleep(seconds):
        """The next code of an authenticator may be ten years away when the clock has just come back."""
        raise AssertionError(f"no code for {seconds} s")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def _work(self, person):
        while not self.over.is_set():
            browser = Browser(self.node.base)
            try:
                client = BareClient(self.node.base, self.installation.tenant, self.installation.app)
                if person.authenticator.waits > 0:
                    time.sleep(0.05)
                    continue
                arrival = browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri)
                if "code" in arrival.parameters and client.exchange(arrival.parameters["code"]).status_code == 200:
                    self.let_in += 1
                else:
                    self.refused += 1
            except (AssertionError, StopIteration):
                # The clock jumped between two pages: the flow is over, and the page asks to begin again.
                self.refused += 1
            except requests.RequestException as problem:
                self.surprises.append(repr(problem))
                return
            answers = [response.status_code for response in browser.responses]
            if any(code >= 500 for code in answers):
                self.surprises.append(f"{answers}")


class Held:
    """What one person got from one sign-in."""

    def __init__(self, node, installation, person):
        self.person = person
        self.client = BareClient(node.base, installation.tenant, installation.app)
        self.browser = Browser(node.base)
        arrival = self.browser.sign_in(self.client.authorize_url(), person, until=self.client.app.redirect_uri)
        assert "code" in arrival.parameters, arrival.describe()
        self.code = arrival.parameters["code"]
        self.totp = person.authenticator.last_code
        answer = self.client.exchange(self.code)
        assert answer.status_code == 200, answer.text
        self.tokens = answer.json()

    @property
    def is_in(self):
        page = self.browser.get("/account")
        return not page.steps

    @property
    def refreshes(self):
        answer = self.client.refresh(self.tokens["refresh_token"])
        if answer.status_code == 200:
            self.tokens = answer.json()
        return answer.status_code == 200

    def spent_again(self, node):
        """Whether the code or the time step opens anything a second time."""
        if self.client.exchange(self.code).status_code == 200:
            return True
        other = Browser(node.base)
        page = other.get(self.client.authorize_url())
        page = other.submit(page.require(step="name"), {"username": self.person.upn})
        page = other.submit(page.require(step="password"), {"password": self.person.password})
        page = other.submit(page.require(step="code"), {"code": self.totp}, until=self.client.app.redirect_uri)
        return isinstance(page, str) or "stay" in page.steps or other.session_cookie is not None


@pytest.fixture
def clock(tmp_path):
    if not LIBRARIES:
        reason = "libfaketime is not installed: scripts/install-dependencies test"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return Clock(tmp_path)


def test_f30_no_jump_of_the_clock_revives_lengthens_or_breaks_anything(installation, clock, figures, engine):
    node = installation.node(environment=clock.environment).start()
    for person in installation.people:
        person.authenticator._clock = clock.now
    crowd_people, held_people = installation.people[:3], installation.people[3:]
    rounds, checked, violations, let_in, refused = scale(1, 10), 0, [], 0, 0

    def expect(happened, words):
        nonlocal checked
        checked += 1
        if happened:
            violations.append(words)

    with Crowd(node, installation, crowd_people) as crowd:
        for number in range(rounds):
            clock.set(0)
            time.sleep(0.3)
            before = Held(node, installation, held_people[number % 3])
            for jump in (HOUR, 10 * YEAR):
                clock.set(jump)
                time.sleep(0.5)
                expect(before.client.exchange(before.code).status_code == 200, "a spent code while ahead")
                person = held_people[3 + (number * 2 + (jump > HOUR)) % (len(held_people) - 3)]
                ahead = Held(node, installation, person)
                expect(not ahead.is_in, "nobody gets in while the clock is ahead")
                clock.set(0)
                time.sleep(0.3)
                expect(ahead.is_in, f"a session from {jump} s ahead")
                expect(ahead.refreshes, f"a refresh token from {jump} s ahead")
                # The authenticator of such a person is ahead of its time for good: what it offered stays spent.
                person.authenticator._last = -1
            expect(before.spent_again(node), "a code or a time step after the clock came back")
            clock.set(-HOUR)
            time.sleep(0.3)
            expect(before.is_in, "a session that was used in an hour from now")
            expect(before.spent_again(node), "a code or a time step an hour earlier")
            clock.set(0)
            clock.freeze()
            frozen = Held(node, installation, held_people[(number + 1) % 3]) if number == 0 else None
            if frozen:
                expect(frozen.spent_again(node), "a code or a time step while the clock stands still")
            time.sleep(0.5)
            clock.set(0)
        time.sleep(0.5)
        assert node.is_running
    let_in, refused = crowd.let_in, crowd.refused
    assert not crowd.surprises, crowd.surprises[:3]
    assert not violations, violations[:5]
    assert let_in > 0
    installation.check()
    figures.record(
        "F30 clock jumps under load", engine.name, rounds,
        notes=f"+1 h, −1 h, +10 y, frozen; {checked} looks, 0 violations; {let_in} sign-ins, {refused} refused meanwhile",
    )
