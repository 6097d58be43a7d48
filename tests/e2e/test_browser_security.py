"""What a hostile page, a broken proxy or a curious person can send: headers, cookies, forms, steps out of order."""

import datetime
import itertools
import re
import socket
from urllib.parse import urlsplit

import pytest
import requests

from harness import store
from harness.browser import Browser
from harness.crawl import crawl
from harness.relying_party import BareClient
from harness.server import Server

REDIRECT = "http://localhost:47834/callback"
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
YEAR = 365 * 24 * 3600
numbers = itertools.count(1)


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"person{next(numbers)}")


@pytest.fixture(scope="module")
def app(organization, server):
    return organization.add_app("Tide Tables", REDIRECT, "--secret")


@pytest.fixture(scope="module")
def administrator(organization, server):
    """A browser signed in to the admin center."""
    browser = Browser(server.base)
    arrival = browser.sign_in("/admin", organization.admin)
    assert arrival.path.startswith("/admin"), arrival.describe()
    return browser


def self_signed(folder):
    """A certificate for localhost, as files."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256())
    )
    (folder / "tls.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "tls.pem", folder / "tls.key"


@pytest.fixture(scope="module")
def tls(organization, server, tmp_path_factory):
    """A second server on the same store, over TLS. (Two processes on one SQLite file is more than is promised; these
    tests only sign in.)"""
    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    options = ["--tls-certificate", str(certificate), "--tls-key", str(key)]
    with Server(organization.data, options=options, scheme="https", verify=str(certificate)) as running:
        yield running


# Headers (A125, N-C05, N-C08, N-C09)


def wrong_headers(response, secure):
    """What is missing or wrong on a response, in words."""
    h = response.headers
    kind = h.get("Content-Type", "")
    found = []

    def want(condition, words):
        if not condition:
            found.append(words)

    want(h.get("X-Content-Type-Options") == "nosniff", "nosniff")
    want(h.get("Referrer-Policy") == "no-referrer", "Referrer-Policy")
    want(h.get("Cross-Origin-Opener-Policy") == "same-origin", "COOP")
    want("Cross-Origin-Resource-Policy" in h, "CORP")
    want("X-Powered-By" not in h, "X-Powered-By")
    want(not re.search(r"\d", h.get("Server", "")), "a version in Server")
    want(h.get("Access-Control-Allow-Origin") is None or "Access-Control-Allow-Credentials" not in h, "CORS with cookies")
    if response.content:
        want(bool(kind), "Content-Type")
    if kind.startswith(("text/", "application/javascript")):
        want("charset=utf-8" in kind.lower(), f"charset in {kind}")
    if secure:
        match = re.match(r"max-age=(\d+)", h.get("Strict-Transport-Security", ""))
        want(match and int(match.group(1)) >= YEAR, "HSTS of a year")
    policy = dict(
        (part.strip().split(" ", 1) + [""])[:2] for part in h.get("Content-Security-Policy", "").split(";") if part.strip()
    )
    want(policy.get("default-src") == "'none'", "CSP default-src 'none'")
    want(policy.get("frame-ancestors") == "'none'", "CSP frame-ancestors 'none'")
    if kind.startswith("text/html"):
        want(policy.get("base-uri") == "'none'", "CSP base-uri 'none'")
        want("'nonce-" in policy.get("script-src", "") and "'strict-dynamic'" in policy["script-src"], "CSP script nonce")
        want(policy.get("form-action", "").startswith("'self'"), "CSP form-action")
        want("unsafe" not in h.get("Content-Security-Policy", ""), "CSP without unsafe")
        want("no-store" in h.get("Cache-Control", ""), "no-store")
        want(not re.search(r"<[^>]+\son\w+\s*=|<[^>]+\sstyle\s*=|<style|href=[\"']?javascript:", response.text), "inline code or style")
    return found


def nonce(response):
    found = re.search(r"'nonce-([^']+)'", response.headers.get("Content-Security-Policy", ""))
    return found.group(1) if found else None


def sweep(browser, starts, secure):
    responses = crawl(browser, starts)
    wrong = {
        f"{response.status_code} {urlsplit(response.url).path}": words
        for response in responses if (words := wrong_headers(response, secure))
    }
    assert not wrong, "\n".join(f"{where}: {', '.join(words)}" for where, words in list(wrong.items())[:20])
    broken = [response.url for response in responses if response.status_code >= 500]
    assert not broken, broken
    nonces = [nonce(response) for response in responses if nonce(response)]
    assert len(set(nonces)) == len(nonces), "a CSP nonce was used twice"
    return responses


ODD = ["/nowhere", "/admin/users/none", "/signin/none", "/setup", "/healthz", "/favicon.ico", "/assets/none.css",
       "/oidc/userinfo", "/nowhere.example/v2.0/.well-known/openid-configuration", "/%ff", "/assets/..%2fmartlet.key"]


def dead_links(responses):
    odd = [path.lower() for path in ODD]
    return [r.url for r in responses if r.status_code == 404 and not any(path in r.url.lower() for path in odd)]


def test_headers_for_a_stranger(server, organization, app):
    bare = BareClient(server.base, organization.tenant, app)
    tenant = f"/{organization.tenant}"
    starts = ["/", "/account", "/admin", bare.authorize_url(), bare.authorize_url(redirect_uri="https://evil.example/"),
              f"{tenant}/v2.0/.well-known/openid-configuration", f"{tenant}/discovery/v2.0/keys",
              f"{tenant}/oauth2/v2.0/token", *ODD]
    responses = sweep(Browser(server.base), starts, secure=False)
    assert len(responses) > 20


def test_headers_for_a_person(server, person):
    browser = Browser(server.base)
    assert browser.sign_in("/account", person).path.startswith("/account")
    responses = sweep(browser, ["/account", "/account/security", "/account/signins", "/account/sessions",
                                "/account/apps", "/admin", *ODD], secure=False)
    assert not dead_links(responses)


def test_headers_for_an_administrator(administrator):
    responses = sweep(administrator, ["/admin", "/admin/users", "/admin/users/new", "/admin/groups", "/admin/roles",
                                      "/admin/apps", "/admin/apps/new", "/admin/signins", "/admin/audit",
                                      "/admin/security-defaults", *ODD], secure=False)
    assert not dead_links(responses)
    assert len(responses) > 25


def test_headers_over_tls(tls, organization, app):
    browser = Browser(tls.base, verify=tls.verify)
    sweep(browser, ["/", "/account", BareClient(tls.base, organization.tenant, app).authorize_url(), *ODD], secure=True)


def test_nothing_comes_from_elsewhere(administrator):
    """A157: no third party learns an address with a code in it."""
    for response in crawl(administrator, ["/admin", "/account"], limit=40):
        for address in re.findall(r"(?:src|href)=\"(https?://[^\"]+)\"", response.text if "html" in response.headers.get("Content-Type", "") else ""):
            if not address.startswith(administrator.origin):
                assert re.search(rf"<a\b[^>]*href=\"{re.escape(address)}\"", response.text), f"{address} on {response.url}"


# Cookies (A108, A110, N-C01)


def set_cookies(browser):
    return [
        (response.url, line) for response in browser.responses for line in response.raw.headers.getlist("Set-Cookie")
    ]


def wrong_cookie(line, secure):
    name, *attributes = [part.strip() for part in line.split(";")]
    lower = {attribute.lower().split("=")[0]: attribute for attribute in attributes}
    found = []
    if "httponly" not in lower:
        found.append("HttpOnly")
    if lower.get("samesite", "").lower() not in ("samesite=lax", "samesite=strict"):
        found.append("SameSite")
    if lower.get("path", "") != "Path=/":
        found.append("Path=/")
    if "domain" in lower:
        found.append("no Domain")
    if len(line) > 4096:
        found.append("at most 4,096 bytes")
    if secure and ("secure" not in lower or not name.startswith("__Host-")):
        found.append("Secure and __Host-")
    if not secure and not re.match(r"martlet-(session|browser)=", name):
        found.append("its plain name")
    return found


def check_cookies(browser, secure):
    found = set_cookies(browser)
    assert len(found) >= 2, "a sign-in sets at least the browser's and the session's cookie"
    wrong = [(url, line.split("=")[0], words) for url, line in found if (words := wrong_cookie(line, secure))]
    assert not wrong, wrong


def test_cookies_of_a_whole_sign_in(server, person):
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    browser.get("/signout")
    check_cookies(browser, secure=False)


def test_cookies_over_tls(tls, person):
    browser = Browser(tls.base, verify=tls.verify)
    arrival = browser.sign_in("/account", person)
    assert arrival.path.startswith("/account"), arrival.describe()
    assert browser.cookie("__Host-martlet-session") and browser.cookie("__Host-martlet-browser")
    check_cookies(browser, secure=True)


def test_the_session_is_new_after_the_sign_in(server, person):
    """A010: what a browser brought before is worth nothing after."""
    browser = Browser(server.base)
    for name in ("martlet-session", "martlet-browser"):
        browser.http.cookies.set(name, "planted", domain="localhost.local", path="/")
    browser.sign_in("/account", person)
    assert browser.session_cookie != "planted" and len(browser.session_cookie) > 40


def raw_get(server, path, headers, timeout=10):
    """A request byte by byte, for what no library would send. Answers the status, 0 for a closed connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as connection:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\nConnection: close\r\n".encode()
        try:
            connection.sendall(head + b"".join(line + b"\r\n" for line in headers) + b"\r\n")
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        except (ConnectionResetError, BrokenPipeError):
            return 0, b""
    return (int(answer.split(b" ", 2)[1]) if answer else 0), answer


