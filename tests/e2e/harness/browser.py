"""A browser without a screen: keeps cookies, follows redirects, fills in forms by their field names."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

from .authenticator import Authenticator
from .pages import Page


@dataclass
class Person:
    """Somebody with what they know and have."""

    upn: str
    password: str
    authenticator: Authenticator | None = None
    recovery_codes: list = field(default_factory=list)
    id: str = ""


@dataclass
class Arrival:
    """Where a sign-in ended."""

    url: str
    page: Page | None
    steps: list
    # What was sent to the app, if the sign-in ended there.
    parameters: dict = field(default_factory=dict)

    @property
    def at_app(self):
        return bool(self.parameters)

    @property
    def path(self):
        return urlsplit(self.url).path

    def describe(self):
        if self.page is None:
            return f"{self.url} after {self.steps}"
        return f"{self.page.describe()} after {self.steps}"


class Browser:
    """Plain HTTP with a cookie jar; what a browser adds by itself (Origin, Sec-Fetch-Site) is added too."""

    def __init__(self, base, language="en", verify=True, timeout=30, agent="Mozilla/5.0 (X11; Linux x86_64) Tests/1"):
        self.base = base.rstrip("/")
        self.http = requests.Session()
        self.http.headers.update({"User-Agent": agent, "Accept": "text/html,*/*;q=0.8", "Accept-Language": language})
        self.http.verify = verify
        # The environment's proxies and CA bundles are no part of the test.
        self.http.trust_env = False
        self.timeout = timeout
        # The person and the TOTP code that opened the session, for tests that try it again.
        self.totp = None
        # Every response in order, for the tests that look at headers and cookies.
        self.responses = []

    @property
    def origin(self):
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def send(self, method, url, **options):
        """One request, no redirect followed."""
        url = urljoin(self.base + "/", url)
        headers = dict(options.pop("headers", None) or {})
        if method != "GET":
            headers.setdefault("Origin", self.origin)
            headers.setdefault("Sec-Fetch-Site", "same-origin")
        response = self.http.request(
            method, url, headers=headers, allow_redirects=False, timeout=options.pop("timeout", self.timeout), **options
        )
        self.responses.append(response)
        return response

    def follow(self, response, until=None):
        """Follows redirects; stops at an address that begins with `until` and answers it as text."""
        for _ in range(20):
            if response.status_code not in (301, 302, 303, 307, 308):
                return Page(response)
            target = urljoin(response.url, response.headers["Location"])
            if until and target.startswith(until):
                return target
            response = self.send("GET", target)
        raise AssertionError(f"redirects without end at {response.url}")

    def get(self, url, until=None):
        return self.follow(self.send("GET", url), until)

    def submit(self, form, values=None, button=None, until=None):
        body = form.filled(values, button)
        if form.method == "get":
            return self.follow(self.send("GET", form.action, params=body), until)
        return self.follow(self.send("POST", form.action, data=body), until)

    def cookie(self, name):
        return next((cookie.value for cookie in self.http.cookies if cookie.name == name), None)

    @property
    def session_cookie(self):
        """The session cookie by either name."""
        return self.cookie("__Host-martlet-session") or self.cookie("martlet-session")

    def sign_in(
        self, start, person, until=None, stay=False, consent=True, factor="totp", register=True, new_password=None
    ):
        """Goes from `start` (an address, a page or where an app sent us) to the end of the sign-in.

        `register` says what happens at the registration interrupt: True registers an authenticator app (the person has
        it afterwards), "skip" puts it off. A step that comes twice in a row was refused: then the page is the answer.
        """
        page = start if isinstance(start, Page) else self.get(start, until)
        steps = []
        for _ in range(16):
            if isinstance(page, str):
                return Arrival(page, None, steps, dict(parse_qsl(urlsplit(page).query, keep_blank_values=True)))
            if until and (form := self._form_post(page, until)):
                return Arrival(form.action, page, steps, dict(form.fields))
            step = self._step(page, person, factor, register)
            if step is None or (steps and steps[-1] == step):
                return Arrival(page.url, page, steps)
            steps.append(step)
            page = self._take(page, step, person, until, stay, consent, new_password)
        raise AssertionError(f"no end of the sign-in after {steps}")

    @staticmethod
    def _form_post(page, until):
        return next((form for form in page.forms if form.action.startswith(until)), None)

    @staticmethod
    def _step(page, person, factor, register):
        steps = page.steps
        if "register" in steps or "skip" in steps:
            if register == "skip":
                return "skip" if "skip" in steps else None
            # The interrupt explains itself first; its button begins the registration.
            return "register" if page.form(step="register", having=["code"]) else "begin"
        if factor == "recovery" and ("recovery" in steps or any("recovery" in link for link in page.links)):
            return "recovery"
        for step in ("name", "password", "new-password", "codes", "code", "recovery", "stay", "consent"):
            if step in steps:
                return step
        return None

    def _take(self, page, step, person, until, stay, consent, new_password):
        if step == "recovery" and page.form(step="recovery", having=["recovery-code"]) is None:
            form = page.form(step="recovery")
            page = self.submit(form) if form else self.get(next(link for link in page.links if "recovery" in link))
            if page.status >= 500:
                return page
        form = page.require(step="register" if step == "begin" else step)
        button = None
        values = {}
        if step == "name":
            values = {"username": person.upn}
        elif step == "password":
            values = {"password": person.password}
        elif step == "new-password":
            person.password = new_password or person.password + " anew"
            values = {"new-password": person.password, "confirm-password": person.password}
        elif step == "code":
            values = {"code": person.authenticator.code()}
        elif step == "recovery":
            values = {"recovery-code": person.recovery_codes.pop(0)}
        elif step == "register":
            person.authenticator = Authenticator(page.authenticator_key())
            values = {"code": person.authenticator.code()}
        elif step == "codes":
            person.recovery_codes = page.recovery_codes() or person.recovery_codes
            values = dict(form.ticks)
        elif step == "stay":
            button = ("stay", "yes" if stay else "no")
        elif step == "consent":
            button = ("consent", "yes" if consent else "no")
        return self.submit(form, values, button, until)
