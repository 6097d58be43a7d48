"""An organisation at https://localhost: what the tests of real clients share."""

import itertools

from .stranger import Stranger

# The names of people and apps, so that no test meets another's.
numbers = itertools.count(1)


class House:
    """An organisation with its running server and the authority that vouches for it."""

    def __init__(self, organization, server, authority):
        self.organization = organization
        self.server = server
        self.authority = authority
        self.base = server.base
        self.tenant = organization.tenant

    @property
    def issuer(self):
        return f"{self.base}/{self.tenant}/v2.0"

    @property
    def tenant_authority(self):
        """What Microsoft's libraries call an authority."""
        return f"{self.base}/{self.tenant}"

    def endpoint(self, name):
        return f"{self.base}/{self.tenant}/oauth2/v2.0/{name}"

    def person(self, name="person", **options):
        """Somebody new, with a registered authenticator, so that no test waits for another's time steps."""
        return self.organization.add_person(f"{name}{next(numbers)}", **options)

    def app(self, *words, name="Tide Tables"):
        """An app, made with `martlet apps add` and these words; the answer is the command's."""
        return self.organization.command_line.json("apps", "add", f"{name} {next(numbers)}", *words)

    def allow(self, app, api, scope=None, role=None):
        """Lets an app call an API: for the people who sign in to it, by itself, or both."""
        command_line = self.organization.command_line
        if scope:
            command_line.json("apps", "allow", app["clientId"], "--of", api, "--scope", scope)
        if role:
            command_line.json("apps", "roles", "assign", app["clientId"], role, "--resource", api)

    def stranger(self, person, **options):
        return Stranger(person, self.authority.bundle, **options)
