"""A store as an earlier Martlet left it: tests/faults/stores holds what `sqlite3 .dump` says of one, and its secrets."""

import json
import sqlite3

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
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10)
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
