"""Temporary access passes, the methods policy and hardware tokens, through the real program."""

import re

import pyotp
import pytest

from harness.chromium import Visitor, launched

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
HEADER = "upn,serial number,secret key,time interval,manufacturer,model"


@pytest.fixture(scope="module")
def chromium():
    with launched() as browser:
        yield browser


def asked_for_a_pass(window, person):
    window.open("/account")
    window.send(window.form("/name"), {"username": person.upn})
    window.page.get_by_role("link", name="Use a temporary access pass").click()
    window.page.wait_for_selector("#pass")
    return window


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 360, "height": 740}}], ids=["desk", "phone"])
def test_a_pass_from_the_command_line_opens_the_account_and_asks_for_a_method(
    chromium, server, organization, options
):
    person = organization.add_person(f"new{'phone' if options else 'desk'}", totp=False)
    given = organization.command_line.json("users", "pass", person.upn, "--minutes", "90", "--once")
    assert re.fullmatch("[A-Z2-9]{8}", given["temporaryAccessPass"]) and given["isUsableOnce"] is True
    assert given["lifetimeInMinutes"] == 90
    window = Visitor(chromium, server.base, **options)
    asked_for_a_pass(window, person)
    # By keyboard alone: the field has the focus, Enter sends the form.
    assert window.page.evaluate("() => document.activeElement.id") == "pass"
    window.page.keyboard.type(given["temporaryAccessPass"].lower())
    window.page.keyboard.press("Enter")
    window.page.wait_for_selector("form[action$='/register']")
    width = window.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    window.close()
    again = Visitor(chromium, server.base)
    asked_for_a_pass(again, person)
    again.page.fill("#pass", given["temporaryAccessPass"])
    again.page.keyboard.press("Enter")
    again.page.wait_for_selector("#pass-problem")
    again.close()
    for file in organization.data.glob("martlet.sqlite*"):
        assert given["temporaryAccessPass"].encode() not in file.read_bytes(), file


def test_the_policy_is_shown_changed_and_refused(organization):
    shown = organization.command_line.json("methods", "show")
    assert shown["temporaryAccessPass.length"] == "8"
    told = organization.command_line.json("methods", "set", "--dry-run", "softwareOath.isEnabled=false")
    assert told["changed"] is False and told["losesAdministrators"] is True and told["peopleWithoutMethod"] >= 1
    refused = organization.command_line.run("methods", "set", "softwareOath.isEnabled=false")
    assert refused.returncode == 1 and "no usable Global Administrator" in refused.stderr
    refused = organization.command_line.run("methods", "set", "temporaryAccessPass.length=7")
    assert refused.returncode == 1 and "temporaryAccessPass.length" in refused.stderr
    organization.command_line.json("methods", "set", "temporaryAccessPass.length=12")
    person = organization.add_person("longer")
    given = organization.command_line.json("users", "pass", person.upn)
    assert len(given["temporaryAccessPass"]) == 12
    assert organization.command_line.json("users", "pass", person.upn, "--delete")["deleted"] is True
    assert organization.command_line.run("users", "pass", person.upn, "--delete").returncode == 1
    assert organization.command_line.run("users", "pass", "nobody@harbour.example").returncode == 1


def test_a_sheet_of_tokens_is_taken_and_a_token_signs_in(browser, organization, tmp_path):
    person = organization.add_person("keyed", totp=False)
    sheet = tmp_path / "tokens.csv"
    sheet.write_text(f"{HEADER}\n{person.upn},T-1,{SECRET},30,Contoso,Key\n,T-2,short,30,Contoso,Key\n")
    done = organization.command_line.run("hardware-tokens", "import", str(sheet))
    assert done.returncode == 2 and "secret" in done.stdout
    token = organization.command_line.json("hardware-tokens", "list")["tokens"][0]
    assert token["serialNumber"] == "T-1" and token["activatedDateTime"] is None
    assert SECRET not in str(token)
    code = pyotp.TOTP(SECRET).now()
    wrong = organization.command_line.run("hardware-tokens", "activate", token["id"], "000000")
    assert wrong.returncode == 1
    organization.command_line.json("hardware-tokens", "activate", token["id"], code)
    page = browser.get("/account")
    page = browser.submit(page.form("name"), {"username": person.upn})
    page = browser.submit(page.form("password"), {"password": person.password})
    assert "code" in page.steps
