"""Many connections at once, each speaking plain HTTP/1.1 by itself, so that every byte of an answer is accounted for."""

import asyncio
import base64
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .figures import percentile


class Torn(Exception):
    """An answer began and did not end."""


class Unanswered(Exception):
    """A request was sent and its connection ended without any answer."""


class NotConnected(Exception):
    """Nobody listens, or nobody took the connection: it was ended by the system before the server had seen it."""


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    seconds: float


@dataclass
class Tally:
    """What became of the requests of a crowd."""

    outcomes: Counter = field(default_factory=Counter)
    # (moment, status, seconds) of every answer; the moment is that of its end, monotonic.
    answers: list = field(default_factory=list)

    def seconds(self, since=0.0, until=float("inf"), status=None):
        return [s for moment, found, s in self.answers
                if since <= moment < until and (status is None or found == status)]

    def p99(self, **which):
        found = self.seconds(**which)
        return percentile(found, 0.99) if found else 0.0

    @property
    def statuses(self):
        return Counter(status for _, status, _ in self.answers)


class Connection:
    """One connection; `send` keeps it for as long as the server lets it."""

    def __init__(self, base, timeout=30):
        parts = urlsplit(base)
        self.host, self.port, self.timeout = parts.netloc, parts.port, timeout
        self.reader = self.writer = None

    @property
    def is_open(self):
        return self.writer is not None

    async def open(self):
        try:
            self.reader, self.writer = await asyncio.wait_for(
                asyncio.open_connection("127.0.0.1", self.port), self.timeout)
        except (OSError, asyncio.TimeoutError) as problem:
            raise NotConnected(repr(problem)) from None

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    async def send(self, request):
        """Sends the bytes of one request and reads its answer to the end."""
        is_fresh = not self.is_open
        if is_fresh:
            await self.open()
        began = time.monotonic()
        try:
            self.writer.write(request)
            head = await asyncio.wait_for(self._head(), self.timeout)
        except (OSError, Unanswered) as problem:
            self.close()
            # A socket that closes resets those that waited in the system's queue and were never taken.
            kind = NotConnected if is_fresh and "reset" in repr(problem).lower() else Unanswered
            raise kind(repr(problem)) from None
        try:
            status, headers = head
            body = await asyncio.wait_for(self.reader.readexactly(int(headers.get("content-length", "0"))), self.timeout)
        except (OSError, asyncio.IncompleteReadError) as problem:
            self.close()
            raise Torn(repr(problem)) from None
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body, time.monotonic() - began)

    async def _head(self):
        try:
            text = await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as problem:
            if problem.partial:
                raise Torn(repr(problem.partial)) from None
            raise Unanswered("the connection ended") from None
        first, *lines = text.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if ": " in line)
        return int(first.split()[1]), {name.lower(): value for name, value in headers.items()}


def get(base, path, **headers):
    """The bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(base).netloc}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(base, path, body, content_type="application/x-www-form-urlencoded"):
    """The bytes of a POST."""
    head = f"POST {path} HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\nContent-Type: {content_type}\r\n"
    return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def password_try(base, tenant, name):
    """A request that costs one hash: HTTP Basic at the forward-auth door, by a name that nobody has.

    Eight names in turn: that many are known again, where ever new ones from one address are stopped after sixty.
    """
    words = base64.b64encode(f"{name}@harbour.example:not-the-password".encode()).decode()
    return get(base, f"/legacy/basic/{tenant}", Authorization=f"Basic {words}")


async def member(base, requests, tally, over, pause=0.0, timeout=30):
    """One client of a crowd: sends what `requests()` gives, one after the other, on one connection while it lasts."""
    connection = Connection(base, timeout)
    while not over.is_set():
        try:
            answer = await connection.send(requests())
            tally.outcomes["answered"] += 1
            tally.answers.append((time.monotonic(), answer.status, answer.seconds))
        except NotConnected:
            tally.outcomes["not connected"] += 1
            await asyncio.sleep(0.05)
        except Unanswered:
            tally.outcomes["unanswered"] += 1
        except Torn:
            tally.outcomes["torn"] += 1
        except asyncio.TimeoutError:
            tally.outcomes["too slow"] += 1
            connection.close()
        if pause:
            await asyncio.sleep(pause)
    connection.close()
