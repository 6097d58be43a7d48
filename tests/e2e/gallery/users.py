"""The admin center about one person, one app, and what is shown once."""

from . import walk


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
def secrets(gallery):
    window = gallery.inside("administrator")
    window.open("/admin/apps/new")
    window.send(window.page.locator('form[action="/admin/apps"]'), {
        "displayName": f"Barometer {gallery.language}", "redirectURIs": "https://barometer.example/back"})
    yield "admin-secret-once", window
