"""Authenticators that Chromium makes up: each window has its own, and passkeys can be carried from one to another."""

KINDS = {
    # In the device itself, with a fingerprint.
    "platform": {"transport": "internal", "hasUserVerification": True, "isUserVerified": True},
    # A security key that nobody gave a PIN.
    "bare-key": {"transport": "usb", "hasUserVerification": False, "isUserVerified": False},
}


class VirtualAuthenticator:
    """An authenticator of one window; somebody is always there to touch it."""

    def __init__(self, window, kind="platform", credentials=()):
        self.cdp = window.context.new_cdp_session(window.page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2", "ctap2Version": "ctap2_1", "hasResidentKey": True, "automaticPresenceSimulation": True,
            **KINDS[kind],
        }
        self.id = self._send("addVirtualAuthenticator", options=options)["authenticatorId"]
        for credential in credentials:
            self._send("addCredential", authenticatorId=self.id, credential=credential)

    def _send(self, command, **parameters):
        return self.cdp.send(f"WebAuthn.{command}", parameters)

    @property
    def credentials(self):
        """The passkeys, private keys and all, to be put into another window."""
        return self._send("getCredentials", authenticatorId=self.id)["credentials"]

    def verify(self, succeeds):
        """Whether the finger is the right one from now on; a wrong one ends a ceremony like a cancelled one."""
        self._send("setUserVerified", authenticatorId=self.id, isUserVerified=succeeds)
