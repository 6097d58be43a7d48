"""Right and wrong passwords at every door that carries a password alone, under the defaults, at once and mixed.

SD-42, SD-43, T12, T13, A090, A213: let in are none, the log says of each attempt what it was, and no door tells a right
password from a wrong one, an account from a name that nobody has, or a locked account from an open one: the answers are
the same byte for byte, and the times come from one distribution. That is the null hypothesis of a Mann-Whitney rank test
for each pair of kinds at each door, at the level 0.001 for all of them together (Bonferroni).

LEGACY_ATTEMPTS says how many in all; `make legacy-attempts` makes 10,000.
"""

import collections
import itertools
import math
import os
import random
import re
import statistics
import threading

import pytest

from harness import store
from harness.legacy_doors import Basic, Directory, Gateway, Mail, PasswordGrant
from harness.organization import Organization
from harness.server import Server, free_port

ATTEMPTS = int(os.environ.get("LEGACY_ATTEMPTS", "600"))
LEVEL = 0.001
SECRET = "a-secret-of-the-harbour-gateway"
WRONG = "Wrong-Harbour-93-lamp"
# What is known of the password, and what the log calls it. A lock is over after a minute or more, and the next wrong
# password locks again; what comes in between is looked at.
KINDS = {"right": {530035}, "wrong": {50126}, "unknown": {50034}, "locked": {50053, 50126, 530035}}
ADDRESSES = [f"127.0.{network}.{host}" for network in range(1, 6) for host in range(1, 11)]


@pytest.fixture(scope="module")
def doors(tmp_path_factory, authority, request):
    organization = Organization(tmp_path_factory.mktemp("attempts") / "data")
    app = organization.add_app("Old mail", "http://localhost:47832/callback", "--secret", "--password-grant")
    run = organization.command_line.run
    assert run("radius", "clients", "add", "Gateway", "127.0.0.1", "--secret-stdin", stdin=SECRET + "\n").returncode == 0
    assert run("legacy", "mail-server", "imap", "192.0.2.4:143").returncode == 0
    key = re.search(r"mailKey: (\S+)", run("legacy", "mail-key").stdout).group(1)
    chain, private = authority.server_certificate()
    ldap, ldaps, radius = free_port(), free_port(), free_port()
    options = [
        "--ldap-port", ldap, "--ldaps-port", ldaps, "--ldap-certificate", chain, "--ldap-key", private,
        "--radius-port", radius,
    ]
    with Server(organization.data, options=[str(word) for word in options]) as running:
        request.node.martlet_server = running
        base = running.base.replace("localhost", "127.0.0.1")
        yield organization, [
            Basic(base, organization.tenant), PasswordGrant(base, organization.tenant, app),
            Mail(base, organization.tenant, key), Directory(ldaps, str(authority.bundle)), Gateway(radius, SECRET),
        ]


def test_nobody_is_let_in_and_no_answer_tells(doors):
    organization, doors = doors
    heard = {door.door: collections.defaultdict(list) for door in doors}
    tasks = [Knocking(organization, door, heard[door.door], ATTEMPTS // len(doors)) for door in doors]
    before = len(store.sign_ins(organization.data))
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()
    assert not [task.problem for task in tasks if task.problem]
    rows = store.sign_ins(organization.data)[before:]

    # Every attempt left one row, and none of them says that somebody came in.
    assert len(rows) == sum(len(task.order) for task in tasks)
    assert {row["error_code"] for row in rows} <= set().union(*KINDS.values())
    for door, task in zip(doors, tasks):
        logged = collections.Counter(
            (row["user_principal_name"], row["error_code"]) for row in rows if row["door"] == door.log)
        for kind, count in collections.Counter(task.order).items():
            name = task.words(kind, 0)[0]
            assert sum(logged[name, code] for code in KINDS[kind]) == count, (door.door, kind, logged)
        answers = {answer for answer, _ in itertools.chain(*heard[door.door].values())}
        assert len(answers) == 1, f"an answer tells at {door.door}: {answers}"

    pairs = [
        (door, left, right) for door, kinds in heard.items() for left, right in itertools.combinations(sorted(kinds), 2)
    ]
    print(f"\n{len(rows)} attempts, let in: 0; limit of p for each of {len(pairs)} comparisons: {LEVEL / len(pairs):.1e}")
    for door, kinds in heard.items():
        medians = (f"{kind} {statistics.median(took for _, took in kinds[kind]) * 1000:.2f}" for kind in KINDS)
        print(f"{door:15} median ms: " + ", ".join(medians))
    telling = {}
    for door, left, right in pairs:
        p = rank_p(*([took for _, took in heard[door][kind]] for kind in (left, right)))
        print(f"{door:15} {left:7} against {right:7} p = {p:.3g}")
        if p < LEVEL / len(pairs):
            telling[door, left, right] = p
    assert not telling, telling


def test_the_rank_test_sees_half_a_millisecond():
    """A test that cannot fail proves nothing: what a right password took longer without the beat is found."""
    generator = random.Random(5)
    times = [[generator.gauss(0.023 + more, 0.0006) for _ in range(150)] for more in (0, 0.0004)]
    assert rank_p(*times) < LEVEL / 30
    assert rank_p(times[0], [generator.gauss(0.023, 0.0006) for _ in range(150)]) > LEVEL / 30


class Knocking(threading.Thread):
    """One after the other at one door, in a shuffled order, from many addresses."""

    def __init__(self, organization, door, heard, count):
        super().__init__()
        self.door = door
        self.heard = heard
        self.problem = None
        self.random = random.Random(door.door)
        self.order = [kind for kind, _ in zip(itertools.cycle(KINDS), range(count))]
        self.random.shuffle(self.order)
        name = re.sub(r"\W", "", door.door).lower()
        self.person, self.locked = (organization.add_person(f"{name}.{which}") for which in ("open", "locked"))
        self.nobody = f"{name}.nobody@{organization.domain}"
        for number in range(40):
            self.heard_of(self.locked.upn, f"{WRONG}-{number}")

    def heard_of(self, name, password):
        for _ in range(10):
            heard = self.door.knock(self.random.choice(ADDRESSES), name, password)
            if heard:
                return heard
        raise AssertionError(f"{self.door.door} is busy all the time")

    def run(self):
        try:
            for number, kind in enumerate(self.order):
                self.heard[kind].append(self.heard_of(*self.words(kind, number)))
        except Exception as problem:
            self.problem = problem

    def words(self, kind, number):
        """One wrong password counts once, however often it comes: the account with it stays open (SL-4)."""
        return {
            "right": (self.person.upn, self.person.password), "wrong": (self.person.upn, WRONG),
            "unknown": (self.nobody, WRONG),
            # In turn right and wrong: neither opens anything while the account is locked.
            "locked": (self.locked.upn, self.locked.password if number % 2 else f"{WRONG}-{number}"),
        }[kind]


def rank_p(left, right):
    """The two-sided p of the Mann-Whitney test, by the normal approximation, which holds from about twenty values on."""
    both = sorted((value, side) for side, values in enumerate((left, right)) for value in values)
    ranks = sum(rank for rank, (_, side) in enumerate(both, 1) if side == 0)
    n, m = len(left), len(right)
    deviation = abs(ranks - n * (n + m + 1) / 2) - 0.5
    return math.erfc(max(0, deviation) / math.sqrt(n * m * (n + m + 1) / 12) / math.sqrt(2))
