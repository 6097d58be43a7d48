"""Authenticators that Chromium makes up: each window has its own, and passkeys can be carried from one to another."""

# Milliseconds of patience for what a browser does by itself.
PATIENCE = 15_000
KINDS = {
    # In the device itself, with a fingerprint.
    "platform": {"transport": "internal", "hasUserVerification": True, "isUserVerified": True},
    # The same, with a store that carries its passkeys to other devices, and has done so.
    "synced": {
        "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
        "defaultBackupEligibility": True, "defaultBackupState": True,
    },
    # A phone, for the computer beside it.
    "phone": {"transport": "hybrid", "hasUserVerification": True, "isUserVerified": True},
    # A security key with a PIN.
    "key": {"transport": "usb", "hasUserVerification": True, "isUserVerified": True},
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


def until(window, part):
    window.page.wait_for_url(f"**{part}**", timeout=PATIENCE)
    return window


def with_password(window, person, address="/account"):
    """Name and password; the page after them is another factor's."""
    window.open(address)
    window.send(window.form("/name"), {"username": person.upn})
    return window.send(window.form("/password"), {"password": person.password})


def enter(window, person, address="/account"):
    """Name, password and code."""
    with_password(window, person, address)
    if window.step != "code":
        window.open(window.path + "?with=code")
    window.send(window.form("/code"), {"code": person.authenticator.code()})
    return stay(window)


def stay(window):
    if window.step == "stay":
        window.send(window.form("/stay"), button=("stay", "no"))
    return window


def press(window):
    window.page.locator("[data-passkey-start]").first.click()
    return window


def arrived(window):
    """Whether a passkey has opened the account, once the browser has done what it does by itself."""
    window.page.wait_for_selector("[name=stay], .page-head", timeout=PATIENCE)
    return stay(window).path.startswith("/account")


def make(window, name):
    """Makes a passkey on the account page of somebody who is inside."""
    window.open("/account/passkeys/new")
    window.page.fill("#name", name)
    press(window)
    return until(window, "done=passkeyAdded")


def refused(window):
    """Presses the button and answers the words of the page that came of it."""
    with window.page.expect_navigation(wait_until="load", timeout=PATIENCE):
        press(window)
    return window.words
