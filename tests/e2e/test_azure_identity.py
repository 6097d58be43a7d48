"""Microsoft's azure-identity as it is, against https://localhost."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import AuthorizationCodeCredential, InteractiveBrowserCredential

CALLBACK = "http://localhost:47831/callback"


@pytest.fixture(scope="module")
def web_app(house):
    return house.app("--redirect-uri", CALLBACK)


def options(house, **more):
    return {"authority": house.base, "disable_instance_discovery": True} | more


def code_for(house, person, app, scope):
    """The code that a web framework would hand to the credential; there is no PKCE in it."""
    address = (
        f"{house.endpoint('authorize')}?client_id={app['clientId']}&response_type=code&redirect_uri={CALLBACK}"
        f"&scope={scope}&state=s"
    )
    _, answer, _ = house.stranger(person).walk(address, CALLBACK)
    return dict(parse_qsl(urlsplit(answer).query))["code"]


def test_an_authorization_code(trusting, web_app):
    """It posts to /{tenant}/oauth2/v2.0/token without asking discovery; the second token comes by refresh."""
    person = trusting.person()
    code = code_for(trusting, person, web_app, "openid%20offline_access%20User.Read")
    credential = AuthorizationCodeCredential(
        trusting.tenant, web_app["clientId"], code, CALLBACK, client_secret=web_app["clientSecret"], **options(trusting)
    )
    first = credential.get_token("User.Read")
    assert first.token and first.expires_on
    assert credential.get_token("User.Read").token == first.token, "the cache did not know the scope"
    # A claims challenge makes it pass the cache by and refresh.
    second = credential.get_token("User.Read", claims='{"access_token":{"nbf":{"essential":true,"value":"1"}}}')
    assert second.token != first.token, "no token by refresh"


def test_a_wrong_secret_is_told_in_azures_words(trusting, web_app):
    credential = AuthorizationCodeCredential(
        trusting.tenant, web_app["clientId"], "x", CALLBACK, client_secret="x" * 40, **options(trusting)
    )
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215: "):
        credential.get_token("User.Read")


def test_an_interactive_browser(trusting):
    person = trusting.person()
    app = trusting.app("--public", "--redirect-uri", "http://localhost")
    credential = InteractiveBrowserCredential(
        tenant_id=trusting.tenant, client_id=app["clientId"], timeout=30, **options(trusting)
    )
    with trusting.stranger(person).as_the_browser():
        record = credential.authenticate(scopes=["User.Read"])
    assert record.username == person.upn and record.tenant_id == trusting.tenant
    assert credential.get_token("User.Read").token
