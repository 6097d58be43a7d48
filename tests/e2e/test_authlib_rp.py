"""Authlib as the relying party: an unmodified client signs people in with password and TOTP."""

import itertools
import time
from urllib.parse import urlsplit

import pytest
import requests
from authlib.integrations.base_client.errors import OAuthError

from harness.browser import Browser
from harness.relying_party import BareClient, RelyingParty, parameters_of

REDIRECT = "http://localhost:47831/callback"
numbers = itertools.count(1)


@pytest.fixture
def person(organization, server):
    """Somebody with a registered authenticator; new for each test, so that no test waits for another's time steps."""
    return organization.add_person(f"person{next(numbers)}")


@pytest.fixture(scope="module")
def confidential(organization, server):
    return organization.add_app("Tide Tables", REDIRECT, "--secret")


@pytest.fixture(scope="module")
def public(organization, server):
    return organization.add_app("Tide Tables on the phone", REDIRECT, "--public")


@pytest.fixture(scope="module")
def issuer(organization, server):
    return f"{server.base}/{organization.tenant}/v2.0"


@pytest.fixture
def bare(organization, server, confidential):
    return BareClient(server.base, organization.tenant, confidential)


def is_invalid_grant(response):
    return response.status_code == 400 and response.json()["error"] == "invalid_grant"


def test_discovery_describes_what_is_there(issuer, server):
    document = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
    assert document["issuer"] == issuer
    for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"):
        assert document[name].startswith(server.base + "/"), name
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert "RS256" in document["id_token_signing_alg_values_supported"]
    assert "none" not in document["id_token_signing_alg_values_supported"]
    assert {"query", "form_post"} <= set(document["response_modes_supported"])
    assert document.get("authorization_response_iss_parameter_supported") is True
    keys = requests.get(document["jwks_uri"], timeout=10).json()["keys"]
    assert keys and all(key["kid"] and key["kty"] in ("RSA", "EC", "OKP") for key in keys)
    private = {"d", "p", "q", "dp", "dq", "qi", "k"}
    assert not any(private & set(key) for key in keys), "a private part of a key is published"


def test_the_tenant_can_be_named_by_its_domain(organization, server, issuer):
    by_domain = f"{server.base}/{organization.domain}/v2.0/.well-known/openid-configuration"
    assert requests.get(by_domain, timeout=10).json()["token_endpoint"].startswith(server.base)
    unknown = requests.get(f"{server.base}/nowhere.example/v2.0/.well-known/openid-configuration", timeout=10)
    assert 400 <= unknown.status_code < 500


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_a_person_signs_in_with_password_and_totp(method, issuer, server, person, confidential, public):
    party = RelyingParty(issuer, public if method == "none" else confidential, method)
    before = int(time.time())
    browser = Browser(server.base)
    arrival = browser.sign_in(party.begin(), person, until=REDIRECT)
    assert arrival.steps[:3] == ["name", "password", "code"], arrival.describe()
    assert arrival.parameters["iss"] == issuer, "RFC 9207, A152"
    claims = party.finish(arrival)

    # Authlib verified the signature, iss, nonce, exp and at_hash already; say so of those that it lets be absent.
    assert claims["iss"] == issuer
    assert claims["aud"] in (party.app.id, [party.app.id])
    assert claims["nonce"] and claims["at_hash"]
    assert claims["acr"] == "mfa"
    assert {"pwd", "otp", "mfa"} <= set(claims["amr"])
    assert before - 1 <= claims["auth_time"] <= time.time() + 1
    assert claims["iat"] <= time.time() + 1 < claims["exp"]
    assert party.token["token_type"].lower() == "bearer" and party.token["expires_in"] > 0

    info = party.userinfo()
    assert info["sub"] == claims["sub"]
    assert person.upn in (info.get("preferred_username"), info.get("email"))
    assert browser.session_cookie, "the browser keeps the session"


