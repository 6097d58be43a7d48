"""The doors that carry no second factor: the password grant and HTTP Basic, under the defaults and without them.

T12, T13: the same refusal whatever the password, and in the log what it really was.
"""

import re

import pytest
import requests

from harness import store
from harness.browser import Browser

REDIRECT = "http://localhost:47832/callback"
# What differs in any two answers.
PASSING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?")


@pytest.fixture(scope="module")
def person(organization, server):
    return organization.add_person("ben")


@pytest.fixture(scope="module")
def app(organization, server):
    return organization.add_app("Old Mail", REDIRECT, "--secret", "--password-grant")


def password_grant(server, organization, app, upn, password):
    return requests.post(
        f"{server.base}/{organization.tenant}/oauth2/v2.0/token", timeout=20,
        data={
            "grant_type": "password", "client_id": app.id, "client_secret": app.secret, "username": upn,
            "password": password, "scope": "openid profile offline_access",
        },
    )


def basic(server, organization, upn, password, **headers):
    return requests.get(
        f"{server.base}/legacy/basic/{organization.tenant}", auth=(upn, password), timeout=20, headers=headers
    )


def shape(response):
    """Everything of an answer that a stranger could tell two answers apart by."""
    headers = {
        name.lower(): PASSING.sub("*", value) for name, value in response.headers.items()
        if name.lower() not in ("date", "x-request-id", "client-request-id", "content-length")
    }
    return response.status_code, PASSING.sub("*", response.text), len(response.text), headers


def answers(ask, person, organization):
    """The answers to a right password, a wrong one, and for a name that nobody has."""
    return [
        ask(person.upn, person.password), ask(person.upn, person.password + "x"),
        ask(f"nobody@{organization.domain}", person.password),
    ]


def codes_of(organization, upn):
    return [row["error_code"] for row in store.sign_ins(organization.data, upn)]


def test_the_password_grant_is_refused_alike_under_the_defaults(server, organization, app, person):
    right, wrong, unknown = answers(
        lambda upn, password: password_grant(server, organization, app, upn, password), person, organization
    )
    assert right.status_code == 400 and right.json()["error"] in ("invalid_grant", "unauthorized_client")
    assert shape(right) == shape(wrong) == shape(unknown)
    assert "access_token" not in right.text


def test_http_basic_is_refused_alike_under_the_defaults(server, organization, person):
    right, wrong, unknown = answers(
        lambda upn, password: basic(server, organization, upn, password), person, organization
    )
    assert right.status_code in (401, 403)
    assert shape(right) == shape(wrong) == shape(unknown)
    assert not right.cookies


def test_the_log_tells_them_apart(server, organization, app, person):
    quinn = organization.add_person("quinn")
    for ask in (
        lambda password: password_grant(server, organization, app, quinn.upn, password),
        lambda password: basic(server, organization, quinn.upn, password),
    ):
        ask(quinn.password)
        ask(quinn.password + "x")
    found = store.sign_ins(organization.data, quinn.upn)
    assert [row["error_code"] for row in found] == [530035, 50126, 530035, 50126]
    assert all(row["status"] == "failure" for row in found)
    doors = [row["door"] for row in found]
    assert doors == ["passwordGrant", "passwordGrant", "legacyBasic", "legacyBasic"]
    assert all(row["client_app_used"] != "Browser" for row in found)


def test_the_admin_center_shows_them(server, organization, app, person):
    password_grant(server, organization, app, person.upn, person.password)
    browser = Browser(server.base)
    arrival = browser.sign_in("/admin", organization.admin)
    assert arrival.path.startswith("/admin"), arrival.describe()
    page = browser.get("/admin/signins")
    assert person.upn in page.html
    details = [link for link in page.links if re.search(r"/admin/signins/[^?/]+$", link)]
    assert any("530035" in browser.get(link).html for link in details[:10])


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic " + "A" * 20000, "Bearer x", "Basic Og==", "basic YTpi", "Basic\tYTpi"]
)
def test_a_malformed_header_is_a_refusal(server, organization, header):
    answer = requests.get(
        f"{server.base}/legacy/basic/{organization.tenant}", headers={"Authorization": header}, timeout=20
    )
    assert answer.status_code in (400, 401, 403, 431)


def test_no_credentials_are_asked_for(server, organization):
    answer = requests.get(f"{server.base}/legacy/basic/{organization.tenant}", timeout=20)
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Basic")


def test_other_doors_do_not_open_to_basic(server, organization, person):
    for path in ("/account", "/admin", "/oidc/userinfo"):
        answer = requests.get(server.base + path, auth=(person.upn, person.password), timeout=20, allow_redirects=False)
        assert answer.status_code != 200


def test_an_unknown_tenant_is_no_door(server, person):
    answer = requests.get(f"{server.base}/legacy/basic/nowhere.example", auth=(person.upn, person.password), timeout=20)
    assert answer.status_code in (400, 401, 403, 404)


def test_without_the_defaults_a_password_is_enough_where_no_policy_asks_for_more(server, organization, app):
    """D8. Last in the file: it switches the defaults off."""
    plain = organization.add_person("plain")
    done = organization.command_line.run("security-defaults", "off", "--reason", "users cannot use needed apps")
    assert done.returncode == 0, done.stderr
    try:
        assert password_grant(server, organization, app, plain.upn, plain.password + "x").status_code == 400
        granted = password_grant(server, organization, app, plain.upn, plain.password)
        assert granted.status_code == 200 and granted.json()["access_token"]
        # The surface has switched to modern authentication until somebody says otherwise.
        assert basic(server, organization, plain.upn, plain.password).status_code == 401
        assert organization.command_line.run("legacy", "set", "web", "both").returncode == 0
        assert basic(server, organization, plain.upn, plain.password).status_code in (200, 204)
        assert basic(server, organization, plain.upn, plain.password + "x").status_code == 401
        assert codes_of(organization, plain.upn) == [50126, 0, 53003, 0, 50126]
    finally:
        organization.command_line.run("security-defaults", "on")
    assert password_grant(server, organization, app, plain.upn, plain.password).status_code == 400
    refreshed = requests.post(
        f"{server.base}/{organization.tenant}/oauth2/v2.0/token", timeout=20,
        data={
            "grant_type": "refresh_token", "client_id": app.id, "client_secret": app.secret,
            "refresh_token": granted.json().get("refresh_token", "none"),
        },
    )
    assert refreshed.status_code == 400, "a token that a password alone gave lived on under the defaults"
