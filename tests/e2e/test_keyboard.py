"""The keyboard alone: no test of this file clicks. The focus is seen after every Tab, and nothing holds it fast."""

import itertools

import pytest

from gallery import Gallery
from gallery.account import PAGES
from gallery.admin import LISTS
from harness.authenticator import Authenticator
from harness.chromium import Visitor, launched
from harness.keyboard import Keyboard, code, enter, name_and_password, stay
from harness.passkeys import VirtualAuthenticator

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def chromium():
    with launched() as running:
        yield running


@pytest.fixture
def visit(chromium, example):
    """Opens windows whose mouse is taken away."""
    windows = []

    def open_window(path, **options):
        window = Visitor(chromium, example.base, **options)
        windows.append(window)
        window.open(path)
        return window, Keyboard(window)

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture(scope="module")
def gallery(chromium, example):
    return Gallery(chromium, example, "en")


@pytest.fixture
def person(example):
    return example.add_person(f"typist{next(numbers)}")


@pytest.mark.parametrize("who, paths", [("member", PAGES), ("administrator", LISTS)], ids=["account", "admin"])
def test_tab_comes_to_everything(gallery, who, paths):
    """And the first Tab offers to skip what stands before the content."""
    window = gallery.inside(who)
    keys = Keyboard(window)
    for path in (*paths, "/signout", "/device", "/authenticator"):
        window.open(path)
        assert keys.through() > 3
    window.open(next(iter(paths)))
    assert "Skip" in keys.tab()["words"]
    keys.press()
    assert keys.focus["name"] == "content"
    focus = keys.tab()
    assert window.page.evaluate(f"() => document.querySelector('[data-tabbed=\"{focus['number']}\"]').closest('main') !== null")
    gallery.close_windows()


def test_password_and_code(visit, person):
    window, keys = visit("/account")
    keys.through()
    name_and_password(keys, person)
    keys.through()
    keys.field("code").type(person.authenticator.wrong_code()).go()
    assert keys.focus["name"] == "code", "after a wrong code the focus is elsewhere"
    code(keys, person)
    stay(window, keys)
    assert window.path == "/account"
    # The way out: the menu of the person, opened and closed, opened and used.
    summary = window.page.evaluate("() => document.querySelector('.bar details.menu.push summary').ariaLabel")
    keys.to(summary).press().press("Escape")
    assert keys.focus["words"] == summary and window.page.locator("details.menu[open]").count() == 0
    keys.press().to("Sign out").go()
    assert "/account" not in window.path


def test_another_way(visit, person):
    window, keys = visit("/account")
    name_and_password(keys, person)
    keys.to("recovery code").go()
    assert keys.focus["name"] == "recovery-code"
    keys.to("authenticator app").go()
    code(keys, person)
    stay(window, keys, "Yes")
    assert window.path == "/account"


def test_the_interrupt(visit, example):
    person = example.add_person(f"typist{next(numbers)}", totp=False)
    window, keys = visit("/account")
    name_and_password(keys, person)
    keys.through()
    person.authenticator = Authenticator(window.key_on_page())
    keys.field("code").type(person.authenticator.code()).go()
    assert len(window.recovery_codes_on_page()) == 10
    keys.through()
    keys.field("saved").press("Space").go()
    stay(window, keys)
    assert window.path == "/account"


def test_a_passkey_is_made_named_used_and_removed(visit, person):
    window, keys = enter(visit, person, "/account/security")
    device = VirtualAuthenticator(window)
    keys.to("Add a passkey").go()
    keys.field("name").type("Left drawer").to("Create")
    keys.go()
    assert "Left drawer" in window.words and window.path == "/account/security/review"
    keys.to("Done").go()
    keys.to("Rename Left drawer").press().field("name").type("Right drawer").go()
    assert "Right drawer" in window.words

    other, others = visit("/account")
    VirtualAuthenticator(other, credentials=device.credentials)
    others.to("Sign in with a passkey").go()
    stay(other, others)
    assert other.path == "/account"

    keys.to("Remove Right drawer").press().press("Escape")
    assert keys.focus["words"] == "Remove Right drawer"
    keys.press().tab()
    keys.go()
    assert "Right drawer" not in window.words


