"""Microsoft's azure-identity as it is, against https://localhost."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    AuthorizationCodeCredential, CertificateCredential, ClientSecretCredential, DeviceCodeCredential,
    EnvironmentCredential, InteractiveBrowserCredential, OnBehalfOfCredential, UsernamePasswordCredential,
)

from harness.authority import AppCertificate
from test_msal import claims_of

CALLBACK = "http://localhost:47831/callback"


@pytest.fixture(scope="module")
def api(house):
    """An API with a scope and a role, by the name that its apps know."""
    name = "api://ledger"
    return house.app(
        "--identifier-uri", name, "--scope", "Ledger.Read", "--role", "Ledger.Write", name="Ledger"
    ) | {"name": name}


@pytest.fixture(scope="module")
def night_shift(house, api):
    """An app that acts for itself, with a secret."""
    app = house.app("--secret", name="Night shift")
    house.allow(app, api["name"], role="Ledger.Write")
    return app


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


def is_for_the_api(token, api, app):
    claims = claims_of(token.token)
    return (claims["aud"], claims["roles"], claims["azp"]) == (api["clientId"], ["Ledger.Write"], app["clientId"])


@pytest.mark.parametrize("enable_cae", [False, True])
def test_a_client_secret(enable_cae, trusting, api, night_shift):
    """With enable_cae the request says by `claims` that the app can be challenged."""
    credential = ClientSecretCredential(
        trusting.tenant, night_shift["clientId"], night_shift["clientSecret"], **options(trusting)
    )
    token = credential.get_token(api["name"] + "/.default", enable_cae=enable_cae)
    assert is_for_the_api(token, api, night_shift)


@pytest.mark.parametrize("chain", [False, True])
def test_a_certificate(chain, trusting, api, tmp_path):
    """With send_certificate_chain the assertion's header holds the certificate itself."""
    certificate = AppCertificate(tmp_path)
    app = trusting.app("--certificate", str(certificate.file), name="Night shift")
    trusting.allow(app, api["name"], role="Ledger.Write")
    credential = CertificateCredential(
        trusting.tenant, app["clientId"], str(certificate.both), send_certificate_chain=chain, **options(trusting)
    )
    assert is_for_the_api(credential.get_token(api["name"] + "/.default"), api, app)


def test_one_assertion_for_two_apis(trusting, api, tmp_path):
    """The library signs one assertion and sends it for nine minutes: an app has to be registered for that (A185)."""
    certificate = AppCertificate(tmp_path)

    def credential(*words):
        app = trusting.app("--certificate", str(certificate.file), name="Night shift")
        if words:
            trusting.organization.command_line.json("apps", "authenticate", app["clientId"], *words)
        return CertificateCredential(trusting.tenant, app["clientId"], str(certificate.both), **options(trusting))

    lenient, strict = credential("--reuse-assertions"), credential()
    for one in (lenient, strict):
        assert one.get_token(api["name"] + "/.default").token
    assert claims_of(lenient.get_token(trusting.base + "/.default").token)["aud"] == trusting.base
    with pytest.raises(ClientAuthenticationError, match="AADSTS50012"):
        strict.get_token(trusting.base + "/.default")


@pytest.mark.parametrize("kind", ["secret", "certificate"])
def test_the_environment(kind, trusting, api, night_shift, tmp_path, monkeypatch):
    """Everything from the environment, the authority too: how a container is told who it is."""
    app = night_shift
    if kind == "secret":
        monkeypatch.setenv("AZURE_CLIENT_SECRET", app["clientSecret"])
    else:
        certificate = AppCertificate(tmp_path)
        app = trusting.app("--certificate", str(certificate.file), name="Night shift")
        trusting.allow(app, api["name"], role="Ledger.Write")
        monkeypatch.setenv("AZURE_CLIENT_CERTIFICATE_PATH", str(certificate.both))
    monkeypatch.setenv("AZURE_AUTHORITY_HOST", trusting.base)
    monkeypatch.setenv("AZURE_TENANT_ID", trusting.tenant)
    monkeypatch.setenv("AZURE_CLIENT_ID", app["clientId"])
    credential = EnvironmentCredential(disable_instance_discovery=True)
    assert is_for_the_api(credential.get_token(api["name"] + "/.default"), api, app)


def test_a_device_code(trusting):
    person = trusting.person()
    app = trusting.app("--public", "--device-code", name="Tide Tool")

    def prompt(address, code, until):
        trusting.stranger(person, user_code=code).open(address)

    credential = DeviceCodeCredential(
        client_id=app["clientId"], tenant_id=trusting.tenant, prompt_callback=prompt, timeout=30, **options(trusting)
    )
    assert credential.authenticate(scopes=["User.Read"]).username == person.upn
    assert credential.get_token("User.Read").token


def test_on_behalf_of(trusting, api):
    person = trusting.person()
    gateway = trusting.app("--redirect-uri", CALLBACK, "--scope", "Access", name="Counter")
    trusting.allow(gateway, api["name"], scope="Ledger.Read")
    own = f"{gateway['clientId']}/Access"
    code = code_for(trusting, person, gateway, f"openid%20offline_access%20{own}")
    first = AuthorizationCodeCredential(
        trusting.tenant, gateway["clientId"], code, CALLBACK, client_secret=gateway["clientSecret"], **options(trusting)
    ).get_token(own)
    second = OnBehalfOfCredential(
        trusting.tenant, gateway["clientId"], client_secret=gateway["clientSecret"], user_assertion=first.token,
        **options(trusting),
    ).get_token(api["name"] + "/Ledger.Read")
    claims = claims_of(second.token)
    assert (claims["aud"], claims["scp"]) == (api["clientId"], "Ledger.Read")
    assert claims["oid"] == claims_of(first.token)["oid"] == person.id


def test_a_name_and_a_password_are_not_enough(trusting):
    person = trusting.person()
    app = trusting.app("--public", "--password-grant", name="Old script")

    def refused(password):
        with pytest.warns(DeprecationWarning):
            credential = UsernamePasswordCredential(
                app["clientId"], person.upn, password, tenant_id=trusting.tenant, **options(trusting)
            )
        with pytest.raises(ClientAuthenticationError) as problem:
            credential.get_token("User.Read")
        return problem.value.message.split("Trace ID")[0].split("AADSTS")[1]

    assert refused(person.password) == refused("wrong")
