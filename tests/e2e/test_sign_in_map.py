"""My sign-ins as a map: a tile for each country, and beside it what has none."""

import os

import pytest
import requests

from harness.chromium import Visitor, launched
from harness.organization import Organization
from harness.server import Server

RANGES = "3221225984,3221226239,JP\n3325256704,3325256959,DE\n2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,BR\n"
HOME, AWAY, FAR, INSIDE, NOWHERE = "192.0.2.77", "198.51.100.3", "2001:db8:1::5", "10.1.2.3", "203.0.113.1"
PICTURES = os.environ.get("MARTLET_PICTURES")
WAYS = {
    "en-light-desk": {"locale": "en-GB", "color_scheme": "light"},
    "ja-dark-desk": {"locale": "ja-JP", "color_scheme": "dark"},
    "ja-light-phone": {"locale": "ja-JP", "color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "en-dark-phone": {"locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}


@pytest.fixture(scope="module")
def organization(tmp_path_factory):
    return Organization(tmp_path_factory.mktemp("map") / "data")


@pytest.fixture(scope="module")
def server(organization, tmp_path_factory):
    file = tmp_path_factory.mktemp("ranges") / "ranges"
    file.write_text(RANGES)
    with Server(organization.data, options=["--locations", str(file), "--trusted-proxy", "127.0.0.1"]) as running:
        yield running


def knock(server, organization, person, address):
    """A password that is wrong, from somewhere."""
    requests.get(
        f"{server.base}/legacy/basic/{organization.tenant}", auth=(person.upn, "not-it"), timeout=20,
        headers={"X-Forwarded-For": address})


def sign_in(window, person):
    window.open("/account/signins")
    window.send(window.form("/name"), {"username": person.upn})
    window.send(window.form("/password"), {"password": person.password})
    window.send(window.form("/code"), {"code": person.authenticator.code()})
    if window.step == "stay":
        window.send(window.form("/stay"), button=("stay", "no"))
    assert window.path == "/account/signins", window.words[:300]


def test_who_got_in_and_who_did_not_is_told_by_country(organization, server):
    person = organization.add_person("traveller")
    for address in (AWAY, AWAY, FAR, NOWHERE, INSIDE):
        knock(server, organization, person, address)
    with launched() as chromium:
        state = None
        for name, options in WAYS.items():
            window = Visitor(
                chromium, server.base, extra_http_headers={"X-Forwarded-For": HOME}, storage_state=state, **options)
            try:
                if state is None:
                    sign_in(window, person)
                    state = window.context.storage_state()
                else:
                    window.open("/account/signins")
                page = window.page
                drawing = page.locator("figure svg.world")
                assert drawing.locator("> rect").count() == 245
                marks = drawing.locator("> svg")
                assert sorted(marks.locator("> text").all_text_contents()) == ["BR", "DE", "JP"]
                tiles = page.locator(".place-tiles li")
                words = tiles.all_inner_texts()
                assert len(words) == 5 and tiles.locator("svg.world").count() >= 4
                # Nobody got in from Germany; the list says so in words as the map does by a crossed ring.
                german = next(text for text in words if "Germany" in text or "ドイツ" in text)
                assert ("Did not get in: 2" if name.startswith("en") else "成功せず： 2") in german
                assert any("Country not known" in text or "国が不明" in text for text in words)
                for mark in marks.all():
                    box, frame = mark.bounding_box(), drawing.bounding_box()
                    assert frame["x"] - 4 <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"] + 4
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                if PICTURES:
                    page.screenshot(path=f"{PICTURES}/map-{name}.png", full_page=True)
                assert not window.complaints
            finally:
                window.close()
