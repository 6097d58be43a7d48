"""F40: the same thing delivered twice has one effect."""

from harness.browser import Browser
from harness.load import sign_in_admin
from harness.relying_party import BareClient


def test_f40_whatever_is_posted_twice_has_one_effect(installation, engine, figures):
    node = installation.node().start()
    person = installation.people[0]
    rounds = 0

    # A form of the admin center.
    admin = sign_in_admin(node.base, installation)
    form = admin.get("/admin/users/new").require(ending="/admin/users", having=["localPart"])
    values = {"localPart": "twice", "displayName": "Twice"}
    assert admin.submit(form, values).status < 400
    assert admin.submit(form, values).status in (200, 400, 409)
    assert installation.count("users", "user_principal_name LIKE 'twice@%'") == 1
    assert installation.count("audits", "activity = 'Add user' AND targets LIKE '%twice@%'") == 1
    rounds += 1

    # Each step of a sign-in: the second post meets a flow that has moved on.
    browser = Browser(node.base)
    client = BareClient(node.base, installation.tenant, installation.app)
    page = browser.get(client.authorize_url())
    for step, values in (
        ("name", {"username": person.upn}), ("password", {"password": person.password}),
        ("code", {"code": person.authenticator.code()}),
    ):
        form = page.require(step=step)
        page = browser.submit(form, values, until=client.app.redirect_uri)
        if isinstance(page, str):
            again = browser.submit(form, values, until=client.app.redirect_uri)
            assert not isinstance(again, str) or "code=" not in again, "two codes for one second factor"
        else:
            answer = browser.send("POST", form.action, data=form.filled(values))
            assert answer.status_code in (200, 303, 400, 409), answer.status_code
        rounds += 1
    while not isinstance(page, str):
        page = browser.submit(page.forms[0], button=("stay", "no"), until=client.app.redirect_uri)
    name = person.upn
    assert installation.count("sign_ins", f"user_principal_name = '{name}' AND status = 'success'") == 1
    assert installation.count("authorization_codes") == 1

    # A code: the second use is refused and ends what the first one gave (A143).
    code = page.split("code=")[1].split("&")[0]
    first = client.exchange(code)
    assert first.status_code == 200, first.text
    assert client.exchange(code).status_code == 400
    assert client.refresh(first.json()["refresh_token"]).status_code == 400
    rounds += 1

    # A sign-out.
    form = browser.get("/signout").require(ending="/signout", having=["confirm"])
    assert browser.submit(form).status < 400
    assert browser.submit(form).status in (200, 400, 403)
    assert installation.count("sessions", "ended_at IS NOT NULL") == 1
    rounds += 1
    installation.check()
    figures.record("F40 posted twice", engine.name, rounds, notes="forms, steps of a sign-in, a code, a sign-out: one effect each")
