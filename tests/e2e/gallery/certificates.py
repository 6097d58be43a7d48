"""Certificates of people: the authorities that count, and the step at sign-in."""

from tempfile import TemporaryDirectory

from harness.authority import Authority

from . import sign_in, walk

ASKING = "https://certificates.harbour.example"


@walk()
def certificates(gallery):
    with gallery.another("--certificate-url", ASKING) as (organization, server), TemporaryDirectory() as folder:
        organization.command_line.run("methods", "set", "certificates.isEnabled=true")
        window = gallery.window(base=server.base)
        sign_in(window, organization.admin, "/admin")
        window.open("/admin/certificate-authorities")
        form = window.page.locator('form[action="/admin/certificate-authorities"]')
        window.send(form, {"certificate": "no certificate"})
        yield "admin-certificate-authorities-wrong", window
        organization.command_line.run("certificates", "authorities", "add", str(Authority(folder).bundle))
        yield "admin-certificate-authorities-some", window.open("/admin/certificate-authorities")
        window.page.locator("main details > summary").first.click()
        yield "admin-certificate-authorities-menu", window
        person, other = organization.add_person("ben"), gallery.window(base=server.base)
        other.open("/account")
        other.send(other.form("/name"), {"username": person.upn})
        other.open(other.page.url.split("?")[0].removesuffix("/name") + "?with=certificate")
        yield "signin-certificate", other
        organization.command_line.run(
            "certificates", "bind", person.upn, "--binding", "X509:<I>CN=People,O=Harbour<SR>3f9c")
        yield "admin-user-certificate", window.open(f"/admin/users/{person.id}")
        inside = gallery.window(base=server.base)
        sign_in(inside, person)
        yield "account-security-certificate", inside.open("/account/security")
