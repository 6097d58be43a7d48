"""F19, F20 and F21: two nodes on one PostgreSQL decide as one."""

import itertools
import time

import jwt
import pytest
import requests

from harness.at_once import (
    AtOnce, at_step, client, fresh_code, fresh_tokens, opens, passed, rounds, seconds_until, signed_in, twin,
)
from harness.figures import scale
from harness.load import sign_in_admin
from harness.organization import App, first

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
# A hash of a debug build beside other work takes its time; none of these bounds is about hashes.
LIMIT = 1.0


@pytest.fixture
def pair(on_postgres):
    """Two nodes behind one address, which is the first one's."""
    node = on_postgres.node().start()
    return [node, on_postgres.node(url=node.base).start()]


@pytest.fixture
def both():
    with AtOnce(2) as at_once:
        yield at_once


# -- F19


def test_f19_one_authorization_code_is_redeemed_once(pair, on_postgres, both, figures):
    person = on_postgres.people[0]
    browser = signed_in(pair[0], on_postgres, person)
    clients = [client(node, on_postgres) for node in pair]
    winners = []
    for number in rounds(10_000, 5):
        asking, code = fresh_code(pair[number % 2], on_postgres, browser if number % 2 == 0 else twin(browser, pair[1]), person)
        for one in clients:
            one.verifier = asking.verifier
        answers = both(*(lambda one=one: one.exchange(code) for one in clients))
        winners.append(sum(answer.status_code == 200 for answer in answers))
        assert all(answer.status_code in (200, 400) for answer in answers), [answer.text for answer in answers]
    figures.record(
        "F19 one code, two nodes", "postgres", len(winners),
        notes=f"{winners.count(1):,} with one winner, {len(winners) - winners.count(1)} others")
    assert set(winners) == {1}
    on_postgres.check()


def test_f19_one_refresh_token_has_one_living_successor(pair, on_postgres, both, figures):
    """Both may be given the answer, within the grace: then it is the same one, and the family never forks."""
    person = on_postgres.people[0]
    browser = signed_in(pair[0], on_postgres, person)
    clients = [client(node, on_postgres) for node in pair]
    token = fresh_tokens(pair[0], on_postgres, browser, person)["refresh_token"]
    taken, forks, same = 0, 0, 0
    for number in rounds(10_000, 5):
        answers = both(*(lambda one=one: one.refresh(token) for one in clients))
        given = [answer.json()["refresh_token"] for answer in answers if answer.status_code == 200]
        assert given, [answer.text for answer in answers]
        assert token not in given
        taken, same = taken + 1, same + (len(given) == 2)
        forks += len(set(given)) != 1
        token = given[0]
    living = on_postgres.rows(
        "SELECT family_id, COUNT(*) AS n FROM refresh_tokens WHERE spent_at IS NULL GROUP BY family_id")
    forks += sum(row["n"] != 1 for row in living)
    figures.record(
        "F19 one refresh token, two nodes", "postgres", taken,
        notes=f"the same successor for both {same:,} times, {forks} forks")
    assert forks == 0
    on_postgres.check()


def test_f19_a_family_whose_spent_token_comes_to_both_ends_on_both(pair, on_postgres, both, figures):
    person = on_postgres.people[0]
    browser = signed_in(pair[0], on_postgres, person)
    clients = [client(node, on_postgres) for node in pair]
    count, violations = 0, 0
    for number in rounds(500, 3):
        old = fresh_tokens(pair[0], on_postgres, browser, person)["refresh_token"]
        middle = clients[0].refresh(old).json()["refresh_token"]
        last = clients[1].refresh(middle).json()["refresh_token"]
        answers = both(*(lambda one=one: one.refresh(old) for one in clients))
        answers += both(*(lambda one=one: one.refresh(last) for one in clients))
        violations += sum(answer.status_code == 200 for answer in answers)
        count += 1
    figures.record("F19 a stolen refresh token, two nodes", "postgres", count, notes=f"{violations} let through")
    assert violations == 0


