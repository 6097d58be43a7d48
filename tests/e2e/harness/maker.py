"""Makers of authenticators: they vouch by certificates for a model, as an operator may trust it (WebAuthn section 8)."""

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# The AAGUID of every authenticator that Chromium makes up.
CHROMIUM_MODEL = "01020304050607080102030405060708"
MODEL_EXTENSION = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")
NONCE_EXTENSION = x509.ObjectIdentifier("1.2.840.113635.100.8.2")


class Maker:
    """One root, and one batch of authenticators of a model."""

    def __init__(self, model=CHROMIUM_MODEL):
        self.model = bytes.fromhex(model)
        root, self.key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root of the harbour's locksmith")])
        batch = x509.Name([
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Harbour Locksmith"),
            x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "Authenticator Attestation"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "Batch 7"),
        ])
        self.certificate = built(name, root.public_key(), name, True).sign(root, hashes.SHA256()).public_bytes(
            serialization.Encoding.PEM
        )
        self.batch = built(batch, self.key.public_key(), name, False).add_extension(
            # An octet string in the octet string of the extension.
            x509.UnrecognizedExtension(MODEL_EXTENSION, b"\x04\x10" + self.model), critical=False
        ).sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def vouch(self, signed):
        """The statement of a registration in the form `packed`."""
        return {"alg": -7, "sig": self.key.sign(signed, ec.ECDSA(hashes.SHA256())), "x5c": [self.batch]}

    def statement(self, data, client_hash, key):
        """The form of a registration's attestation, and its statement."""
        return "packed", self.vouch(data + client_hash)


class ChipMaker:
    """One root, and the key with which a TPM vouches for others (section 8.3); `spoil` changes what is said of them."""

    def __init__(self, model, spoil=None):
        self.model, self.spoil = bytes.fromhex(model), spoil
        root, self.key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root of the harbour's chips")])
        chip = x509.Name([
            x509.NameAttribute(x509.ObjectIdentifier(f"2.23.133.2.{number}"), text)
            for number, text in ((1, "id:48524252"), (2, "Harbour 7"), (3, "id:00020000"))
        ])
        self.certificate = built(name, root.public_key(), name, True).sign(root, hashes.SHA256()).public_bytes(
            serialization.Encoding.PEM
        )
        usage = "1.3.6.1.5.5.7.3.2" if spoil == "usage" else "2.23.133.8.3"
        self.batch = built(x509.Name([]), self.key.public_key(), name, False).add_extension(
            x509.SubjectAlternativeName([x509.DirectoryName(chip)]), critical=True
        ).add_extension(
            x509.ExtendedKeyUsage([x509.ObjectIdentifier(usage)]), critical=False
        ).sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def statement(self, data, client_hash, key):
        numbers = key.public_key().public_numbers()
        area = bytes.fromhex("0023000b00060472000000100010000300100020") + numbers.x.to_bytes(32, "big")
        area += b"\0\x20" + numbers.y.to_bytes(32, "big")
        signed = hashlib.sha256(data + client_hash).digest()
        named = b"\0\x0b" + hashlib.sha256(area).digest()
        if self.spoil == "registration":
            signed = bytes(32)
        if self.spoil == "name":
            named = named[:-1] + bytes([named[-1] ^ 1])
        said = (b"\xffTCX" if self.spoil == "magic" else b"\xffTCG") + b"\x80\x17" + b"\0\0" + sized(signed)
        said += bytes(25) + sized(named) + sized(named)
        signature = self.key.sign(said, ec.ECDSA(hashes.SHA256()))
        return "tpm", {
            "ver": "2.0", "alg": -7, "x5c": [self.batch], "sig": signature, "certInfo": said, "pubArea": area,
        }


class AppleMaker:
    """One root, which certifies every key anew (section 8.8); `spoil` changes what the certificate is for."""

    def __init__(self, model, spoil=None):
        self.model, self.spoil = bytes.fromhex(model), spoil
        self.root = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root of the harbour's orchard")])
        self.certificate = built(self.name, self.root.public_key(), self.name, True).sign(
            self.root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def statement(self, data, client_hash, key):
        nonce = bytes(32) if self.spoil == "nonce" else hashlib.sha256(data + client_hash).digest()
        leaf = built(self.name, key.public_key(), self.name, False).add_extension(
            x509.UnrecognizedExtension(NONCE_EXTENSION, b"\x30\x24\xa1\x22\x04\x20" + nonce), critical=False
        ).sign(self.root, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        return "apple", {"x5c": [leaf]}


def sized(data):
    return len(data).to_bytes(2, "big") + data


def built(subject, key, issuer, is_authority):
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + 30 * day)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
