"""What the server acknowledged, kept on the client's side of kill -9."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Family:
    """The refresh tokens of one sign-in."""

    person: object
    current: str
    spent: list = field(default_factory=list)
    # A refresh was sent and its answer never came: the token may be spent.
    in_flight: bool = False
    # Ended on purpose, or by a doubt that has been cleared up.
    over: bool = False


@dataclass
class Code:
    """An authorization code that came to the app."""

    value: str
    person: object
    verifier: str
    # `new`: not redeemed yet; `sent`: redeemed without an answer; `done`: redeemed.
    state: str = "new"
    # What it was redeemed for.
    family: object = None


class Ledger:
    """Counts and keeps every acknowledged write; safe to use from many threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.families = []
        self.codes = []
        # Browsers that were told that they are signed in.
        self.browsers = []
        self.users = set()
        # Users whose making was sent without an answer.
        self.uncertain_users = set()
        # Sign-ins by name: acknowledged, and begun without an answer at the end.
        self.signed_in = Counter()
        self.begun = Counter()
        self.acknowledged = Counter()

    def note(self, kind, count=1):
        with self.lock:
            self.acknowledged[kind] += count

    @property
    def total(self):
        return sum(self.acknowledged.values())
