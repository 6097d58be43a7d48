"""A driver that has never seen Martlet: it reads pages as plain HTML forms and knows fields by what HTML calls them."""

import shlex
import sys
import threading
import webbrowser
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup

from .authenticator import Authenticator
from .browser import Person

# In the order in which a person looks for something to fill in.
CODE_NAMES = ("user_code", "otc")


class Stuck(AssertionError):
    """A page on which somebody who knows nothing of Martlet would not know what to do."""


class Stranger:
    """Fills in names, passwords, one-time codes and device codes, and presses the first button of everything else."""

    def __init__(self, person, bundle, user_code=None):
        self.person = person
        self.user_code = user_code
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = str(bundle)
        self.http.headers.update({"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Stranger/1", "Accept-Language": "en"})
        # What was filled in, in order.
        self.filled = []
        # What the apps answered when something was posted to them.
        self.posted = {}

    def open(self, url):
        """Walks from an address until there is no form left; answers the last response."""
        return self._walk(self._send("GET", url), None)

    def walk(self, url, until):
        """Walks until a browser would go to an address that begins with `until`; answers method, address and fields."""
        return self._walk(self._send("GET", url), until)

    def _walk(self, response, until):
        seen = []
        for _ in range(40):
            if response.status_code in (301, 302, 303, 307, 308):
                target = urljoin(response.url, response.headers["Location"])
                if until and target.startswith(until):
                    return "GET", target, {}
                response = self._send("GET", target)
                continue
            soup = BeautifulSoup(response.text, "html.parser")
            form, answers = self._choose(soup, response.url)
            if form is None:
                if until is None:
                    return response
                raise Stuck(f"nothing to do on {response.url} ({response.status_code}): {words(soup)}")
            step = (response.url, tuple(answers))
            if seen.count(step) >= 2:
                raise Stuck(f"{response.url} asks for {answers} again and again: {words(soup)}")
            seen.append(step)
            body = self._fill(form, answers)
            action = urljoin(response.url, form.get("action") or response.url)
            method = form.get("method", "get").upper()
            if until and action.startswith(until):
                return method, action, body
            response = self._send(method, action, body, page=response.url)
        raise Stuck(f"no end in sight after {seen}")

    def _send(self, method, url, body=None, page=None):
        parts = urlsplit(page or url)
        headers = {"Origin": f"{parts.scheme}://{parts.netloc}"} if method == "POST" else {}
        options = {"params": body} if method == "GET" else {"data": body}
        response = self.http.request(method, url, headers=headers, allow_redirects=False, timeout=30, **options)
        if method == "POST":
            self.posted[url] = response
        return response

    def _choose(self, soup, url):
        """The form that asks for most of what we have, and the answers by field name; None if there is no form."""
        best, most = None, {}
        place = soup.find("main") or soup
        for form in place.find_all("form"):
            answers = self._answers(form)
            if best is None or len(answers) > len(most):
                best, most = form, answers
        return best, most

    def _answers(self, form):
        answers = {}
        for field in form.find_all("input"):
            kind, name = field.get("type", "text").lower(), field.get("name")
            hints = field.get("autocomplete", "").split()
            if not name or kind in ("hidden", "submit", "checkbox", "radio") or field.has_attr("readonly"):
                continue
            if name in CODE_NAMES:
                answers[name] = "device code"
            elif "one-time-code" in hints:
                answers[name] = "one-time code"
            elif kind == "password":
                answers[name] = "password"
            elif kind == "email" or "username" in hints:
                answers[name] = "name"
        return answers

    def _fill(self, form, answers):
        body, button = {}, None
        for field in form.find_all(["input", "button"]):
            kind = field.get("type", "submit" if field.name == "button" else "text").lower()
            name = field.get("name")
            if kind in ("submit", "image"):
                button = button or (name, field.get("value", ""))
            elif kind in ("checkbox", "radio"):
                # What must be ticked is ticked, and nothing else.
                if name and (field.has_attr("checked") or field.has_attr("required")):
                    body[name] = field.get("value", "on")
            elif name and kind not in ("button", "reset"):
                body[name] = field.get("value", "")
        if button and button[0]:
            body[button[0]] = button[1]
        for name, what in answers.items():
            body[name] = self._answer(what)
            self.filled.append(what)
        return body

    def _answer(self, what):
        if what == "device code":
            return self.user_code
        if what == "one-time code":
            return self.person.authenticator.code()
        return self.person.password if what == "password" else self.person.upn

    def as_a_program(self, folder):
        """A program that opens an address as this one does, and the value of $BROWSER that names it."""
        program = Path(folder) / "browser"
        words = [sys.executable, "-m", "harness.stranger", self.http.verify, self.person.upn, self.person.password]
        words.append(self.person.authenticator.secret)
        program.write_text(
            f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(Path(__file__).parents[1]))} exec {shlex.join(words)} \"$1\"\n"
        )
        program.chmod(0o700)
        return f"{program} %s &"

    @contextmanager
    def as_the_browser(self):
        """Until the end, whatever opens a web browser in this process opens this one, in the background."""
        problems = []

        def run(url):
            try:
                self.open(url)
            except BaseException as problem:  # It is raised again where the test waits.
                problems.append(problem)

        class Controller(webbrowser.BaseBrowser):
            def open(self, url, new=0, autoraise=True):
                threading.Thread(target=run, args=(url,), daemon=True).start()
                return True

        webbrowser.register("stranger", None, Controller("stranger"), preferred=True)
        try:
            yield
        finally:
            webbrowser._tryorder.remove("stranger")
        if problems:
            raise problems[0]


def words(soup):
    return " ".join(soup.get_text(" ").split())[:300]


def main(words):
    """`python -m harness.stranger CA NAME PASSWORD TOTP-SECRET URL`: what $BROWSER calls where a program opens a browser."""
    bundle, name, password, secret, url = words
    Stranger(Person(name, password, Authenticator(secret)), bundle).open(url)


if __name__ == "__main__":
    main(sys.argv[1:])
