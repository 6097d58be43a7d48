"""Microsoft's msal as it is, against https://localhost: public and confidential apps, each grant that it knows."""

import base64
import json
import threading

import msal
import pytest

from harness.authority import AppCertificate
from harness.chromium import Visitor, launched

LOOPBACK = "http://localhost"
CALLBACK = "http://localhost:47831/callback"
SCOPES = ["User.Read"]


@pytest.fixture(scope="module")
def public_app(house):
    return house.app("--public", "--redirect-uri", LOOPBACK, name="Tide Tables on the desk")


@pytest.fixture(scope="module")
def secret_app(house):
    return house.app("--secret", "--password-grant", "--redirect-uri", CALLBACK)


@pytest.fixture(scope="module")
def apis(house):
    """A gateway that people's apps call, and orders behind it."""
    orders = house.app(
        "--identifier-uri", "api://orders", "--scope", "Orders.Read", "--role", "Orders.Process", name="Orders"
    )
    gateway = house.app("--identifier-uri", "api://gateway", "--scope", "Access", name="Gateway")
    house.allow(gateway, "api://orders", scope="Orders.Read", role="Orders.Process")
    return {"orders": orders, "gateway": gateway}


def claims_of(token):
    """What an API reads of an access token; its signature is verified elsewhere."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def public_client(house, app, **options):
    return msal.PublicClientApplication(
        app["clientId"], authority=house.tenant_authority, instance_discovery=False, **options
    )


def confidential_client(house, app, credential, **options):
    return msal.ConfidentialClientApplication(
        app["clientId"], credential, authority=house.tenant_authority, instance_discovery=False, **options
    )


def succeeded(answer):
    assert "access_token" in answer, answer
    return answer


def interactively(client, stranger, **options):
    with stranger.as_the_browser():
        return client.acquire_token_interactive(SCOPES, timeout=30, **options)


def test_a_desktop_app_signs_a_person_in_with_form_post(trusting, public_app):
    """msal listens on a port of its own, takes the code by POST alone and compares nonce, state and auth_time."""
    person = trusting.person()
    client = public_client(trusting, public_app)
    stranger = trusting.stranger(person)
    answer = succeeded(interactively(client, stranger, login_hint=person.upn, max_age=600))

    assert stranger.filled[-2:] == ["password", "one-time code"]
    claims = answer["id_token_claims"]
    assert claims["preferred_username"] == person.upn and claims["tid"] == trusting.tenant and claims["auth_time"]
    assert answer["token_type"] == "Bearer" and answer["expires_in"] > 0 and "User.Read" in answer["scope"].split()
    # Without client_info msal would take the account for one of AD FS.
    (account,) = client.get_accounts(username=person.upn)
    assert account["home_account_id"] == f"{claims['oid']}.{trusting.tenant}"
    assert account["realm"] == trusting.tenant and account["environment"] == "localhost"


def test_the_same_in_chromium(trusting, public_app):
    """The page of the form post sends itself, from https to http on this machine, and the browser does not complain."""
    person = trusting.person()
    client = public_client(trusting, public_app)
    address, answer = [], {}
    asked = threading.Event()

    def show(url):
        address.append(url)
        asked.set()

    def acquire():
        answer.update(client.acquire_token_interactive(SCOPES, timeout=60, auth_uri_callback=show))

    waiting = threading.Thread(target=acquire, daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        # No browser of the machine: msal then hands the address to the app.
        patch.setattr("webbrowser.open", lambda *_, **__: False)
        patch.setattr("webbrowser.get", lambda *_, **__: None)
        waiting.start()
        assert asked.wait(20), "msal opened no browser"
    with launched(trusting.authority.server_key_digest) as chromium:
        visitor = Visitor(chromium, trusting.base).open(address[0])
        visitor.send(visitor.form("/name"), {"username": person.upn})
        visitor.send(visitor.form("/password"), {"password": person.password})
        visitor.send(visitor.form("/code"), {"code": person.authenticator.code()})
        visitor.page.get_by_role("button").first.click()
        visitor.page.wait_for_url("http://localhost:*/**")
        waiting.join(20)
        complaints = [line for line in visitor.complaints if "status of 404" not in line]
        visitor.close()
    assert succeeded(answer)["id_token_claims"]["preferred_username"] == person.upn
    assert complaints == []


def test_an_error_comes_back_by_form_post_as_well(trusting, public_app):
    client = public_client(trusting, public_app)
    answer = interactively(client, trusting.stranger(None), prompt="none")
    assert answer["error"] == "login_required", answer


def test_the_cache_answers_and_then_the_refresh_token(trusting, public_app):
    """acquire_token_silent: from the cache, by refresh, with CP1 in the claims; a new refresh token replaces the old."""
    person = trusting.person()
    client = public_client(trusting, public_app, client_capabilities=["CP1"])
    first = succeeded(interactively(client, trusting.stranger(person)))
    (account,) = client.get_accounts()
    kept = succeeded(client.acquire_token_silent(SCOPES, account))
    assert kept["access_token"] == first["access_token"] and kept["token_source"] == "cache"
    fresh = succeeded(client.acquire_token_silent(SCOPES, account, force_refresh=True))
    assert fresh["token_source"] == "identity_provider" and fresh["access_token"] != first["access_token"]
    again = succeeded(client.acquire_token_silent(SCOPES, account, force_refresh=True))
    assert again["access_token"] != fresh["access_token"], "the refresh token that replaced the first was not good"


def test_a_web_app_with_a_secret_signs_a_person_in(trusting, secret_app):
    person = trusting.person()
    client = confidential_client(trusting, secret_app, secret_app["clientSecret"])
    flow = client.initiate_auth_code_flow(SCOPES, redirect_uri=CALLBACK, response_mode="form_post")
    method, address, parameters = trusting.stranger(person).walk(flow["auth_uri"], CALLBACK)
    assert (method, address) == ("POST", CALLBACK)
    answer = succeeded(client.acquire_token_by_auth_code_flow(flow, parameters))
    assert answer["id_token_claims"]["preferred_username"] == person.upn
    assert succeeded(client.acquire_token_by_refresh_token(answer["refresh_token"], SCOPES))["refresh_token"]

    wrong = confidential_client(trusting, secret_app, "x" * 40)
    refused = wrong.acquire_token_by_refresh_token(answer["refresh_token"], SCOPES)
    assert refused["error"] == "invalid_client" and refused["error_description"].startswith("AADSTS7000215: ")
    assert refused["error_codes"] == [7000215] and refused["correlation_id"] and refused["trace_id"]


@pytest.mark.parametrize("named", ["certificate", "thumbprint"])
def test_a_web_app_with_a_certificate_signs_a_person_in(named, trusting, tmp_path):
    """PS256 with x5t#S256 and x5c, or RS256 with x5t; the times are fractions."""
    certificate = AppCertificate(tmp_path)
    app = trusting.app("--certificate", str(certificate.file), "--redirect-uri", CALLBACK)
    credential = {"private_key": certificate.private}
    if named == "certificate":
        credential["public_certificate"] = certificate.public
    else:
        credential["thumbprint"] = certificate.thumbprint
    person = trusting.person()
    client = confidential_client(trusting, app, credential)
    flow = client.initiate_auth_code_flow(SCOPES, redirect_uri=CALLBACK, response_mode="form_post")
    _, _, parameters = trusting.stranger(person).walk(flow["auth_uri"], CALLBACK)
    answer = succeeded(client.acquire_token_by_auth_code_flow(flow, parameters))
    assert answer["id_token_claims"]["preferred_username"] == person.upn