def malformed(good, other):
    """Session cookies that are none, each beside the browser's own right cookie."""
    name = other + b"; martlet-session"
    yield b"Cookie: " + name + b"="
    yield b"Cookie: " + other + b"; martlet-session"
    yield b"Cookie: " + other + b"; ="
    yield b"Cookie: " + name + b"=%%%"
    yield b"Cookie: " + name + b"=" + b"A" * 43
    yield b"Cookie: " + name + b"=" + good[:-1]
    yield b"Cookie: " + name + b"=" + good + b"A"
    yield b"Cookie: " + name + b"=" + good.swapcase()
    yield b"Cookie: " + name + b"=\"" + good[:20] + b"\""
    yield b"Cookie: " + name + b"=\xff\xfe\xfd"
    yield b"Cookie: " + name + b"=" + good[:10] + b"\x00" + good[10:]
    yield b"Cookie: " + name + b"=" + b"x" * 100_000
    yield b"Cookie: " + b"; ".join([name + b"=x"] * 500)
    yield b"Cookie: " + other + b"; __Host-martlet-session=" + good
    yield b"Cookie: " + other
    yield b"Cookie: martlet-browser=" + good + b"; martlet-session=" + good
    yield b"Cookie: martlet-session=" + good
    yield b"Cookie: " + name + b"=mse_" + b"A" * 43
    yield b"Cookie: " + name + b"=' OR 1=1 --"


