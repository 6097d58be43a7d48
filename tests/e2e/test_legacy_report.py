"""The legacy authentication report: what is tried at the old doors is on it once, by name, for who may read it."""

import csv
import io
import os
from pathlib import Path

import pytest
import requests

from harness.chromium import Visitor, launched

PAGES = ("/admin/legacy", "/admin/legacy/impact", "/admin/legacy/workloads", "/admin/security-defaults")
SHAPES = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
}
STYLES = {"en-light": ("en-GB", "light"), "ja-dark": ("ja-JP", "dark")}


def knock(server, organization, upn, password, agent="ScanStation/2.1"):
    return requests.get(
        f"{server.base}/legacy/basic/{organization.tenant}", auth=(upn, password), timeout=20, headers={"User-Agent": agent}
    ).status_code


@pytest.fixture(scope="module")
def tried(organization, server):
    """Somebody whose scanner has the right password, somebody's with an old one, and a guesser."""
    ben = organization.add_person("ben")
    eve = organization.add_person("eve", totp=False)
    organization.add_app("Nightly Export", "http://localhost:47851/callback", "--secret")
    for _ in range(3):
        assert knock(server, organization, ben.upn, ben.password) == 401
    assert knock(server, organization, eve.upn, eve.password + "x") == 401
    for number in range(4):
        assert knock(server, organization, f"guess{number}@{organization.domain}", "x", f"spray/{number}") == 401
    return ben, eve


def lines(organization, *words):
    return organization.command_line.json("legacy", "report", *words)["entries"]


def test_each_attempt_is_counted_once_and_names_of_nobody_together(organization, tried):
    """SD-44, A079: right or wrong is told by the report alone."""
    ben, eve = tried
    found = {line["userPrincipalName"]: line for line in lines(organization)}
    assert set(found) == {ben.upn, eve.upn, ""}
    assert (found[ben.upn]["attemptCount"], found[ben.upn]["refusedWithRightPasswordCount"]) == (3, 3)
    assert (found[eve.upn]["attemptCount"], found[eve.upn]["refusedWithRightPasswordCount"]) == (1, 0)
    assert found[""]["attemptCount"] == 4 and found[""]["userAgent"] == ""
    assert [line["userPrincipalName"] for line in lines(organization, "--right-password-only")] == [ben.upn]


def test_the_command_line_writes_sheets_and_tells_what_would_break(organization, tried):
    ben, _ = tried
    done = organization.command_line.run("legacy", "report", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.returncode == 0 and len(rows) == 3
    assert next(row for row in rows if row["userPrincipalName"] == ben.upn)["remedy"] == "webBasic"
    impact = organization.command_line.json("legacy", "what-breaks")
    assert [person["userPrincipalName"] for person in impact["people"]] == [ben.upn]
    assert impact["peopleWithoutSecondFactorCount"] == 1 and impact["securityDefaultsAreOn"] is True
    sheet = organization.command_line.run("legacy", "what-breaks", "--csv")
    assert ben.upn in sheet.stdout and sheet.returncode == 0
    secrets = organization.command_line.json("legacy", "workloads")["secrets"]
    assert [secret["appDisplayName"] for secret in secrets] == ["Nightly Export"]


def test_a_service_account_is_a_workload_at_whatever_door_it_comes(organization, tried):
    ben, _ = tried
    workloads = lambda: organization.command_line.json("legacy", "workloads")["accounts"]
    assert ben.upn not in [account["userPrincipalName"] for account in workloads()]
    assert organization.command_line.json("users", "set", ben.upn, "--service")["isServiceAccount"] is True
    account = next(account for account in workloads() if account["userPrincipalName"] == ben.upn)
    assert (account["door"], account["remedy"]) == ("legacyBasic", "serviceWeb") and account["isServiceAccount"] is True
    assert organization.command_line.json("users", "set", ben.upn, "--no-service")["isServiceAccount"] is False
    assert ben.upn not in [account["userPrincipalName"] for account in workloads()]


def test_a_line_is_written_in_by_the_command_line(organization, tried):
    ben, eve = tried
    line = next(line for line in lines(organization) if line["userPrincipalName"] == eve.upn)
    changed = organization.command_line.json(
        "legacy", "tend", line["id"], "--state", "accepted", "--accept-days", "30", "--owner", ben.upn, "--note", "old scanner"
    )
    assert (changed["state"], changed["owner"], changed["note"]) == ("accepted", ben.upn, "old scanner")
    wrong = organization.command_line.run("legacy", "tend", line["id"], "--owner", "nobody@nowhere.example")
    assert wrong.returncode != 0 and len(wrong.stderr.strip().splitlines()) == 1


@pytest.fixture(scope="module")
def chromium():
    with launched() as running:
        yield running


def walk(window, person):
    """Goes through the sign-in with a second factor."""
    for _ in range(6):
        step = window.step
        if step is None:
            return
        form = window.form(f"/{step}")
        if step == "name":
            window.send(form, {"username": person.upn})
        elif step == "password":
            window.send(form, {"password": person.password})
        elif step == "code":
            window.send(form, {"code": person.authenticator.code()})
        else:
            window.send(form, button=("stay", "no"))


@pytest.fixture(scope="module")
def cookies(chromium, server, organization, tried):
    window = Visitor(chromium, server.base)
    window.open("/admin")
    walk(window, organization.admin)
    assert window.path == "/admin", window.words[:300]
    kept = window.context.cookies()
    window.close()
    return kept


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", STYLES)
def test_the_pages_stand_at_a_browser(chromium, server, cookies, shape, style):
    """No complaint of the browser, nothing wider than the window; MARTLET_PICTURES names a folder to look at them."""
    locale, scheme = STYLES[style]
    window = Visitor(chromium, server.base, locale=locale, color_scheme=scheme, **SHAPES[shape])
    window.context.add_cookies(cookies)
    window.open("/admin/legacy")
    entry = window.page.locator("a[href^='/admin/legacy/entries/']").first.get_attribute("href")
    for address in (*PAGES, entry):
        window.open(address)
        assert "⟦" not in window.words
        width = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{address} is {width} pixels too wide"
        if folder := os.environ.get("MARTLET_PICTURES"):
            name = address.strip("/").replace("/", "-")[:24]
            window.page.screenshot(path=Path(folder) / f"{name}-{style}-{shape}.png", full_page=True)
    assert window.complaints == []
    window.close()


def test_a_line_is_tended_at_a_browser(chromium, server, cookies, organization, tried):
    ben, _ = tried
    window = Visitor(chromium, server.base)
    window.context.add_cookies(cookies)
    window.open("/admin/legacy?proven=1")
    window.page.locator("a[href^='/admin/legacy/entries/']").first.click()
    window.page.wait_for_load_state()
    window.send(window.form(window.path), {"state": "moving", "owner": ben.upn, "note": "New scanner in December"})
    assert "The line is saved." in window.words and "Being moved" in window.words
    window.close()
    line = next(line for line in lines(organization) if line["userPrincipalName"] == ben.upn)
    assert (line["state"], line["owner"]) == ("moving", ben.upn)
