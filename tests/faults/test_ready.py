"""`/readyz` while what a node stands on is taken away, and when it is back."""

import time

import pytest

from harness.postgres import Postgres
from harness.installation import Engine

LIMIT = 4.0


def await_word(node, word, timeout=15):
    """Seconds until `/readyz` says the word; no answer takes longer than its second and a little."""
    began = time.monotonic()
    while time.monotonic() - began < timeout:
        answer = node.get("/readyz")
        assert answer.elapsed.total_seconds() < LIMIT, "a probe was kept waiting"
        assert node.get("/healthz").status_code == 200
        if answer.json() == {"status": word}:
            assert answer.status_code == (200 if word == "ready" else 503)
            return time.monotonic() - began
        time.sleep(0.05)
    raise AssertionError(f"/readyz never said {word}, but {answer.text}")


def test_readiness_follows_the_schema(installation):
    node = installation.node().start()
    await_word(node, "ready")
    installation.execute("UPDATE schema_migrations SET number = number + 1000 WHERE number = 3")
    await_word(node, "schema")
    installation.execute("UPDATE schema_migrations SET number = number - 1000 WHERE number = 1003")
    await_word(node, "ready")


def test_readiness_follows_the_keys(installation):
    node = installation.node().start()
    await_word(node, "ready")
    installation.execute("UPDATE signing_keys SET signs_until = 1 WHERE algorithm = 'ES256'")
    await_word(node, "keys")
    installation.execute("UPDATE signing_keys SET signs_until = NULL WHERE algorithm = 'ES256'")
    await_word(node, "ready")


@pytest.fixture
def own_postgres(tmp_path):
    with Postgres() as cluster:
        yield Engine("postgres", tmp_path, 1, cluster)


def test_readiness_follows_the_database_server(own_postgres, figures):
    installation = own_postgres.fresh(1)
    node = installation.node().start()
    await_word(node, "ready")
    own_postgres.postgres.stop()
    lost = await_word(node, "store")
    own_postgres.postgres.start()
    back = await_word(node, "ready")
    figures.record("readiness without its database", "postgres", 1, recoveries=[back], notes=f"noticed in {lost:.2f} s")
    installation.close()