def test_a_malformed_cookie_is_nobody(server, person):
    """A110."""
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    good = browser.session_cookie.encode()
    other = b"martlet-browser=" + browser.cookie("martlet-browser").encode()
    right = b"Cookie: " + other + b"; martlet-session=" + good
    assert raw_get(server, "/account", [right])[0] == 200, "the right cookies are refused: the test would prove nothing"
    for header in malformed(good, other):
        status, answer = raw_get(server, "/account", [header])
        assert status != 200 and status < 500, f"{status} for {header[:80]}"
        assert person.upn.encode() not in answer
    assert raw_get(server, "/account", [right])[0] == 200


def test_a_cookie_twice_is_never_more_than_one(server, person, organization):
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    good = browser.session_cookie.encode()
    for header in (b"Cookie: martlet-session=x; martlet-session=" + good, b"Cookie: martlet-session=" + good + b"; martlet-session=x"):
        status, _ = raw_get(server, "/account", [header])
        assert status < 500


def test_another_browsers_flow_is_worth_nothing(server, person, organization, app):
    """A009, A010."""
    victim, attacker = Browser(server.base), Browser(server.base)
    page = attacker.get(BareClient(server.base, organization.tenant, app).authorize_url())
    page = attacker.submit(page.require(step="name"), {"username": person.upn})
    form = page.require(step="password")
    victim.get(BareClient(server.base, organization.tenant, app).authorize_url())
    stolen = victim.send("GET", page.url)
    assert stolen.status_code in (303, 302, 400, 403, 404, 410) or "password" not in (stolen.text or "")
    answer = victim.send("POST", form.action, data=form.filled({"password": person.password}))
    assert answer.status_code in (302, 303, 400, 403, 404, 409, 410)
    assert not victim.session_cookie and not attacker.session_cookie


