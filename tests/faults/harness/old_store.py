"""A store as an earlier Martlet left it: tests/faults/stores holds what `sqlite3 .dump` says of one, and its secrets."""

import json
import shutil
import sqlite3
import tempfile
from pathlib import Path

from .authenticator import Authenticator
from .browser import Person
from .server import ROOT, CommandLine

STORES = ROOT / "tests" / "faults" / "stores"


class OldStore:
    """Schema 9: an organisation with two people and an app, made by the program of that time."""

    schema = 9

    def __init__(self, data):
        self.data = data
        data.mkdir(mode=0o700, parents=True)
        secrets = json.loads((STORES / "schema-9.json").read_text())
        key = data / "martlet.key"
        key.touch(mode=0o600)
        key.write_text(secrets["key"] + "\n")
        self.file = data / "martlet.sqlite"
        connection = sqlite3.connect(self.file)
        connection.executescript((STORES / "schema-9.sql").read_text())
        connection.close()
        self.file.chmod(0o600)
        self.environment = {}
        self.tenant = secrets["tenantId"]
        admin = secrets["admin"]
        self.admin = Person(
            admin["upn"], secrets["password"], Authenticator(admin["totpSecret"]), list(admin["recoveryCodes"]), "",
        )
        self.command_line = CommandLine(data)

    def rows(self, query):
        # What a killed process left in the log is recovered by whoever opens the store, and that must be the next martlet:
        # a copy is looked at.
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("", "-wal"):
                part = self.file.with_name(self.file.name + ending)
                if part.exists():
                    shutil.copy(part, Path(folder) / part.name)
            connection = sqlite3.connect(Path(folder) / self.file.name, timeout=10)
            try:
                return connection.execute(query).fetchall()
            finally:
                connection.close()

    @property
    def migrations(self):
        return [number for (number,) in self.rows("SELECT number FROM schema_migrations ORDER BY number")]

    def counts(self, tables=("users", "applications", "totp_methods", "recovery_codes", "audits", "signing_keys")):
        """How many rows tables have that no migration empties."""
        return {table: self.rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables}
