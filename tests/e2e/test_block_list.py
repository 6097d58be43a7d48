"""The block list through the real program: the command line, a sign-in, and the word of the person."""

from harness.browser import Browser


def after_the_password(server, person):
    browser = Browser(server.base)
    page = browser.get("/account")
    page = browser.submit(page.form("name"), {"username": person.upn})
    return browser, browser.submit(page.form("password"), {"password": person.password})


def test_whoever_is_blocked_meets_500121_until_somebody_lifts_it(server, organization):
    """PN-14"""
    run = organization.command_line
    person = organization.add_person("blocked")
    _, page = after_the_password(server, person)
    assert "code" in page.steps
    block = run.json("users", "mfa-block", person.upn, "--reason", "phone stolen")
    assert block["blocked"] is True and block["cause"] == "administrator"
    assert person.upn in [line["userPrincipalName"] for line in run.json("users", "mfa-blocks")["blocks"]]
    _, page = after_the_password(server, person)
    assert page.status == 403 and "AADSTS500121" in page.html and not page.steps
    assert run.json("users", "mfa-unblock", person.upn, "--reason", "found again")["blocked"] is False
    assert run.run("users", "mfa-unblock", person.upn, "--reason", "twice").returncode == 1
    browser, page = after_the_password(server, person)
    page = browser.submit(page.form("code"), {"code": person.authenticator.code()})
    assert page.status == 200 and "500121" not in page.html


def test_a_block_wants_a_person_and_a_reason(organization):
    """PN-14"""
    run = organization.command_line
    person = organization.add_person("unreasoned")
    for words in [(person.upn,), (person.upn, "--reason", " "), ("nobody@harbour.example", "--reason", "x")]:
        done = run.run("users", "mfa-block", *words)
        assert done.returncode != 0 and done.stderr
    assert person.upn not in [line["userPrincipalName"] for line in run.json("users", "mfa-blocks")["blocks"]]