def test_f19_one_time_step_lets_one_browser_in(pair, on_postgres, both, figures):
    people = itertools.cycle(on_postgres.people)
    until = on_postgres.app.redirect_uri
    winners = []
    for _ in rounds(500, 4):
        person = next(people)
        # So that the code of this moment counts again for the next round.
        on_postgres.execute(f"UPDATE totp_methods SET last_accepted_step = 0 WHERE user_id = '{person.id}'")
        flows = [at_step(node, on_postgres, person, "code") for node in pair]
        code = person.authenticator.at(int(time.time() // 30))
        pages = both(*(lambda flow=flow: flow[0].submit(flow[1], {"code": code}, until=until) for flow in flows))
        winners.append(sum(map(passed, flows, pages)))
    figures.record(
        "F19 one time step, two nodes", "postgres", len(winners),
        notes=f"{winners.count(1):,} with one winner, {len(winners) - winners.count(1)} others")
    assert set(winners) == {1}


def test_f19_one_recovery_code_lets_one_browser_in(pair, on_postgres, both, figures):
    until = on_postgres.app.redirect_uri
    codes = [(person, code) for person in on_postgres.people for code in person.recovery_codes]
    winners = []
    for number in rounds(len(codes), 4):
        # One of each person in turn.
        person = on_postgres.people[number % len(on_postgres.people)]
        code = person.recovery_codes.pop(0)
        flows = [at_step(node, on_postgres, person, "recovery") for node in pair]
        pages = both(*(
            lambda flow=flow: flow[0].submit(flow[1], {"recovery-code": code}, until=until) for flow in flows))
        winners.append(sum(map(passed, flows, pages)))
    figures.record(
        "F19 one recovery code, two nodes", "postgres", len(winners),
        notes=f"{winners.count(1):,} with one winner, {len(winners) - winners.count(1)} others")
    assert set(winners) == {1}


def test_f19_one_device_code_is_redeemed_once(pair, on_postgres, both, figures):
    made = on_postgres.command_line.json("apps", "add", "Chart Plotter", "--public", "--device-code")
    app = App(first(made, "clientId", "id"), None, on_postgres.app.redirect_uri)
    person = on_postgres.people[0]
    browser = signed_in(pair[0], on_postgres, person)
    clients = [client(node, on_postgres, app) for node in pair]
    winners = []
    for _ in rounds(1_000, 4):
        codes = requests.post(
            f"{pair[1].base}/{on_postgres.tenant}/oauth2/v2.0/devicecode",
            data={"client_id": app.id, "scope": "openid offline_access"}, timeout=30).json()
        page = browser.get("/device")
        page = browser.submit(page.require(having=["user_code"]), {"user_code": codes["user_code"]})
        page = browser.submit(page.require(step="consent"), button=("consent", "yes"))
        answers = both(*(
            lambda one=one: one.post_token(grant_type=DEVICE_GRANT, device_code=codes["device_code"])
            for one in clients))
        winners.append(sum(answer.status_code == 200 for answer in answers))
        assert all(answer.status_code in (200, 400) for answer in answers), [answer.text for answer in answers]
    figures.record(
        "F19 one device code, two nodes", "postgres", len(winners),
        notes=f"{winners.count(1):,} with one winner, {len(winners) - winners.count(1)} others")
    assert set(winners) == {1}
    on_postgres.check()


# -- F20


def outcomes(installation, person):
    """How many tries of a person's password were looked at and refused, and how many were not looked at."""
    rows = installation.rows(
        f"SELECT error_code, COUNT(*) AS n FROM sign_ins WHERE user_id = '{person.id}' AND status = 'failure' "
        "GROUP BY error_code")
    found = {row["error_code"]: row["n"] for row in rows}
    return found.get(50126, 0), found.get(50053, 0)


@pytest.mark.parametrize("manner", ["serial", "parallel"])
def test_f20_wrong_passwords_on_two_nodes_lock_at_the_limit(pair, on_postgres, figures, manner):
    tries = scale(24, 50)
    people = on_postgres.people[:scale(1, 10)]
    evaluated = []
    for person in people:
        if manner == "serial":
            for number in range(tries):
                browser, form = at_step(pair[number % 2], on_postgres, person, "password")
                browser.submit(form, {"password": f"wrong-{number} over water"})
        else:
            flows = [at_step(pair[number % 2], on_postgres, person, "password") for number in range(tries)]
            with AtOnce(tries) as at_once:
                pages = at_once(*(
                    lambda flow=flow, number=number: flow[0].submit(flow[1], {"password": f"wrong-{number} over water"})
                    for number, flow in enumerate(flows)))
            assert all(page.status < 500 for page in pages), {page.status for page in pages}
        looked_at, refused = outcomes(on_postgres, person)
        evaluated.append(looked_at)
        assert looked_at + refused == tries
        # Locked on both: also for the right one.
        for node in pair:
            browser, form = at_step(node, on_postgres, person, "password")
            page = browser.submit(form, {"password": person.password})
            assert "password" in page.steps, page.describe()
    figures.record(
        f"F20 lockout over two nodes, {manner}", "postgres", len(people),
        notes=f"{tries} wrong passwords each, evaluated: {sorted(set(evaluated))}")
    assert set(evaluated) == {10}


# -- F21


def test_f21_what_is_revoked_on_one_node_is_refused_on_the_other(pair, on_postgres, figures):
    one, two = pair
    admin = sign_in_admin(one.base, on_postgres)
    people = on_postgres.people
    waited = {"session": [], "user": [], "family": [], "key": [], "app": []}

    def by_admin(path, ending):
        page = admin.get(path)
        answer = admin.submit(page.require(ending=ending))
        assert answer.status < 400, answer.describe()

    for number in range(scale(1, 5)):
        # A session that its owner ends.
        person = people[number * 2]
        browser = signed_in(one, on_postgres, person)
        there = twin(browser, two)
        assert opens(there)
        browser.submit(browser.get("/signout").require(ending="/signout", having=["confirm"]))
        waited["session"].append(seconds_until(lambda: not opens(there), LIMIT))

        # Everything of a user whom an administrator disables.
        person = people[number * 2 + 1]
        browser = signed_in(one, on_postgres, person)
        there = twin(browser, two)
        held = client(two, on_postgres)
        token = fresh_tokens(one, on_postgres, browser, person)["refresh_token"]
        assert opens(there)
        by_admin(f"/admin/users/{person.id}", "/disable")
        waited["user"].append(seconds_until(lambda: not opens(there), LIMIT))
        assert held.refresh(token).status_code == 400

        # A family that its app gives back.
        person = people[number * 2]
        browser = signed_in(one, on_postgres, person)
        token = fresh_tokens(one, on_postgres, browser, person)["refresh_token"]
        app = on_postgres.app
        answer = requests.post(
            f"{one.base}/{on_postgres.tenant}/oauth2/v2.0/revoke", timeout=30,
            data={"token": token, "client_id": app.id, "client_secret": app.secret})
        assert answer.status_code == 200, answer.text
        waited["family"].append(seconds_until(lambda: held.refresh(token).status_code == 400, LIMIT))

        # A signing key that is withdrawn.
        tokens = fresh_tokens(one, on_postgres, browser, person)

        def status():
            return requests.get(
                f"{two.base}/oidc/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}, timeout=10
            ).status_code

        assert status() == 200
        on_postgres.command_line.json("keys", "revoke", "--key", jwt.get_unverified_header(tokens["access_token"])["kid"])
        waited["key"].append(seconds_until(lambda: status() == 401, 5.0))

    # An app that an administrator disables.
    tokens = fresh_tokens(one, on_postgres, browser, person)
    by_admin(f"/admin/apps/{on_postgres.app.id}", "/disable")
    waited["app"].append(seconds_until(lambda: held.refresh(tokens["refresh_token"]).status_code != 200, LIMIT))
    figures.record(
        "F21 revoked on one node, used on the other", "postgres", sum(map(len, waited.values())),
        notes=", ".join(f"{kind} ≤ {max(found):.3f} s" for kind, found in waited.items()))
