"""The doors that carry a name and a password alone, each asked directly, so that the clock is Martlet's.

A door answers a knock with what a stranger sees of it, and how long it took; what changes in any two answers is left out.
`None` is a server that hashes too much to look at the password, and says so or says nothing: one asks again.
"""

import hashlib
import hmac
import os
import re
import socket
import ssl
import time

import requests

PASSING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?")
VARYING = ("date", "x-request-id", "client-request-id")


def shape(answer):
    headers = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in VARYING}
    return answer.status_code, PASSING.sub("*", answer.text), len(answer.content), tuple(sorted(headers.items()))


class WebDoor:
    """A door over HTTP; each address that knocks keeps its connection."""

    def __init__(self, base):
        self.base = base
        self.sessions = {}

    def session(self, address):
        if address not in self.sessions:
            self.sessions[address] = requests.Session()
            self.sessions[address].mount("http://", FromAddress(address))
        return self.sessions[address]

    def timed(self, address, method, url, **words):
        session = self.session(address)
        began = time.perf_counter()
        answer = session.request(method, self.base + url, timeout=60, **words)
        took = time.perf_counter() - began
        return None if answer.status_code == 503 else (shape(answer), took)


class FromAddress(requests.adapters.HTTPAdapter):
    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *words, **options):
        super().init_poolmanager(*words, source_address=(self.address, 0), **options)


class Basic(WebDoor):
    door, log = "Basic", "legacyBasic"

    def __init__(self, base, tenant):
        super().__init__(base)
        self.url = f"/legacy/basic/{tenant}"

    def knock(self, address, name, password):
        return self.timed(address, "GET", self.url, auth=(name, password))


class PasswordGrant(WebDoor):
    door, log = "password grant", "passwordGrant"

    def __init__(self, base, tenant, app):
        super().__init__(base)
        self.url = f"/{tenant}/oauth2/v2.0/token"
        self.app = app

    def knock(self, address, name, password):
        return self.timed(address, "POST", self.url, data={
            "grant_type": "password", "client_id": self.app.id, "client_secret": self.app.secret, "username": name,
            "password": password, "scope": "openid profile offline_access",
        })


class Mail(WebDoor):
    """As nginx's mail proxy asks: it says where the mail program is."""

    door, log = "mail", "legacyMail"

    def __init__(self, base, tenant, key):
        super().__init__(base)
        self.url = f"/legacy/mail/{tenant}"
        self.key = key

    def knock(self, address, name, password):
        return self.timed("127.0.0.1", "GET", self.url, headers={
            "Auth-Method": "plain", "Auth-User": name, "Auth-Pass": password, "Auth-Protocol": "imap",
            "Auth-Login-Attempt": "1", "Client-IP": address, "X-Auth-Key": self.key,
        })


BUSY = b"\x0a\x01\x33"


class Directory:
    """A simple bind over TLS (RFC 4511, section 4.2), a connection for each."""

    door, log = "LDAP", "legacyDirectory"

    def __init__(self, port, bundle):
        self.port = port
        self.trust = ssl.create_default_context(cafile=bundle)

    def knock(self, address, name, password):
        with socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=(address, 0)) as plain:
            with self.trust.wrap_socket(plain, server_hostname="localhost") as line:
                began = time.perf_counter()
                line.sendall(bind(name, password))
                answer = line.recv(4096)
                took = time.perf_counter() - began
                return None if answer[7:10] == BUSY else (answer, took)


def bind(name, password):
    def element(tag, content):
        length = len(content)
        size = bytes([length]) if length < 128 else bytes([0x82, length >> 8, length & 255])
        return bytes([tag]) + size + content

    request = element(2, b"\x03") + element(4, name.encode()) + element(0x80, password.encode())
    return element(0x30, element(2, b"\x01") + element(0x60, request))


class Gateway:
    """A box that asks over RADIUS with PAP, and says where its people are."""

    door, log = "RADIUS", "legacyNetwork"

    def __init__(self, port, secret):
        self.port = port
        self.secret = secret

    def knock(self, address, name, password):
        request = access_request(name, password, self.secret, station=address)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as box:
            box.settimeout(10)
            began = time.perf_counter()
            box.sendto(request, ("127.0.0.1", self.port))
            try:
                answer = box.recv(4096)
            except TimeoutError:
                return None
            took = time.perf_counter() - began
        # The proofs are different in every answer, their places are not.
        types, rest = [], answer[20:]
        while rest:
            types.append((rest[0], rest[1]))
            rest = rest[rest[1]:]
        return (answer[0], len(answer), tuple(types)), took


def access_request(name, password, secret, signed=True, code=1, identifier=7, station=None):
    """A request (RFC 2865, RFC 3579), written apart from Martlet's and from FreeRADIUS's."""
    authenticator, key = os.urandom(16), secret.encode()
    plain = password.encode() + bytes(-len(password.encode()) % 16)
    hidden, mask = b"", authenticator
    for start in range(0, len(plain), 16):
        block = bytes(a ^ b for a, b in zip(plain[start:start + 16], hashlib.md5(key + mask).digest()))
        hidden, mask = hidden + block, block
    attributes = bytes([1, len(name) + 2]) + name.encode() + bytes([2, len(hidden) + 2]) + hidden
    if station:
        attributes += bytes([31, len(station) + 2]) + station.encode()
    proof = bytes([80, 18]) + bytes(16) if signed else b""
    length = (20 + len(proof) + len(attributes)).to_bytes(2, "big")
    made = bytes([code, identifier]) + length + authenticator + proof + attributes
    if signed:
        made = made[:22] + hmac.new(key, made, "md5").digest() + made[38:]
    return made
