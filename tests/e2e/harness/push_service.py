"""A push service on this machine, as RFC 8030 has it: takes messages for subscriptions of its own, over https.

What it takes is checked and opened with the libraries of others: `http_ece` (RFC 8188, RFC 8291) and `py_vapid` (RFC 8292).
"""

import base64
import json
import os
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def plain(data):
    return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))


@dataclass
class Subscription:
    """What a browser gets when it subscribes: an address, a key and a secret."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def as_json(self):
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": text(point), "auth": text(self.secret)}


@dataclass
class Message:
    path: str
    headers: dict
    body: bytes

    def claims(self):
        """What the sender says of itself, after its signature was checked."""
        authorization = self.headers["authorization"]
        assert Vapid02.verify(authorization), authorization
        token = authorization.split("t=")[1].split(",")[0]
        return json.loads(plain(token.split(".")[1])) | {"key": authorization.split("k=")[1]}

    def opened(self, subscription):
        assert self.headers["content-encoding"] == "aes128gcm"
        return http_ece.decrypt(
            self.body, private_key=subscription.key, auth_secret=subscription.secret, version="aes128gcm")


class PushService:
    """Runs while it is entered; `answers` says what the next messages to a path are answered with."""

    def __init__(self, authority):
        certificate, key = authority.server_certificate()
        self.messages = []
        self.answers = {}
        self.arrived = threading.Condition()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                with service.arrived:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    service.messages.append(Message(self.path, headers, body))
                    service.arrived.notify_all()
                self.send_response(service.answers.get(self.path, 201))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.origin = f"https://localhost:{self.port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def subscription(self, name):
        return Subscription(f"{self.origin}/push/{name}")

    def wait(self, count, timeout=20):
        """The messages, once there are so many."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= count, timeout), (
                f"{len(self.messages)} of {count} messages came")
            return list(self.messages)