# Forms (A119)


def state_changing_forms(browser, starts):
    """One POST form of each shape that the pages offer, with the page it is on."""
    found = {}
    for response in crawl(browser, starts, limit=120):
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        from harness.pages import Page

        for form in Page(response).forms:
            if form.method == "post":
                path = urlsplit(form.action).path
                shape = re.sub(r"[^/]{20,}", "*", path)
                found.setdefault((shape, tuple(sorted(form.fields))), form)
    return list(found.values())


def cross_site_requests(form):
    """The ways in which another site can make a browser send a form; each must be refused."""
    body = form.filled()
    without = {name: value for name, value in body.items() if name != "token"}
    same = {"Origin": None, "Sec-Fetch-Site": None}
    yield "no token", {"data": without, "headers": same}
    yield "no token, own origin", {"data": without}
    yield "an empty token", {"data": without | {"token": ""}}
    yield "a made-up token", {"data": without | {"token": "A" * 43}}
    yield "another origin", {"data": body, "headers": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}}
    yield "the origin null", {"data": body, "headers": {"Origin": "null", "Sec-Fetch-Site": "cross-site"}}
    yield "cross-site by its own word", {"data": body, "headers": {"Origin": None, "Sec-Fetch-Site": "cross-site"}}
    yield "plain text", {"data": "&".join(f"{k}={v}" for k, v in body.items()), "headers": {"Content-Type": "text/plain"}}
    yield "JSON", {"json": without, "headers": same}


def refuse_all(browser, forms):
    let_through = []
    for form in forms:
        for name, options in cross_site_requests(form):
            headers = options.pop("headers", {})
            # None takes the header away that a browser of the same site would send.
            if "Origin" in headers and headers["Origin"] is None:
                response = browser.http.post(
                    form.action, allow_redirects=False, timeout=20,
                    headers={k: v for k, v in headers.items() if v is not None}, **options,
                )
            else:
                response = browser.send("POST", form.action, headers=headers, **options)
            if response.status_code not in (400, 403, 405, 415):
                let_through.append(f"{name}: {response.status_code} {urlsplit(form.action).path}")
    assert not let_through, "\n".join(let_through[:20])


def test_no_other_site_can_use_the_admin_center(administrator, organization):
    forms = state_changing_forms(administrator, ["/admin", "/admin/users", "/admin/users/new", "/admin/apps/new",
                                                 "/admin/groups/new", "/admin/security-defaults", "/admin/roles"])
    assert len(forms) >= 8, [form.action for form in forms]

    def state():
        return [store.rows(organization.data, f"SELECT COUNT(*) AS n FROM {table}")[0]["n"]
                for table in ("users", "applications", "groups", "role_assignments", "audits")]

    before = state()
    refuse_all(administrator, forms)
    assert state() == before, "something changed"


def test_no_other_site_can_use_the_account_pages(server, person, organization):
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    forms = state_changing_forms(browser, ["/account", "/account/security", "/account/sessions", "/account/apps"])
    assert len(forms) >= 3, [form.action for form in forms]
    audits = len(store.rows(organization.data, "SELECT 1 FROM audits"))
    refuse_all(browser, forms)
    assert len(store.rows(organization.data, "SELECT 1 FROM audits")) == audits
    assert browser.get("/account").status == 200 and not browser.get("/account").steps


