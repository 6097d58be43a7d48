"""Yubico's libfido2 as a judge: Debian's fido2-cred and fido2-assert, about a registration or an assertion as it is posted.

They take the signed bytes, not the browser's: what stands in the client's data is not theirs to judge.
"""

import base64
import hashlib
import shutil
import subprocess
from dataclasses import dataclass, field

from fido2.utils import websafe_decode
from fido2.webauthn import AttestationObject

# COSE's numbers, by libfido2's names.
KINDS = {-7: "es256", -8: "eddsa", -257: "rs256"}


@dataclass
class Verdict:
    is_good: bool
    words: str
    lines: list = field(default_factory=list)


def base64_of(data):
    return base64.b64encode(data).decode()


def judged(tool, words, lines):
    program = shutil.which(tool)
    assert program, f"no {tool}: scripts/install-dependencies test"
    done = subprocess.run(
        [program, *words], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=20, check=False
    )
    # A tool that cannot read its input says so by another word, and has judged nothing.
    assert "input error" not in done.stderr and "usage" not in done.stderr, done.stderr
    return Verdict(done.returncode == 0, done.stderr, done.stdout.splitlines())


def client_hash(answer):
    return hashlib.sha256(websafe_decode(answer["response"]["clientDataJSON"])).digest()


def registration(answer, kind, party="localhost"):
    """fido2-cred about an attestation in the form `packed`; its lines are the credential and its public key in PEM."""
    made = AttestationObject(websafe_decode(answer["response"]["attestationObject"]))
    assert made.fmt == "packed", f"libfido2's tool judges signed registrations; this is {made.fmt}"
    lines = [
        base64_of(client_hash(answer)), party, made.fmt, base64_of(cbor_bytes(made.auth_data)),
        base64_of(made.auth_data.credential_data.credential_id), base64_of(made.att_stmt["sig"]),
    ]
    lines += [base64_of(made.att_stmt["x5c"][0])] if "x5c" in made.att_stmt else []
    return judged("fido2-cred", ["-V", "-v", kind], lines)


def assertion(answer, key_file, kind, party="localhost"):
    """fido2-assert about an answer, with presence and verification wanted."""
    response = answer["response"]
    data = websafe_decode(response["authenticatorData"])
    signature = websafe_decode(response["signature"])
    lines = [base64_of(client_hash(answer)), party, base64_of(cbor_bytes(data)), base64_of(signature)]
    return judged("fido2-assert", ["-V", "-p", "-v", str(key_file), kind], lines)


def cbor_bytes(data):
    """A byte string as CBOR writes it (RFC 8949, section 3.1): the tools want the data wrapped as on the wire."""
    size = len(data)
    head = bytes([0x58, size]) if 24 <= size < 256 else bytes([0x59, size >> 8, size & 255])
    return head + bytes(data)
