"""A certificate authority of our own, and the environment in which clients trust it and nothing else."""

import base64
import datetime
import hashlib
import os
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

# The variables by which Python, curl and OpenSSL find a bundle.
BUNDLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
# What a machine may have set and what would lead a client elsewhere.
UNWANTED = (
    "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy",
    "no_proxy",
)


class Authority:
    """Makes `ca.pem` in a folder, and certificates under it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._server = None
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Harbour Bakery's own authority")])
        made = self._builder(self._name, self._key.public_key()).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), True
        ).add_extension(self._usage(signs=True), True).sign(self._key, hashes.SHA256())
        self.bundle = self.folder / "ca.pem"
        self.bundle.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def server_certificate(self):
        """The certificate for this machine's own names: the files of the chain and of the key, the same for all who ask."""
        if self._server:
            return self._server
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1")), x509.IPAddress(ip_address("::1"))]
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        made = self._builder(name, key.public_key()).add_extension(
            x509.SubjectAlternativeName(names), False
        ).add_extension(x509.BasicConstraints(ca=False, path_length=None), True).add_extension(
            self._usage(signs=False), True
        ).add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), False).sign(
            self._key, hashes.SHA256()
        )
        chain, secret = self.folder / "localhost.pem", self.folder / "localhost.key"
        chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(private_pem(key))
        secret.chmod(0o600)
        self.server_key_digest = base64.b64encode(
            hashlib.sha256(
                key.public_key().public_bytes(
                    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
                )
            ).digest()
        ).decode()
        self._server = chain, secret
        return self._server

    def client_certificate(self, name):
        """A certificate for a client of that common name: the files of the certificate and of the key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        made = self._builder(subject, key.public_key()).add_extension(
            x509.BasicConstraints(ca=False, path_length=None), True
        ).add_extension(self._usage(signs=False), True).add_extension(
            x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH]), False
        ).sign(self._key, hashes.SHA256())
        chain, secret = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(private_pem(key))
        secret.chmod(0o600)
        return chain, secret

    def environment(self, **more):
        """This process's environment, with this authority as the only one that is trusted."""
        kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        return kept | dict.fromkeys(BUNDLES, str(self.bundle)) | {name: str(value) for name, value in more.items()}

    def trust(self, monkeypatch):
        """The same for the clients that run in this process."""
        for name in UNWANTED:
            monkeypatch.delenv(name, raising=False)
        for name in BUNDLES:
            monkeypatch.setenv(name, str(self.bundle))

    def _builder(self, name, public_key):
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(public_key)
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False)
        )

    @staticmethod
    def _usage(signs):
        return x509.KeyUsage(
            digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False,
        )


def private_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


class AppCertificate:
    """The certificate of an app, signed by itself, as files."""

    def __init__(self, folder, name="tides.example"):
        key = rsa.generate_private_key(65537, 2048)
        now = datetime.datetime.now(datetime.UTC)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        made = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
        )
        self.public = made.public_bytes(serialization.Encoding.PEM).decode()
        self.private = private_pem(key).decode()
        self.thumbprint = made.fingerprint(hashes.SHA1()).hex()
        self.file = Path(folder) / f"{name}.pem"
        self.file.write_text(self.public)
        # Key and certificate in one file, as azure-identity wants them.
        self.both = Path(folder) / f"{name}-with-key.pem"
        self.both.write_text(self.private + self.public)
