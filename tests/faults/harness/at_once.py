"""Things done at the same instant, and people as two nodes of one installation see them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .browser import Browser
from .figures import SHORT
from .relying_party import BareClient


class AtOnce:
    """Runs calls on threads of their own that all wait for one another, again and again."""

    def __init__(self, parties=2):
        self.pool = ThreadPoolExecutor(parties)
        self.barrier = threading.Barrier(parties, timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.barrier.abort()
        self.pool.shutdown(wait=True)

    def __call__(self, *calls):
        """What each call answered, in order."""
        return [done.result() for done in [self.pool.submit(self._run, call) for call in calls]]

    def _run(self, call):
        self.barrier.wait()
        return call()


def rounds(full, seconds):
    """Counts the rounds of a case: `full` of them, or in the short form what fits into so many seconds, one at least."""
    end = time.monotonic() + seconds
    number = 0
    while number < full and (not SHORT or number == 0 or time.monotonic() < end):
        yield number
        number += 1


def client(node, installation, app=None):
    return BareClient(node.base, installation.tenant, app or installation.app)


def signed_in(node, installation, person, factor="totp"):
    """A browser with a session, by password and second factor."""
    browser = Browser(node.base)
    arrival = browser.sign_in(
        client(node, installation).authorize_url(), person, until=installation.app.redirect_uri, factor=factor)
    assert "code" in arrival.parameters, arrival.describe()
    return browser


def fresh_code(node, installation, browser, person):
    """Another code by the session of the browser, and the client that can redeem it."""
    asking = client(node, installation)
    arrival = browser.sign_in(asking.authorize_url(), person, until=installation.app.redirect_uri)
    assert not arrival.steps and "code" in arrival.parameters, arrival.describe()
    return asking, arrival.parameters["code"]


def fresh_tokens(node, installation, browser, person):
    asking, code = fresh_code(node, installation, browser, person)
    answer = asking.exchange(code)
    assert answer.status_code == 200, answer.text
    return answer.json()


def twin(browser, node):
    """The same browser, as it comes to another node: with the same cookies."""
    other = Browser(node.base, agent=browser.http.headers["User-Agent"])
    other.http.cookies.update(browser.http.cookies)
    return other


def at_step(node, installation, person, step):
    """A browser that was brought to the password or the second factor, and the page with its form."""
    browser = Browser(node.base)
    page = browser.get(client(node, installation).authorize_url())
    page = browser.submit(page.require(step="name"), {"username": person.upn})
    if step != "password":
        page = browser.submit(page.require(step="password"), {"password": person.password})
    if step == "recovery" and page.form(step="recovery", having=["recovery-code"]) is None:
        form = page.form(step="recovery")
        page = browser.submit(form) if form else browser.get(next(link for link in page.links if "recovery" in link))
    return browser, page.require(step=step)


def passed(flow, page):
    """Whether a factor was accepted: by what came after it, which is the question whether to stay signed in or the app."""
    return isinstance(page, str) or "stay" in page.steps or flow[0].session_cookie is not None


def opens(browser):
    """Whether the browser is signed in, by what its node says."""
    return not browser.get("/account").steps


def seconds_until(happens, limit):
    """Seconds until `happens()` is true; fails after `limit`."""
    began = time.monotonic()
    while not happens():
        assert time.monotonic() - began < limit, f"not within {limit} s"
        time.sleep(0.005)
    return time.monotonic() - began
