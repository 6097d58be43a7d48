"""What the tests of docs/legacy share: its recipes, the switches, and what the sign-in log says afterwards."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from . import mail_servers, store
from .house import House
from .organization import Organization
from .recipe import BUNDLE, Recipe
from .server import Server, free_port

WRONG = "Wrong-Harbour-93-lamp"


def recipe(file, house, folder):
    return Recipe(f"../legacy/{file}", house, folder)


@contextlib.contextmanager
def passwords_allowed(organization, surface):
    """Without the defaults, with one surface at `both`."""
    run = organization.command_line.run
    done = run("security-defaults", "off", "--reason", "needed-apps")
    assert done.returncode == 0, done.stderr
    done = run("legacy", "set", surface, "both")
    assert done.returncode == 0, done.stderr
    try:
        yield
    finally:
        run("legacy", "set", surface, "modern")
        run("security-defaults", "on", "--keep-sessions")


def logged(organization, person):
    return store.sign_ins(organization.data, person.upn)


@contextlib.contextmanager
def dovecot(made, *more):
    """Dovecot as dovecot-postfix.md has it, registered, with further blocks of that recipe."""
    made.installed()
    made.register()
    # In an address with id and secret.
    made.replacements["@id.example.org"] = "@" + made.house.base.removeprefix("https://")
    # Dovecot's own user reads it, which the folders of the tests are closed to.
    shelf = Path(tempfile.mkdtemp(prefix="martlet-dovecot-ca-"))
    shelf.chmod(0o755)
    try:
        made.replacements[BUNDLE] = str(shutil.copy(made.house.authority.bundle, shelf / "ca.pem"))
        for name in ("martlet-token.conf.ext", "martlet-password.conf.ext"):
            made.write(name)
            made.replacements[f"/etc/dovecot/{name}"] = str(made.folder / name)
        blocks = [made[name] for name in ("99-martlet.conf", *more)]
        with mail_servers.Dovecot(free_port(), "\n".join(blocks)) as running:
            yield running
    finally:
        shutil.rmtree(shelf, ignore_errors=True)


@contextlib.contextmanager
def network_house(folder, authority):
    """An organisation whose server listens for RADIUS too, at `radius_port`."""
    organization = Organization(folder / "data")
    port = free_port()
    with Server(organization.data, options=["--radius-port", str(port)]) as running:
        house = House(organization, running, authority)
        house.radius_port = port
        yield house
