"""Every page, in both languages, light and dark, at a desk and on a phone: axe-core finds nothing (WCAG 2.2 AA and more).

With MARTLET_PICTURES=folder each page is drawn into that folder as well, in all eight ways.
"""

import os
import re
from pathlib import Path

import pytest

from gallery import Gallery, all_walks
from harness.accessibility import COLOURS, DESK, EVERYTHING, NARROW, PHONE, audit, show, too_wide, untranslated
from harness.chromium import launched
from harness.server import ROOT

PICTURES = os.environ.get("MARTLET_PICTURES")
# What is answered to GET and is no page, and why.
NO_PAGES = {
    "GET /": "leads to /account or /setup",
    "GET /healthz": "JSON", "GET /readyz": "JSON", "GET /metrics": "figures", "GET /assets/:name": "files",
    "GET /logos/:app": "pictures", "GET /signin/:flow/state": "a word", "GET /account/phone/state": "a word",
    "GET /authenticator/manifest.webmanifest": "JSON", "GET /authenticator/worker.js": "a script",
    "GET /:tenant/v2.0/.well-known/openid-configuration": "JSON", "GET /:tenant/discovery/v2.0/keys": "JSON",
    "GET /:tenant/.well-known/openid-configuration": "JSON", "GET /:tenant/discovery/keys": "JSON",
    "GET /:tenant/discovery/instance": "JSON", "GET /:tenant/userrealm/:name": "JSON", "GET /getuserrealm.srf": "JSON",
    "GET /:tenant/oauth2/v2.0/register/:client": "JSON", "GET /oidc/userinfo": "JSON",
    "GET /legacy/basic/:tenant": "a status for a web server", "GET /legacy/mail/:tenant": "headers for a mail proxy",
    "GET /admin/legacy.csv": "a sheet", "GET /admin/legacy.json": "JSON",
    "GET /certificate": "leads back to the sign-in", "GET /signin/:flow/shown": "leads on in the sign-in",
}


@pytest.fixture(scope="module")
def galleries(example):
    with launched() as chromium:
        yield {language: Gallery(chromium, example, language) for language in ("en", "ja")}


def look(page, name, language):
    """English at a desk and Japanese on a phone, each in both colours: every rule meets every shape, language and colour."""
    faults = untranslated(page, language)
    first, second, shape = ("light", "dark", DESK) if language == "en" else ("dark", "light", PHONE)
    show(page, first, shape)
    faults += [f"{first}: {line}" for line in audit(page, EVERYTHING)]
    show(page, second, shape)
    # What depends on nothing but colours is asked again.
    faults += [f"{second}: {line}" for line in audit(page, COLOURS)]
    for small in (PHONE, NARROW):
        show(page, second, small)
        faults += too_wide(page)
    if PICTURES:
        draw(page, f"{PICTURES}/{name}.{language}")
    show(page, first, DESK)
    return [f"{name} {page.url} {line}" for line in faults]


def draw(page, beginning):
    for shape, word in ((DESK, "desk"), (PHONE, "phone")):
        for scheme in ("light", "dark"):
            show(page, scheme, shape)
            # What was resized is drawn anew, piece by piece.
            page.wait_for_timeout(150)
            page.screenshot(path=f"{beginning}.{word}.{scheme}.png", full_page=True)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("walk", all_walks(), ids=lambda walk: walk.name)
def test_pages(walk, language, galleries):
    gallery = galleries[language]
    faults, shown = [], set()
    try:
        for name, window in walk.take(gallery):
            shown.add(window.path)
            faults += look(window.page, name, language)
        complaints = [line for window in gallery.windows for line in window.complaints if not is_expected(line)]
    finally:
        gallery.close_windows()
    assert not faults + complaints, "\n".join(faults + complaints)
    for door in walk.doors:
        pattern = re.compile(re.sub(r":\w+", "[^/]+", door.removeprefix("GET ")) + "$")
        assert any(pattern.match(path) for path in shown), f"{door} was not shown, but {shown}"


def is_expected(line):
    """A refusal is told on a page with a status of its own, which the console reports; it is no complaint about the page."""
    return "Failed to load resource" in line


def test_no_page_is_left_out():
    """A new URL of docs/doors.md is in a walk, or is no page."""
    doors = set(re.findall(r"^\| `(GET [^`]+)`", Path(ROOT / "docs/doors.md").read_text(), re.MULTILINE))
    walked = {door for walk in all_walks() for door in walk.doors}
    assert not doors - walked - set(NO_PAGES), "no walk of tests/e2e/gallery shows these"
    assert not (walked | set(NO_PAGES)) - doors, "these are in no line of docs/doors.md"