def test_an_app_is_added_and_codes_are_made(visit, person):
    window, keys = enter(visit, person, "/account/security")
    keys.to("Add a way to sign in").go()
    keys.to("Choose: Another authenticator app").go()
    second = Authenticator(window.key_on_page())
    keys.field("code").type(second.code()).field("name").type("Old tablet").go()
    assert "Old tablet" in window.words
    keys.to("Done").go()
    keys.to("Rename Old tablet").press().field("name").type("New tablet").go()
    assert "New tablet" in window.words
    keys.to("Remove New tablet").press().tab()
    keys.go()
    assert "New tablet" not in window.words
    keys.to("Make new codes").press().tab()
    keys.go()
    assert len(window.recovery_codes_on_page()) == 10


def test_sessions_are_ended_and_a_sign_in_was_not_me(visit, person):
    window, keys = enter(visit, person)
    other, others = visit("/account")
    name_and_password(others, person)
    code(others, person)
    stay(other, others)
    keys.to("Sessions").go()
    keys.to("End all other sessions").press().tab()
    keys.go()
    other.open("/account")
    assert other.step == "name", "the other session is still there"
    keys.to("My sign-ins").go()
    keys.to("Was it you?").press().to("It was not me").go()
    assert window.path.endswith("/answer")
    keys.through()
    keys.to("Sign in").go()
    assert window.step == "name"


def test_the_admin_center(visit, example):
    administrator = example.known("administrator", "ja")
    window, keys = visit("/admin")
    code(name_and_password(keys, administrator), administrator)
    stay(window, keys)
    assert window.path == "/admin"
    # The dialog of the shortcuts keeps the focus until it is closed, and gives it back.
    keys.press("?")
    assert window.page.locator("dialog[open]").count() == 1
    for _ in range(6):
        keys.tab()
        assert window.page.evaluate("() => document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    keys.press("Escape")
    window.page.wait_for_selector("dialog[open]", state="detached")
    # Whoever speaks to the computer switches the single keys off, and on again from the menu (WCAG 2.1.4).
    keys.press("?").field("keys-on").press("Space").press("Escape")
    window.page.wait_for_selector("dialog[open]", state="detached")
    keys.press("/")
    assert keys.focus is None or keys.focus["name"] != "q"
    keys.to("Your account menu").press().to("Keyboard shortcuts").press().field("keys-on").press("Space").press("Escape")
    window.page.wait_for_selector("dialog[open]", state="detached")
    assert keys.focus["words"] == "Your account menu"
    # Find somebody, open them, change them.
    keys.press("/").type("sofia").go()
    assert window.path == "/admin/users"
    keys.press("j").go()
    assert "Sofia Lindqvist" in window.words and window.path.startswith("/admin/users/")
    keys.through()
    keys.to("Reset password").press().press("Escape")
    assert "Reset password" in keys.focus["words"]
    keys.to("Edit").press().field("displayName").type("Sofia Lind").go()
    assert "Sofia Lind" in window.words
    # Filters wait for Enter: every arrow in a list is a choice.
    keys.press("g").go("s")
    assert window.path == "/admin/signins"
    keys.field("status").press("ArrowDown").press("ArrowDown")
    window.page.wait_for_timeout(300)
    assert "status=" not in window.page.url
    keys.to("Apply").go()
    assert "status=" in window.page.url
    keys.press("g").go("u").press("n")
    window.page.wait_for_url("**/admin/users/new")
    keys.through()


def test_the_app_on_a_phone(visit, person):
    window, keys = enter(visit, person, "/account/security")
    keys.to("Add a phone").go()
    pairing = window.page.locator("#phone-code").text_content()
    phone, thumbs = visit("/authenticator")
    thumbs.field("code").type(pairing).field("name").type("Keyed phone").press()
    window.page.locator("[data-number]").wait_for()
    phone.page.locator(".question").wait_for()
    thumbs.field("number").type(window.page.locator("[data-number]").inner_text().strip()).press()
    window.page.wait_for_url("**/account/security**")
    phone.page.locator(".otp:not([hidden])").wait_for()
    thumbs.through()
    assert "Keyed phone" in window.words
