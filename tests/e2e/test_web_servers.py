"""Debian's web servers before a site: Apache with mod_auth_openidc, nginx with auth_request."""

import base64
import json
import secrets

import pytest
import requests

from harness.relying_party import BareClient
from harness.organization import App
from harness.server import free_port
from harness.web_servers import Apache, Nginx

PORT = 8099
REDIRECT = f"http://localhost:{PORT}/protected/redirect_uri"
CALLBACK = "http://localhost:47831/callback"


@pytest.fixture(scope="module")
def site_app(house):
    return house.app("--redirect-uri", REDIRECT, name="Harbour Site")


def access_token(house, person, scope="openid profile"):
    """A token of a person, had by an app as bare as can be."""
    made = house.app("--redirect-uri", CALLBACK)
    bare = BareClient(
        house.base, house.tenant, App(made["clientId"], made["clientSecret"], CALLBACK), str(house.authority.bundle)
    )
    _, address, _ = house.stranger(person).walk(bare.authorize_url(scope=scope), CALLBACK)
    code = dict(pair.split("=", 1) for pair in address.split("?", 1)[1].split("&"))["code"]
    return bare.exchange(code).json()["access_token"]


def ask(url, token=None):
    session = requests.Session()
    session.trust_env = False
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    return session.get(url, headers=headers, allow_redirects=False, timeout=20)


def altered(token):
    """The token with one claim changed and the signature left as it was."""
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["scp"] = "everything"
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return ".".join((head, body, signature))


@pytest.mark.parametrize("mode", ["query", "form_post"])
def test_apache_signs_people_in(mode, trusting, site_app):
    """Discovery, PKCE, client_secret_basic, RS256 by kid, nonce, UserInfo: all mod_auth_openidc's own."""
    person = trusting.person()
    site = f"""
        OIDCProviderMetadataURL {trusting.issuer}/.well-known/openid-configuration
        OIDCClientID {site_app["clientId"]}
        OIDCClientSecret {site_app["clientSecret"]}
        OIDCRedirectURI {REDIRECT}
        OIDCResponseMode {mode}
        OIDCScope "openid profile email"
        OIDCPKCEMethod S256
        OIDCRemoteUserClaim preferred_username
        OIDCCryptoPassphrase {secrets.token_hex()}
        OIDCCABundlePath CA-BUNDLE
        <Location /protected>
            AuthType openid-connect
            Require claim acr:mfa
        </Location>
        <Location /protected/never>
            Require claim acr:never
        </Location>"""
    with Apache(trusting.authority.bundle, PORT, site) as apache:
        (apache.pages / "protected" / "never").mkdir(parents=True)
        (apache.pages / "protected" / "index.html").write_text("The tide is out.")
        (apache.pages / "protected" / "never" / "index.html").write_text("Nobody reads this.")
        assert ask(apache.base + "/protected/").status_code == 302
        stranger = trusting.stranger(person)
        page = stranger.open(apache.base + "/protected/")
        assert page.status_code == 200 and page.text == "The tide is out.", f"{page.url}: {page.text}\n{apache.log}"
        assert page.headers["X-Remote-User"] == person.upn
        assert bool([url for url in stranger.posted if url == REDIRECT]) == (mode == "form_post")
        # The answer to a claim that is not there, so that the other was looked at.
        assert stranger.http.get(apache.base + "/protected/never/", timeout=20).status_code == 401


def test_apache_takes_access_tokens(trusting):
    """As a resource server it verifies the token itself, with the key set that Martlet publishes."""
    person = trusting.person()
    token = access_token(trusting, person)
    site = f"""
        OIDCOAuthVerifyJwksUri {trusting.base}/{trusting.tenant}/discovery/v2.0/keys
        OIDCOAuthRemoteUserClaim oid
        OIDCCABundlePath CA-BUNDLE
        <Location /api>
            AuthType oauth20
            <RequireAll>
                Require claim iss:{trusting.issuer}
                Require claim "aud:{trusting.base}"
            </RequireAll>
        </Location>
        <Location /api/others>
            Require claim "aud:https://others.example"
        </Location>"""
    with Apache(trusting.authority.bundle, free_port(), site) as apache:
        (apache.pages / "api" / "others").mkdir(parents=True)
        (apache.pages / "api" / "others" / "tides.json").write_text("{}")
        (apache.pages / "api" / "tides.json").write_text('{"high":"06:12"}')
        address = apache.base + "/api/tides.json"
        answer = ask(address, token)
        assert (answer.status_code, answer.text) == (200, '{"high":"06:12"}'), apache.log
        assert answer.headers["X-Remote-User"] == person.id
        for wrong in (None, "x", altered(token), token[:-6] + "AAAAAA"):
            assert ask(address, wrong).status_code == 401, f"{str(wrong)[:20]} was let in"
        assert ask(apache.base + "/api/others/tides.json", token).status_code == 401, "a token for somebody else"


def test_nginx_asks_userinfo(trusting):
    """auth_request: UserInfo answers 200 or 401 to the header that nginx hands on."""
    person = trusting.person()
    token = access_token(trusting, person)
    port = free_port()
    http = f"""
        server {{
            listen 127.0.0.1:{port};
            location / {{
                auth_request /_who;
                root pages;
            }}
            location = /_who {{
                internal;
                proxy_pass {trusting.base}/oidc/userinfo;
                proxy_pass_request_body off;
                proxy_set_header Content-Length "";
                proxy_set_header Host localhost;
                proxy_ssl_verify on;
                proxy_ssl_name localhost;
                proxy_ssl_trusted_certificate CA-BUNDLE;
            }}
        }}"""
    with Nginx(trusting.authority.bundle, port, http) as nginx:
        (nginx.pages / "tides.txt").write_text("06:12")
        answer = ask(nginx.base + "/tides.txt", token)
        assert (answer.status_code, answer.text) == (200, "06:12"), nginx.log
        for wrong in (None, "x", altered(token)):
            refused = ask(nginx.base + "/tides.txt", wrong)
            assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Bearer")
