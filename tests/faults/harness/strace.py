"""Makes system calls of a running process fail, with strace."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

import pytest


class Strace:
    """While it is entered, the calls of `process` that match fail with `error`.

    `calls` are names with commas between them; `when` is strace's (`5`: the fifth, `5+`: the fifth and all after it,
    `5..8`); `delay` (microseconds) slows the calls down instead of failing them; `paths` limit all that to calls on
    these files.
    """

    def __init__(self, pid, calls, error=None, when="1+", paths=(), delay=None):
        self.pid = pid
        effect = f"error={error}" if error else f"delay_enter={delay}"
        self.words = ["strace", "-f", "-q", "-p", str(pid), "-e", f"trace={calls}"]
        self.words += ["-e", f"inject={calls}:{effect}:when={when}"]
        for path in paths:
            self.words += ["-P", str(path)]
        self.process = None
        # Not a pipe: a full one would hold up strace, and with it the process.
        self.log = tempfile.TemporaryFile("w+")
        self.output = ""

    def __enter__(self):
        if shutil.which("strace") is None:
            reason = "strace is not installed"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        self.process = subprocess.Popen(self.words, stderr=self.log, stdout=subprocess.DEVNULL)
        self._await_attached()
        return self

    def _await_attached(self):
        end = time.monotonic() + 10
        while time.monotonic() < end:
            assert self.process.poll() is None, f"strace ended: {self._read()}"
            tasks = [f"/proc/{self.pid}/task/{task}/status" for task in os.listdir(f"/proc/{self.pid}/task")]
            if all(self._is_traced(task) for task in tasks):
                return
            time.sleep(0.02)
        raise AssertionError("strace did not attach")

    @staticmethod
    def _is_traced(task):
        try:
            with open(task) as status:
                return not any(line == "TracerPid:\t0\n" for line in status)
        except OSError:
            return True

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output = self._read()

    def _read(self):
        self.log.seek(0)
        return self.log.read()

    @property
    def injected(self):
        """How many calls were made to fail; known after the end."""
        return self.output.count("(INJECTED)")
