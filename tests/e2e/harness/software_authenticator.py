"""An authenticator and the browser before it, in Python: bytes by fido2, keys by cryptography, nothing by Martlet."""

import hashlib
import json
import os
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from fido2.cose import ES256, RS256, EdDSA
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
KINDS = {
    "ES256": (ES256, lambda: ec.generate_private_key(ec.SECP256R1())),
    "EdDSA": (EdDSA, ed25519.Ed25519PrivateKey.generate),
    "RS256": (RS256, lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)),
}


@dataclass
class Lie:
    """What an answer says otherwise than is true; nothing, by itself."""

    origin: str | None = None
    party: str | None = None
    challenge: bytes | None = None
    # Flags that are left out.
    cleared: FLAG = FLAG(0)
    # How far the counter goes; real ones go forward.
    counted: int = 1
    # What is done to the signature.
    spoil: bool = False
    ceremony: str | None = None
    is_framed: bool = False

    def but(self, **changes):
        return replace(self, **changes)


TRUTH = Lie()


class SoftwareAuthenticator:
    """One credential, bound to one host, with a counter. Answers options as pages show them, as pages post answers."""

    def __init__(self, kind, origin, maker=None):
        # Who vouches for it; by itself it says nothing of its make.
        self.maker = maker
        self.cose, make = KINDS[kind]
        self.key = make()
        self.origin = origin
        self.id = os.urandom(24)
        self.handle = None
        self.count = 0

    @property
    def credential(self):
        """What a server has to keep of it, by fido2."""
        public = self.cose.from_cryptography_key(self.key.public_key())
        return AttestedCredentialData.create(
            Aaguid(self.maker.model if self.maker else bytes(16)), self.id, public
        )

    def register(self, options, lie=TRUTH):
        """navigator.credentials.create()."""
        offered = [parameter["alg"] for parameter in options["pubKeyCredParams"]]
        assert self.cose.ALGORITHM in offered, f"{self.cose.ALGORITHM} is not asked for: {offered}"
        self.handle = websafe_decode(options["user"]["id"])
        data = self._data(options["rp"]["id"], lie, FLAG.AT, self.credential)
        said = self._said(lie.ceremony or CollectedClientData.TYPE.CREATE, options, lie)
        form, statement = self.maker.statement(data, said.hash, self.key) if self.maker else ("none", {})
        attestation = AttestationObject.create(form, data, statement)
        return self._posted({
            "clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attestation), "transports": ["usb"],
        })

    def sign_in(self, options, lie=TRUTH):
        """navigator.credentials.get()."""
        allowed = [websafe_decode(one["id"]) for one in options.get("allowCredentials", [])]
        assert not allowed or self.id in allowed, "this credential is not asked for"
        data = self._data(options["rpId"], lie)
        said = self._said(lie.ceremony or CollectedClientData.TYPE.GET, options, lie)
        signature = self._sign(data + said.hash)
        if lie.spoil:
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        return self._posted({
            "clientDataJSON": websafe_encode(said), "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature), "userHandle": websafe_encode(self.handle),
        })

    def _data(self, host, lie, flags=FLAG(0), credential=b""):
        self.count += lie.counted
        flags = (flags | FLAG.UP | FLAG.UV) & ~lie.cleared
        return AuthenticatorData.create(hashlib.sha256((lie.party or host).encode()).digest(), flags, self.count, credential)

    def _said(self, ceremony, options, lie):
        challenge = lie.challenge or websafe_decode(options["challenge"])
        return CollectedClientData.create(ceremony, challenge, lie.origin or self.origin, lie.is_framed)

    def _sign(self, message):
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(message, ec.ECDSA(hashes.SHA256()))
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(message)

    def _posted(self, response):
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
