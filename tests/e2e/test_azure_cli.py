"""Microsoft's `az` as it is, from a virtual environment of its own: sign-in with a device code, tokens, sign-out."""

import json
import subprocess

import pytest

from harness.server import ROOT

AZ = ROOT / ".venv-azure" / "bin" / "az"


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