def test_a_device_code(trusting):
    person = trusting.person()
    app = trusting.app("--public", "--device-code", name="Tide Tool")
    client = public_client(trusting, app)
    flow = client.initiate_device_flow(SCOPES)
    assert flow["message"].endswith(f"and enter the code {flow['user_code']} to authenticate."), flow
    assert flow["interval"] >= 5 and flow["expires_in"] >= 300
    # The code is confirmed before msal asks for the first time, so that no interval is waited for.
    trusting.stranger(person, user_code=flow["user_code"]).open(flow["verification_uri"])
    answer = succeeded(client.acquire_token_by_device_flow(flow))
    assert answer["id_token_claims"]["preferred_username"] == person.upn
    (account,) = client.get_accounts()
    assert succeeded(client.acquire_token_silent(SCOPES, account, force_refresh=True))["access_token"]


def test_a_device_code_that_nobody_confirms_is_pending(trusting):
    app = trusting.app("--public", "--device-code", name="Tide Tool")
    client = public_client(trusting, app)
    flow = client.initiate_device_flow(SCOPES)
    answer = client.acquire_token_by_device_flow(flow, exit_condition=lambda flow: True)
    assert answer["error"] == "authorization_pending", answer


def test_an_app_without_the_mark_gets_no_device_code(trusting, public_app):
    answer = public_client(trusting, public_app).initiate_device_flow(SCOPES)
    assert answer["error"] == "unauthorized_client", answer


@pytest.mark.parametrize("kind", ["secret", "certificate"])
def test_an_app_acts_for_itself(kind, trusting, apis, tmp_path):
    """Client credentials; the second token comes from msal's cache, for which expires_in must be right."""
    if kind == "secret":
        app = trusting.app("--secret", name="Night shift")
        credential = app["clientSecret"]
    else:
        certificate = AppCertificate(tmp_path)
        app = trusting.app("--certificate", str(certificate.file), name="Night shift")
        credential = {"private_key": certificate.private, "public_certificate": certificate.public}
    trusting.allow(app, "api://orders", role="Orders.Process")
    client = confidential_client(trusting, app, credential)
    answer = succeeded(client.acquire_token_for_client(["api://orders/.default"]))
    claims = claims_of(answer["access_token"])
    assert claims["aud"] == apis["orders"]["clientId"] and claims["roles"] == ["Orders.Process"]
    assert claims["oid"] == claims["sub"] and claims["azp"] == app["clientId"] and "refresh_token" not in answer
    again = succeeded(client.acquire_token_for_client(["api://orders/.default"]))
    assert again["token_source"] == "cache" and again["access_token"] == answer["access_token"]


