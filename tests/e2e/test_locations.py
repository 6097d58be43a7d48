"""Places: the address that a trusted proxy names, and the country that a location file knows (A078, SD-38 c)."""

import requests

from harness import store
from harness.server import Server

RANGES = "# a comment\n3221225984,3221226239,JP\n3325256704,3325256959,DE\n2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,FR\n"


def knock(server, organization, forwarded):
    requests.get(
        f"{server.base}/legacy/basic/{organization.tenant}", auth=(f"nobody@{organization.domain}", "x"), timeout=20,
        headers={"X-Forwarded-For": forwarded},
    )
    (row,) = store.rows(
        organization.data, "SELECT address, country FROM sign_ins ORDER BY created_at DESC LIMIT 1"
    )
    return row["address"], row["country"]


def test_the_country_of_the_address_that_a_trusted_proxy_names_is_logged(organization, tmp_path):
    file = tmp_path / "ranges"
    file.write_text(RANGES)
    options = ["--locations", str(file), "--trusted-proxy", "127.0.0.1"]
    with Server(organization.data, options=options) as server:
        assert knock(server, organization, "192.0.2.77") == ("192.0.2.77", "JP")
        assert knock(server, organization, "198.51.100.3, 127.0.0.1") == ("198.51.100.3", "DE")
        assert knock(server, organization, "2001:db8:1::5") == ("2001:db8:1::5", "FR")
        assert knock(server, organization, "203.0.113.1") == ("203.0.113.1", None)


def test_a_forwarded_address_is_not_believed_without_a_trusted_proxy(organization):
    with Server(organization.data) as server:
        assert knock(server, organization, "192.0.2.77") == ("127.0.0.1", None)
