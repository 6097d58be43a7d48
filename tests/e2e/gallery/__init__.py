"""Every page that Martlet shows, and how a person comes to it.

A walk is a generator: it goes through pages as somebody would, and yields a name and a window at each one that is worth
looking at. It is declared with the doors of docs/doors.md whose pages it shows. What is done at each page (an audit, a
picture) is up to whoever takes the walks.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Callable

from harness.chromium import Visitor
from harness.methods import methods_policy
from harness.organization import Organization
from harness.server import Server

LOCALES = {"en": "en-GB", "ja": "ja-JP"}


@dataclass
class Walk:
    name: str
    doors: tuple
    take: Callable


WALKS = []


def walk(*doors):
    """Declares a walk; `doors` are written as in docs/doors.md: "GET /signin/:flow"."""

    def keep(function):
        WALKS.append(Walk(function.__name__.replace("_", "-"), doors, function))
        return function

    return keep


def all_walks():
    from . import account, admin, certificates, devices, front, methods, signing_in, users  # noqa: F401

    return WALKS


class Gallery:
    """The example organisation in one language: windows, people who are fresh, and people who are inside."""

    def __init__(self, chromium, example, language):
        self.chromium = chromium
        self.example = example
        self.language = language
        self.windows = []
        self.cookies = {}
        self.count = 0

    def window(self, cookies=None, base=None, **options):
        window = Visitor(self.chromium, base or self.example.base, locale=LOCALES[self.language], **options)
        if cookies:
            window.context.add_cookies(cookies)
        self.windows.append(window)
        return window

    def close_windows(self):
        for window in self.windows:
            window.close()
        self.windows = []

    def person(self, totp=True, **options):
        """Somebody new, so that no walk meets what another one left."""
        self.count += 1
        return self.example.add_person(f"visitor.{self.language}{self.count}", totp=totp, **options)

    def app(self, name, *words):
        return self.example.command_line.json("apps", "add", name, *words)

    def inside(self, who):
        """A window of somebody who is signed in; one sign-in serves every walk."""
        if who not in self.cookies:
            window = self.window()
            sign_in(window, self.example.known(who, self.language), "/account" if who == "member" else "/admin")
            self.cookies[who] = window.context.cookies()
        return self.window(self.cookies[who])

    def policy(self, **settings):
        """Settings of the authentication methods, until the end; dots are written as two underscores."""
        return methods_policy(self.example.command_line, **settings)

    @contextmanager
    def empty(self):
        """A server without an organisation."""
        with TemporaryDirectory() as folder, Server(f"{folder}/data") as server:
            yield server

    @contextmanager
    def another(self, *options):
        """An organisation of its own, and a server that is started with these options."""
        with TemporaryDirectory() as folder:
            organization = Organization(f"{folder}/data")
            with organization.server(options=list(options)) as server:
                yield organization, server


def begin(window, person, path="/account"):
    """Name and password; the page after them."""
    window.open(path)
    window.send(window.form("/name"), {"username": person.upn})
    return window.send(window.form("/password"), {"password": person.password})


def sign_in(window, person, path="/account"):
    """All the way, with an authenticator app where there is one."""
    begin(window, person, path)
    if person.authenticator and "/signin/" in window.page.url:
        if not window.form("/code").count():
            window.open(window.path + "?with=code")
        window.send(window.form("/code"), {"code": person.authenticator.code()})
    if window.step == "stay":
        window.send(window.form("/stay"), button=("stay", "no"))
    assert window.path.startswith(path), f"{person.upn}: {window.page.url} {window.words[:300]}"
    return window


def opened(window):
    """Everything that unfolds is unfolded."""
    window.page.eval_on_selector_all("main details", "all => all.forEach(one => { one.open = true; })")
    return window


def unchecked(window):
    """The browser lets everything pass, so that the server has something to refuse."""
    window.page.eval_on_selector_all("form", "all => all.forEach(form => { form.noValidate = true; })")
    return window
