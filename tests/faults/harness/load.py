"""Mixed load against one or several nodes: sign-ins, codes, refreshes, sign-outs, an administrator's changes."""

import itertools
import queue
import random
import subprocess
import threading
import time
from collections import Counter

import requests

from .browser import Browser
from .journal import Code, Family, SignedIn
from .relying_party import BareClient

# What a server says that cannot do its work at this moment (I5): 503 and 507 by store or queue, 429 by a limit.
REFUSALS = (429, 503, 507)


class Refused(Exception):
    """The server said that it cannot at this moment."""


class Load:
    """Threads that work until `stop`, and write everything acknowledged into the journal.

    With `ends_at_cut` a lost connection ends a thread (the node was killed); without it, it is counted and work goes
    on. `bases` are the addresses to spread over. Whatever a server must never answer lands in `surprises`.
    """

    # Two loads with one seed make users of different names.
    names = itertools.count(1)

    def __init__(
        self, installation, journal, bases, seed=1, sign_ins=3, renewals=1, refreshes=3, admins=1, sign_outs=1,
        ends_at_cut=False, admin=None, timeout=30,
    ):
        self.installation = installation
        self.journal = journal
        self.bases = list(bases)
        self.timeout = timeout
        self.ends_at_cut = ends_at_cut
        self.admin = admin
        self.wants_admin = admins > 0
        self.over = threading.Event()
        self.surprises = []
        # (moment, kind, outcome, seconds): `done`, `refused` or `cut`; the moment is that of the end, monotonic.
        self.events = []
        self.people = queue.Queue()
        for person in installation.people:
            self.people.put(person)
        work = [(self.sign_in, sign_ins), (self.renew, renewals), (self.refresh, refreshes), (self.make, admins)]
        work += [(self.sign_out, sign_outs)]
        workers = list(itertools.chain.from_iterable([one] * count for one, count in work))
        self.threads = [
            threading.Thread(target=self._guard, args=(one, random.Random(f"{seed}-{number}")), daemon=True)
            for number, one in enumerate(workers)
        ]

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, *_):
        self.stop(check=kind is None)

    def start(self):
        if self.admin is None and self.wants_admin:
            self.admin = sign_in_admin(self.bases[0], self.installation)
        for thread in self.threads:
            thread.start()
        return self

    def stop(self, check=True):
        """Lets every thread finish what it is at; a server that let one hang fails here."""
        self.over.set()
        for thread in self.threads:
            thread.join(self.timeout + 30)
            assert not thread.is_alive(), "a client hangs"
        if check:
            assert not self.surprises, f"answers that must not be: {self.surprises[:3]}"

    def count(self, outcome, since=0.0):
        return sum(1 for moment, _, found, _ in list(self.events) if found == outcome and moment >= since)

    def await_success(self, since, kinds=None, timeout=30):
        """Seconds from `since` until something (of `kinds`) that ended later was acknowledged."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for moment, kind, outcome, seconds in list(self.events):
                if outcome == "done" and moment - seconds > since and (kinds is None or kind in kinds):
                    return moment - since
            time.sleep(0.01)
        raise AssertionError(f"nothing was acknowledged for {timeout} s after the fault: {self.outcomes}")

    def await_end(self, node, timeout=30):
        """Waits until a node ends by itself under this load, and answers its exit code."""
        try:
            return node.await_end(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(
                f"the node did not end: {self.outcomes}, answers that must not be: {self.surprises[:3]}") from None

    @property
    def outcomes(self):
        return Counter(outcome for _, _, outcome, _ in list(self.events))

    def seconds(self, kind, since=0.0):
        """How long the acknowledged requests of a kind took."""
        return [s for moment, found, outcome, s in list(self.events)
                if found == kind and outcome == "done" and moment >= since]

    # -- the threads

    def _guard(self, work, dice):
        while not self.over.is_set():
            began = time.monotonic()
            try:
                outcome = "done" if work(dice) else None
            except Refused:
                outcome = "refused"
            except requests.RequestException:
                outcome = "cut"
            except Exception as problem:  # noqa: BLE001 — whatever it is, the case must report it
                self.surprises.append(f"{work.__name__}: {problem!r}")
                return
            now = time.monotonic()
            if outcome:
                self.events.append((now, work.__name__, outcome, now - began))
            if outcome == "cut" and self.ends_at_cut:
                return
            if outcome != "done":
                time.sleep(0.02)

    def _base(self, dice):
        return dice.choice(self.bases)

    def _client(self, base):
        return BareClient(base, self.installation.tenant, self.installation.app)

    @staticmethod
    def _look(status, words):
        if status in REFUSALS:
            raise Refused(f"{status}: {words[:200]}")

    def sign_in(self, dice):
        """A whole sign-in with password and second factor, and its code."""
        try:
            person = self.people.get_nowait()
        except queue.Empty:
            return False
        try:
            if person.authenticator.waits > 0 and not person.recovery_codes:
                return False
            return self._sign_in(person, dice)
        finally:
            self.people.put(person)

    def _sign_in(self, person, dice):
        factor = "totp" if person.authenticator.waits == 0 else "recovery"
        base = self._base(dice)
        browser = Browser(base, agent=f"Tests/{person.upn}", timeout=self.timeout)
        client = self._client(base)
        self.journal.begin(person)
        arrival = browser.sign_in(client.authorize_url(), person, until=client.app.redirect_uri, factor=factor)
        self._accept(arrival, person)
        totp = person.authenticator.last_code if factor == "totp" else None
        entry = SignedIn(person, browser, totp, busy=True)
        with self.journal.lock:
            self.journal.signed_in.append(entry)
        self.journal.note("sign-ins")
        try:
            return self._redeem(client, arrival.parameters["code"], entry, dice)
        finally:
            entry.busy = False

    def renew(self, dice):
        """A browser that is signed in fetches another code: no password, no second factor."""
        entry = self.journal.take_signed_in(dice)
        if entry is None:
            return False
        try:
            base = entry.browser.base
            if base not in self.bases:
                return False
            client = self._client(base)
            self.journal.begin(entry.person)
            arrival = entry.browser.sign_in(client.authorize_url(), entry.person, until=client.app.redirect_uri)
            assert not arrival.steps, f"a session was not known any more: {arrival.describe()}"
            self._accept(arrival, entry.person)
            self.journal.note("renewals")
            return self._redeem(client, arrival.parameters["code"], entry, dice)
        finally:
            entry.busy = False

    def _accept(self, arrival, person):
        if not arrival.at_app:
            self._look(arrival.page.status, arrival.page.words)
            if "error" in arrival.parameters:
                raise Refused(str(arrival.parameters))
        assert "code" in arrival.parameters, f"no code: {arrival.describe()} {arrival.parameters}"
        self.journal.signed(person)

    def _redeem(self, client, value, entry, dice):
        code = Code(value, entry.person, client.verifier, origin=entry)
        with self.journal.lock:
            self.journal.codes.append(code)
        if dice.random() < 0.3:
            return True
        code.state = "sent"
        answer = client.exchange(value, timeout=self.timeout)
        if answer.status_code in REFUSALS and self.journal.refusals_are_certain:
            code.state = "new"
        self._look(answer.status_code, answer.text)
        assert answer.status_code == 200, f"a fresh code was refused: {answer.text}"
        code.state = "done"
        code.family = Family(entry.person, answer.json()["refresh_token"], origin=entry)
        with self.journal.lock:
            self.journal.families.append(code.family)
        self.journal.note("codes")
        return True

    def refresh(self, dice):
        family = self.journal.take_family(dice)
        if family is None:
            return False
        try:
            family.in_doubt = True
            answer = self._client(self._base(dice)).refresh(family.current, timeout=self.timeout)
            if answer.status_code in REFUSALS and self.journal.refusals_are_certain:
                family.in_doubt = False
            self._look(answer.status_code, answer.text)
            if answer.status_code != 200 and family.origin.leaving:
                family.over = True
                return False
            assert answer.status_code == 200, f"an acknowledged refresh token was refused: {answer.text}"
            with self.journal.lock:
                family.spent.append(family.current)
                family.current = answer.json()["refresh_token"]
                family.in_doubt = False
            self.journal.note("refreshes")
            return True
        finally:
            family.busy = False

    def make(self, dice):
        """An administrator makes a user on the pages of the admin center."""
        if self.admin is None:
            return False
        name = f"made{next(self.names)}x{dice.randrange(10**9)}"
        page = self.admin.get("/admin/users/new")
        self._look(page.status, page.words)
        form = page.require(ending="/admin/users", having=["localPart"])
        with self.journal.lock:
            self.journal.uncertain["users"].add(name)
        answer = self.admin.submit(form, {"localPart": name, "displayName": f"Made {name}"})
        if answer.status in REFUSALS and self.journal.refusals_are_certain:
            with self.journal.lock:
                # The page that follows the change may be what was refused: only a refused post is certain.
                if self.admin.responses[-1].request.method == "POST":
                    self.journal.uncertain["users"].discard(name)
                    self.journal.refused["users"].add(name)
        self._look(answer.status, answer.words)
        assert answer.status < 400, answer.describe()
        with self.journal.lock:
            self.journal.uncertain["users"].discard(name)
            self.journal.made["users"].add(name)
        self.journal.note("users")
        time.sleep(0.05)
        return True

    def sign_out(self, dice):
        """Now and then somebody signs out; the session, and what it was, must never come back."""
        if dice.random() > 0.05:
            time.sleep(0.1)
            return False
        entry = self.journal.take_signed_in(dice)
        if entry is None:
            return False
        try:
            page = entry.browser.get("/signout")
            self._look(page.status, page.words)
            cookies = entry.browser.http.cookies.copy()
            with self.journal.lock:
                self.journal.signed_in.remove(entry)
                entry.leaving = True
            answer = entry.browser.submit(page.require(ending="/signout", having=["confirm"]))
            if answer.status in REFUSALS and self.journal.refusals_are_certain:
                # The page that follows may be what was refused: only a refused post changed nothing.
                if entry.browser.responses[-1].request.method == "POST":
                    with self.journal.lock:
                        self.journal.signed_in.append(entry)
                        entry.leaving = False
            self._look(answer.status, answer.words)
            assert answer.status < 400, answer.describe()
            with self.journal.lock:
                self.journal.signed_out.append((entry.person, cookies))
            self.journal.note("sign-outs")
            return True
        finally:
            entry.busy = False


def sign_in_admin(base, installation):
    """A browser of the administrator, at the admin center."""
    browser = Browser(base)
    arrival = browser.sign_in("/admin", installation.admin)
    assert arrival.path.startswith("/admin") and arrival.page.status == 200, arrival.describe()
    return browser
