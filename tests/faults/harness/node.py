"""One node: a `martlet serve` process whose inside can be looked at and which can be stopped in every way."""

import os
import signal
import time
from pathlib import Path

import requests

from .server import Server


class Node(Server):
    """A server of an `Installation`; several of one installation share its store."""

    shares_file = False

    def __init__(self, installation, options=(), port=None, url=None, environment=None):
        super().__init__(
            installation.data, options=options, port=port, url=url,
            environment={**installation.environment, **(environment or {})},
        )
        self.installation = installation

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def pause(self):
        """SIGSTOP: the process is there and does nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def await_end(self, timeout=20):
        """Waits until the process ends by itself, and answers its exit code."""
        code = self.process.wait(timeout)
        # The thread that reads the output has the last lines a moment later.
        time.sleep(0.2)
        return code

    def fails_to_start(self, timeout=30):
        """Starts the process, which must end by itself: its exit code and what it said."""
        self.lines.clear()
        self.spawn()
        return self.await_end(timeout), self.output

    def get(self, path, timeout=5):
        """One plain request without cookies on a connection of its own."""
        with requests.Session() as session:
            session.trust_env = False
            return session.get(self.base + path, timeout=timeout, allow_redirects=False)

    @property
    def resident_megabytes(self):
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    @property
    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))