def test_an_app_without_the_role_gets_a_token_without_it(trusting, apis):
    app = trusting.app("--secret", name="Day shift")
    client = confidential_client(trusting, app, app["clientSecret"])
    claims = claims_of(succeeded(client.acquire_token_for_client(["api://orders/.default"]))["access_token"])
    assert "roles" not in claims and "scp" not in claims
    refused = confidential_client(trusting, app, "x" * 40).acquire_token_for_client(["api://orders/.default"])
    assert refused["error"] == "invalid_client" and refused["error_codes"] == [7000215]


def test_a_service_acts_on_behalf_of_a_person(trusting, apis):
    """The token that an app sent to the gateway becomes one for the orders behind it, for the same person."""
    person = trusting.person()
    app = trusting.app("--public", "--redirect-uri", LOOPBACK, name="Counter")
    trusting.allow(app, "api://gateway", scope="Access")
    with trusting.stranger(person).as_the_browser():
        first = succeeded(public_client(trusting, app).acquire_token_interactive(["api://gateway/Access"], timeout=30))
    gateway = confidential_client(trusting, apis["gateway"], apis["gateway"]["clientSecret"])
    second = succeeded(gateway.acquire_token_on_behalf_of(first["access_token"], ["api://orders/Orders.Read"]))
    claims = claims_of(second["access_token"])
    assert claims["aud"] == apis["orders"]["clientId"] and claims["scp"] == "Orders.Read"
    assert claims["oid"] == first["id_token_claims"]["oid"] and claims["azp"] == apis["gateway"]["clientId"]

    # A token that is not for the gateway, and one that nobody signed.
    other = confidential_client(trusting, apis["orders"], apis["orders"]["clientSecret"])
    for client, assertion in ((other, first["access_token"]), (gateway, first["access_token"][:-6] + "AAAAAA")):
        refused = client.acquire_token_on_behalf_of(assertion, ["api://orders/Orders.Read"])
        assert refused.get("error") in ("invalid_grant", "invalid_request"), refused


def test_a_name_and_a_password_are_not_enough(trusting, secret_app):
    """The password grant: refused in the same words for a right password, a wrong one and a name that is nobody's."""
    person = trusting.person()
    client = confidential_client(trusting, secret_app, secret_app["clientSecret"])

    def refused(name, password):
        answer = client.acquire_token_by_username_password(name, password, SCOPES)
        assert "access_token" not in answer, "a password alone was enough"
        return answer["error"], answer["error_codes"], answer["error_description"].split("\r\n")[0]

    right = refused(person.upn, person.password)
    assert right[0] in ("unauthorized_client", "invalid_grant")
    assert right == refused(person.upn, "wrong") == refused(f"nobody@{trusting.organization.domain}", "wrong")


def test_the_domain_names_the_tenant_as_well(trusting, public_app):
    person = trusting.person()
    client = msal.PublicClientApplication(
        public_app["clientId"], authority=f"{trusting.base}/{trusting.organization.domain}", instance_discovery=False
    )
    succeeded(interactively(client, trusting.stranger(person)))
    (account,) = client.get_accounts()
    assert account["realm"] == trusting.tenant, "msal keeps tokens under the first segment of the token endpoint"


@pytest.mark.parametrize("word", ["common", "organizations"])
def test_the_tenant_is_found_by_the_persons_domain(word, trusting, public_app):
    person = trusting.person()
    client = msal.PublicClientApplication(
        public_app["clientId"], authority=f"{trusting.base}/{word}", instance_discovery=False
    )
    answer = succeeded(interactively(client, trusting.stranger(person)))
    assert answer["id_token_claims"]["tid"] == trusting.tenant
    (account,) = client.get_accounts()
    assert succeeded(client.acquire_token_silent(SCOPES, account, force_refresh=True))["access_token"]


def test_instance_discovery_on_the_server_itself(trusting, public_app):
    client = msal.PublicClientApplication(
        public_app["clientId"], authority=trusting.tenant_authority,
        instance_discovery=f"{trusting.base}/common/discovery/instance",
    )
    answer = succeeded(interactively(client, trusting.stranger(trusting.person())))
    assert answer["id_token_claims"]["tid"] == trusting.tenant


def test_an_unknown_tenant_is_told_when_the_client_is_made(trusting, public_app):
    with pytest.raises(ValueError, match="tenant"):
        msal.PublicClientApplication(
            public_app["clientId"], authority=f"{trusting.base}/nowhere.example", instance_discovery=False
        )
