"""The admin center about authentication methods."""

from . import sign_in, unchecked, walk

TOKENS = "upn,serial number,secret key,time interval,manufacturer,model\n{},{},GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,30,Contoso,Key\n"


@walk("GET /admin/methods/:section")
def sections(gallery):
    window = gallery.inside("administrator")
    window.open("/admin/methods")
    links = window.page.eval_on_selector_all("main a[href^='/admin/methods/']", "all => all.map(a => a.getAttribute('href'))")
    assert links, window.words[:300]
    for link in dict.fromkeys(links):
        yield "admin-methods-" + link.rsplit("/", 1)[1], window.open(link)


@walk()
def refused_changes(gallery):
    window = gallery.inside("administrator")
    window.open("/admin/methods/softwareOath")
    form = window.page.locator('form[action="/admin/methods/softwareOath"]')
    form.locator("input[type=checkbox]").first.uncheck()
    window.send(form)
    yield "admin-methods-effect", window


@walk("GET /admin/strengths", "GET /admin/strengths/new", "GET /admin/strengths/:strength")
def strengths(gallery):
    window, name = gallery.inside("administrator"), f"Company keys {gallery.language}"
    yield "admin-strengths", window.open("/admin/strengths")
    yield "admin-strength-new", window.open("/admin/strengths/new")
    unchecked(window)
    window.send(window.page.locator('form[action="/admin/strengths"]'))
    yield "admin-strength-new-wrong", window
    form = window.page.locator('form[action="/admin/strengths"]')
    form.locator('[name="combination"][value="fido2"]').check()
    window.send(form, {"displayName": name, "explanation": "For the vault"})
    yield "admin-strengths-own", window
    link = window.page.locator("main a", has_text=name).get_attribute("href")
    yield "admin-strength", window.open(link)
    app = gallery.app(f"Vault {gallery.language}", "--redirect-uri", "https://vault.example/back")
    gallery.example.command_line.json("apps", "set", app["clientId"], "--strength", name)
    yield "admin-strength-demanded", window.open(link)
    unchecked(window)
    window.send(window.page.locator(f'form[action="{link}"]'))
    yield "admin-strength-unsure", window
    window.open("/admin/strengths")
    built_in = window.page.locator('main a[href^="/admin/strengths/0000"]').first.get_attribute("href")
    yield "admin-strength-built-in", window.open(built_in)
    yield "admin-strength-reader", gallery.inside("reader").open(link)


@walk("GET /admin/hardware-tokens")
def tokens(gallery):
    window = gallery.inside("administrator")
    window.open("/admin/hardware-tokens")
    form = window.page.locator("form", has=window.page.locator("textarea")).first
    if not form.is_visible():
        window.page.locator("details", has=form).last.locator("summary").click()
    person, theirs = gallery.person(), gallery.window()
    form.locator("textarea").fill(TOKENS.format(person.upn, f"T-{gallery.language}") + ",T-2,short,30,Contoso,Key\n")
    window.send(form)
    yield "admin-hardware-tokens-taken", window
    yield "admin-hardware-tokens-some", window.open("/admin/hardware-tokens")
    sign_in(theirs, person)
    yield "account-security-token", theirs.open("/account/security")
