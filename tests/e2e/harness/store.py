"""Looks into the store's file, as an operator with the sqlite3 shell could. Never writes."""

import sqlite3
from pathlib import Path

from . import database


def file(data):
    for path in sorted(Path(data).iterdir()):
        if path.is_file() and path.open("rb").read(15) == b"SQLite format 3":
            return path
    raise AssertionError(f"no SQLite store in {data}")


def rows(data, query, *arguments):
    if database.ADDRESS:
        return database.rows(data, query, arguments)
    connection = sqlite3.connect(f"file:{file(data)}?mode=ro", uri=True, timeout=10)
    try:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, arguments)]
    finally:
        connection.close()


def sign_ins(data, upn=None):
    """The sign-in log, oldest first."""
    found = rows(data, "SELECT * FROM sign_ins ORDER BY created_at, rowid")
    return [row for row in found if upn is None or row["user_principal_name"] == upn]
