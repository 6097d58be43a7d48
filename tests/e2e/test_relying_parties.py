"""Relying-party libraries as they are, over https: requests-oauthlib, idpyoidc, pyoidc and Authlib."""

import secrets
import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from flask import Flask, jsonify, url_for
from idpyoidc.client.rp_handler import RPHandler
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError
from oic import rndstr
from oic.oic import Client
from oic.oic.message import AuthorizationResponse, RegistrationResponse
from oic.utils.authn.client import CLIENT_AUTHN_METHOD
from requests_oauthlib import OAuth2Session

# What idpyoidc and pyoidc fetch key sets with (cryptojwt) verifies no certificate, whatever they are told.
pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")

CALLBACK = "http://localhost:47831/callback"
SCOPES = ["openid", "profile", "email", "offline_access"]


@pytest.fixture
def app(trusting):
    return trusting.app("--redirect-uri", CALLBACK)


def parameters_of(address):
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def test_requests_oauthlib(trusting, app):
    """Code with PKCE, UserInfo, and a refresh that the session makes by itself when the token is old."""
    person = trusting.person()
    kept = []
    session = OAuth2Session(
        app["clientId"], redirect_uri=CALLBACK, scope=SCOPES, pkce="S256", auto_refresh_url=trusting.endpoint("token"),
        auto_refresh_kwargs={"client_id": app["clientId"], "client_secret": app["clientSecret"]},
        token_updater=kept.append,
    )
    address, state = session.authorization_url(trusting.endpoint("authorize"))
    _, answer, _ = trusting.stranger(person).walk(address, CALLBACK)
    assert parameters_of(answer)["state"] == state
    # Of the answer's address the library wants https; the code alone it takes from any.
    token = session.fetch_token(
        trusting.endpoint("token"), code=parameters_of(answer)["code"], client_secret=app["clientSecret"]
    )
    assert set(token["scope"]) == set(SCOPES) and token["id_token"]
    info = session.get(trusting.base + "/oidc/userinfo", timeout=20).json()
    assert info["preferred_username"] == person.upn

    session.token = dict(token, expires_at=time.time() - 60)
    assert session.get(trusting.base + "/oidc/userinfo", timeout=20).status_code == 200
    assert kept and kept[0]["refresh_token"] != token["refresh_token"], "the session did not refresh"
    with pytest.raises(InvalidGrantError):
        session.refresh_token(
            trusting.endpoint("token"), refresh_token=kept[0]["refresh_token"][:-4] + "AAAA",
            client_id=app["clientId"], client_secret=app["clientSecret"],
        )


@pytest.mark.parametrize("mode", ["query", "form_post"])
def test_idpyoidc(mode, trusting, app, tmp_path):
    """Everything by its three calls: begin, the browser, finalize. It verifies the ID token and compares the issuer."""
    person = trusting.person()
    key_file = str(tmp_path / "jwks.json")
    handler = RPHandler(
        base_url="http://localhost:47831", httpc_params={"verify": True},
        key_conf={"private_path": key_file, "key_defs": [{"type": "EC", "crv": "P-256", "use": ["sig"]}]},
        client_configs={
            "martlet": {
                "issuer": trusting.issuer,
                "client_type": "oidc",
                "client_id": app["clientId"],
                "client_secret": app["clientSecret"],
                "redirect_uris": [CALLBACK],
                "response_types": ["code"],
                "response_mode": mode,
                "scope": SCOPES,
                "client_authn_methods": {"client_secret_basic": {}},
                "services": {
                    "discovery": {
                        "class": "idpyoidc.client.oidc.provider_info_discovery.ProviderInfoDiscovery"
                    },
                    "authorization": {"class": "idpyoidc.client.oidc.authorization.Authorization"},
                    "access_token": {"class": "idpyoidc.client.oidc.access_token.AccessToken"},
                    "refresh_access_token": {
                        "class": "idpyoidc.client.oidc.refresh_access_token.RefreshAccessToken"
                    },
                    "userinfo": {"class": "idpyoidc.client.oidc.userinfo.UserInfo"},
                },
                "add_ons": {
                    "pkce": {
                        "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
                        "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
                    }
                },
            }
        },
    )
    address = handler.begin("martlet", req_args={"response_mode": mode, "redirect_uri": CALLBACK, "scope": SCOPES})
    address = address["url"] if isinstance(address, dict) else address
    assert "code_challenge_method=S256" in address
    method, answer, fields = trusting.stranger(person).walk(address, CALLBACK)
    assert method == ("POST" if mode == "form_post" else "GET")
    done = handler.finalize(trusting.issuer, fields or parameters_of(answer))
    assert "error" not in done, done
    assert done["userinfo"]["preferred_username"] == person.upn and done["id_token"]["iss"] == trusting.issuer
    assert done["id_token"]["sub"] == done["userinfo"]["sub"]
    refreshed = handler.refresh_access_token(done["state"])
    assert refreshed["access_token"] != done["token"]