def test_no_other_site_can_sign_somebody_in(server, person, organization, app):
    """Login CSRF: the sign-in forms are bound to the browser that was given them."""
    browser = Browser(server.base)
    page = browser.get(BareClient(server.base, organization.tenant, app).authorize_url())
    refuse_all(browser, [page.require(step="name")])
    page = browser.submit(page.require(step="name"), {"username": person.upn})
    form = page.require(step="password")
    form.fields["password"] = person.password
    refuse_all(browser, [form])
    assert not browser.session_cookie


def test_another_browsers_form_token_is_worth_nothing(server, person, organization):
    mine, other = Browser(server.base), Browser(server.base)
    mine.sign_in("/account", person)
    other.sign_in("/account", organization.add_person(f"other{next(numbers)}"))
    form = next(f for f in mine.get("/account").forms if f.method == "post" and "token" in f.fields)
    answer = other.send("POST", form.action, data=form.filled())
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
def test_other_methods_do_nothing(method, server, administrator):
    for path in ("/admin/users", "/account", "/signin/none", "/healthz"):
        answer = administrator.send(method, path)
        assert answer.status_code in (204, 400, 403, 404, 405, 501), f"{method} {path}: {answer.status_code}"
        assert "TRACE" not in answer.text[:20]


# Steps out of order (A001–A003, A012)

ORDER = ["name", "password", "new-password", "register", "code", "recovery", "codes", "stay", "consent"]


def bodies(person):
    """A body for every step, right wherever a right one can be had."""
    return {
        "name": {"username": person.upn},
        "password": {"password": person.password},
        "new-password": {"new-password": "another Lantern 44 above", "confirm-password": "another Lantern 44 above"},
        "code": {"code": person.authenticator.wrong_code() if person.authenticator else "000000"},
        "recovery": {"recovery-code": "AAAA-BBBB-CCCC-DDDD"},
        "register": {"code": "000000"},
        "skip": {},
        "codes": {},
        "stay": {"stay": "yes"},
        "consent": {"consent": "yes"},
        "": {},
        "no-such-step": {"username": person.upn, "password": person.password},
    }


def page_of(browser, flow):
    return browser.get(flow)


def reach(browser, start, person, target):
    """Walks to a step of the sign-in and answers its page."""
    page = browser.get(start, until=REDIRECT)
    for _ in range(10):
        assert not isinstance(page, str), f"never met {target}"
        steps = page.steps
        if target in steps:
            return page
        step = browser._step(page, person, "totp", True)
        assert step, f"never met {target}: {page.describe()}"
        page = browser._take(page, step, person, REDIRECT, False, True, None)
    raise AssertionError(f"never met {target}")


# Which other steps a page itself offers: going back to the name, another factor, putting off, cancelling.
DESIGNED = {
    "password": {"name"},
    "code": {"recovery", "name"},
    "recovery": {"code", "name"},
    "register": {"skip", "name"},
    "new-password": {"name"},
}


@pytest.mark.parametrize("target", ["name", "password", "new-password", "code", "register", "codes", "stay"])
def test_no_step_can_be_jumped(target, server, organization, app):
    """A003: every step's body is posted at every step; nothing goes forward and nobody comes in."""
    name = f"jumper{next(numbers)}"
    fresh = target in ("new-password", "register", "codes")
    person = organization.add_person(name, totp=not fresh, temporary=target == "new-password")
    browser = Browser(server.base)
    start = BareClient(server.base, organization.tenant, app).authorize_url()
    page = reach(browser, start, person, target)
    flow = page.require(step=target).action.rsplit("/", 1)[0]
    session = browser.session_cookie
    offered = set(page.steps)
    for step, body in bodies(person).items():
        if step == target or step in DESIGNED.get(target, set()) & offered | {"cancel"}:
            continue
        token = page.require(step=target).fields.get("token", "")
        answer = browser.send("POST", f"{flow}/{step}", data=body | {"token": token})
        assert answer.status_code in (303, 400, 404, 405, 409), f"{step} at {target}: {answer.status_code}"
        assert not answer.headers.get("Location", "").startswith(REDIRECT), f"{step} at {target} led to the app"
        assert browser.session_cookie == session, f"{step} at {target} opened a session"
        page = browser.get(flow)
        assert target in page.steps, f"{step} posted at {target} led to {page.describe()}"
    # An empty body at the step itself is no answer either.
    if target not in ("stay", "codes"):
        token = page.require(step=target).fields.get("token", "")
        browser.send("POST", f"{flow}/{target}", data={"token": token})
        page = browser.get(flow)
        assert target in page.steps and browser.session_cookie == session


