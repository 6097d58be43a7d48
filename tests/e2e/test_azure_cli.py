"""Microsoft's `az` as it is, from a virtual environment of its own: sign-in with a device code, tokens, sign-out."""

import json
import subprocess

import pytest

from harness.recipe import Running
from harness.server import ROOT

AZ = ROOT / ".venv-azure" / "bin" / "az"


# How Microsoft's libraries ask a person to go on elsewhere.
DEVICE_CODE = r"open the page (https://\S+) and enter the code (\S+) to authenticate\."
# Nothing of Azure's own resource manager is asked then.
BARE = ("--skip-subscription-discovery", "--allow-no-subscriptions")


class AzureCommandLine:
    """`az` with a folder of its own, pointed at a house as its documentation has it for private clouds."""

    def __init__(self, house, folder):
        assert AZ.exists(), f"{AZ} is not there: scripts/install-dependencies test"
        self.house = house
        self.folder = folder
        self.environment = house.authority.environment(
            AZURE_CONFIG_DIR=folder / "azure", AZURE_CORE_COLLECT_TELEMETRY="no", AZURE_CORE_NO_COLOR="true"
        )
        self.run(
            "cloud", "register", "-n", "Martlet", "--skip-endpoint-discovery",
            "--endpoint-active-directory", house.base, "--endpoint-active-directory-resource-id", house.base,
            "--endpoint-microsoft-graph-resource-id", house.base, "--endpoint-resource-manager", house.base,
        )
        self.run("cloud", "set", "-n", "Martlet")
        self.run("config", "set", "core.instance_discovery=false")

    def run(self, *words, fails=False):
        """Runs a command; answers its JSON, or what it said on standard error if it is meant to fail."""
        done = subprocess.run(
            [str(AZ), *words, "--only-show-errors"], env=self.environment, cwd=self.folder, capture_output=True,
            text=True, timeout=60, stdin=subprocess.DEVNULL, check=False,
        )
        if fails:
            assert done.returncode != 0, f"az {' '.join(words)} succeeded:\n{done.stdout}"
            return done.stderr
        assert done.returncode == 0, f"az {' '.join(words)}: exit {done.returncode}\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    def login(self, stranger):
        """`az login --use-device-code`: somebody reads its message and does what it says."""
        words = ["login", "--use-device-code", "--tenant", self.house.tenant, *BARE]
        with Running([str(AZ), *words], self.folder, self.environment) as running:
            page, stranger.user_code = running.says(DEVICE_CODE).groups()
            stranger.open(page)
            assert running.ends(40) == 0, running.output
            return running.output


@pytest.fixture
def az(trusting, tmp_path):
    return AzureCommandLine(trusting, tmp_path)


def test_a_person_signs_in_with_a_browser(trusting, az, tmp_path):
    """Martlet has the command line's own public app from the start: no one registers it."""
    person = trusting.person()
    az.environment["BROWSER"] = trusting.stranger(person).as_a_program(tmp_path)
    az.run("login", "--tenant", trusting.tenant, *BARE)
    account = az.run("account", "show")
    assert account["user"] == {"name": person.upn, "type": "user"} and account["tenantId"] == trusting.tenant

    # The token is for the resource that the command line was told of; another scope comes by the refresh token.
    token = az.run("account", "get-access-token", "--resource", trusting.base)
    assert token["tokenType"] == "Bearer" and token["tenant"] == trusting.tenant
    info = az.run("rest", "--url", trusting.base + "/oidc/userinfo", "--resource", trusting.base)
    assert info["preferred_username"] == person.upn
    other = az.run("account", "get-access-token", "--scope", trusting.base + "/User.Read")
    assert other["accessToken"] != token["accessToken"]

    az.run("logout")
    assert "az login" in az.run("account", "show", fails=True)


def test_a_person_signs_in_with_a_device_code(trusting, az):
    person = trusting.person()
    stranger = trusting.stranger(person)
    az.login(stranger)
    assert "device code" in stranger.filled and "one-time code" in stranger.filled
    assert az.run("account", "show")["user"] == {"name": person.upn, "type": "user"}
    info = az.run("rest", "--url", trusting.base + "/oidc/userinfo", "--resource", trusting.base)
    assert info["preferred_username"] == person.upn


def test_an_app_signs_in_with_its_secret(trusting, az):
    app = trusting.app("--secret", name="Night shift")
    login = ("login", "--service-principal", "--username", app["clientId"], "--tenant", trusting.tenant, *BARE)
    said = az.run(*login, "--password", "x" * 40, fails=True)
    assert "AADSTS7000215" in said, said
    az.run(*login, "--password", app["clientSecret"])
    assert az.run("account", "show")["user"] == {"name": app["clientId"], "type": "servicePrincipal"}
    assert az.run("account", "get-access-token", "--resource", trusting.base)["accessToken"]
