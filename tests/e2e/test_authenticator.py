"""The Martlet Authenticator: a second browser is the phone, and a push service of our own takes its messages."""

import json
import os
import re
import time

import pytest

from harness.chromium import Visitor, launched
from harness.organization import Organization
from harness.push_service import PushService
from harness.server import Server

HANDSET = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# Where somebody wants to look at the pages: a folder for pictures.
PICTURES = os.environ.get("MARTLET_PICTURES")
# A browser without a push service of its maker subscribes at ours; everything else is the app's own script.
SUBSCRIBED = """
const given = %s;
const place = { toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }) };
let isSubscribed = false;
PushManager.prototype.getSubscription = async () => isSubscribed ? place : null;
PushManager.prototype.subscribe = async (options) => {
  window.subscribedWith = Array.from(new Uint8Array(options.applicationServerKey.buffer || options.applicationServerKey));
  isSubscribed = true;
  return place;
};
Object.defineProperty(Notification, 'permission', { get: () => isSubscribed ? 'granted' : 'default' });
Notification.requestPermission = async () => 'granted';
"""


@pytest.fixture(scope="module")
def organization(tmp_path_factory):
    return Organization(tmp_path_factory.mktemp("authenticator") / "data")


@pytest.fixture(scope="module")
def push(authority):
    with PushService(authority) as running:
        yield running


@pytest.fixture(scope="module")
def server(organization, push, authority, request):
    options = ["--allow-push", f"localhost:{push.port}", "--outgoing-ca", str(authority.bundle)]
    with Server(organization.data, options=options) as running:
        request.node.martlet_server = running
        yield running


@pytest.fixture(scope="module")
def chromium():
    with launched() as running:
        yield running


@pytest.fixture
def windows(chromium, server):
    opened = []

    def window(**options):
        opened.append(Visitor(chromium, server.base, **options))
        return opened[-1]

    yield window
    complaints = [line for one in opened for line in one.complaints if "Failed to load resource" not in line]
    for one in opened:
        one.close()
    assert not complaints, "\n".join(complaints)


def picture(window, name):
    if PICTURES:
        window.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def begin(window, person, path="/account/security"):
    """Name and password; the page that follows."""
    window.open(path)
    window.send(window.form("/name"), {"username": person.upn})
    window.send(window.form("/password"), {"password": person.password})


def inside(window, person, path="/account/security"):
    begin(window, person, path)
    if person.authenticator and "/signin/" in window.page.url:
        if "with=code" not in window.page.url and not window.form("/code").count():
            window.page.goto(window.page.url.split("?")[0] + "?with=code")
        window.send(window.form("/code"), {"code": person.authenticator.code()})
    if window.step == "stay":
        window.send(window.form("/stay"), button=("stay", "no"))
    assert window.path.startswith(path), f"{window.page.url}: {window.words[:300]}"


def join(phone, code_or_link, name="Ben's phone"):
    """Adds an account on the phone."""
    phone.open("/authenticator" if "#" not in code_or_link else code_or_link)
    if "#" not in code_or_link:
        phone.page.fill("#code", code_or_link.lower())
    phone.page.fill("#phone-name", name)
    phone.page.click("#add button")


def answer(phone, number=None, press="button[name=approve]"):
    question = phone.page.locator(".question").first
    question.wait_for()
    if number is not None:
        question.locator("input[name=number]").fill(number)
    question.locator(press).click()


def shown_number(window):
    return window.page.locator("[data-number]").inner_text().strip()


def register(window, phone, by_link=True):
    """Registers a phone on the security page of somebody who is inside."""
    window.open("/account/security")
    window.send(window.page.locator('form[action="/account/phone"]').first)
    link = window.page.locator('a[href*="/authenticator#add="]').get_attribute("href")
    code = window.page.locator("#phone-code").text_content()
    picture(window, "account-phone-waiting")
    join(phone, link if by_link else code)
    window.page.locator("[data-number]").wait_for()
    picture(window, "account-phone-number")
    number = shown_number(window)
    phone.page.locator(".question").wait_for()
    picture(phone, "app-test")
    answer(phone, number)
    window.page.wait_for_url(re.compile("/account/(security|phone)"))
    window.page.get_by_text("Your phone is set up").or_(window.page.get_by_text("recovery")).first.wait_for()
    phone.page.locator(".otp:not([hidden])").wait_for()


@pytest.fixture
def person(organization, server):
    person.count = getattr(person, "count", 0) + 1
    return organization.add_person(f"phone{person.count}")


