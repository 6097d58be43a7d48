"""The driver's journal: what the server acknowledged, kept on the client's side of every fault."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Family:
    """The refresh tokens of one sign-in."""

    person: object
    current: str
    # The signed-in browser that it came from.
    origin: object = None
    spent: list = field(default_factory=list)
    # A refresh was sent and nobody knows what became of it: the token may be spent.
    in_doubt: bool = False
    # A thread is using it.
    busy: bool = False
    # Ended on purpose, or by a doubt that has been cleared up.
    over: bool = False


@dataclass
class Code:
    """An authorization code that came to the app."""

    value: str
    person: object
    verifier: str
    # `new`: not redeemed yet; `sent`: redeemed without a clear answer; `done`: redeemed.
    state: str = "new"
    # What it was redeemed for.
    family: object = None
    # The signed-in browser that fetched it.
    origin: object = None
    # When it came, monotonic.
    given: float = field(default_factory=time.monotonic)


@dataclass
class SignedIn:
    """A browser that was told that it is signed in."""

    person: object
    browser: object
    # The TOTP code that did it, or None.
    totp: str | None = None
    busy: bool = False
    # Its sign-out was sent: what came from it may end at any moment.
    leaving: bool = False


class Journal:
    """Counts and keeps every acknowledged write; safe to use from many threads.

    With `refusals_are_certain` an answer of 503 or 507 means that nothing was changed. That is so unless the
    connection to a database was lost in the moment of a commit.
    """

    def __init__(self, refusals_are_certain=True):
        self.refusals_are_certain = refusals_are_certain
        self.lock = threading.Lock()
        self.families = []
        self.codes = []
        self.signed_in = []
        # Cookies of sessions that were ended, and refresh tokens that ended with them (revoked stays revoked).
        self.signed_out = []
        # Names of what was made, by kind.
        self.made = {"users": set()}
        # Made without an answer: may be there or not.
        self.uncertain = {"users": set()}
        # Refused: must not be there, where refusals are certain.
        self.refused = {"users": set()}
        # Rows that the sign-in log must have, by user principal name, and the most that it may have.
        self.logged = Counter()
        self.begun = Counter()
        self.acknowledged = Counter()

    def note(self, kind, count=1):
        with self.lock:
            self.acknowledged[kind] += count

    def begin(self, person):
        """A sign-in is about to be sent: from now on the log may have one more row."""
        with self.lock:
            self.begun[person.upn] += 1

    def signed(self, person):
        """A sign-in was acknowledged: from now on the log must have one more row."""
        with self.lock:
            self.logged[person.upn] += 1

    def take_family(self, dice, newest=40):
        """A family that nobody uses and nobody doubts, or None; give it back by `busy = False`."""
        with self.lock:
            idle = [family for family in self.families if not (family.busy or family.in_doubt or family.over)]
            if not idle:
                return None
            family = dice.choice(idle[-newest:])
            family.busy = True
            return family

    def take_signed_in(self, dice):
        """A signed-in browser that nobody uses, or None; give it back by `busy = False`."""
        with self.lock:
            idle = [entry for entry in self.signed_in if not entry.busy]
            if not idle:
                return None
            entry = dice.choice(idle)
            entry.busy = True
            return entry

    @property
    def total(self):
        return sum(self.acknowledged.values())

    @property
    def summary(self):
        return ", ".join(f"{count} {kind}" for kind, count in sorted(self.acknowledged.items()))
