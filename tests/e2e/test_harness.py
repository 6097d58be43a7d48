"""The test tools themselves, without a server: a driver that forgives too much would prove nothing."""

from types import SimpleNamespace

from harness.authenticator import Authenticator
from harness.pages import Page

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


class Clock:
    def __init__(self, now):
        self.now = now
        self.slept = 0

    def time(self):
        return self.now

    def sleep(self, seconds):
        self.slept += seconds
        self.now += seconds


def authenticator(now):
    clock = Clock(now)
    return Authenticator(SECRET, clock.time, clock.sleep), clock


def test_three_codes_come_at_once_and_the_fourth_when_its_step_is_acceptable():
    app, clock = authenticator(1_000_000_000 - 1_000_000_000 % 30 + 3)
    step = int(clock.now // 30)
    assert [app.code() for _ in range(3)] == [app.at(step - 1), app.at(step), app.at(step + 1)]
    assert clock.slept == 0
    assert app.code() == app.at(step + 2)
    assert 27 <= clock.slept < 28


def test_a_step_that_is_about_to_pass_is_not_offered():
    app, clock = authenticator(1_000_000_020 - 1_000_000_020 % 30 + 28)
    assert app.code() == app.at(int(clock.now // 30))


def test_the_codes_are_those_of_rfc_6238():
    app, _ = authenticator(0)
    assert app.at(59 // 30) == "287082"
    assert app.at(1111111109 // 30) == "081804"


def test_a_wrong_code_is_wrong_at_every_step_nearby():
    app, clock = authenticator(1_000_000_000)
    step = int(clock.now // 30)
    assert app.wrong_code() not in [app.at(step + n) for n in range(-2, 3)]


def page(html, url="http://localhost:1/signin/mfl_abc"):
    return Page(SimpleNamespace(url=url, status_code=200, headers={}, text=html))


def test_a_form_is_read_as_a_browser_sends_it():
    form = page(
        """<form method=post action="/signin/mfl_abc/password"><input type=hidden name=token value=t1>
        <input name=password type=password autocomplete=current-password><input type=checkbox name=keep value=yes>
        <input type=checkbox name=more checked><select name=language><option value=en selected>English<option value=ja>
        </select><textarea name=note>n</textarea><input disabled name=off value=1><button name=go value=on>Go</button></form>"""
    ).require(step="password")
    assert form.action == "http://localhost:1/signin/mfl_abc/password"
    assert form.filled({"password": "p"}) == {
        "token": "t1", "password": "p", "more": "on", "language": "en", "note": "n", "go": "on",
    }


def test_steps_are_told_by_the_address_alone():
    found = page(
        "<form action=/signin/f/code></form><form action=/signin/f/recovery></form>"
        "<form action=/signout></form><form action=/admin/password></form>"
    )
    assert found.steps == ["code", "recovery"]


def test_the_key_is_found_however_it_is_written():
    shown = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert page(f"<p>Key: <code>{shown}</code></p>").authenticator_key() == SECRET
    assert page(f"<a href='otpauth://totp/A:b?secret={SECRET}&amp;issuer=A'>x</a>").authenticator_key() == SECRET


def test_recovery_codes_are_found_once_each():
    codes = ["AAAA-BBBB-CCCC-DDDD", "2222-3333-4444-5555"]
    html = "".join(f"<li><code>{code}</code></li>" for code in codes) + f"<textarea>{codes[0]}</textarea>"
    assert page(html).recovery_codes() == codes
