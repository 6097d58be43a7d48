"""What a machine can tell about a page: axe-core's rules, whether it fits, and whether everything is in its language."""

import json
import re
from functools import lru_cache

from axe_playwright_python.base import AXE_SCRIPT

from .server import ROOT

# Every rule that axe-core has on by itself, the advice beside WCAG included, and one of WCAG 2.2 that it leaves off.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# What other colours can break.
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# A desk at 400 % (WCAG 1.4.10).
NARROW = {"width": 320, "height": 640}


def audit(page, options):
    """What axe-core finds, a line each; an empty list is what is wanted."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Colours that are still on their way are no colours of the page.
    page.evaluate("() => Promise.all(document.getAnimations().map(moving => moving.finished.catch(() => {})))")
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:200]})"
        for rule in found for node in rule["nodes"]
    ]


def show(page, scheme, shape):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(shape)


def too_wide(page):
    """What sticks out of the window at the side, in words."""
    return page.evaluate(
        """() => {
            const wide = document.documentElement.scrollWidth - window.innerWidth;
            if (wide <= 0) return [];
            const out = [...document.querySelectorAll('main *, header *')]
                .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
            return [`${wide} px too wide at ${window.innerWidth}: ` + out.slice(0, 3).map((one) => one.outerHTML.slice(0, 80))];
        }"""
    )


@lru_cache
def message_keys():
    keys = set()
    for path in (ROOT / "Sources/MartletServer/Resources/Messages").glob("*.en.json"):
        keys |= {key for key in json.loads(path.read_text()) if "." in key}
    return keys


def untranslated(page, language):
    """Names of messages that nobody wrote, and a page that says that it is in another language."""
    found = [] if page.get_attribute("html", "lang") == language else [f"lang is {page.get_attribute('html', 'lang')}"]
    words = page.inner_text("body") + " " + page.title()
    return found + [f"the name of a message: {word}" for word in re.findall(r"\b[a-z]\w*(?:\.\w+)+\b", words)
                    if word in message_keys()]
