"""The example organisation of `martlet demo`, and whoever a test adds to it."""

import re

from .authenticator import Authenticator
from .browser import Person
from .organization import Organization
from .server import Server

# The line of the demo's output after which the apps are listed.
APPS = "Apps: client id, secret"


class Example(Organization):
    """A running demo. It is made by the program itself, so nothing is initialized here."""

    def __init__(self, server):
        self.server = server
        self.data = server.data
        self.command_line = server.command_line
        server.await_line(APPS)
        self.people = demo_accounts(server)
        self.domain = self.people[0][0].upn.split("@")[1]
        heading = next(line for line in server.lines if re.search(r"\([0-9a-f-]{36}\)$", line))
        self.tenant = heading.rsplit("(", 1)[1].rstrip(")")
        self.base = server.base

    def known(self, who, language="en"):
        """Somebody of the month: another one for each language, so that nobody runs out of codes."""
        role, first = {"administrator": ("Global Administrator", 0), "reader": ("Global Reader", 0), "member": ("", 1)}[who]
        those = [person for person, roles in self.people if person.authenticator and (role in roles if role else not roles)]
        # There is one reader; of the members the first holds a role by a group.
        return those[(first + ("en", "ja").index(language)) % len(those)]


def demo_accounts(server):
    """The people that the demo prints: sign-in name, password, the TOTP secret of those who have one, and roles."""
    people = []
    for line in list(server.lines):
        if found := re.match(r"\s+(\S+@\S+)\s+(\S+)\s+(?:([A-Z2-7]{32})|\(not registered\))\s*(.*)$", line):
            upn, password, secret, roles = found.groups()
            people.append((Person(upn, password, Authenticator(secret) if secret else None), roles))
    return people


def running(folder):
    """The demo on a port of its own, with its store in a folder that commands may be told."""
    return Server(folder, command="demo", options=["--data", str(folder)])
