"""F38: the server is told to end while it works. Nothing that is under way is cut, and it ends in ten seconds."""

import asyncio
import signal
import socket
import time

import pytest
import requests

from harness.crowd import Tally, get, member
from harness.figures import scale
from harness.journal import Journal
from harness.load import Load
from harness.verification import Verification

LIMIT = 10.0


def plain(url, **options):
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=5, **options)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["term", "int"])
def test_f38_a_stop_under_load_cuts_no_answer(installation, engine, dice, figures, number):
    rounds = scale(2, 50)
    journal = Journal()
    node = installation.node()
    total, seconds = Tally(), []
    for turn in range(rounds):
        node.start()
        paths = [f"/{installation.tenant}/v2.0/.well-known/openid-configuration", "/healthz", "/account"]
        tally = Tally()

        async def crowd():
            over = asyncio.Event()
            clients = [
                asyncio.create_task(member(
                    node.base, lambda: get(node.base, dice.choice(paths)), tally, over, pause=0.001 * (n % 4)))
                for n in range(40)
            ]
            await asyncio.sleep(dice.uniform(0.5, 1.5))
            began = time.monotonic()
            node.process.send_signal(number)
            code = await asyncio.to_thread(node.process.wait, 20)
            seconds.append(time.monotonic() - began)
            over.set()
            await asyncio.gather(*clients)
            return code

        load = Load(installation, journal, [node.base], seed=f"{turn}-{dice.random()}", admins=0, ends_at_cut=True)
        load.start()
        code = asyncio.run(crowd())
        load.stop()
        assert code == 0, node.output
        assert seconds[-1] <= LIMIT
        total.outcomes += tally.outcomes
    figures.record(
        f"F38 {number.name} under load", engine.name, rounds, journal, seconds,
        notes=f"{total.outcomes['answered']:,} answered, {total.outcomes['torn']} torn, "
        f"{total.outcomes['unanswered']} unanswered; the times are those of ending")
    assert total.outcomes["answered"] > 100 * rounds
    assert total.outcomes["torn"] == 0 and total.outcomes["unanswered"] == 0, total.outcomes
    node.start()
    Verification(installation, journal, node, dice).run()


def test_f38_clients_that_never_end_do_not_keep_the_server(on_sqlite, figures):
    node = on_sqlite.node().start()
    host = node.base.split("//")[1]
    half_head = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n"
    half_body = (
        f"POST /{on_sqlite.tenant}/oauth2/v2.0/token HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant_type=refr")
    deaf = f"GET /{on_sqlite.tenant}/v2.0/.well-known/openid-configuration HTTP/1.1\r\nHost: {host}\r\n\r\n" * 2000
    open_ends = []
    for text in [half_head, half_body, deaf, ""]:
        connection = socket.create_connection(("127.0.0.1", node.port))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.setblocking(False)
        try:
            connection.send(text.encode())
        except BlockingIOError:
            pass
        open_ends.append(connection)
    time.sleep(0.3)
    began = time.monotonic()
    node.process.send_signal(signal.SIGTERM)
    assert node.await_end() == 0, node.output
    took = time.monotonic() - began
    figures.record("F38 clients that never end", "sqlite", 1, recoveries=[took])
    assert took <= LIMIT
    for connection in open_ends:
        connection.close()
    on_sqlite.check()


def test_f38_a_second_signal_ends_it_at_once(on_sqlite):
    node = on_sqlite.node(options=["--stop-delay", "30"]).start()
    node.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert plain(node.base + "/readyz").json() == {"status": "stopping"}
    began = time.monotonic()
    node.process.send_signal(signal.SIGTERM)
    assert node.await_end() == 128 + signal.SIGTERM
    assert time.monotonic() - began < 2
    node.start()
    on_sqlite.check()


def test_f38_a_load_balancer_has_time_to_take_the_node_out(on_sqlite):
    node = on_sqlite.node(options=["--stop-delay", "2"]).start()
    assert plain(node.base + "/readyz").status_code == 200
    node.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    began = time.monotonic()
    while time.monotonic() - began < 1:
        ready = plain(node.base + "/readyz")
        assert (ready.status_code, ready.json()) == (503, {"status": "stopping"})
        assert ready.headers["Connection"] == "close"
        assert plain(node.base + "/healthz").status_code == 200
    assert node.await_end() == 0
    with pytest.raises(requests.ConnectionError):
        plain(node.base + "/healthz")
