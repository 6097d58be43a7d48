"""The admin center about one person, one app, and what is shown once."""

from . import begin, opened, sign_in, walk


def menu(window, action):
    """Opens whatever hides the form of that address, and answers the form."""
    form = window.page.locator(f'form[action$="{action}"]').first
    if not form.is_visible():
        window.page.locator("details", has=form).last.locator("summary").first.click()
    return form


@walk("GET /admin/users/:user")
def users(gallery):
    window = gallery.inside("administrator")
    person = gallery.person(role="Helpdesk Administrator")
    yield "admin-user", window.open(f"/admin/users/{person.id}")
    yield "admin-user-unfolded", opened(window)
    window.open(f"/admin/users/{person.id}")
    window.send(menu(window, "/pass"), {"minutes": "60"})
    yield "admin-pass-once", window
    window.open(f"/admin/users/{person.id}")
    yield "admin-user-with-pass", window
    window.send(menu(window, "/reset-password"))
    yield "admin-password-once", window
    window.open(f"/admin/users/{person.id}")
    window.send(menu(window, "/disable"))
    yield "admin-user-disabled", window


@walk()
def blocked_people(gallery):
    window, person = gallery.inside("administrator"), gallery.person()
    window.open(f"/admin/users/{person.id}")
    window.send(menu(window, "/mfa-block"), {"reason": "Phone stolen on the train"})
    yield "admin-user-blocked", window
    yield "admin-mfa-blocks-some", window.open("/admin/mfa-blocks")
    yield "signin-blocked", begin(gallery.window(), person)
    window.open(f"/admin/users/{person.id}")
    window.send(menu(window, "/mfa-unblock"), {"reason": "New phone, seen in person"})
    yield "admin-user-unblocked", window


@walk()
def people_at_risk(gallery):
    """Somebody who said that it was not them, and somebody whose account is locked."""
    person, locked, theirs, other = gallery.person(), gallery.person(), gallery.window(), gallery.window()
    begin(gallery.window(), person)
    sign_in(theirs, person, "/account/signins")
    asked = theirs.page.locator("details", has=theirs.page.locator('form[action^="/account/signins/"]')).first
    asked.locator("summary").click()
    with theirs.page.expect_navigation(wait_until="load"):
        asked.locator('button[name="was-me"][value="no"]').click()
    yield "account-reported", theirs
    other.open("/account")
    other.send(other.form("/name"), {"username": locked.upn})
    for number in range(10):
        other.send(other.form("/password"), {"password": f"wrong {number}"})
    yield "signin-password-locked", other
    window = gallery.inside("administrator")
    yield "admin-user-at-risk", window.open(f"/admin/users/{person.id}")
    yield "admin-user-locked", window.open(f"/admin/users/{locked.id}")


@walk()
def secrets(gallery):
    window = gallery.inside("administrator")
    window.open("/admin/apps/new")
    window.send(window.page.locator('form[action="/admin/apps"]'), {
        "displayName": f"Barometer {gallery.language}", "redirectURIs": "https://barometer.example/back"})
    yield "admin-secret-once", window
    window.open("/admin/legacy/settings")
    window.send(window.page.locator('form[action="/admin/legacy/settings/keys"]'))
    yield "admin-mail-key-once", window
    yield "admin-legacy-settings-keys", window.open("/admin/legacy/settings")
