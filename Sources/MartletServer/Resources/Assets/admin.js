// What scripts add to the admin center: shortcuts, row keys and fields that choose their own option. Pages work without.

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

// The help dialog.
const help = document.getElementById("keys");
const showHelp = () => { if (help && !help.open) help.showModal(); };
for (const button of all("[data-help]")) button.addEventListener("click", showHelp);
help?.addEventListener("click", (event) => { if (event.target === help) help.close(); });

// Shortcuts: `/` searches, `g` and a letter goes to a place, `n` adds, `j` and `k` walk the rows, `?` helps.
const places = new Map(all(".side a[data-key]").map((link) => [link.dataset.key, link.href]));
let goesUntil = 0;

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

// Lists that narrow down: a select or a check in a filter applies at once.
for (const form of all("form.filters")) {
    for (const control of all("select, input[type=checkbox], input[type=date]", form)) {
        control.addEventListener("change", () => form.requestSubmit());
    }
}
