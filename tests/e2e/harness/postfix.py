"""Debian's Postfix in a folder of its own, set up by commands as an administrator would."""

import re
import shutil
import smtplib
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from .foreground import Foreground
from .server import free_port
from .web_servers import found

# Debian's programs for `master`, which the command `postfix` would leave behind in the background.
MASTER = "/usr/lib/postfix/sbin/master"
SERVICES = "/usr/share/postfix/master.cf.dist"


class Postfix(Foreground):
    """Takes mail for anywhere, and throws it away. Nothing is configured for submission yet: `configuration` is the
    folder that MAIL_CONFIG names to Postfix's own commands."""

    def __init__(self, domain):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="martlet-postfix-"))
        # Its programs run as `postfix`, in a root of their own.
        self.folder.chmod(0o755)
        self.configuration = self.folder / "etc"
        self.queue = self.folder / "queue"
        for name in ("etc", "queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        services = Path(SERVICES).read_text()
        (self.configuration / "master.cf").write_text(re.sub(r"^smtp +inet.*\n", "", services, flags=re.MULTILINE))
        (self.configuration / "main.cf").write_text(
            f"""
compatibility_level = 3.6
queue_directory = {self.queue}
data_directory = {self.folder}/data
maillog_file_prefixes = {self.folder}
maillog_file = {self.folder}/postfix.log
myhostname = mail.{domain}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks =
alias_maps =
default_transport = discard:
"""
        )
        self.process = None

    def prepare(self):
        """Makes the folders of the queue, as the package's start does."""
        subprocess.run([found("postfix"), "-c", str(self.configuration), "check"], check=True, timeout=30)

    def words(self):
        return [MASTER, "-d", "-c", str(self.configuration)]

    @property
    def log(self):
        file = self.folder / "postfix.log"
        return file.read_text(errors="replace")[-6000:] if file.exists() else ""

    def client(self, authority, address="127.0.0.1"):
        """A mail program at an address of this machine, past STARTTLS."""
        client = smtplib.SMTP("localhost", self.port, timeout=30, source_address=(address, 0))
        client.starttls(context=ssl.create_default_context(cafile=str(authority.bundle)))
        client.ehlo()
        return client

    def logs(self, pattern, timeout=20):
        """Waits until a line is in the log, which Postfix writes after it has answered."""
        end = time.monotonic() + timeout
        while not re.search(pattern, self.log):
            assert time.monotonic() < end, f"{pattern!r} is not in the log:\n{self.log}"
            time.sleep(0.05)