def test_pyoidc(trusting, app):
    """Its UserInfo request is a POST with the token in the body (RFC 6750 section 2.2)."""
    person = trusting.person()
    client = Client(client_authn_method=CLIENT_AUTHN_METHOD)
    client.provider_config(trusting.issuer)
    client.store_registration_info(
        RegistrationResponse(client_id=app["clientId"], client_secret=app["clientSecret"], redirect_uris=[CALLBACK])
    )
    state, nonce = rndstr(), rndstr()
    request = client.construct_AuthorizationRequest(
        request_args={
            "response_type": "code", "scope": SCOPES, "redirect_uri": CALLBACK, "state": state, "nonce": nonce,
        }
    )
    _, answer, _ = trusting.stranger(person).walk(
        request.request(client.authorization_endpoint), CALLBACK
    )
    response = client.parse_response(AuthorizationResponse, info=urlsplit(answer).query, sformat="urlencoded")
    assert response["state"] == state
    token = client.do_access_token_request(
        state=state, request_args={"code": response["code"]}, authn_method="client_secret_basic"
    )
    assert token["id_token"]["nonce"] == nonce and token["id_token"]["iss"] == trusting.issuer
    info = client.do_user_info_request(state=state)
    assert info["sub"] == token["id_token"]["sub"] and info["preferred_username"] == person.upn


def test_authlib_in_flask(trusting, app):
    """The whole walk over https, by somebody who has never seen Martlet."""
    person = trusting.person()
    flask = Flask("tides")
    flask.secret_key = secrets.token_hex()
    remote = OAuth(flask).register(
        "martlet", client_id=app["clientId"], client_secret=app["clientSecret"],
        server_metadata_url=f"{trusting.base}/{trusting.organization.domain}/v2.0/.well-known/openid-configuration",
        client_kwargs={"scope": " ".join(SCOPES), "code_challenge_method": "S256"},
    )

    @flask.route("/")
    def home():
        return remote.authorize_redirect(url_for("callback", _external=True))

    @flask.route("/callback")
    def callback():
        return jsonify(remote.authorize_access_token()["userinfo"])

    visitor = flask.test_client()
    begun = visitor.get("/", base_url="http://localhost:47831")
    _, answer, _ = trusting.stranger(person).walk(begun.headers["Location"], CALLBACK)
    claims = visitor.get("/callback?" + urlsplit(answer).query, base_url="http://localhost:47831").get_json()
    assert claims["preferred_username"] == person.upn and claims["acr"] == "mfa"


def test_authlib_introspects_and_revokes(trusting, app):
    """RFC 7662 and RFC 7009, by the app that the tokens are for."""
    person = trusting.person()
    session = AuthlibSession(
        app["clientId"], app["clientSecret"], redirect_uri=CALLBACK, scope=" ".join(SCOPES),
        code_challenge_method="S256",
    )
    verifier = secrets.token_urlsafe(48)
    address, _ = session.create_authorization_url(trusting.endpoint("authorize"), code_verifier=verifier)
    _, answer, _ = trusting.stranger(person).walk(address, CALLBACK)
    token = session.fetch_token(
        trusting.endpoint("token"), code=parameters_of(answer)["code"], code_verifier=verifier
    )

    def introspected(kind):
        return session.introspect_token(trusting.endpoint("introspect"), token=token[kind], token_type_hint=kind).json()

    said = introspected("access_token")
    assert said["active"] is True and said["client_id"] == app["clientId"] and said["username"] == person.upn
    assert introspected("refresh_token")["active"] is True
    assert session.revoke_token(
        trusting.endpoint("revoke"), token=token["refresh_token"], token_type_hint="refresh_token"
    ).status_code == 200
    assert introspected("refresh_token") == {"active": False}
    assert introspected("access_token") == {"active": False}, "what came with the refresh token goes with it"
    with pytest.raises(OAuthError, match="invalid_grant"):
        session.refresh_token(trusting.endpoint("token"), refresh_token=token["refresh_token"])
