"""Debian's Apache and nginx with a configuration of ours, in a folder that their workers can read."""

import os
import shutil
import tempfile
from pathlib import Path

from .foreground import Foreground

APACHE_MODULES = Path("/usr/lib/apache2/modules")


class WebServer(Foreground):
    """A web server with pages of its own, which trusts the authority of `bundle`."""

    def __init__(self, bundle, port):
        self.port = port
        self.base = f"http://localhost:{port}"
        # pytest's own folders are closed to everybody else, and the workers run as www-data.
        self.folder = Path(tempfile.mkdtemp(prefix="martlet-web-"))
        self.folder.chmod(0o755)
        self.bundle = self.folder / "ca.pem"
        shutil.copy(bundle, self.bundle)
        self.pages = self.folder / "pages"
        self.pages.mkdir()
        self.process = None

    @property
    def log(self):
        file = self.folder / "error.log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else ""


def found(name):
    program = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    assert program, f"no {name}: scripts/install-dependencies test"
    return program


class Apache(WebServer):
    """Apache with mod_auth_openidc, as Debian builds them; `site` is what an administrator would write."""

    MODULES = (
        "mpm_event", "authn_core", "authz_core", "authz_user", "auth_basic", "authn_file", "headers", "mime", "dir",
        "alias", "auth_openidc",
    )

    def __init__(self, bundle, port, site, listens=True):
        super().__init__(bundle, port)
        self.site = site
        # Whether the site leaves it to us to listen.
        self.listens = listens

    def words(self):
        lines = [f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in self.MODULES]
        lines += [
            f"ServerRoot {self.folder}", "ServerName localhost", f"PidFile {self.folder}/apache.pid",
            f"ErrorLog {self.folder}/error.log", "LogLevel auth_openidc:info",
            f"DocumentRoot {self.pages}", f"<Directory {self.pages}>\nRequire all granted\n</Directory>",
            "TypesConfig /etc/mime.types", "StartServers 1", "User www-data", "Group www-data",
            # Who was let in, for the test to see.
            'Header always set X-Remote-User "expr=%{REMOTE_USER}"',
        ]
        lines += [f"Listen 127.0.0.1:{self.port}"] if self.listens else []
        file = self.folder / "apache.conf"
        file.write_text("\n".join(lines) + "\n" + self.site.replace("CA-BUNDLE", str(self.bundle)) + "\n")
        return [found("apache2"), "-f", str(file), "-DFOREGROUND"]


class Nginx(WebServer):
    """nginx with a piece of its `http` block."""

    def __init__(self, bundle, port, http):
        super().__init__(bundle, port)
        self.http = http

    def words(self):
        places = "\n".join(
            f"{name}_temp_path {self.folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        file = self.folder / "nginx.conf"
        file.write_text(
            f"daemon off;\npid {self.folder}/nginx.pid;\nerror_log {self.folder}/error.log;\nworker_processes 1;\n"
            + ("user www-data;\n" if os.geteuid() == 0 else "")
            + f"events {{}}\nhttp {{\naccess_log off;\n{places}\n{self.http.replace('CA-BUNDLE', str(self.bundle))}\n}}\n"
        )
        return [found("nginx"), "-p", str(self.folder), "-e", str(self.folder / "error.log"), "-c", str(file)]
