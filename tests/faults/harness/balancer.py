"""A load balancer as small as can be: TCP, in turn, past nodes that do not take connections or say they are not ready."""

import itertools
import socket
import threading
import time

import requests

from .server import free_port

CHUNK = 65536


class Balancer:
    """Forwards connections to `nodes`, which may be exchanged at any time. With `asks` it looks at `/readyz`, ten times
    a second, and takes out who is not ready; without, a node is out when it takes no connection."""

    def __init__(self, asks=True):
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.nodes = []
        self.out = set()
        # How often another node had to be tried.
        self.passed_on = 0
        self.turn = itertools.count()
        self.is_open = True
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=512)
        threading.Thread(target=self._accept, daemon=True).start()
        if asks:
            threading.Thread(target=self._ask, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.is_open = False
        self.listener.close()

    def _ask(self):
        session = requests.Session()
        session.trust_env = False
        while self.is_open:
            for node in list(self.nodes):
                try:
                    is_ready = session.get(node.base + "/readyz", timeout=2).status_code == 200
                except requests.RequestException:
                    is_ready = False
                (self.out.discard if is_ready else self.out.add)(node.port)
            time.sleep(0.1)

    def _accept(self):
        while self.is_open:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        nodes = list(self.nodes)
        start = next(self.turn)
        order = [nodes[(start + offset) % len(nodes)] for offset in range(len(nodes))]
        order.sort(key=lambda node: node.port in self.out)
        for node in order:
            try:
                server = socket.create_connection(("127.0.0.1", node.port), timeout=2)
                break
            except OSError:
                self.passed_on += 1
        else:
            client.close()
            return
        for side in (client, server):
            side.settimeout(None)
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self._carry, args=(client, server), daemon=True).start()
        self._carry(server, client)

    @staticmethod
    def _carry(source, sink):
        try:
            while data := source.recv(CHUNK):
                sink.sendall(data)
        except OSError:
            pass
        for side in (source, sink):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        source.close()
