"""Asks a node again and again for what must stay fast, whatever else is broken."""

import threading
import time

import requests

from .figures import percentile


class Watch:
    """A thread that gets `paths` in turn, one request every `pause` seconds; the answers' times and failures."""

    def __init__(self, base, paths, pause=0.05, timeout=10, expect=200):
        self.base = base
        self.paths = list(paths)
        self.pause = pause
        self.timeout = timeout
        self.expect = expect
        self.seconds = []
        self.failures = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join(self.timeout + 5)

    def _work(self):
        session = requests.Session()
        session.trust_env = False
        while not self.over.is_set():
            for path in self.paths:
                began = time.monotonic()
                try:
                    answer = session.get(self.base + path, timeout=self.timeout, allow_redirects=False)
                    if answer.status_code != self.expect:
                        self.failures.append(f"{path}: {answer.status_code}")
                except requests.RequestException as problem:
                    self.failures.append(f"{path}: {problem!r}")
                self.seconds.append(time.monotonic() - began)
            self.over.wait(self.pause)

    @property
    def p99(self):
        return percentile(self.seconds, 0.99)


def public_paths(tenant):
    """Discovery, keys, health: what apps and balancers need at every moment."""
    return [f"/{tenant}/v2.0/.well-known/openid-configuration", f"/{tenant}/discovery/v2.0/keys", "/healthz"]
