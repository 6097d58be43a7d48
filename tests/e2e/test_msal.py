"""Microsoft's msal as it is, against https://localhost: public and confidential apps, each grant that it knows."""

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
    return house.app("--secret", "--redirect-uri", CALLBACK)


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
