"""A database that speaks TLS only, and only with whom it knows by a client certificate."""

import shutil

import pytest

from harness.authority import Authority
from harness.node import Node
from harness.organization import Organization
from harness.postgres import Postgres
from harness.server import CommandLine


class Guarded:
    """A cluster whose one way in is TLS with a certificate of its authority, and the addresses that lead there."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = Authority(folder)
        chain, secret = self.authority.server_certificate()
        self.certificate, self.key = self.authority.client_certificate("martlet")
        self.cluster = Postgres({
            "ssl": "on", "ssl_cert_file": "server.pem", "ssl_key_file": "server.key", "ssl_ca_file": "ca.pem",
        })
        self.cluster.prepare()
        for file, name in ((chain, "server.pem"), (secret, "server.key"), (self.authority.bundle, "ca.pem")):
            shutil.copy(file, self.cluster.data / name)
            if self.cluster.is_root:
                shutil.chown(self.cluster.data / name, "postgres", "postgres")
        (self.cluster.data / "server.key").chmod(0o600)
        (self.cluster.data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 cert\n")
        self.cluster.start()

    def url(self, host="localhost", mode="verify-full", authority=None, certificate=None, key=None):
        words = {"sslmode": mode}
        if mode != "disable":
            words |= {
                "sslrootcert": authority or self.authority.bundle, "sslcert": certificate or self.certificate,
                "sslkey": key or self.key,
            }
        query = "&".join(f"{name}={value}" for name, value in words.items())
        return f"postgres://martlet@{host}:{self.cluster.port}/postgres?{query}"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    made = Guarded(tmp_path_factory.mktemp("tls"))
    yield made
    made.cluster.remove()


def test_a_node_comes_in_by_its_certificate(guarded, tmp_path):
    organization = Organization(tmp_path, environment={"MARTLET_DATABASE": guarded.url()})
    organization.command_line.check()
    node = Node(organization)
    node.start()
    try:
        assert node.get("/readyz").json() == {"status": "ready"}
    finally:
        node.stop()


def test_whoever_the_database_does_not_know_stays_outside(guarded, tmp_path):
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    other = Authority(stranger)
    unknown = other.client_certificate("martlet")
    namesake = guarded.authority.client_certificate("somebody")
    refused = {
        "no TLS": guarded.url("127.0.0.1", mode="disable"),
        "no certificate": guarded.url(certificate=tmp_path / "none.pem", key=tmp_path / "none.key"),
        "a certificate of somebody else's authority": guarded.url(certificate=unknown[0], key=unknown[1]),
        "a certificate of another name": guarded.url(certificate=namesake[0], key=namesake[1]),
        "a server of another authority": guarded.url(authority=other.bundle),
    }
    for why, url in refused.items():
        done = CommandLine(tmp_path, {"MARTLET_DATABASE": url}).run("migrate")
        assert done.returncode != 0, why
        assert done.stderr.strip() and "Fatal" not in done.stderr, (why, done.stderr)
        assert "sslkey" not in done.stderr, why
    assert CommandLine(tmp_path, {"MARTLET_DATABASE": guarded.url()}).run("migrate").returncode == 0
