"""An organisation with people and an app on either engine, made once a run and copied for each case."""

import copy
import itertools
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import psycopg

from . import store
from .node import Node
from .organization import Organization

REDIRECT = "http://localhost:47833/callback"


class Installation(Organization):
    """The organisation of a case: `data` is its folder, `database` the PostgreSQL address or None."""

    engine = "sqlite"

    def __init__(self, data, database=None, postgres=None, database_name=None):
        environment = {"MARTLET_DATABASE": database} if database else {}
        super().__init__(data, environment=environment)
        self.database = database
        self.postgres = postgres
        self.database_name = database_name
        self.engine = "postgres" if database else "sqlite"
        self.nodes = []
        self.app = None
        self.people = []

    def populate(self, people):
        """Adds the app and people who have an authenticator app and recovery codes."""
        self.app = self.add_app("Tide Tables", REDIRECT, "--secret")
        with ThreadPoolExecutor(3) as pool:
            self.people = list(pool.map(self.add_person, (f"person{number}" for number in range(people))))
        return self

    def node(self, **options):
        """A node of this installation, not started; what still runs is killed at the end of the test."""
        made = Node(self, **options)
        self.nodes.append(made)
        return made

    @property
    def most_nodes(self):
        """Two where nodes share a database; one server holds a SQLite file (F11)."""
        return 2 if self.engine == "postgres" else 1

    def close(self):
        for node in self.nodes:
            if node.is_running:
                node.resume()
                node.kill()

    def check(self):
        """`martlet check` must find nothing (I4)."""
        return self.command_line.check()

    def rows(self, query):
        """Looks into the database, past Martlet. The query must read the same on both engines."""
        if self.engine == "sqlite":
            return store.rows(self.data, query)
        return self.postgres.rows(query, self.database_name)

    def count(self, table, where="1 = 1"):
        return self.rows(f"SELECT COUNT(*) AS n FROM {table} WHERE {where}")[0]["n"]

    def execute(self, *statements):
        """Changes the database, past Martlet."""
        if self.engine == "sqlite":
            with sqlite3.connect(self.database_file, timeout=20) as connection:
                for statement in statements:
                    connection.execute(statement)
            connection.close()
        else:
            with psycopg.connect(self.postgres.url(self.database_name)) as connection:
                for statement in statements:
                    connection.execute(statement)

    @property
    def database_file(self):
        return store.file(self.data)

    @property
    def wal_file(self):
        """The log beside the database; there while a server runs."""
        return self.data / "martlet.sqlite-wal"

    def through(self, port):
        """The environment of a node that reaches its database by this port: a proxy's."""
        return {"MARTLET_DATABASE": self.postgres.url(self.database_name, port)}


class Engine:
    """Where the installations of a run are kept: on SQLite, or on one PostgreSQL cluster."""

    numbers = itertools.count(1)

    def __init__(self, name, directory, people, postgres=None):
        self.name = name
        self.directory = directory
        self.people = people
        self.postgres = postgres
        self._template = None

    def fresh(self, people, data=None):
        """An installation made from nothing."""
        number = next(self.numbers)
        data = data or self.directory / f"{self.name}{number}"
        if self.name == "sqlite":
            return Installation(data).populate(people)
        database = self.postgres.create(f"martlet{number}")
        return Installation(data, self.postgres.url(database), self.postgres, database).populate(people)

    def copy(self, data=None):
        """A copy of the run's template: the same people, who have offered no code yet."""
        if self._template is None:
            self._template = self.fresh(self.people)
        made = copy.copy(self._template)
        # The people's authenticators remember what they offered.
        made.people, made.admin, made.nodes = copy.deepcopy(self._template.people), copy.deepcopy(made.admin), []
        number = next(self.numbers)
        made.data = data or self.directory / f"{self.name}{number}"
        shutil.copytree(self._template.data, made.data)
        if self.name == "postgres":
            made.database_name = self.postgres.create(f"martlet{number}", template=self._template.database_name)
            made.database = self.postgres.url(made.database_name)
            made.environment = {"MARTLET_DATABASE": made.database}
        made.command_line = type(made.command_line)(made.data, made.environment)
        return made
