"""Apps without a person in a browser of their own: devices, services, and services behind services."""

import base64
import json

import requests

from harness.chromium import Visitor, launched

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def post(server, organization, endpoint, app, **fields):
    fields["client_id"] = app["clientId"]
    if "clientSecret" in app:
        fields["client_secret"] = app["clientSecret"]
    return requests.post(f"{server.base}/{organization.tenant}/oauth2/v2.0/{endpoint}", data=fields, timeout=30)


def claims(answer):
    assert answer.status_code == 200, answer.text
    payload = answer.json()["access_token"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def test_a_person_lets_a_device_in_on_a_phone_without_javascript(server, organization):
    """RFC 8628 with a browser that runs no script, in Japanese, in the dark."""
    person = organization.add_person("devi")
    app = organization.command_line.json("apps", "add", "Tide Tables", "--public", "--device-code")
    off = organization.command_line.json("apps", "add", "Not for devices", "--public")
    assert post(server, organization, "devicecode", off, scope="openid").json()["error"] == "unauthorized_client"

    codes = post(server, organization, "devicecode", app, scope="openid profile offline_access").json()
    assert codes["message"].endswith(f"enter the code {codes['user_code']} to authenticate.")
    asked = {"grant_type": DEVICE_GRANT, "device_code": codes["device_code"]}
    assert post(server, organization, "token", app, **asked).json()["error"] == "authorization_pending"
    with launched() as chromium:
        window = Visitor(
            chromium, server.base, locale="ja-JP", color_scheme="dark", java_script_enabled=False, is_mobile=True,
            has_touch=True, viewport={"width": 390, "height": 780})
        window.open(codes["verification_uri"])
        window.send(window.form("/device"), {"user_code": codes["user_code"].lower()})
        window.send(window.form("/name"), {"username": person.upn})
        window.send(window.form("/password"), {"password": person.password})
        window.send(window.form("/code"), {"code": person.authenticator.code()})
        assert codes["user_code"] in window.words and "python-requests" in window.words
        window.send(window.form("/consent"), button=("consent", "yes"))
        assert "デバイスを許可しました" in window.words
        assert window.complaints == []
        window.close()
    tokens = post(server, organization, "token", app, **asked)
    assert claims(tokens)["oid"] == person.id and tokens.json()["refresh_token"]
    assert post(server, organization, "token", app, **asked).json()["error"] == "invalid_grant"


def test_a_service_gets_the_role_that_the_command_line_gives_it(server, organization):
    """RFC 6749 section 4.4."""
    line = organization.command_line
    api = line.json(
        "apps", "add", "Orders", "--identifier-uri", "https://orders.example", "--role", "Orders.Process")
    job = line.json("apps", "add", "Night job")
    asked = {"grant_type": "client_credentials", "scope": "https://orders.example/.default"}
    assert "roles" not in claims(post(server, organization, "token", job, **asked))
    words = (job["clientId"], "Orders.Process", "--resource", "https://orders.example")
    assert line.json("apps", "roles", "assign", *words)["resourceId"] == api["clientId"]
    token = claims(post(server, organization, "token", job, **asked))
    assert token["roles"] == ["Orders.Process"] and token["idtyp"] == "app" and token["sub"] == job["clientId"]
    line.json("apps", "roles", "remove", *words)
    assert "roles" not in claims(post(server, organization, "token", job, **asked))

    for wrong in (
        (job["clientId"], "No.Such", "--resource", "https://orders.example"), (job["clientId"], "No.Such"),
        ("nobody", "Orders.Process", "--resource", "https://orders.example"),
    ):
        done = line.run("apps", "roles", "assign", *wrong)
        assert done.returncode != 0 and done.stderr.strip(), wrong
