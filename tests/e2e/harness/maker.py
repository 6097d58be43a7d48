"""A maker of authenticators: vouches by certificates for a model, as an operator may trust it (WebAuthn section 8.2.1)."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# The AAGUID of every authenticator that Chromium makes up.
CHROMIUM_MODEL = "01020304050607080102030405060708"
MODEL_EXTENSION = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")


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


def built(subject, key, issuer, is_authority):
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + 30 * day)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