def test_userinfo_wants_a_token_that_is_right(issuer, server, person, confidential):
    party = RelyingParty(issuer, confidential)
    party.sign_in(Browser(server.base), person)
    endpoint = party.metadata["userinfo_endpoint"]
    token = party.token["access_token"]
    head, body, signature = token.split(".")
    for wrong in (None, "", "x", token[:-4] + "AAAA", f"{head}.{body}.", party.token["id_token"], signature):
        headers = {} if wrong is None else {"Authorization": f"Bearer {wrong}"}
        answer = requests.get(endpoint, headers=headers, timeout=10)
        assert answer.status_code == 401, f"{str(wrong)[:20]} was let in"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    posted = requests.post(endpoint, headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert posted.status_code == 200


@pytest.mark.parametrize("method", ["client_secret_basic", "none"])
def test_refresh_tokens_rotate_and_a_second_use_ends_the_family(method, issuer, server, person, confidential, public):
    """A158."""
    party = RelyingParty(issuer, public if method == "none" else confidential, method)
    claims = party.sign_in(Browser(server.base), person)
    first = party.token["refresh_token"]
    second = party.refresh(first)
    assert second["refresh_token"] != first and second["access_token"] != party.token["access_token"]
    third = party.refresh(second["refresh_token"])
    assert third["refresh_token"] not in (first, second["refresh_token"])
    if "id_token" in third:
        fresh = party.remote.parse_id_token(third, nonce=None)
        assert (fresh["sub"], fresh["auth_time"], fresh["aud"]) == (claims["sub"], claims["auth_time"], claims["aud"])

    with pytest.raises(OAuthError) as reused:
        party.refresh(first)
    assert reused.value.error == "invalid_grant"
    with pytest.raises(OAuthError) as family:
        party.refresh(third["refresh_token"])
    assert family.value.error == "invalid_grant", "the newest token of a family with a reused one still worked"


def test_a_code_works_once_and_its_second_use_ends_what_it_gave(server, person, bare):
    """A143."""
    code = bare.code(Browser(server.base), person)
    tokens = bare.exchange(code).json()
    assert is_invalid_grant(bare.exchange(code))
    assert is_invalid_grant(bare.refresh(tokens["refresh_token"]))


def test_the_verifier_binds(organization, server, person, bare, public):
    """A147, A148, A149."""
    browser = Browser(server.base)
    for changes in ({"code_verifier": None}, {"code_verifier": ""}, {"code_verifier": "a" * 43}):
        code = bare.code(browser, person)
        assert is_invalid_grant(bare.exchange(code, **changes)), changes
    # No challenge was sent, a verifier is: a downgrade.
    code = bare.code(browser, person, request={"code_challenge": None, "code_challenge_method": None})
    assert is_invalid_grant(bare.exchange(code))
    phone = BareClient(server.base, organization.tenant, public)
    for changes in (
        {"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"},
        {"code_challenge_method": None}, {"code_challenge": "short"},
    ):
        arrival = browser.get(phone.authorize_url(**changes), until=REDIRECT)
        assert isinstance(arrival, str), f"{changes} was not answered to the app"
        assert parameters_of(arrival)["error"] == "invalid_request", changes
        assert parameters_of(arrival)["state"] == phone.state


def test_a_code_belongs_to_its_client_and_redirect(organization, server, person, bare, public):
    """A145, A146."""
    browser = Browser(server.base)
    other = organization.add_app("Ferry Times", REDIRECT, "--secret")
    code = bare.code(browser, person)
    thief = BareClient(server.base, organization.tenant, other)
    thief.verifier = bare.verifier
    assert is_invalid_grant(thief.exchange(code))
    for changes in ({"redirect_uri": REDIRECT + "/"}, {"redirect_uri": None}):
        assert is_invalid_grant(bare.exchange(bare.code(browser, person), **changes)), changes


def test_a_wrong_secret_is_invalid_client(server, person, bare):
    code = bare.code(Browser(server.base), person)
    for secret in ("wrong", None):
        answer = bare.exchange(code, client_secret=secret) if secret else bare.http.post(
            bare.token_endpoint, timeout=10,
            data={
                "grant_type": "authorization_code", "code": code, "client_id": bare.app.id,
                "redirect_uri": REDIRECT, "code_verifier": bare.verifier,
            },
        )
        assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"
    error = answer.json()
    # Fact 5 of clients.md: what msal and its friends read.
    assert error["error_description"].startswith("AADSTS") and isinstance(error["error_codes"][0], int)
    assert {"timestamp", "trace_id", "correlation_id"} <= set(error)
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_unregistered_redirect_is_never_followed(server, bare):
    """A133, A134: the error stays on Martlet's own page."""
    for wrong in (
        "https://evil.example/callback", REDIRECT + "/more", REDIRECT + "?x=1", REDIRECT.upper(),
        "http://localhost:47831@evil.example/callback", "javascript:alert(1)", "",
    ):
        response = Browser(server.base).send("GET", bare.authorize_url(redirect_uri=wrong))
        assert response.status_code == 400, f"{wrong}: {response.status_code}"
        assert "Location" not in response.headers


def test_a_loopback_redirect_may_use_any_port(server, person, bare):
    elsewhere = REDIRECT.replace("47831", "50999")
    browser = Browser(server.base)
    arrival = browser.sign_in(bare.authorize_url(redirect_uri=elsewhere), person, until=elsewhere)
    assert bare.exchange(arrival.parameters["code"], redirect_uri=elsewhere).status_code == 200


def test_form_post(issuer, server, person, confidential):
    party = RelyingParty(issuer, confidential)
    arrival = Browser(server.base).sign_in(party.begin(response_mode="form_post"), person, until=REDIRECT)
    assert arrival.page is not None, "the answer came in the address"
    assert party.finish(arrival)["acr"] == "mfa"


def test_single_sign_on_and_prompt_none(issuer, server, person, confidential, public):
    """A018."""
    browser = Browser(server.base)
    stranger = browser.get(RelyingParty(issuer, confidential).begin(prompt="none"), until=REDIRECT)
    assert parameters_of(stranger)["error"] == "login_required"
    first = RelyingParty(issuer, confidential)
    claims = first.sign_in(browser, person)
    second = RelyingParty(issuer, public, "none")
    arrival = browser.sign_in(second.begin(prompt="none"), person, until=REDIRECT)
    assert arrival.steps == []
    again = second.finish(arrival)
    assert (again["sub"], again["auth_time"]) == (claims["sub"], claims["auth_time"])


def test_a_half_finished_sign_in_is_no_session(issuer, server, person, confidential):
    """A018: identified and password proven is not signed in."""
    browser = Browser(server.base)
    page = browser.get(RelyingParty(issuer, confidential).begin())
    page = browser.submit(page.require(step="name"), {"username": person.upn})
    page = browser.submit(page.require(step="password"), {"password": person.password})
    page.require(step="code")
    answer = browser.get(RelyingParty(issuer, confidential).begin(prompt="none"), until=REDIRECT)
    assert parameters_of(answer)["error"] == "login_required"
    assert browser.get("/account").steps, "the account page opened with half a sign-in"


@pytest.mark.parametrize("request_", [{"prompt": "login"}, {"max_age": 0}])
def test_reauthentication_really_happens(request_, issuer, server, person, confidential):
    """A019."""
    browser = Browser(server.base)
    party = RelyingParty(issuer, confidential)
    before = party.sign_in(browser, person)["auth_time"]
    while int(time.time()) <= before:
        time.sleep(0.05)
    arrival = browser.sign_in(party.begin(**request_), person, until=REDIRECT)
    assert "password" in arrival.steps, arrival.describe()
    assert party.finish(arrival)["auth_time"] > before


@pytest.mark.parametrize("value", ["-1", "x", "1e3", "99999999999999999999"])
def test_a_bad_max_age_is_refused(value, server, bare):
    """A019."""
    answer = Browser(server.base).get(bare.authorize_url(max_age=value), until=REDIRECT)
    assert isinstance(answer, str) and parameters_of(answer)["error"] == "invalid_request"


def test_wrong_proofs_lead_nowhere(issuer, server, person, confidential):
    party = RelyingParty(issuer, confidential)
    browser = Browser(server.base)
    page = browser.get(party.begin())
    page = browser.submit(page.require(step="name"), {"username": person.upn})
    page = browser.submit(page.require(step="password"), {"password": person.password + "x"}, until=REDIRECT)
    page.require(step="password")
    page = browser.submit(page.require(step="password"), {"password": person.password}, until=REDIRECT)
    page = browser.submit(page.require(step="code"), {"code": person.authenticator.wrong_code()}, until=REDIRECT)
    assert page.require(step="code") and not browser.session_cookie
    arrival = browser.sign_in(page, person, until=REDIRECT)
    assert party.finish(arrival)["acr"] == "mfa"
    # The same code in another browser, within its time: spent.
    other = Browser(server.base)
    page = other.get(RelyingParty(issuer, confidential).begin())
    page = other.submit(page.require(step="name"), {"username": person.upn})
    page = other.submit(page.require(step="password"), {"password": person.password})
    page = other.submit(page.require(step="code"), {"code": person.authenticator.last_code}, until=REDIRECT)
    assert not isinstance(page, str) and page.steps and not other.session_cookie, "a TOTP code was accepted twice"


def test_a_recovery_code_is_a_second_factor_once(issuer, server, person, confidential):
    code = person.recovery_codes[0]
    party = RelyingParty(issuer, confidential)
    claims = party.sign_in(Browser(server.base), person, factor="recovery")
    assert claims["acr"] == "mfa" and "otp" in claims["amr"]
    person.recovery_codes.insert(0, code)
    other = Browser(server.base)
    arrival = other.sign_in(RelyingParty(issuer, confidential).begin(), person, until=REDIRECT, factor="recovery")
    assert not arrival.at_app and not other.session_cookie, "a recovery code was accepted twice"


def test_sign_out_started_by_the_app_ends_the_session(issuer, server, person, confidential):
    browser = Browser(server.base)
    party = RelyingParty(issuer, confidential)
    party.sign_in(browser, person)
    assert urlsplit(browser.get("/account").url).path.startswith("/account")
    page = browser.get(party.logout_url())
    if form := page.form(having=["token"]):
        page = browser.submit(form)
    assert page.status == 200
    answer = browser.get(RelyingParty(issuer, confidential).begin(prompt="none"), until=REDIRECT)
    assert parameters_of(answer)["error"] == "login_required"
    assert browser.get("/account").steps, "the account page opened after signing out"


def test_sign_out_leads_back_to_the_app_only_where_it_registered(organization, issuer, server, person):
    """RP-Initiated Logout: exact match, state comes back."""
    home = "http://localhost:47831/goodbye"
    app = organization.add_app("Harbour Radio", REDIRECT, "--secret", "--post-logout-redirect-uri", home)
    browser = Browser(server.base)
    party = RelyingParty(issuer, app)
    party.sign_in(browser, person)
    page = browser.get(party.logout_url(post_logout_redirect_uri=home + "/else", state="s-1"), until=home + "/else")
    assert not isinstance(page, str), "a browser was sent where the app never registered"
    answer = browser.get(party.logout_url(post_logout_redirect_uri=home, state="s-2"), until=home)
    if not isinstance(answer, str):
        answer = browser.submit(answer.require(ending="/signout", having=["confirm"]), until=home)
    assert isinstance(answer, str), answer.describe()
    assert answer.split("?")[0] == home and parameters_of(answer) == {"state": "s-2"}
    assert browser.get("/account").steps, "the account page opened after signing out"


def test_keys_rotate_without_anybody_noticing(organization, issuer, server, person, confidential):
    """Tokens of the old key stay good until they expire; the key set has both."""
    party = RelyingParty(issuer, confidential)
    browser = Browser(server.base)
    party.sign_in(browser, person)
    old = party.token
    before = requests.get(party.metadata["jwks_uri"], timeout=10).json()["keys"]
    answer = organization.command_line.json("keys", "rotate")
    assert answer["keys"]
    deadline = time.monotonic() + 70
    while True:
        keys = requests.get(party.metadata["jwks_uri"], timeout=10).json()["keys"]
        if len(keys) > len(before) or time.monotonic() > deadline:
            break
        time.sleep(0.25)
    assert {key["kid"] for key in before} < {key["kid"] for key in keys}
    assert party.userinfo()["sub"] == party.claims["sub"]
    assert party.remote.parse_id_token(old, nonce=party.claims["nonce"])["sub"] == party.claims["sub"]
    fresh = RelyingParty(issuer, confidential)
    assert fresh.sign_in(browser, person)["sub"] == party.claims["sub"]
    assert fresh.refresh()["access_token"]
