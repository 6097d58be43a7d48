"""Somebody who has no mouse: Tab, Enter, Space and arrows, and a look at where the focus is after each Tab."""

from playwright.sync_api import Error

# What can be said of the focus: what has it, whether that can be seen, and whether something lies over it.
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  const box = here.getBoundingClientRect();
  const isDrawn = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  // The browser marks the parts of a date by itself, the calendar's button among them.
  const isShown = here.type === 'date'
    || [getComputedStyle(here), getComputedStyle(here, '::after'), getComputedStyle(here.parentElement)].some(isDrawn);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const isOver = top && (here.contains(top) || top.contains(here) || here.labels && [...here.labels].some((label) => label.contains(top)));
  const isInside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!here.dataset.tabbed) here.dataset.tabbed = String(1 + document.querySelectorAll('[data-tabbed]').length);
  return {
    number: here.dataset.tabbed, name: here.getAttribute('name') || here.id || '',
    words: (here.getAttribute('aria-label') || here.innerText || '').trim().replace(/\\s+/g, ' '),
    html: here.outerHTML.slice(0, 140), isShown, isSeen: Boolean(isOver) && isInside, isDate: here.type === 'date',
  };
}"""
# What Tab must come to: of the radio buttons of a group, one.
REACHABLE = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) => {
    if (one.disabled || one.type === 'hidden' || one.tabIndex < 0 || one.closest('[inert]')) return false;
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('dialog:not([open])')) return false;
    if (one.type === 'radio') {
      const group = one.form?.action + ' ' + one.name;
      const isChecked = document.querySelector(`input[type=radio][name="${one.name}"]:checked`);
      if (groups.has(group) || isChecked && !one.checked) return false;
      groups.add(group);
    }
    return !one.dataset.tabbed;
  }).map((one) => one.outerHTML.slice(0, 140));
}"""


class Keyboard:
    def __init__(self, window):
        self.window = window
        self.page = window.page

    @property
    def focus(self):
        try:
            return self.page.evaluate(FOCUS)
        except Error as error:
            # The press has led to another page, which is asked instead.
            if "context was destroyed" not in str(error):
                raise
            self.page.wait_for_load_state()
            return self.page.evaluate(FOCUS)

    def tab(self, key="Tab"):
        """One press; whatever has the focus then must be seen to have it."""
        self.page.keyboard.press(key)
        focus = self.focus
        if focus is not None:
            assert focus["isShown"], f"the focus cannot be seen on {self.page.url}: {focus['html']}"
            assert focus["isSeen"], f"something lies over the focus on {self.page.url}: {focus['html']}"
        return focus

    def to(self, words):
        """Tabs until the focus is on something with these words."""
        return self._until(lambda focus: words in focus["words"], words)

    def field(self, name):
        """Tabs until the focus is on the field of that name."""
        return self._until(lambda focus: focus["name"] == name, name)

    def _until(self, is_there, what):
        passed = []
        for _ in range(120):
            focus = self.focus
            if focus and is_there(focus):
                return self
            passed.append(focus and (focus["words"] or focus["name"]))
            self.tab()
        raise AssertionError(f"“{what}” cannot be reached on {self.page.url}: {list(dict.fromkeys(passed))}")

    def press(self, key="Enter"):
        self.page.keyboard.press(key)
        return self

    def type(self, text):
        # A field that has words is written anew, as after Tab.
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        return self

    def choose(self, name, label):
        """Goes down a list of choices with the arrow until it says so."""
        self.field(name).press("Home")
        for _ in range(20):
            if self.page.evaluate("() => document.activeElement.selectedOptions[0].text") == label:
                return self
            self.press("ArrowDown")
        raise AssertionError(f"“{label}” is no choice of {name} on {self.page.url}")

    def go(self, key="Enter"):
        """Presses a key that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        return self

    def through(self):
        """Tabs through the whole page, from its beginning to its end; everything must be reached, nothing may hold fast."""
        # Where Tab begins: a page may have put the focus into a field.
        self.page.evaluate("""() => {
            document.activeElement?.blur();
            getSelection().removeAllRanges();
            document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex');
        }""")
        seen = []
        for _ in range(400):
            focus = self.tab()
            # Day, month and year of one field.
            if focus is not None and focus["isDate"] and seen and seen[-1] == focus["number"]:
                continue
            if focus is None or focus["number"] in seen:
                break
            seen.append(focus["number"])
        else:
            raise AssertionError(f"no end of {self.page.url}")
        missed = self.page.evaluate(REACHABLE)
        assert not missed, f"Tab does not come to these on {self.page.url}: {missed}"
        back = self.focus
        if back is not None:
            self.tab("Shift+Tab")
        return len(seen)


def name_and_password(keys, person):
    keys.field("username").type(person.upn).go()
    assert keys.focus["name"] == "password", "the page does not begin in its field"
    return keys.type(person.password).go()


def code(keys, person):
    assert keys.focus["name"] == "code"
    return keys.type(person.authenticator.code()).go()


def stay(window, keys, answer="No"):
    if window.step == "stay":
        keys.to(answer).go()


def enter(visit, person, path="/account"):
    """Inside, by name, password and code."""
    window, keys = visit(path)
    code(name_and_password(keys, person), person)
    stay(window, keys)
    assert window.path == path, window.words[:300]
    return window, keys
