// What scripts add to pages that work without them. Nothing here makes HTML of text: elements and text nodes only.

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const language = document.documentElement.lang || "en";
const words = (element, name) => element.dataset[name] || "";

// Says something to people who listen to the page.
const announcer = document.getElementById("announcer");
function announce(text) {
    if (!announcer) return;
    announcer.textContent = "";
    setTimeout(() => { announcer.textContent = text; }, 50);
}

// Shows what only works with scripts.
for (const element of all("[data-needs-script]")) element.removeAttribute("data-needs-script");

// After signing out: goes on when the frames of the apps are loaded, or after a moment if one of them hangs.
const onward = document.querySelector("a[data-go-on]");
if (onward) {
    const go = () => { location.replace(onward.href); };
    if (document.readyState === "complete") go();
    else addEventListener("load", go);
    setTimeout(go, 3000);
}

// Times: written in UTC by the server, shown in the time of the person who reads them.
const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) || language;
const dateStyle = language === "ja" ? "long" : "medium";
const styles = { time: { dateStyle, timeStyle: "short" }, day: { dateStyle } };
for (const element of all("time[data-local]")) {
    const point = new Date(element.dateTime);
    if (Number.isNaN(point.getTime())) continue;
    element.title = element.textContent;
    element.textContent = new Intl.DateTimeFormat(locale, styles[element.dataset.local] || styles.time).format(point);
}

// Passwords: a button that shows and hides what is typed.
for (const button of all("button.reveal")) {
    const input = document.getElementById(button.getAttribute("aria-controls"));
    if (!input) continue;
    button.addEventListener("click", () => {
        const shows = input.type === "password";
        input.type = shows ? "text" : "password";
        button.textContent = words(button, shows ? "hide" : "show");
        button.setAttribute("aria-pressed", String(shows));
        input.focus();
    });
    input.form?.addEventListener("submit", () => { input.type = "password"; });
}

// Rules that can be judged here are ticked off while typing; the server judges all of them.
for (const list of all("[data-rules-for]")) {
    const password = document.getElementById(list.dataset.rulesFor);
    const repeat = document.getElementById(list.dataset.rulesRepeat || "");
    const judge = () => {
        const count = Array.from(password.value.normalize("NFKC")).length;
        const met = { length: count >= 8 && count <= 256, match: count > 0 && password.value === repeat?.value };
        for (const rule of all("[data-rule]", list)) rule.dataset.met = met[rule.dataset.rule] ? "yes" : "no";
    };
    for (const input of [password, repeat]) input?.addEventListener("input", judge);
}

// A value that follows other fields, such as the whole sign-in name beside its first part.
for (const output of all("output[data-follows]")) {
    const source = document.getElementById(output.dataset.follows);
    const fallback = output.textContent;
    const follow = () => { output.textContent = source.value.trim() ? "@" + source.value.trim().toLowerCase() : fallback; };
    source?.addEventListener("input", follow);
    if (source) follow();
}

// Codes: only what belongs in them.
for (const input of all("input[data-digits]")) {
    input.addEventListener("input", () => {
        const digits = input.value.normalize("NFKC").replace(/\D/g, "").slice(0, Number(input.dataset.digits));
        if (digits !== input.value) input.value = digits;
    });
}

// A form is sent once, and its button says that it is on its way.
for (const form of all("form")) {
    form.addEventListener("submit", (event) => {
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        if (form.method !== "post") return;
        form.dataset.sent = "yes";
        if (event.submitter) event.submitter.dataset.busy = "yes";
    });
}
// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const button of all("[data-busy]")) delete button.dataset.busy;
});

// Copying.
for (const button of all("[data-copy]")) {
    const label = button.textContent;
    button.addEventListener("click", async () => {
        const source = document.getElementById(button.dataset.copy);
        const text = source.dataset.copyText || all("[data-copy-line]", source).map((line) => line.textContent).join("\n")
            || source.textContent;
        try {
            await navigator.clipboard.writeText(text.trim());
        } catch {
            const range = document.createRange();
            range.selectNodeContents(source);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
        }
        button.textContent = words(button, "done");
        announce(words(button, "done"));
        setTimeout(() => { button.textContent = label; }, 2500);
    });
}

for (const button of all("[data-print]:is(button)")) button.addEventListener("click", () => window.print());

// Lists that are sent as soon as a choice is made.
for (const control of all("[data-send-on-change]")) control.addEventListener("change", () => control.form.requestSubmit());

// Menus: one open at a time; Escape and a click elsewhere close them.
const menus = () => all("details.menu[open]");
document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
    }
});
for (const button of all("[data-close-menu]")) {
    button.addEventListener("click", () => {
        const menu = button.closest("details");
        menu.open = false;
        menu.querySelector("summary")?.focus();
    });
}

// The current place in a navigation that scrolls sideways comes into view.
window.addEventListener("load", () => {
    const nav = document.querySelector(".side");
    const current = nav?.querySelector("a[aria-current]");
    if (current) nav.scrollLeft = current.offsetLeft + current.offsetWidth / 2 - nav.clientWidth / 2;
});

// Problems: the first wrong field has the focus, wherever the page put it.
const wrong = document.querySelector("[aria-invalid='true']");
if (wrong && !wrong.autofocus) wrong.focus();

// A page that waits for a phone asks now and then whether it has answered; it goes on by its own form, or shows itself anew.
const waiting = document.querySelector("form[data-poll]");
if (waiting) {
    const ready = ["approved", "proven"];
    const ask = async () => {
        let state = waiting.dataset.state;
        try {
            const answer = await fetch(waiting.dataset.poll, { headers: { accept: "application/json" }, redirect: "error" });
            state = (await answer.json()).state;
        } catch {
            // The network comes back, or the page is loaded again by hand.
        }
        if (ready.includes(state)) waiting.requestSubmit();
        else if (state !== waiting.dataset.state) location.replace(waiting.dataset.page);
        else setTimeout(ask, 2000);
    };
    setTimeout(ask, ready.includes(waiting.dataset.state) ? 0 : 2000);
}

// A form that only passes something on is sent at once.
document.querySelector("form[data-send-at-once]")?.requestSubmit();