def test_a_finished_flow_is_over(server, person, organization, app):
    browser = Browser(server.base)
    page = browser.get(BareClient(server.base, organization.tenant, app).authorize_url())
    flow = page.require(step="name").action.rsplit("/", 1)[0]
    arrival = browser.sign_in(page, person, until=REDIRECT)
    assert arrival.at_app, arrival.describe()
    again = browser.get(flow, until=REDIRECT)
    assert not isinstance(again, str) and not again.steps, "a finished flow gave a second answer"
    browser.http.cookies.clear()
    for step, body in bodies(person).items():
        answer = browser.send("POST", f"{flow}/{step}", data=body)
        assert answer.status_code >= 300 and not browser.session_cookie


def test_a_restart_does_not_shake_off_the_registration(server, organization, app):
    """A002: cancel, back and a new authorize request all lead to the same demand."""
    person = organization.add_person(f"newcomer{next(numbers)}", totp=False)
    browser = Browser(server.base)
    start = BareClient(server.base, organization.tenant, app).authorize_url()
    page = reach(browser, start, person, "register")
    if form := page.form(step="cancel"):
        browser.submit(form, until=REDIRECT)
    page = reach(browser, start, person, "register")
    page.require(step="register")
    assert not browser.session_cookie


def test_the_admin_center_is_not_for_everybody(server, person, organization, administrator):
    """A015, SD-10."""
    browser = Browser(server.base)
    browser.sign_in("/account", person)
    for path in ("/admin/users", "/admin/signins", "/admin/audit", "/admin/apps", "/admin/security-defaults"):
        answer = browser.send("GET", path)
        assert answer.status_code in (303, 403, 404), f"{path}: {answer.status_code}"
        assert organization.admin.upn not in answer.text
    forms = state_changing_forms(administrator, ["/admin/users/new", "/admin/apps/new", "/admin/security-defaults"])
    token = next(f.fields["token"] for f in browser.get("/account").forms if "token" in f.fields)
    for form in forms:
        if urlsplit(form.action).path.startswith("/admin"):
            body = form.filled() | {"token": token}
            if "role" in body:
                body["role"] = GLOBAL_ADMINISTRATOR
            answer = browser.send("POST", form.action, data=body)
            assert answer.status_code in (303, 403, 404), f"{form.action}: {answer.status_code}"
            assert "/admin/" not in answer.headers.get("Location", ""), f"{form.action} was done"
    assert not store.rows(organization.data, "SELECT 1 FROM role_assignments WHERE user_id = ?", person.id)


def test_set_up_is_closed_for_ever(server):
    """A014."""
    for method in ("GET", "POST"):
        for path in ("/setup", "/setup?code=x", "/setup/authenticator", "/setup/done"):
            body = {"organization": "Other", "new-password": "quiet-Lantern-71"} if method == "POST" else None
            answer = Browser(server.base).send(method, path, data=body)
            assert answer.status_code in (303, 400, 403, 404, 405, 410), f"{method} {path}: {answer.status_code}"
            assert "password" not in answer.text.lower() or answer.status_code >= 400


def test_big_bodies_and_long_lines_are_refused_quietly(server):
    big = "x" * (3 << 20)
    for path in ("/signin/none/password", "/setup", "/nowhere.example/oauth2/v2.0/token"):
        try:
            answer = requests.post(server.base + path, data={"password": big}, timeout=20, allow_redirects=False)
            assert 300 <= answer.status_code < 500, path
        except requests.ConnectionError:
            pass
    assert raw_get(server, "/" + "a" * 200_000, [])[0] in (0, 400, 404, 414, 431)
    assert raw_get(server, "/healthz", [b"X-%d: y" % n for n in range(2000)])[0] in (0, 200, 400, 431)
    assert raw_get(server, "/healthz", [])[0] == 200
