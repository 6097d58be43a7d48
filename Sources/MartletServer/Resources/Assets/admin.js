// What scripts add to the admin center: shortcuts, row keys and fields that choose their own option. Pages work without.

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
// A box that is ticked takes no letters, so the shortcuts go on beside it.
const fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const isTyping = (element) => element.closest(fields) !== null;

// The help dialog.
const help = document.getElementById("keys");
function showHelp() {
    if (!help || help.open) return;
    // When the dialog closes, the focus comes back to where it was: not to a button in a menu that closes as well.
    const menu = document.activeElement?.closest("details.menu");
    if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
    }
    help.showModal();
}
for (const button of all("[data-help]")) button.addEventListener("click", showHelp);
help?.addEventListener("click", (event) => { if (event.target === help) help.close(); });

// Shortcuts: `/` searches, `g` and a letter goes to a place, `n` adds, `j` and `k` walk the rows, `?` helps.
const places = new Map(all(".side a[data-key]").map((link) => [link.dataset.key, link.href]));
let goesUntil = 0;

// Single keys are in the way of whoever speaks to the computer, so they can be switched off (WCAG 2.1.4); this browser
// remembers it where it keeps anything.
let areKeysOn = true;
try { areKeysOn = localStorage.getItem("martlet-keys") !== "off"; } catch { /* It keeps nothing. */ }
const showKeys = () => { for (const hint of all(".admin-find kbd")) hint.hidden = !areKeysOn; };
showKeys();
for (const box of all("[data-keys-on]")) {
    box.checked = areKeysOn;
    box.addEventListener("change", () => {
        areKeysOn = box.checked;
        showKeys();
        try { localStorage.setItem("martlet-keys", areKeysOn ? "on" : "off"); } catch { /* Until the page is left. */ }
    });
}

function search() {
    const field = document.querySelector("[data-search]") || document.getElementById("find");
    field?.focus();
    field?.select();
}

function walk(step) {
    const rows = all(".row-link, .log a");
    if (rows.length === 0) return;
    const here = rows.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step));
    rows[next].focus();
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) return;
    if (!areKeysOn && !isTyping(event.target)) return;
    if (isTyping(event.target)) {
        if (event.key === "Escape") event.target.blur();
        return;
    }
    if (event.timeStamp < goesUntil) {
        goesUntil = 0;
        const place = places.get(event.key);
        if (place) {
            event.preventDefault();
            location.assign(place);
            return;
        }
    }
    const actions = {
        "/": search,
        "?": showHelp,
        "g": () => { goesUntil = event.timeStamp + 1200; },
        "n": () => document.querySelector("[data-new]")?.click(),
        "j": () => walk(1),
        "k": () => walk(-1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
});

// Typing into a field that belongs to a choice makes the choice.
for (const field of all("[data-chooses]")) {
    field.addEventListener("input", () => {
        const choice = document.getElementById(field.dataset.chooses);
        if (choice) choice.checked = true;
    });
}

// Lists that narrow down: a choice with the pointer applies at once. With keys every arrow is a choice, and the button
// applies them.
for (const form of all("form.filters")) {
    let isByKeys = false;
    form.addEventListener("keydown", () => { isByKeys = true; });
    form.addEventListener("pointerdown", () => { isByKeys = false; });
    for (const control of all("select, input[type=checkbox], input[type=date]", form)) {
        control.addEventListener("change", () => { if (!isByKeys) form.requestSubmit(); });
    }
}
