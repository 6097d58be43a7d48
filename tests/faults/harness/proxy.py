"""A TCP proxy between a node and its database, or between a client and a node, that misbehaves on demand."""

import select
import socket
import struct
import threading
import time

CHUNK = 65536


class Proxy:
    """Forwards `127.0.0.1:port` to `target`, a `(host, port)`.

    Modes, in force for what moves from then on, also on connections that are open:
    `pass`; `delay` (each piece of what the client sends waits `seconds`); `black-hole` (what arrives is thrown away,
    new connections are accepted and never answered); `refuse` (new connections are reset at once).
    """

    def __init__(self, target):
        self.target = target
        self.mode = "pass"
        self.seconds = 0.0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.pairs = set()
        self.lock = threading.Lock()
        self.is_open = True
        self._cut = None
        self._cut_forwards = True
        # How often a cut on a pattern happened.
        self.cuts = 0
        self.accepted = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def pass_on(self):
        self.mode, self.seconds, self._cut = "pass", 0.0, None

    def delay(self, seconds):
        self.seconds, self.mode = seconds, "delay"

    def black_hole(self):
        self.mode = "black-hole"

    def refuse(self):
        self.mode = "refuse"

    def reset(self):
        """Sends RST on both sides of every open connection."""
        for pair in self._all():
            self._end(pair, hard=True)

    def half_open(self):
        """Ends the database's side of every connection and tells the client nothing; later pieces vanish."""
        for client, server in self._all():
            self._shut(server)
        self.mode = "black-hole"

    def cut_after(self, pattern, forward=True, times=1):
        """The next `times` that a client sends `pattern`, its connection is reset: after the target got the piece
        (`forward`), or before."""
        self._cut = [pattern, forward, times]

    @property
    def open_connections(self):
        with self.lock:
            return len(self.pairs)

    def close(self):
        self.is_open = False
        self.listener.close()
        self.reset()

    def _all(self):
        with self.lock:
            return list(self.pairs)

    def _accept(self):
        while self.is_open:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            if self.mode == "refuse":
                self._abort(client)
                continue
            try:
                # In the black hole a connection is accepted and leads nowhere.
                server = None if self.mode == "black-hole" else socket.create_connection(self.target, timeout=5)
            except OSError:
                self._abort(client)
                continue
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if server is not None:
                server.settimeout(None)
                server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pair = (client, server)
            with self.lock:
                self.pairs.add(pair)
            threading.Thread(target=self._carry, args=(pair, client, server, True), daemon=True).start()
            if server is not None:
                threading.Thread(target=self._carry, args=(pair, server, client, False), daemon=True).start()

    def _carry(self, pair, source, sink, from_client):
        try:
            while data := source.recv(CHUNK):
                if self.mode == "black-hole" or sink is None:
                    continue
                if from_client and self.mode == "delay":
                    time.sleep(self.seconds)
                if from_client and self._must_cut(data):
                    if self._cut_forwards:
                        sink.sendall(data)
                        # The target must have read it before the connection goes.
                        select.select([sink], [], [], 2)
                    self._end(pair, hard=True)
                    return
                sink.sendall(data)
        except OSError:
            pass
        # In the black hole nobody hears that the other side has gone.
        if self.mode != "black-hole":
            self._end(pair)

    def _must_cut(self, data):
        with self.lock:
            if self._cut is None or self._cut[0] not in data:
                return False
            self._cut_forwards = self._cut[1]
            self._cut[2] -= 1
            if self._cut[2] <= 0:
                self._cut = None
            self.cuts += 1
            return True

    def _end(self, pair, hard=False):
        with self.lock:
            self.pairs.discard(pair)
        for side in pair:
            if side is not None:
                self._abort(side) if hard else self._shut(side)

    @staticmethod
    def _abort(side):
        """Resets: nothing lingers, so that the close sends RST; a thread that reads from it wakes."""
        try:
            side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            side.shutdown(socket.SHUT_RD)
        except OSError:
            pass
        side.close()

    @staticmethod
    def _shut(side):
        try:
            side.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        side.close()
