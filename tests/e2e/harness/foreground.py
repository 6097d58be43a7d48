"""Debian's servers, run in the foreground from a folder of their own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time


class Foreground:
    """Whoever inherits sets `folder`, `port` and `process`, and says the `words`; what it logs is told when it does not
    start. At the end everything goes that it started."""

    def words(self):
        raise NotImplementedError

    def __enter__(self):
        self.process = subprocess.Popen(
            self.words(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            if self.is_up():
                return self
            time.sleep(0.05)
        raise AssertionError(f"{self.words()[0]} did not start:\n{self._ended()}")

    def is_up(self):
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def __exit__(self, *_):
        self._ended()

    def _ended(self):
        self.process.terminate()
        try:
            said, _ = self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._kill()
            said, _ = self.process.communicate()
        self._kill()
        said += self.log
        shutil.rmtree(self.folder, ignore_errors=True)
        return said

    def _kill(self):
        # Its process group bears its number, also when it is gone itself.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
