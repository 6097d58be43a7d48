"""Reads a page as a person's browser does: forms with their fields and buttons, links, the words."""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
import re

from bs4 import BeautifulSoup

# What the contract between pages and drivers names: the last word of a sign-in form's address.
STEPS = (
    "name", "password", "new-password", "code", "recovery", "register", "skip", "codes", "stay", "consent", "passkey",
    "certificate", "cancel",
)


@dataclass
class Button:
    name: str
    value: str
    words: str


@dataclass
class Form:
    action: str
    method: str
    fields: dict
    buttons: list = field(default_factory=list)
    types: dict = field(default_factory=dict)
    # What each checkbox sends when it is ticked.
    ticks: dict = field(default_factory=dict)

    @property
    def step(self):
        """The sign-in step that the form is for, or None."""
        path = urlsplit(self.action).path
        last = path.rstrip("/").rsplit("/", 1)[-1]
        return last if "/signin/" in path and last in STEPS else None

    def has(self, name):
        return name in self.fields or any(button.name == name for button in self.buttons)

    def filled(self, values=None, button=None):
        """The body that a browser would send: every field, the given values, and one button."""
        body = dict(self.fields)
        body.update(values or {})
        if button is not None:
            body[button[0]] = button[1]
        elif self.buttons and self.buttons[0].name and self.buttons[0].name not in body:
            body[self.buttons[0].name] = self.buttons[0].value
        return {name: value for name, value in body.items() if value is not None}


class Page:
    def __init__(self, response):
        self.response = response
        self.url = response.url
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.text
        self.soup = BeautifulSoup(self.html, "html.parser")
        self.forms = [self._form(tag) for tag in self.soup.find_all("form")]

    @property
    def path(self):
        return urlsplit(self.url).path

    @property
    def words(self):
        return re.sub(r"\s+", " ", self.soup.get_text(" ")).strip()

    @property
    def links(self):
        return [urljoin(self.url, tag["href"]) for tag in self.soup.find_all("a", href=True)]

    @property
    def steps(self):
        return [form.step for form in self.forms if form.step]

    def form(self, step=None, ending=None, having=None):
        """The first form for a sign-in step, whose address ends so, or that has these fields; None if there is none."""
        for form in self.forms:
            if step is not None and form.step != step:
                continue
            if ending is not None and not urlsplit(form.action).path.endswith(ending):
                continue
            if having is not None and not all(form.has(name) for name in having):
                continue
            return form
        return None

    def require(self, **what):
        form = self.form(**what)
        assert form is not None, f"no form {what} on {self.describe()}"
        return form

    def describe(self):
        forms = ", ".join(f"{form.action} {sorted(form.fields)}" for form in self.forms)
        return f"{self.url} ({self.status}): “{self.words[:300]}” forms: {forms or 'none'}"

    def authenticator_key(self):
        """The key that the registration page shows for typing, or that its otpauth address holds."""
        if found := re.search(r"otpauth://totp/[^\"'\s<>]*?[?&;]secret=([A-Z2-7]+)", self.html):
            return found.group(1)
        for tag in self.soup.find_all(True):
            text = re.sub(r"[\s\-]", "", tag.get("data-secret", "") or tag.get("value", "") or tag.get_text())
            if re.fullmatch(r"[A-Z2-7]{32}", text):
                return text
        raise AssertionError(f"no authenticator key on {self.describe()}")

    def recovery_codes(self):
        """The recovery codes that the page shows, in their order."""
        seen = re.findall(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b", self.soup.get_text(" "))
        return list(dict.fromkeys(seen))

    def _form(self, tag):
        fields, types, buttons, ticks = {}, {}, [], {}
        for control in tag.find_all(["input", "textarea", "select", "button"]):
            name = control.get("name", "")
            kind = control.get("type", "submit" if control.name == "button" else "text").lower()
            if kind in ("submit", "image") or (control.name == "button" and kind != "button"):
                buttons.append(Button(name, control.get("value", ""), control.get_text(" ", strip=True)))
                continue
            if not name or kind in ("button", "reset") or control.has_attr("disabled"):
                continue
            types[name] = kind
            if control.name == "select":
                options = control.find_all("option")
                chosen = next((o for o in options if o.has_attr("selected")), options[0] if options else None)
                fields[name] = (chosen.get("value", chosen.get_text()) if chosen is not None else "")
            elif control.name == "textarea":
                fields[name] = control.get_text()
            elif kind in ("checkbox", "radio"):
                if kind == "checkbox":
                    ticks[name] = control.get("value", "on")
                if control.has_attr("checked"):
                    fields[name] = control.get("value", "on")
                else:
                    fields.setdefault(name, None)
            else:
                fields[name] = control.get("value", "")
        action = urljoin(self.url, tag.get("action") or self.url)
        return Form(action, tag.get("method", "get").lower(), fields, buttons, types, ticks)
