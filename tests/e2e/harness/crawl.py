"""Visits every page that links lead to, within one server."""

from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

# A crawl must not sign itself out.
LEFT_OUT = ("/signout", "/oauth2/v2.0/logout")


def crawl(browser, starts, limit=300):
    """GETs the starts and whatever they link to: pages, styles, scripts, images. Answers every response, in order."""
    waiting = [urljoin(browser.base + "/", start) for start in starts]
    seen, shapes, responses = set(waiting), {}, []
    while waiting and len(responses) < limit:
        url = waiting.pop(0)
        response = browser.send("GET", url)
        responses.append(response)
        found = []
        if "Location" in response.headers:
            found.append(urljoin(url, response.headers["Location"]))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            soup = BeautifulSoup(response.text, "html.parser")
            found += [urljoin(url, tag["href"]) for tag in soup.find_all(["a", "link"], href=True)]
            found += [urljoin(url, tag["src"]) for tag in soup.find_all(["img", "script"], src=True)]
        for target in found:
            target = urldefrag(target)[0]
            if not target.startswith(browser.origin + "/") or target in seen:
                continue
            if any(word in target for word in LEFT_OUT):
                continue
            seen.add(target)
            # A page of each shape and a few of its kind are enough: logs are long.
            shape = _shape(target)
            shapes[shape] = shapes.get(shape, 0) + 1
            if shapes[shape] <= 3:
                waiting.append(target)
    return responses


def _shape(url):
    parts = urlsplit(url)
    words = ["*" if any(c.isdigit() for c in word) and len(word) > 8 else word for word in parts.path.split("/")]
    names = sorted(pair.split("=")[0] for pair in parts.query.split("&"))
    return "/".join(words), tuple(names)
