"""Passkeys in a real Chromium with authenticators of its own: made, used alone and after a password, refused."""

import contextlib
import itertools

import pytest
from playwright.sync_api import Error as PlaywrightError

from harness.chromium import Visitor, launched
from harness.passkeys import PATIENCE, VirtualAuthenticator, enter, press, stay, until, with_password

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def chromium():
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(chromium, server):
    """Opens windows; at the end none of them may have complained."""
    windows = []

    def open_window(**options):
        windows.append(Visitor(chromium, server.base, **options))
        return windows[-1]

    yield open_window
    complaints = [line for window in windows for line in window.complaints if " 400 " not in line and "400 (" not in line]
    for window in windows:
        window.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def person(organization, server):
    return organization.add_person(f"holder{next(numbers)}")


@pytest.fixture
def holder(visit, person):
    """Somebody with a passkey, made on the account page."""
    window = visit()
    device = VirtualAuthenticator(window)
    enter(window, person, "/account/security")
    window.page.get_by_role("link", name="Add a passkey").click()
    window.page.fill("#name", "Harbour laptop")
    press(window)
    until(window, "done=passkeyAdded")
    assert "Harbour laptop" in window.words
    assert len(device.credentials) == 1
    person.passkeys = device.credentials
    return person


def test_a_passkey_of_the_account_page_opens_it_without_a_password(visit, holder):
    window = visit()
    window.open("/account/security")
    # Without a passkey at hand, the browser proposes nothing and the name is typed.
    assert window.step == "name"
    VirtualAuthenticator(window, credentials=holder.passkeys)
    press(window)
    until(window, "/signin/")
    window.page.wait_for_selector("[name=stay], .page-head", timeout=PATIENCE)
    stay(window)
    assert window.path == "/account/security", window.words
    assert "Harbour laptop" in window.words and "last used" in window.words


def test_the_browser_proposes_passkeys_where_a_name_is_typed(visit, holder):
    window = visit()
    VirtualAuthenticator(window, credentials=holder.passkeys)
    window.open("/account")
    # Nobody presses anything: Chromium's own authenticator takes the proposal.
    window.page.wait_for_selector("[name=stay], .page-head", timeout=PATIENCE)
    stay(window)
    assert window.path == "/account", window.words


def test_a_passkey_is_the_second_factor(visit, holder):
    window = visit()
    with_password(window, holder)
    assert window.step is None or window.step != "code"
    assert window.page.get_by_role("heading", level=1).inner_text() == "Use your passkey"
    VirtualAuthenticator(window, credentials=holder.passkeys)
    # The keyboard alone: the button has the focus.
    assert window.page.evaluate("() => document.activeElement.hasAttribute('data-passkey-start')")
    window.page.keyboard.press("Enter")
    window.page.wait_for_selector("[name=stay], .page-head", timeout=PATIENCE)
    stay(window)
    assert window.path == "/account", window.words


def test_a_wrong_finger_is_told_and_another_way_is_there(visit, holder):
    window = visit()
    device = VirtualAuthenticator(window, credentials=holder.passkeys)
    device.verify(False)
    with_password(window, holder)
    press(window)
    says = window.page.locator("[data-passkey-says]")
    says.wait_for(state="visible", timeout=PATIENCE)
    assert "No passkey came" in says.inner_text()
    # Another try with the right one.
    device.verify(True)
    press(window)
    window.page.wait_for_selector("[name=stay]", timeout=PATIENCE)

    other = visit()
    with_password(other, holder)
    other.page.get_by_role("link", name="Use my authenticator app instead").click()
    other.send(other.form("/code"), {"code": holder.authenticator.code()})
    assert stay(other).path == "/account"


def test_an_authenticator_that_looks_at_nobody_is_refused(visit, holder, organization):
    """A061: the page asks for less than the server wants, as a page in the hands of somebody else would."""
    window = visit()
    VirtualAuthenticator(window, "bare-key", credentials=holder.passkeys)
    with_password(window, holder)
    window.page.evaluate(
        """() => {
            const form = document.querySelector('form[data-passkey]');
            const options = JSON.parse(form.dataset.options);
            options.userVerification = 'discouraged';
            options.allowCredentials.forEach((credential) => { credential.transports = ['usb']; });
            form.dataset.options = JSON.stringify(options);
        }"""
    )
    with window.page.expect_navigation(wait_until="load", timeout=PATIENCE):
        press(window)
    assert "did not check that it is you" in window.words, window.words


def test_a_deleted_passkey_opens_nothing(visit, holder):
    window = visit()
    enter(window, holder, "/account/security")
    window.page.locator("summary[aria-label='Remove Harbour laptop']").click()
    window.send(window.page.locator("form[action^='/account/passkeys/'][action$='/delete']").first)
    assert "done=passkeyDeleted" in window.page.url
    other = visit()
    other.open("/account")
    VirtualAuthenticator(other, credentials=holder.passkeys)
    with other.page.expect_navigation(wait_until="load", timeout=PATIENCE):
        press(other)
    assert "not accepted" in other.words, other.words


def test_a_passkey_is_renamed(visit, holder):
    window = visit()
    enter(window, holder, "/account/security")
    window.page.locator("summary[aria-label='Rename Harbour laptop']").click()
    form = window.page.locator("form[action$='/rename']").first
    window.send(form, {"name": "窓辺の鍵"})
    assert "窓辺の鍵" in window.words


def test_registration_in_the_middle_of_a_sign_in(visit, organization, server):
    eve = organization.add_person(f"holder{next(numbers)}", totp=False, role="Helpdesk Administrator")
    window = visit()
    device = VirtualAuthenticator(window)
    with_password(window, eve)
    # Both ways are on the page, the passkey first.
    words = window.words
    assert words.index("Create a passkey") < words.index("Or use an authenticator app")
    with window.page.expect_navigation(wait_until="load", timeout=PATIENCE):
        press(window)
    assert len(window.recovery_codes_on_page()) == 10
    form = window.form("/codes")
    window.send(form, {"saved": True})
    assert stay(window).path == "/account", window.words
    # Twice on one device is once too often.
    window.open("/account/passkeys/new")
    press(window)
    says = window.page.locator("[data-passkey-says]")
    says.wait_for(state="visible", timeout=PATIENCE)
    assert "already" in says.inner_text()
    again = visit()
    again.open("/account")
    VirtualAuthenticator(again, credentials=device.credentials)
    # The field offers the passkey by itself, and this device says yes at once: whichever is quicker signs in.
    with contextlib.suppress(PlaywrightError):
        again.page.locator("[data-passkey-start]").first.click(timeout=2000)
    again.page.wait_for_selector("[name=stay], .page-head", timeout=PATIENCE)
    assert stay(again).path == "/account"


def test_without_scripts_the_other_ways_are_there(visit, holder):
    window = visit(java_script_enabled=False)
    with_password(window, holder)
    assert "Passkeys need JavaScript" in window.words
    window.page.get_by_role("link", name="Use my authenticator app instead").click()
    window.send(window.form("/code"), {"code": holder.authenticator.code()})
    assert stay(window).path == "/account"