def test_a_phone_is_registered_answers_and_makes_codes(organization, windows, person):
    window, phone = windows(), windows(**HANDSET)
    inside(window, person)
    register(window, phone)
    picture(phone, "app-accounts")
    picture(window, "account-security")

    other = windows()
    begin(other, person)
    number = shown_number(other)
    assert re.fullmatch(r"\d\d", number)
    picture(other, "signin-push")
    phone.page.locator(".question").wait_for()
    picture(phone, "app-question")
    facts = phone.page.locator(".question dl").inner_text()
    assert "My account" in facts and "127.0.0.1" in facts and "Chrome" in facts
    assert number not in phone.page.locator(".question").inner_html()
    wrong = "10" if number != "10" else "11"
    answer(phone, wrong)
    phone.page.locator(".question .problem:not([hidden])").wait_for()
    answer(phone, number)
    # The page goes on by its own script.
    other.page.wait_for_url(re.compile("/signin/|/account"))
    other.page.locator('form[action$="/stay"]').wait_for()
    other.send(other.form("/stay"), button=("stay", "no"))
    assert other.path == "/account/security"

    # Without a network: the shelf of the worker, and codes that the server takes.
    phone.page.wait_for_timeout(500)
    phone.context.set_offline(True)
    phone.page.reload()
    phone.page.locator(".otp:not([hidden])").wait_for()
    code = re.sub(r"\s", "", phone.page.locator("[data-code]").inner_text())
    assert re.fullmatch(r"\d{6}", code)
    picture(phone, "app-offline")
    phone.context.set_offline(False)
    third = windows()
    begin(third, person)
    third.page.goto(third.page.url.split("?")[0] + "?with=code")
    third.send(third.form("/code"), {"code": code})
    assert third.step == "stay", third.words[:300]


def test_push_messages_are_readable_by_the_phone_alone(organization, windows, person, push):
    place = push.subscription(person.upn.split("@")[0])
    window, phone = windows(), windows(**HANDSET)
    phone.context.add_init_script(SUBSCRIBED % json.dumps(place.as_json))
    inside(window, person)
    register(window, phone, by_link=False)
    phone.page.locator("#notify").click()
    phone.page.locator("#news:not([hidden])").wait_for()
    before = len(push.messages)
    other = windows()
    begin(other, person)
    number = shown_number(other)
    message = push.wait(before + 1)[-1]
    assert message.path == f"/push/{person.upn.split('@')[0]}"
    assert message.headers["ttl"] == "60" and message.headers["urgency"] == "high"
    claims = message.claims()
    assert claims["aud"] == push.origin and 0 < claims["exp"] - time.time() <= 24 * 3600
    key = phone.page.get_attribute("#app", "data-push-key")
    assert claims["key"] == key
    opened = json.loads(message.opened(place).decode())
    assert set(opened) == {"request", "phone", "expiresAt"}
    assert number not in opened.values() and int(number) not in opened.values()
    assert len(message.body) == len(push.messages[before].body)
    with pytest.raises(Exception):
        message.opened(push.subscription("stranger"))
    answer(phone, number)
    other.page.locator('form[action$="/stay"]').wait_for()

    # RFC 8030 section 7.3: a subscription that is gone is not used again.
    push.answers[message.path] = 410
    count = len(push.messages)
    begin(windows(), person)
    push.wait(count + 1)
    answer(phone, press="[data-answer=deny]")
    time.sleep(1)
    begin(windows(), person)
    phone.page.locator(".question").wait_for()
    assert len(push.messages) == count + 1


def give_address(phone, address):
    part = phone.page.locator("#address-part")
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    phone.page.fill("#address", address)
    phone.page.click("#address-form button")


def test_a_topic_of_ntfy_is_told_openly_that_something_waits(organization, windows, person, push):
    topic = f"/martlet-{person.upn.split('@')[0]}-k3f9"
    window, phone = windows(), windows(**HANDSET)
    inside(window, person)
    register(window, phone)

    def told():
        return [message for message in push.messages if message.path == topic]

    give_address(phone, f"http://localhost:{push.port}{topic}")
    phone.page.locator("#address-problem", has_text="not an https address").wait_for()
    picture(phone, "app-address-refused")
    give_address(phone, push.origin + topic)
    phone.page.locator("#address-now", has_text="localhost").wait_for()
    phone.page.locator("#news", has_text="A message was sent there").wait_for()
    picture(phone, "app-address-kept")
    (trial,) = told()
    assert "arrive here" in trial.body.decode()

    begin(windows(), person)
    with push.arrived:
        assert push.arrived.wait_for(lambda: len(told()) == 2, 20)
    message = told()[1]
    # What ntfy reads: the body is the text, a press opens the app, and the rest says how urgent it is.
    assert message.headers["title"] == "Martlet Authenticator"
    assert message.headers["click"].endswith("/authenticator")
    assert message.headers["priority"] == "high" and message.headers["ttl"] == "60"
    assert message.headers["content-type"] == "text/plain; charset=utf-8"
    assert "authorization" not in message.headers
    text = message.body.decode()
    assert "Open Martlet Authenticator to answer." in text and "開いて" in text
    assert person.upn not in text and not re.search(r"\d", text)
    answer(phone, press="[data-answer=deny]")

    # The server tells the phone no more than the host, and forgets the address when it is told to.
    phone.page.reload()
    phone.page.locator("#address-part summary").click()
    phone.page.locator("#address-host", has_text="localhost").wait_for()
    phone.page.click("#address-remove")
    phone.page.locator("#address-now").wait_for(state="hidden")
    begin(windows(), person)
    phone.page.locator(".question").wait_for()
    time.sleep(1)
    assert len(told()) == 2


