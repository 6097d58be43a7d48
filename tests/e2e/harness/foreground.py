"""Debian's servers, run in the foreground from a folder of their own."""

import shutil
import socket
import subprocess
import time


class Foreground:
    """Whoever inherits sets `folder`, `port` and `process`, and says the `words`; what it logs is told when it does not
    start."""

    def words(self):
        raise NotImplementedError

    def __enter__(self):
        self.process = subprocess.Popen(self.words(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        end = time.monotonic() + 15
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"{self.words()[0]} did not start:\n{self._ended()}")

    def __exit__(self, *_):
        self._ended()

    def _ended(self):
        self.process.terminate()
        try:
            said, _ = self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            said, _ = self.process.communicate()
        said += self.log
        shutil.rmtree(self.folder, ignore_errors=True)
        return said
