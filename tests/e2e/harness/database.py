"""Where the stores of the tests are: files, or with MARTLET_E2E_POSTGRES schemas of that PostgreSQL server.

    scripts/with-postgres sh -c 'MARTLET_E2E_POSTGRES=$MARTLET_TEST_POSTGRES scripts/test end-to-end'
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

import pytest

ADDRESS = os.environ.get("MARTLET_E2E_POSTGRES")


# For tests that copy or break the file of a store.
needs_file = pytest.mark.skipif(bool(ADDRESS), reason="it is about the file of a SQLite store")


def schema(data):
    return "e2e_" + hashlib.sha256(str(Path(data).resolve()).encode()).hexdigest()[:24]


def environment(data):
    """What makes `martlet` use the schema of this data folder; nothing where stores are files."""
    if not ADDRESS:
        return {}
    import psycopg

    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema(data)}")
        said = connection.info
        address = f"postgres://{quote(said.user)}@/{quote(said.dbname)}?host={quote(said.host, safe='')}&port={said.port}"
    return {"MARTLET_DATABASE": f"{address}&options=-c%20search_path%3D{schema(data)}"}


def rows(data, query, arguments):
    """The rows of a query in the schema of this data folder."""
    import psycopg
    from psycopg.rows import dict_row

    query = query.replace("?", "%s").replace("rowid", "id")
    with psycopg.connect(ADDRESS, autocommit=True, row_factory=dict_row) as connection:
        connection.execute(f"SET search_path TO {schema(data)}")
        return connection.execute(query, arguments).fetchall()
