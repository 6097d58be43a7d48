"""The admin center: lists, logs, settings."""

from . import opened, unchecked, walk

LISTS = {
    "/admin": "admin-overview", "/admin/roles": "admin-roles", "/admin/signins": "admin-signins",
    "/admin/audit": "admin-audit", "/admin/users": "admin-users", "/admin/users/new": "admin-user-new",
    "/admin/groups": "admin-groups", "/admin/groups/new": "admin-group-new", "/admin/apps": "admin-apps",
    "/admin/apps/new": "admin-app-new", "/admin/security-defaults": "admin-security-defaults",
    "/admin/methods": "admin-methods", "/admin/hardware-tokens": "admin-hardware-tokens",
    "/admin/mfa-blocks": "admin-mfa-blocks",
    "/admin/emergency": "admin-emergency", "/admin/certificate-authorities": "admin-certificate-authorities",
    "/admin/legacy": "admin-legacy", "/admin/legacy/impact": "admin-legacy-impact",
    "/admin/legacy/workloads": "admin-legacy-workloads", "/admin/legacy/settings": "admin-legacy-settings",
    "/admin/legacy/radius": "admin-radius-clients",
}
# One of each kind, as a list links to it.
ONES = {
    "/admin/roles": ("GET /admin/roles/:role", "admin-role"),
    "/admin/signins": ("GET /admin/signins/:record", "admin-signin"),
    "/admin/audit": ("GET /admin/audit/:record", "admin-audit-record"),
    "/admin/groups": ("GET /admin/groups/:group", "admin-group"), "/admin/apps": ("GET /admin/apps/:app", "admin-app"),
}


@walk(*(f"GET {path}" for path in LISTS))
def lists(gallery):
    window = gallery.inside("administrator")
    for path, name in LISTS.items():
        yield name, window.open(path)
    yield "admin-signins-none", window.open("/admin/signins?q=nobody.at.all&status=failure")


def follow(window, path):
    """Opens the first thing that a list links to."""
    window.open(path)
    links = window.page.eval_on_selector_all("main a[href]", "all => all.map(link => link.getAttribute('href'))")
    window.open(next(link for link in links if link.startswith(f"{path}/") and not link.endswith("/new")))
    return window


@walk(*(door for door, _ in ONES.values()), "GET /admin/apps/:app/settings", "GET /admin/legacy/entries/:entry")
def ones(gallery):
    window = gallery.inside("administrator")
    for path, (_, name) in ONES.items():
        yield name, follow(window, path)
    yield "admin-app-settings", window.open(window.path + "/settings")
    own = gallery.app("Sextant", "--redirect-uri", "https://sextant.example/back", "--role", "Sextant.Read")
    yield "admin-app-own", window.open(f"/admin/apps/{own['clientId']}")
    yield "admin-app-own-settings", opened(window.open(f"/admin/apps/{own['clientId']}/settings"))
    window.open("/admin/legacy")
    yield "admin-legacy-entry", opened(follow_here(window, "/admin/legacy/entries/"))
    window.open("/admin/signins?status=failure")
    yield "admin-signin-failure", follow_here(window, "/admin/signins/")


def follow_here(window, beginning):
    link = window.page.locator(f'main a[href^="{beginning}"]').first.get_attribute("href")
    return window.open(link)


@walk()
def gateways(gallery):
    window = gallery.inside("administrator").open("/admin/legacy/radius")
    window.page.fill("#name", "Harbour VPN")
    window.page.fill("#range", "10.255.0.4")
    window.send(window.page.locator('form[action="/admin/legacy/radius"]'))
    yield "admin-radius-secret-once", window
    yield "admin-radius-client", opened(window.open("/admin/legacy/radius"))
    unchecked(window)
    window.page.fill("#name", "Harbour VPN again")
    window.page.fill("#range", "10.255.0.4")
    window.send(window.page.locator('form[action="/admin/legacy/radius"]'))
    yield "admin-radius-clients-taken", window


@walk()
def refused_entries(gallery):
    window = gallery.inside("administrator")
    for path, name in (("/admin/users", "admin-user-new-wrong"), ("/admin/apps", "admin-app-new-wrong"),
                       ("/admin/groups", "admin-group-new-wrong")):
        window.open(f"{path}/new")
        unchecked(window)
        window.send(window.page.locator(f'form[action="{path}"]'))
        yield name, window
    window.open("/admin/security-defaults")
    window.page.locator("#off > summary").click()
    unchecked(window)
    window.send(window.form("/security-defaults/off"))
    yield "admin-security-defaults-off-wrong", window
    yield "admin-not-found", window.open("/admin/users/00000000-0000-0000-0000-000000000000")


@walk()
def those_who_only_read(gallery):
    yield "admin-refused", gallery.inside("member").open("/admin")
    window = gallery.inside("reader")
    for path, name in (("/admin", "reader-overview"), ("/admin/security-defaults", "reader-security-defaults"),
                       ("/admin/methods", "reader-methods"), ("/admin/users/new", "reader-user-new")):
        yield name, window.open(path)
