"""The admin center about authentication methods."""

from . import walk

TOKENS = "upn,serial number,secret key,time interval,manufacturer,model\n,{},GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,30,Contoso,Key\n"


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


@walk("GET /admin/hardware-tokens")
def tokens(gallery):
    window = gallery.inside("administrator")
    window.open("/admin/hardware-tokens")
    form = window.page.locator("form", has=window.page.locator("textarea")).first
    if not form.is_visible():
        window.page.locator("details", has=form).last.locator("summary").click()
    form.locator("textarea").fill(TOKENS.format(f"T-{gallery.language}") + ",T-2,short,30,Contoso,Key\n")
    window.send(form)
    yield "admin-hardware-tokens-taken", window
    yield "admin-hardware-tokens-some", window.open("/admin/hardware-tokens")
