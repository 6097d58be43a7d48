"""Apps that sign people in through Martlet: Authlib's Flask client as it is, and a bare one for the odd requests."""

import base64
import hashlib
import secrets
import threading
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask
from markupsafe import escape
from werkzeug.serving import make_server

SCOPE = "openid profile email offline_access"


class RelyingParty:
    """A Flask app with Authlib's client, exactly as its documentation has it. It runs without a socket."""

    def __init__(self, issuer, app, method="client_secret_basic", scope=SCOPE):
        self.issuer = issuer
        self.app = app
        self.method = method
        self.token = None
        self.claims = None
        self.flask = Flask("relying-party")
        self.flask.secret_key = secrets.token_hex()
        oauth = OAuth(self.flask)
        self.remote = oauth.register(
            "martlet",
            client_id=app.id,
            client_secret=app.secret,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": scope, "code_challenge_method": "S256", "token_endpoint_auth_method": method},
        )
        self.extra = {}

        @self.flask.route("/login")
        def login():
            return self.remote.authorize_redirect(app.redirect_uri, **self.extra)

        @self.flask.route(urlsplit(app.redirect_uri).path, methods=["GET", "POST"])
        def callback():
            # Fetches the token, then verifies the ID token against the key set: nonce, iss, aud, exp, at_hash.
            self.token = self.remote.authorize_access_token()
            self.claims = self.token["userinfo"]
            name = self.claims.get("name") or self.claims.get("preferred_username")
            return f"<title>Tide Tables</title><link rel=icon href=data:,><h1>Signed in as {escape(name)}</h1>"

        parts = urlsplit(app.redirect_uri)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.client = self.flask.test_client()

    @contextmanager
    def listening(self):
        """Serves the app at the port of its redirect URI, for browsers that really go there; `/login` begins."""
        server = make_server("127.0.0.1", urlsplit(self.app.redirect_uri).port, self.flask, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self.origin
        finally:
            server.shutdown()

    @property
    def metadata(self):
        return self.remote.load_server_metadata()

    def begin(self, **extra):
        """The authorize address that the app sends the browser to; `extra` goes into the request."""
        self.extra = extra
        response = self.client.get("/login", base_url=self.origin)
        assert response.status_code == 302, response.text
        return response.headers["Location"]

    def finish(self, arrival):
        """The browser brings the answer to the app; afterwards `token` and `claims` are there."""
        assert arrival.at_app, f"the sign-in did not come back to the app: {arrival.describe()}"
        path = urlsplit(arrival.url).path
        if arrival.page is None:
            response = self.client.get(f"{path}?{urlsplit(arrival.url).query}", base_url=self.origin)
        else:
            response = self.client.post(path, data=arrival.parameters, base_url=self.origin)
        assert response.status_code == 200, response.text
        return self.claims

    def sign_in(self, browser, person, **options):
        extra = options.pop("request", {})
        arrival = browser.sign_in(self.begin(**extra), person, until=self.app.redirect_uri, **options)
        return self.finish(arrival)

    def refresh(self, refresh_token=None):
        """A refresh with Authlib's own session; raises its OAuthError when refused."""
        session = OAuth2Session(self.app.id, self.app.secret, token_endpoint_auth_method=self.method)
        return session.refresh_token(
            self.metadata["token_endpoint"], refresh_token=refresh_token or self.token["refresh_token"]
        )

    def userinfo(self):
        return self.remote.userinfo(token=self.token)

    def logout_url(self, **parameters):
        return self.remote.create_logout_url(id_token_hint=self.token["id_token"], **parameters)["url"]


class BareClient:
    """Makes requests of any shape at the authorize and token endpoints, also wrong ones."""

    def __init__(self, base, tenant, app, verify=True):
        self.base = base
        self.app = app
        self.authorize_endpoint = f"{base}/{tenant}/oauth2/v2.0/authorize"
        self.token_endpoint = f"{base}/{tenant}/oauth2/v2.0/token"
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = verify
        self.verifier = secrets.token_urlsafe(48)
        self.state = secrets.token_urlsafe(12)

    @property
    def challenge(self):
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def authorize_url(self, **changes):
        """An authorize request; a parameter set to None is left out."""
        parameters = {
            "client_id": self.app.id, "response_type": "code", "redirect_uri": self.app.redirect_uri, "scope": SCOPE,
            "state": self.state, "nonce": "n-1", "code_challenge": self.challenge, "code_challenge_method": "S256",
        }
        parameters.update(changes)
        return self.authorize_endpoint + "?" + urlencode({k: v for k, v in parameters.items() if v is not None})

    def post_token(self, timeout=30, **body):
        body.setdefault("client_id", self.app.id)
        if self.app.secret:
            body.setdefault("client_secret", self.app.secret)
        return self.http.post(self.token_endpoint, data={k: v for k, v in body.items() if v is not None}, timeout=timeout)

    def exchange(self, code, **changes):
        body = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.app.redirect_uri,
            "code_verifier": self.verifier,
        }
        body.update(changes)
        return self.post_token(**body)

    def refresh(self, refresh_token, **changes):
        return self.post_token(**({"grant_type": "refresh_token", "refresh_token": refresh_token} | changes))

    def code(self, browser, person, **options):
        """Signs somebody in and answers the code."""
        changes = options.pop("request", {})
        arrival = browser.sign_in(self.authorize_url(**changes), person, until=self.app.redirect_uri, **options)
        assert "code" in arrival.parameters, f"no code: {arrival.describe()}"
        return arrival.parameters["code"]


def parameters_of(url):
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
