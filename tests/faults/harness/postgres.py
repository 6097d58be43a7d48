"""A PostgreSQL cluster of its own, which can be stopped, killed, restarted and copied."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from .server import free_port


class Postgres:
    """A cluster on a port of 127.0.0.1 and on a socket in its folder. It syncs: durability is what is tested.

    `place` is a folder for the data (a `LoopDisk`'s, say); without it one is made in the temporary directory.
    """

    def __init__(self, settings=(), place=None):
        self.directory = Path(tempfile.mkdtemp(prefix="martlet-faults-pg."))
        self.data = Path(place or self.directory) / "data"
        self.log = self.directory / "log"
        self.port = free_port()
        self.settings = {
            "listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.directory), "fsync": "on",
            "max_connections": "120", "log_min_messages": "warning", **dict(settings),
        }
        self.is_root = os.getuid() == 0
        for folder in {self.directory, self.data.parent}:
            if self.is_root:
                shutil.chown(folder, "postgres", "postgres")
        self.is_made = False

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.remove()

    # -- the cluster

    @staticmethod
    def binary(name):
        found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
        assert found, "PostgreSQL is not installed: scripts/install-dependencies test"
        return found[-1]

    def _as_owner(self, *words, check=True, **options):
        # PostgreSQL refuses to run as root; its package made a user for it.
        identity = {"user": "postgres", "group": "postgres", "extra_groups": []} if self.is_root else {}
        # What the server would inherit of our descriptors would keep our pipes open.
        done = subprocess.run(
            list(map(str, words)), cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "HOME": str(self.directory)},
            **identity, **options,
        )
        assert not check or done.returncode == 0, f"{words[0]}: {done.stderr}\n{self.last_lines}"
        return done

    def prepare(self):
        """Makes the empty cluster, for who wants to change its files before it starts."""
        self._as_owner(
            self.binary("initdb"), "-D", self.data, "-U", "martlet", "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )
        self.is_made = True

    def start(self, timeout=30):
        if not self.is_made:
            self.prepare()
        options = " ".join(f"-c {name}='{value}'" for name, value in self.settings.items())
        end = time.monotonic() + timeout
        while True:
            # After kill -9 the children of the old postmaster need a moment to notice.
            with self.log.open("a") as log:
                if self.is_root:
                    shutil.chown(self.log, "postgres", "postgres")
                done = subprocess.run(
                    [self.binary("pg_ctl"), "-D", str(self.data), "-l", str(self.log), "-w", "start",
                     "-o", f"-p {self.port} {options}"],
                    cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
                    **({"user": "postgres", "group": "postgres", "extra_groups": []} if self.is_root else {}),
                )
            if done.returncode == 0:
                return self
            assert time.monotonic() < end, f"PostgreSQL does not start:\n{self.last_lines}"
            time.sleep(0.1)

    def stop(self, mode="fast"):
        """A planned stop; `immediate` is the one that leaves recovery to the next start."""
        self._as_owner(self.binary("pg_ctl"), "-D", self.data, "-m", mode, "-w", "stop", check=False)

    def restart(self):
        self.stop()
        self.start()

    @property
    def postmaster(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def kill(self):
        """kill -9 of the postmaster; its children see it and end."""
        os.kill(self.postmaster, signal.SIGKILL)

    def backends(self, database=None):
        """The process ids that serve clients, those of a database if one is named."""
        where = f"AND datname = '{database}'" if database else ""
        found = self.rows(
            f"SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() {where}"
        )
        return [row["pid"] for row in found]

    def kill_backend(self, pid):
        """kill -9 of one backend: PostgreSQL ends all the others and recovers."""
        os.kill(pid, signal.SIGKILL)

    def terminate_backends(self, database=None):
        for pid in self.backends(database):
            self.execute(f"SELECT pg_terminate_backend({pid})")

    def replica(self):
        """A streaming replica, made by a base backup and started."""
        other = Postgres({name: value for name, value in self.settings.items() if name != "unix_socket_directories"})
        self._as_owner(
            self.binary("pg_basebackup"), "-h", "127.0.0.1", "-p", self.port, "-U", "martlet", "-D", other.data,
            "-R", "-X", "stream", "-c", "fast",
        )
        if self.is_root:
            for place in [other.data, *other.data.rglob("*")]:
                shutil.chown(place, "postgres", "postgres")
        other.is_made = True
        return other.start()

    def promote(self):
        self._as_owner(self.binary("pg_ctl"), "-D", self.data, "-w", "promote")

    def remove(self):
        if self.is_made:
            self.stop("immediate")
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def last_lines(self):
        return "\n".join(self.log.read_text().splitlines()[-30:]) if self.log.exists() else ""

    # -- its databases

    def url(self, database="postgres", port=None):
        """What `--database` takes; `port` is a proxy's."""
        return f"postgres://martlet@127.0.0.1:{port or self.port}/{database}?sslmode=disable"

    def connect(self, database="postgres", **options):
        return psycopg.connect(self.url(database), row_factory=dict_row, connect_timeout=10, **options)

    def rows(self, query, database="postgres"):
        with self.connect(database, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def execute(self, statement, database="postgres"):
        with self.connect(database, autocommit=True) as connection:
            connection.execute(statement)

    def create(self, name, template="template1"):
        """A database; as a copy of another one if it is named, to which nobody may be connected."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name
