"""Debian's nginx as a mail proxy and Dovecot, and small mail servers to stand behind the proxy."""

import os
import shutil
import socketserver
import tempfile
import threading
from pathlib import Path

from .foreground import Foreground
from .web_servers import Nginx, found

MAIL_MODULE = "/usr/lib/nginx/modules/ngx_mail_module.so"


class Backend(socketserver.ThreadingTCPServer):
    """A mail server that lets everybody in and says so: nginx has asked already."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, greeting, answer):
        self.greeting = greeting
        self.answer = answer
        # What nginx and the mail programs behind it said.
        self.heard = []
        super().__init__(("127.0.0.1", 0), _Conversation)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.server.greeting + b"\r\n")
        for line in self.rfile:
            line = line.rstrip(b"\r\n")
            self.server.heard.append(line)
            said, goes_on = self.server.answer(line)
            self.wfile.write(said + b"\r\n")
            if not goes_on:
                return


class _IMAP:
    def __init__(self):
        self.tag = b"*"

    def __call__(self, line):
        words = line.split(b" ")
        if len(words) > 1 and words[1].upper() in (b"LOGIN", b"LOGOUT", b"NOOP", b"CAPABILITY"):
            self.tag = words[0]
            if words[1].upper() == b"LOGOUT":
                return b"* BYE\r\n" + self.tag + b" OK done", False
        if line.endswith(b"}"):
            return b"+ OK", True
        return self.tag + b" OK done", True


def imap():
    return Backend(b"* OK ready", _IMAP())


def pop3():
    return Backend(b"+OK ready", lambda line: (b"+OK", not line.upper().startswith(b"QUIT")))


def smtp():
    return Backend(
        b"220 ready", lambda line: (b"221 bye", False) if line.upper().startswith(b"QUIT") else (b"250 OK", True)
    )


class NginxMail(Nginx):
    """nginx with a piece of its `http` block and a `mail` block."""

    def __init__(self, bundle, port, http, mail):
        super().__init__(bundle, port, http)
        self.mail = mail

    def words(self):
        words = super().words()
        file = self.folder / "nginx.conf"
        file.write_text(f"load_module {MAIL_MODULE};\n" + file.read_text() + "\n" + self.mail + "\n")
        return words


class Dovecot(Foreground):
    """Dovecot in a folder of its own, with a file of `conf.d` and what that names."""

    def __init__(self, port, configuration):
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="martlet-dovecot-"))
        self.folder.chmod(0o755)
        mail = self.folder / "mail"
        mail.mkdir()
        shutil.chown(mail, "www-data", "www-data")
        self.file = self.folder / "dovecot.conf"
        self.file.write_text(
            f"""
protocols = imap
listen = 127.0.0.1
base_dir = {self.folder}/run
log_path = {self.folder}/dovecot.log
auth_verbose = yes
auth_failure_delay = 0
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:~/Maildir
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
{configuration.replace("uid=vmail gid=vmail home=/var/vmail", f"uid=www-data gid=www-data home={mail}")}
"""
        )
        self.process = None

    def words(self):
        return [found("dovecot"), "-F", "-c", str(self.file)]

    @property
    def log(self):
        file = self.folder / "dovecot.log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else ""


def is_root():
    return os.geteuid() == 0
