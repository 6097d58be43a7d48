"""A person at a real Chromium: sees pages, types into fields, and hears every complaint of the browser."""

import os
import re
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from .pages import STEPS

# Chromium tells violations of the content security policy by this event as well as on the console.
LISTEN = """
document.addEventListener('securitypolicyviolation', event =>
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))
"""


@contextmanager
def launched(trusted_key=None):
    """Debian's Chromium; nothing is downloaded. It has no bundle to be given: `trusted_key` is the SHA-256 of a server's
    public key that it takes for vouched for, and no other certificate of a private authority."""
    binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert binary, "no chromium: scripts/install-dependencies test"
    with sync_playwright() as playwright:
        trust = [f"--ignore-certificate-errors-spki-list={trusted_key}"] if trusted_key else []
        browser = playwright.chromium.launch(executable_path=binary, args=trust)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """A browser window of one person, without a past."""

    def __init__(self, chromium, base, **options):
        options.setdefault("locale", "en-GB")
        options.setdefault("viewport", {"width": 1280, "height": 860})
        self.base = base
        self.context = chromium.new_context(base_url=base, **options)
        self.context.add_init_script(LISTEN)
        self.context.set_default_timeout(20_000)
        self.complaints = []
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda problem: self._hear("error", str(problem)))
        self.page.on("response", lambda r: self._hear("error", f"{r.status} {r.url}") if r.status >= 500 else None)

    def _hear(self, kind, text):
        if kind in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {text}")

    def close(self):
        self.context.close()

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+", "", self.page.url).split("?")[0]

    @property
    def words(self):
        return self.page.inner_text("body")

    def open(self, address):
        self.page.goto(address)
        return self

    def form(self, ending):
        """The form to post whose address ends so; searches go by GET."""
        return self.page.locator(f'form[method="post"][action$="{ending}"]').first

    @property
    def step(self):
        """The sign-in step that the page is for."""
        found = self.page.eval_on_selector_all("form", "all => all.map(form => form.getAttribute('action') || '')")
        steps = [action.rsplit("/", 1)[-1] for action in found if "/signin/" in action]
        return next((step for step in ("register", *STEPS) if step in steps), None)

    def fill(self, form, values):
        """Types into the fields of a form by their names; ticks what is True."""
        for name, value in values.items():
            field = form.locator(f'[name="{name}"]').first
            if value is True:
                field.check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def send(self, form, values=None, button=None):
        """Fills a form and presses its button: the named one, or the first that submits."""
        self.fill(form, values or {})
        target = f'[name="{button[0]}"][value="{button[1]}"]' if button else ""
        presses = form.locator(f"button:not([type=button]){target}, input[type=submit]{target}").first
        with self.page.expect_navigation(wait_until="load"):
            presses.click()
        return self

    def key_on_page(self):
        """The authenticator key that is shown for typing."""
        texts = self.page.eval_on_selector_all("code, kbd, output, input", "all => all.map(t => t.value || t.textContent)")
        for text in texts:
            key = re.sub(r"[\s\-]", "", text or "")
            if re.fullmatch(r"[A-Z2-7]{32}", key):
                return key
        raise AssertionError(f"no key to type on {self.page.url}: {self.words[:300]}")

    def recovery_codes_on_page(self):
        return list(dict.fromkeys(re.findall(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b", self.words)))

    # The keyboard alone

    def focused(self):
        return self.page.evaluate(
            "() => { const a = document.activeElement; return a ? (a.getAttribute('name') || a.tagName.toLowerCase()) : '' }"
        )

    def tab_to(self, name):
        """Presses Tab until the field or button of that name has the focus, and that can be seen."""
        for _ in range(40):
            if self.focused() == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name} cannot be reached with Tab on {self.page.url}")

    def type_and_enter(self, name, text):
        self.tab_to(name)
        self.page.keyboard.type(text)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
