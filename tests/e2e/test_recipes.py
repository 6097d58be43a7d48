"""The recipes of docs/apps, run as they are printed."""

import re

import pytest
from bs4 import BeautifulSoup

from harness.chromium import Visitor, launched
from harness.recipe import BUNDLE, RECIPES, Recipe
from harness.server import ROOT
from harness.web_servers import Apache, Nginx
from test_azure_cli import DEVICE_CODE
from test_web_servers import access_token, altered, ask


@pytest.fixture
def recipe(trusting, tmp_path):
    """Opens a recipe; at the end no block of it may have been left out."""
    opened = []

    def open_(file):
        opened.append(Recipe(file, trusting, tmp_path))
        return opened[0]

    yield open_
    for one in opened:
        # Switching a Debian machine's services on is for the reader alone.
        assert set(one.blocks) - one.used <= {"enable"}, "a block of the recipe was not tried"


def words(response):
    return BeautifulSoup(response.text, "html.parser").get_text(" ", strip=True)


def test_every_recipe_is_here_and_in_the_index():
    index = (RECIPES / "README.md").read_text()
    tests = (ROOT / "tests/e2e/test_recipes.py").read_text()
    for file in sorted(RECIPES.glob("*.md")):
        if file.name != "README.md":
            assert f"]({file.name})" in index, f"{file.name} is not in the index"
            assert f'recipe("{file.name}")' in tests, f"{file.name} is not run"
    assert "docs/apps/README.md" in (ROOT / "README.md").read_text()


def test_the_versions_in_the_list_of_clients_are_those_that_are_tried():
    wanted = dict(
        line.split("==") for file in ("requirements.txt", "requirements-azure.txt")
        for line in (ROOT / "tests/e2e" / file).read_text().splitlines() if "==" in line
    )
    clients = (ROOT / "docs/coverage.md").read_text().split("\n## Clients that are tried\n")[1].split("\n## ")[0]
    listed = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \|", clients, re.MULTILINE)
    assert len(listed) >= 6
    for name, version in listed:
        assert wanted[name.lower()] == version, name


def test_a_web_app(trusting, recipe):
    made = recipe("web-app.md")
    person = trusting.person()
    made.installed()
    made.register()
    made.write("app.py")
    with made.start() as app:
        app.listens(5000)
        stranger = trusting.stranger(person)
        assert words(stranger.http.get("http://localhost:5000/", timeout=20)) == "Sign in"
        _, back, _ = stranger.walk("http://localhost:5000/signin", until="http://localhost:5000/callback")
        page = stranger.http.get(back, timeout=20)
        assert words(page).startswith("Hello Person") and "(mfa)" in words(page), app.output
        gone = stranger.http.post("http://localhost:5000/signout", timeout=20)
        assert gone.url.split("?")[0] == "http://localhost:5000/" and words(gone) == "Sign in", gone.url
        again = trusting.stranger(person)
        again.http.cookies = stranger.http.cookies
        again.walk("http://localhost:5000/signin", until="http://localhost:5000/callback")
        assert "password" in again.filled, "Martlet's own session had not ended"


def test_a_single_page_app(trusting, recipe):
    made = recipe("single-page-app.md")
    person = trusting.person()
    made.register()
    made.write("index.html", "app.js")
    with made.start() as files, launched(trusting.authority.server_key_digest) as chromium:
        files.listens(5173)
        visitor = Visitor(chromium, "http://localhost:5173").open("/")
        visitor.page.get_by_role("button", name="Sign in").click()
        visitor.page.wait_for_url(trusting.base + "/**")
        visitor.send(visitor.form("/name"), {"username": person.upn})
        visitor.send(visitor.form("/password"), {"password": person.password})
        visitor.send(visitor.form("/code"), {"code": person.authenticator.code()})
        visitor.page.get_by_role("button").first.click()
        visitor.page.get_by_text("Hello Person").wait_for()
        assert visitor.page.url == "http://localhost:5173/", "the code stayed in the address"
        # Martlet's session lasts: after a reload nothing is asked.
        visitor.page.reload()
        visitor.page.get_by_role("button", name="Sign in").click()
        visitor.page.get_by_text("Hello Person").wait_for()
        # Python's server has no icon; anything else that is missing would have stopped the app.
        complaints = [line for line in visitor.complaints if "status of 404" not in line]
        visitor.close()
    assert complaints == []


def test_a_command_line_tool(trusting, recipe):
    made = recipe("command-line.md")
    made.installed()
    made.installed("install-msal")
    made.register()
    made.write("tides.py", "tides_msal.py")
    for command in ("run", "run-msal"):
        person = trusting.person()
        stranger = trusting.stranger(person)
        with made.start(command) as tool:
            page, stranger.user_code = tool.says(DEVICE_CODE).groups()
            stranger.open(page)
            assert tool.ends() == 0 and "Hello Person" in tool.lines[-1], tool.output


def test_a_daemon(trusting, recipe):
    made = recipe("daemon.md")
    for install in ("install", "install-api"):
        made.installed(install)
    made.register("register-api", prefix="API-")
    made.sh("certificate")
    made.register()
    made.write("api.py", "job.py")
    with made.start("run-api") as api:
        api.listens(5001)
        assert made.sh("run").startswith("403 "), "a job without roles was let in"
        made.sh("assign")
        assert made.sh("run") == "200 High water 06:12\n\n", api.output
        for wrong in (None, "x", access_token(trusting, trusting.person())):
            assert ask("http://localhost:5001/tides", wrong).status_code == 401


def test_a_site_behind_apache(trusting, recipe):
    made = recipe("apache.md")
    person = trusting.person()
    made.installed()
    made.register()

    def apache(name, port):
        running = Apache(trusting.authority.bundle, port, "", listens=False)
        # Where the workers, which are not root, can read it.
        made.replacements[BUNDLE] = str(running.bundle)
        made.replacements["/var/www/reports"] = str(running.pages)
        running.site = made[name]
        (running.pages / "index.html").write_text("All reports")
        (running.pages / "payroll").mkdir()
        (running.pages / "payroll" / "index.html").write_text("Payroll")
        return running

    with apache("reports.conf", 8099) as site:
        assert ask(site.base + "/").status_code == 302, site.log
        stranger = trusting.stranger(person)
        page = stranger.open(site.base + "/")
        assert page.text == "All reports" and page.headers["X-Remote-User"] == person.upn, site.log
        assert stranger.http.get(site.base + "/payroll/", timeout=20).text == "Payroll"
    token = access_token(trusting, person)
    with apache("api.conf", 8098) as site:
        assert ask(site.base + "/", token).text == "All reports", site.log
        for wrong in (None, altered(token)):
            assert ask(site.base + "/", wrong).status_code == 401


def test_an_api_behind_nginx(trusting, recipe):
    made = recipe("nginx.md")
    made.installed()
    made.register()
    nginx = Nginx(trusting.authority.bundle, 8097, "")
    made.replacements["/var/www/tides"] = str(nginx.pages)
    nginx.http = made["tides.conf"]
    (nginx.pages / "tides.txt").write_text("High water 06:12")
    token = access_token(trusting, trusting.person())
    with nginx:
        made.replacements["ACCESS-TOKEN"] = token
        assert made.sh("try") == "High water 06:12"
        for wrong in (None, "x", altered(token)):
            assert ask(nginx.base + "/tides.txt", wrong).status_code == 401