def test_an_address_of_the_own_network_is_not_reached_and_nobody_learns_why(organization, windows, person, push):
    window, phone = windows(), windows(locale="ja-JP", color_scheme="dark", **HANDSET)
    inside(window, person)
    register(window, phone)
    give_address(phone, "https://10.0.0.1/topic")
    phone.page.locator("#address-problem", has_text="届けられません").wait_for()
    give_address(phone, "https://10.0.0.2/topic")
    phone.page.locator("#address-problem", has_text="試したばかり").wait_for()
    picture(phone, "app-address-refused-ja-dark")
    assert phone.page.locator("#address-now").is_hidden()


def test_no_report_wrong_numbers_and_too_many_requests(organization, windows, person):
    window, phone = windows(), windows(**HANDSET)
    inside(window, person)
    register(window, phone)

    other = windows()
    begin(other, person)
    answer(phone, press="[data-answer=deny]")
    other.page.get_by_text("500121").wait_for()
    picture(other, "signin-push-denied")
    other.send(other.form("/push-again"))
    number = shown_number(other)
    for _ in range(3):
        answer(phone, "10" if number != "10" else "11")
        phone.page.wait_for_timeout(400)
    other.page.get_by_text("500121").wait_for()
    third = windows()
    begin(third, person)
    answer(phone, press="[data-answer=report]")
    phone.page.get_by_text("Reported").wait_for()
    # The report ends every sign-in of the person, and the phone has been asked often enough.
    window.open("/account/security")
    assert "/signin/" in window.page.url
    last = windows()
    begin(last, person)
    last.page.get_by_text("asked three times").wait_for()
    assert not last.page.locator("[data-number]").count()
    picture(last, "signin-push-paused")
    phone.page.get_by_text("no more requests until").wait_for()
    picture(phone, "app-paused")


def test_a_removed_phone_answers_nobody(organization, windows, person):
    window, phone = windows(), windows(**HANDSET)
    inside(window, person)
    register(window, phone)
    window.open("/account/security")
    line = window.page.locator("li", has_text="Ben's phone")
    line.get_by_label("Remove Ben's phone").click()
    with window.page.expect_navigation():
        line.locator("form[action$='/delete'] button.danger").click()
    phone.page.get_by_text("Removed from the account").wait_for()
    other = windows()
    begin(other, person)
    assert other.form("/code").count() and not other.page.locator("[data-number]").count()


def test_the_interrupt_registers_a_phone_in_japanese(organization, windows):
    person = organization.add_person("hana", totp=False)
    window, phone = windows(locale="ja-JP", **HANDSET), windows(locale="ja-JP", color_scheme="dark", **HANDSET)
    begin(window, person, "/account")
    window.page.goto(window.page.url.split("?")[0] + "?with=push")
    picture(window, "register-phone-ja")
    code = window.page.locator("#phone-code").text_content()
    phone.open("/authenticator")
    picture(phone, "app-empty-ja")
    join(phone, code, name="")
    window.page.locator("[data-number]").wait_for()
    picture(window, "register-phone-number-ja")
    phone.page.locator(".question").wait_for()
    picture(phone, "app-test-ja")
    answer(phone, shown_number(window))
    window.page.locator('form[action$="/codes"]').wait_for()
    phone.page.locator(".otp:not([hidden])").wait_for()
    picture(phone, "app-accounts-ja")
    other = windows(locale="ja-JP", **HANDSET)
    window.send(window.form("/codes"), {"saved": True})
    begin(other, person, "/account")
    picture(other, "signin-push-ja")
    phone.page.locator(".question").wait_for()
    picture(phone, "app-question-ja")
    assert re.fullmatch(r"\d{3} \d{3}", phone.page.locator("[data-code]").inner_text())
