"""An organisation made through the command line, with people and apps, ready to sign in to."""

from dataclasses import dataclass

from .authenticator import Authenticator
from .browser import Browser, Person
from .server import CommandLine, Server

DOMAIN = "harbour.example"
PASSWORD = "quiet-Lantern-71 over water"


@dataclass
class App:
    id: str
    secret: str | None
    redirect_uri: str


def first(answer, *keys):
    """The value of the first key that is there, at the top or one level down."""
    for key in keys:
        if key in answer:
            return answer[key]
    for value in answer.values():
        if isinstance(value, dict):
            for key in keys:
                if key in value:
                    return value[key]
    return None


class Organization:
    """Made with `martlet init`; `add_person` and `add_app` use the command line as well."""

    def __init__(self, data, name="Harbour Bakery", domain=DOMAIN, environment=None):
        self.data = data
        self.domain = domain
        self.environment = dict(environment or {})
        self.command_line = CommandLine(data, environment)
        upn = f"anna@{domain}"
        made = self.command_line.json(
            "init", "--organization", name, "--domain", domain, "--admin", upn, "--password-stdin", stdin=PASSWORD + "\n"
        )
        self.made = made
        self.tenant = made["tenantId"]
        self.admin = Person(
            upn, PASSWORD, Authenticator(first(made, "totpSecret")), list(first(made, "recoveryCodes") or []),
            first(made, "userId", "adminId", "administratorId", "id") or "",
        )

    def add_person(self, name, totp=True, role=None, temporary=False, password=PASSWORD):
        """`ben` becomes ben@harbour.example; with `temporary` the password is the one that Martlet makes."""
        upn = f"{name}@{self.domain}"
        words = ["users", "add", upn, "--display-name", name.replace(".", " ").title()]
        words += ["--role", role] if role else []
        words += ["--totp"] if totp else []
        words += ["--temporary-password"] if temporary else ["--password-stdin"]
        made = self.command_line.json(*words, stdin="" if temporary else password + "\n")
        if temporary:
            password = first(made, "temporaryPassword", "password")
        secret = first(made, "totpSecret")
        return Person(
            upn, password, Authenticator(secret) if secret else None, list(first(made, "recoveryCodes") or []),
            first(made, "id", "userId") or "",
        )

    def add_app(self, name, redirect_uri, kind="--secret", *words):
        made = self.command_line.json("apps", "add", name, "--redirect-uri", redirect_uri, kind, *words)
        return App(first(made, "clientId", "id"), first(made, "clientSecret"), redirect_uri)

    def server(self, **options):
        return Server(self.data, environment=self.environment, **options)


def browser(server, **options):
    return Browser(server.base, verify=server.verify, **options)
