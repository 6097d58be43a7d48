"""Martlet as a process: its command line and its server."""

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import requests

from . import database

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("MARTLET_BINARY", ROOT / ".build" / "debug" / "martlet"))


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class CommandLine:
    """The `martlet` commands on one data directory; `environment` is added to that of the tests."""

    def __init__(self, data, environment=None):
        self.data = Path(data)
        self.environment = {**database.environment(data), **(environment or {})}

    def run(self, *words, stdin="", timeout=60):
        """Runs a command with `--data`; the result has its exit code and both outputs."""
        assert BINARY.exists(), f"{BINARY} is not there: build it first (make test does)"
        return subprocess.run(
            [str(BINARY), *map(str, words), "--data", str(self.data)],
            input=stdin, capture_output=True, text=True, timeout=timeout, check=False,
            env={**os.environ, **self.environment},
        )

    def json(self, *words, stdin="", timeout=60):
        """Runs a command that must succeed and answers its JSON."""
        done = self.run(*words, "--output", "json", stdin=stdin, timeout=timeout)
        assert done.returncode == 0, f"martlet {' '.join(map(str, words))}: exit {done.returncode}\n{done.stderr}"
        return json.loads(done.stdout)

    def check(self):
        """`martlet check` must find nothing."""
        done = self.run("check")
        assert done.returncode == 0, f"martlet check: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done


class Server:
    """A running `martlet serve` (or `demo`) on a port of its own.

    `shares_file`: may have the SQLite file of a folder together with another server, as an operator may not. The file
    itself stands it, and many a test wants a second server with other options beside the first.
    """

    shares_file = True

    def __init__(
        self, data, command="serve", options=(), port=None, scheme="http", host="localhost", verify=True,
        environment=None, url=None,
    ):
        self.data = Path(data)
        self.command = command
        self.options = list(options)
        self.port = port or free_port()
        at_default_port = self.port == {"http": 80, "https": 443}[scheme]
        self.base = f"{scheme}://{host}" + ("" if at_default_port else f":{self.port}")
        # The public address; another one than `base` where several nodes share it.
        self.url = url or self.base
        self.verify = verify
        self.environment = {**database.environment(data), **(environment or {})}
        self.process = None
        self.lines = []
        self.command_line = CommandLine(data, environment)
        # Seconds from exec to the first healthy answer.
        self.start_seconds = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    @property
    def words(self):
        """The command and its options."""
        words = [str(BINARY), self.command, "--listen", f"localhost:{self.port}"]
        if self.command == "serve":
            words += ["--data", str(self.data), "--url", self.url]
        return words + self.options

    def start(self, timeout=60):
        assert BINARY.exists(), f"{BINARY} is not there: build it first (make test does)"
        began = time.monotonic()
        self.spawn()
        self.await_health(timeout)
        self.start_seconds = time.monotonic() - began
        return self

    def spawn(self):
        """Starts the process without waiting for it."""
        if self.shares_file and self.command == "serve":
            # The lock is held on the file that was there: without it, the next server makes one of its own.
            (self.data / "martlet.lock").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            self.words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, **self.environment},
        )
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            self.lines.append(line.rstrip("\n"))

    def await_health(self, timeout):
        session = requests.Session()
        session.trust_env = False
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.process.poll() is not None:
                time.sleep(0.1)
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.output}")
            try:
                if session.get(f"{self.base}/healthz", timeout=2, verify=self.verify).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.01)
        self.stop()
        raise AssertionError(f"no healthy answer within {timeout} s:\n{self.output}")

    @property
    def output(self):
        return "\n".join(self.lines[-60:])

    def await_line(self, beginning, timeout=60):
        """Waits until a line that begins so is printed."""
        end = time.monotonic() + timeout
        while not any(line.startswith(beginning) for line in list(self.lines)):
            assert time.monotonic() < end, f"“{beginning}” was not printed:\n{self.output}"
            time.sleep(0.05)

    def set_up_link(self, timeout=10):
        """The link with the one-time code that the first start prints."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for line in list(self.lines):
                if found := re.search(r"https?://\S+/setup\?code=[\w\-]+", line):
                    return found.group()
            time.sleep(0.05)
        raise AssertionError(f"no set-up link was printed:\n{self.output}")

    def stop(self):
        """Asks the server to end, and waits for it."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"the server did not end on SIGTERM:\n{self.output}") from None
        return self.process.returncode if self.process else None

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
