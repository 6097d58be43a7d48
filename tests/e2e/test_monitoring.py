"""What machines ask a real server: probes, figures that Prometheus' own parser reads, traces that a collector gets."""

import json
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from prometheus_client.parser import text_string_to_metric_families

from harness import database
from harness.browser import Browser
from harness.server import Server, free_port

TOKEN = "a-token-for-prometheus-4711"


def get(server, path, **headers):
    with requests.Session() as session:
        session.trust_env = False
        return session.get(server.base + path, headers=headers, timeout=10)


def families(server, **headers):
    answer = get(server, "/metrics", **headers)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation and family.type in ("counter", "gauge", "histogram"), family.name
        assert family.name not in found
        found[family.name] = family
    return found


def value(found, name, **labels):
    family = found[name.removesuffix("_total").removesuffix("_count")]
    return sum(s.value for s in family.samples if s.name == name and labels.items() <= s.labels.items())


def test_prometheus_reads_the_figures_and_they_count_what_happened(server, organization):
    person = organization.add_person("mina")
    Browser(server.base).sign_in("/account", person)
    found = families(server)
    assert value(found, "martlet_sign_ins_total", door="account", outcome="success") == 1
    assert value(found, "martlet_hashing_work_seconds_count") >= 1
    assert value(found, "martlet_store_transaction_seconds_count", kind="write") >= 3
    # Batches are SQLite's: PostgreSQL commits for itself.
    assert database.ADDRESS or value(found, "martlet_store_batch_size_count") >= 1
    assert value(found, "martlet_http_requests_total", route="signIn", method="POST", status="3xx") >= 1
    assert value(found, "martlet_http_connections") >= 1
    assert value(found, "process_resident_memory_bytes") > 10 * 2**20
    assert abs(time.time() - value(found, "process_start_time_seconds")) < 600
    for family in found.values():
        for sample in family.samples:
            assert set(sample.labels) <= {"door", "outcome", "reason", "kind", "route", "method", "status", "le"}
            # Buckets grow, and the last one holds all.
        if family.type == "histogram":
            sums = [s.value for s in family.samples if s.name.endswith("_bucket")]
            assert sums and all(v >= 0 for v in sums)
    text = get(server, "/metrics").text
    for word in (person.upn, person.id, organization.tenant, organization.domain, "127.0.0.1"):
        assert word not in text


def test_strangers_and_made_up_addresses_make_no_new_series(server):
    before = get(server, "/metrics").text.count("\n")
    for number in range(50):
        get(server, f"/nobody{number}/oauth2/v2.0/keys{number}")
        requests.request(f"VERB{number}", server.base + f"/x{number}", timeout=10)
    after = get(server, "/metrics").text.count("\n")
    assert after - before < 60


def test_the_figures_want_their_token_where_there_is_one(organization, tmp_path):
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    file.chmod(0o644)
    words = ["serve", "--listen", f"localhost:{free_port()}", "--metrics-token-file", file]
    refused = organization.command_line.run(*words)
    assert refused.returncode == 1 and "can be read by others" in refused.stderr
    file.chmod(0o600)
    # What no header can carry would let nobody in.
    for token in ("a token of several words", "a-token-with-a-sign!", "short", "a-token-über-allem-4711"):
        file.write_text(token + "\n")
        refused = organization.command_line.run(*words)
        assert refused.returncode == 1 and "must hold one token" in refused.stderr and token not in refused.stderr
    file.write_text(TOKEN + "\n")
    with Server(tmp_path / "data", options=["--metrics-token-file", str(file)]) as server:
        for header in ({}, {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": f"Basic {TOKEN}"}):
            assert get(server, "/metrics", **header).status_code == 404
        assert families(server, Authorization=f"Bearer {TOKEN}", Host="10.0.0.7:9090")
        assert get(server, "/readyz", Host="10.0.0.7").json() == {"status": "ready"}
        assert get(server, "/account", Host="10.0.0.7").status_code == 421


def test_without_a_token_a_public_server_tells_nobody(tmp_path):
    with Server(tmp_path / "data", url="https://id.example.org") as server:
        assert get(server, "/metrics", Host="id.example.org").status_code == 404
        assert get(server, "/readyz").status_code == 200


class Collector(ThreadingHTTPServer):
    """Takes OTLP messages in JSON, or refuses them."""

    def __init__(self):
        self.messages, self.status = [], 200
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                collector.messages.append((self.path, self.headers["Content-Type"], body))
                self.send_response(collector.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def spans(self):
        for path, kind, body in self.messages:
            assert path == "/v1/traces" and kind == "application/json"
            for resource in body["resourceSpans"]:
                for scope in resource["scopeSpans"]:
                    yield from scope["spans"]


def test_a_collector_gets_the_spans_of_each_request(organization):
    person = organization.add_person("tracy")
    collector = Collector()
    with Server(organization.data, options=["--traces", f"http://127.0.0.1:{collector.server_port}"]) as server:
        Browser(server.base).sign_in("/account", person)
        end = time.monotonic() + 15
        while time.monotonic() < end and not any(span["name"] == "hash" for span in collector.spans):
            time.sleep(0.1)
        spans = list(collector.spans)
        assert {"store.read", "store.write", "hash", "decide"} <= {span["name"] for span in spans}
        assert any(span["name"] == "POST /signin/{flow}/{step}" and span["kind"] == 2 for span in spans)
        for span in spans:
            assert len(span["traceId"]) == 32 and len(span["spanId"]) == 16
            assert 0 <= int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"]) < 30 * 10**9
        assert person.upn not in json.dumps(spans)
        assert value(families(server), "martlet_spans_sent_total") >= len(spans)
        # The collector goes away: people notice nothing, and the loss is counted.
        collector.status = 500
        assert get(server, "/account").status_code == 200
        end = time.monotonic() + 15
        while time.monotonic() < end and value(families(server), "martlet_spans_dropped_total") == 0:
            time.sleep(0.2)
        assert value(families(server), "martlet_spans_dropped_total") > 0
    collector.shutdown()


def test_f38_what_is_answered_while_the_server_ends_is_traced_too(organization):
    collector = Collector()
    server = Server(organization.data, options=["--traces", f"http://127.0.0.1:{collector.server_port}"]).start()
    body = b"grant_type=client_credentials"
    path = f"/{organization.tenant}/oauth2/v2.0/token"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n")
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as slow:
        slow.sendall(head.encode() + body[:5])
        time.sleep(0.3)
        for _ in range(20):
            assert get(server, "/account").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        time.sleep(1.5)
        slow.sendall(body[5:])
        assert b"HTTP/1.1 4" in slow.recv(100)
    began = time.monotonic()
    assert server.process.wait(15) == 0
    assert time.monotonic() - began < 5
    names = [span["name"] for span in collector.spans if span["kind"] == 2]
    assert sum(name.startswith("GET /account") for name in names) == 20, names
    assert any(name.startswith("POST") and name.endswith("/token") for name in names), names
    collector.shutdown()


def test_f38_a_collector_that_never_answers_does_not_keep_the_server(organization):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        server = Server(organization.data, options=["--traces", f"http://127.0.0.1:{deaf.getsockname()[1]}"]).start()
        assert get(server, "/account").status_code == 200
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 5
