"""OpenVPN at both ends of a tunnel, on one machine."""

import contextlib
import fcntl
import os
import stat
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from .foreground import Foreground
from .web_servers import found

DEVICE = "/dev/net/tun"
# From linux/if_tun.h.
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
DONE = "Initialization Sequence Completed"


def why_no_tunnel():
    """What keeps this machine from making a tunnel device; nothing where one can be made."""
    try:
        if not os.path.exists(DEVICE):
            os.makedirs(os.path.dirname(DEVICE), exist_ok=True)
            os.mknod(DEVICE, 0o666 | stat.S_IFCHR, os.makedev(10, 200))
        # Gone again when it is closed.
        with open(DEVICE, "r+b", buffering=0) as device:
            fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"", IFF_TUN | IFF_NO_PI))
    except OSError as problem:
        return str(problem)
    return None


class OpenVPN(Foreground):
    """One end, with the configuration that is written to `configuration` before it starts."""

    def __init__(self, *words):
        self.folder = Path(tempfile.mkdtemp(prefix="martlet-openvpn-"))
        self.configuration = self.folder / "openvpn.conf"
        self.more = words
        self.process = None

    def words(self):
        return [
            found("openvpn"), "--config", str(self.configuration), "--log", str(self.folder / "log"), *self.more,
        ]

    def is_up(self):
        return DONE in self.log

    @property
    def log(self):
        file = self.folder / "log"
        return file.read_text(errors="replace")[-6000:] if file.exists() else ""

    @contextlib.contextmanager
    def started(self):
        """For a client, which may also be sent away."""
        self.process = subprocess.Popen(
            self.words(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )
        try:
            yield self
        finally:
            self._ended()

    def outcome(self, timeout=30):
        """`connected`, or `refused`."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.is_up():
                return "connected"
            if self.process.poll() is not None:
                return "refused" if "AUTH_FAILED" in self.log else self.log
            time.sleep(0.05)
        return self.log
