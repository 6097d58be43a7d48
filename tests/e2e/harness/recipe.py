"""Reads a recipe of docs/apps and runs what it prints."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from . import database
from .server import BINARY, ROOT

# Where a Debian machine has the authorities that it trusts.
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
RECIPES = ROOT / "docs" / "apps"
# ```language name, up to the closing fence. The name is a file's, or says what a command is for.
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Recipe:
    """The named blocks of one document, with the names of the examples replaced by those of a house."""

    def __init__(self, file, house, folder):
        self.text = (RECIPES / file).read_text()
        self.house = house
        self.folder = Path(folder)
        self.blocks = {name: text for _, name, text in BLOCK.findall(self.text)}
        assert len(self.blocks) == len(BLOCK.findall(self.text)), f"two blocks of {file} have one name"
        self.used = set()
        self.replacements = {
            "https://id.example.org": house.base,
            "example.org": house.organization.domain,
            BUNDLE: str(house.authority.bundle),
        }
        # As on the machine of Martlet: the command on the PATH, the data in the current folder.
        (self.folder / "martlet-data").symlink_to(house.organization.data)
        tools = self.folder / "bin"
        tools.mkdir()
        (tools / "martlet").symlink_to(BINARY)
        self.environment = house.authority.environment(
            PATH=f"{tools}:{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}", PYTHONUNBUFFERED=1,
            **database.environment(house.organization.data),
        )

    def __getitem__(self, name):
        """A block, ready to be used."""
        self.used.add(name)
        text = self.blocks[name]
        # The longest first: API-CLIENT-ID is not CLIENT-ID.
        for old in sorted(self.replacements, key=len, reverse=True):
            text = text.replace(old, self.replacements[old])
        return text

    def write(self, *names):
        for name in names:
            (self.folder / name).write_text(self[name])

    def sh(self, name):
        """Runs a block that must succeed and answers what it printed."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self[name]], cwd=self.folder, env=self.environment, timeout=60,
            capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        )
        assert done.returncode == 0, f"{name}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def register(self, name="register", prefix=""):
        """Runs a `martlet apps add` block; what it prints stands for CLIENT-ID and CLIENT-SECRET from now on."""
        printed = dict(line.split(": ", 1) for line in self.sh(name).splitlines() if ": " in line)
        self.replacements[f"{prefix}CLIENT-ID"] = printed["clientId"]
        if secret := printed.get("clientSecret"):
            self.replacements[f"{prefix}CLIENT-SECRET"] = secret
        return printed

    def start(self, name="run"):
        return Running(["bash", "-euo", "pipefail", "-c", self[name]], self.folder, self.environment)

    def installed(self, name="install"):
        """Each package that a block installs is one that the tests are run with."""
        command = self[name]
        known = (ROOT / "tests/e2e/requirements.txt").read_text() + (ROOT / "scripts/install-dependencies").read_text()
        wanted = re.search(r"(?:pip|apt-get) install (.+)", command).group(1).split()
        for package in wanted:
            assert re.search(rf"(?<![\w-]){re.escape(package)}(?:-bin)?(?:==|[ )])", known), f"{package} is not tested"


class Running:
    """A command in the background, with all that it starts."""

    def __init__(self, words, folder, environment):
        self.process = subprocess.Popen(
            words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def output(self):
        return "\n".join(self.lines)

    def listens(self, port, timeout=20):
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"nothing listens on {port}:\n{self.output}")

    def says(self, pattern, timeout=20):
        """Waits for output that matches, and answers the match."""
        end = time.monotonic() + timeout
        while True:
            if found := re.search(pattern, self.output):
                return found
            if self.process.poll() is not None:
                self._reader.join(2)
                if found := re.search(pattern, self.output):
                    return found
            alive = self.process.poll() is None and time.monotonic() < end
            assert alive, f"{pattern!r} was not printed:\n{self.output}"
            time.sleep(0.05)

    def ends(self, timeout=30):
        code = self.process.wait(timeout)
        self._reader.join(2)
        return code
