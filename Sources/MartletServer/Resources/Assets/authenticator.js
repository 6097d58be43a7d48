// The Martlet Authenticator: the accounts of this phone, their codes, and the sign-ins that wait for an answer.
// Elements and text nodes only; nothing here makes HTML of text.

import * as vault from "/assets/authenticator-vault.js";

const app = document.getElementById("app");
const words = document.getElementById("words").dataset;
const audience = app.dataset.audience;
const part = (name) => document.getElementById(name);
const copy = (name) => part(name).content.firstElementChild.cloneNode(true);

let known = [];
let clockAhead = 0;
const now = () => Date.now() + clockAhead;

// A time of day in the language of the page, as the person's own country writes it.
const language = document.documentElement.lang;
const locale = navigator.languages.find((tag) => tag.split("-")[0] === language) || language;
const timeOfDay = (at) => new Date(at).toLocaleTimeString(locale, { timeStyle: "short" });

function say(place, text) {
    const element = part(place);
    element.hidden = !text;
    element.querySelector("span").textContent = text || "";
}
const trouble = (text) => say("trouble", text);
const news = (text) => say("news", text);

// ---- Questions ----

function facts(list, pairs) {
    for (const [name, value] of pairs) {
        if (!value) continue;
        const term = document.createElement("dt");
        const text = document.createElement("dd");
        term.textContent = name;
        text.textContent = value;
        list.append(term, text);
    }
}

function application(question) {
    if (question.isTest || question.application === undefined) return "";
    if (question.application) return question.application;
    return question.client === "admin" ? words.ownAdmin : words.ownAccount;
}

function show(account, state, question) {
    const card = copy("question");
    card.dataset.id = question.id;
    card.dataset.phone = account.phone;
    card.querySelector("[data-title]").textContent = question.isTest ? words.test : words.signIn;
    facts(card.querySelector("dl"), [
        [words.organization, state.organization], [words.account, state.userName],
        [words.application, application(question)],
        [words.place, [question.address, question.country].filter(Boolean).join(", ")],
        [words.browser, question.browser], [words.time, question.isTest ? "" : timeOfDay(question.askedAt)],
    ]);
    const problem = card.querySelector(".problem");
    const input = card.querySelector("input[name=number]");
    input.addEventListener("input", () => {
        input.value = input.value.normalize("NFKC").replace(/\D/g, "").slice(0, 2);
    });
    const pin = card.querySelector("input[name=pin]");
    if (question.wantsPIN) {
        card.querySelector("[data-pin]").hidden = false;
        pin.disabled = false;
        pin.required = true;
    }
    const respond = async (said) => {
        for (const button of card.querySelectorAll("button")) button.disabled = true;
        trouble("");
        try {
            const { outcome } = await vault.answer(audience, account, question, said, said === "approve" ? input.value : "",
                said === "approve" ? pin.value.normalize("NFKC") : "");
            if (outcome === "wrong") {
                problem.textContent = question.wantsPIN ? words.wrongPin : words.wrong;
                problem.hidden = false;
                input.setAttribute("aria-invalid", "true");
                input.value = "";
                pin.value = "";
                input.focus();
            } else {
                card.remove();
                const told = { approved: words.approved, gone: words.gone, locked: words.locked };
                told.denied = said === "approve" ? words.wrongOver : said === "report" ? words.reported : words.denied;
                (outcome === "approved" || said !== "approve" ? news : trouble)(told[outcome]);
            }
        } catch (error) {
            explain(error);
        }
        for (const button of card.querySelectorAll("button")) button.disabled = false;
    };
    card.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        respond("approve");
    });
    for (const button of card.querySelectorAll("[data-answer]")) {
        if ((question.isTest || question.wantsPIN) && button.dataset.answer === "report") button.remove();
        else button.addEventListener("click", () => respond(button.dataset.answer));
    }
    card.question = question;
    news("");
    part("questions").append(card);
    input.focus();
}

function showQuestions(account, state) {
    const open = new Map(state.questions.map((question) => [question.id, question]));
    for (const card of part("questions").querySelectorAll(`[data-phone="${account.phone}"]`)) {
        if (!open.delete(card.dataset.id)) card.remove();
    }
    for (const question of open.values()) show(account, state, question);
}

function countDown() {
    for (const card of part("questions").children) {
        const left = Math.ceil((card.question.expiresAt - now()) / 1000);
        if (left <= 0) card.remove();
        else card.querySelector("[data-left]").textContent = words.seconds.replace("%s", left);
    }
}

// ---- Accounts ----

function accountLine(account) {
    let line = part("accounts").querySelector(`[data-phone="${account.phone}"]`);
    if (!line) {
        line = copy("account");
        line.dataset.phone = account.phone;
        line.querySelector("[data-remove]").addEventListener("click", () => remove(account));
        part("accounts").append(line);
    }
    line.querySelector("[data-organization]").textContent = account.organization || words.waiting;
    line.querySelector("[data-user]").textContent = account.userName;
    line.querySelector(".otp").hidden = !account.secret;
    const state = line.querySelector("[data-state]");
    state.hidden = !account.notice;
    state.textContent = account.notice || "";
    return line;
}

async function showAccounts() {
    for (const line of part("accounts").children) {
        if (!known.some((account) => account.phone === line.dataset.phone)) line.remove();
    }
    for (const account of known) accountLine(account);
    part("accounts-part").hidden = known.length === 0;
    showAddress();
    await showCodes();
}

async function showCodes() {
    for (const account of known.filter((one) => one.secret)) {
        const line = accountLine(account);
        const code = await vault.oneTimeCode(account.secret, now());
        line.querySelector("[data-code]").textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
        line.querySelector("[data-seconds]").textContent =
            words.seconds.replace("%s", 30 - Math.floor(now() / 1000) % 30);
    }
}

async function remove(account) {
    // The server keeps the method until its owner removes it; this phone only stops hearing of it.
    await vault.subscribe(audience, account, null).catch(() => {});
    await vault.forget(account.phone);
    known = known.filter((one) => one.phone !== account.phone);
    showQuestions(account, { questions: [] });
    part("add-part").open ||= known.length === 0;
    await showAccounts();
}

async function ask(account) {
    const state = await vault.sync(audience, account);
    clockAhead = Math.abs(state.now - Date.now()) > 2000 ? state.now - Date.now() : 0;
    const pause = state.pausedUntil
        ? words.paused.replace("%s", timeOfDay(state.pausedUntil))
        : "";
    const isNew = state.isRegistered && !account.isRegistered;
    const changed = isNew || account.organization !== state.organization || account.userName !== state.userName || state.secret;
    Object.assign(account, {
        organization: state.organization, userName: state.userName, isRegistered: state.isRegistered, notice: pause,
        messageHost: state.messageHost || "",
    });
    if (state.secret) account.secret = await vault.secretKey(state.secret);
    if (changed) await vault.keep({ ...account, notice: "" });
    if (isNew) news(words.added.replace("%s", state.organization));
    const address = isNew ? await vault.keptAddress() : "";
    if (address) await give(account, address).catch(() => {});
    showQuestions(account, state);
}

function explain(error) {
    if (error instanceof vault.Unreachable) trouble(words.offline);
    else if (error instanceof vault.Refused) trouble(words.gone);
    else throw error;
}

let isAsking = false;
async function askAll() {
    if (isAsking || document.hidden) return;
    isAsking = true;
    let isOffline = false;
    for (const account of [...known]) {
        try {
            await ask(account);
        } catch (error) {
            if (error instanceof vault.Unreachable) isOffline = true;
            else if (error instanceof vault.Refused) {
                account.notice = words.removed;
                showQuestions(account, { questions: [] });
            } else throw error;
        }
    }
    if (isOffline) trouble(words.offline);
    else if (part("trouble").textContent.trim() === words.offline) trouble("");
    await showAccounts();
    isAsking = false;
}

// ---- Adding ----

// A code, or the address that holds one behind its #.
const codeIn = (text) => {
    const found = text.match(/#add=([A-Za-z2-7-]+)/);
    return (found ? found[1] : text).normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
};

async function add(text, name) {
    const code = codeIn(text);
    trouble("");
    try {
        const account = await vault.enrol(audience, code, name, await subscription());
        await vault.keep(account);
        known.push(account);
        part("add").reset();
        part("add-part").open = false;
        await askAll();
    } catch (error) {
        if (error instanceof vault.Refused) trouble(words.badCode);
        else explain(error);
    }
}

part("add").addEventListener("submit", (event) => {
    event.preventDefault();
    // Nothing is posted, so the form may be sent again.
    delete event.target.dataset.sent;
    delete event.submitter?.dataset.busy;
    add(part("code").value, part("phone-name").value.trim());
});

async function takeLink() {
    if (!location.hash.startsWith("#add=")) return;
    part("add-part").open = true;
    part("code").value = codeIn(location.hash);
    // The code is spent by the person's own press of the button, not by a link that somebody sent; and it leaves no trace.
    history.replaceState(null, "", location.pathname);
    part("add").querySelector("button").focus();
}
addEventListener("hashchange", takeLink);

if ("BarcodeDetector" in window && navigator.mediaDevices) {
    part("scan").hidden = false;
    part("scan").addEventListener("click", async () => {
        const camera = part("camera");
        let stream;
        try {
            const reader = new BarcodeDetector({ formats: ["qr_code"] });
            stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
            camera.srcObject = stream;
            camera.hidden = false;
            await camera.play();
            const end = Date.now() + 60000;
            while (Date.now() < end) {
                const found = (await reader.detect(camera)).find((one) => one.rawValue.includes("#add="));
                if (found) {
                    part("code").value = codeIn(found.rawValue);
                    part("add").querySelector("button").focus();
                    break;
                }
                await new Promise((resolve) => { setTimeout(resolve, 250); });
            }
        } catch {
            trouble(words.noCamera);
        }
        stream?.getTracks().forEach((track) => track.stop());
        camera.hidden = true;
    });
}

// ---- Messages while the app is closed ----

const policy = window.trustedTypes?.createPolicy("martlet-worker", { createScriptURL: (address) => address });
const worker = "serviceWorker" in navigator
    ? navigator.serviceWorker.register(
        policy ? policy.createScriptURL("/authenticator/worker.js") : "/authenticator/worker.js", { scope: "/authenticator" })
        .catch(() => null)
    : Promise.resolve(null);

async function subscription(wants = false) {
    const registration = await worker;
    if (!registration?.pushManager) return null;
    try {
        let found = await registration.pushManager.getSubscription();
        if (!found && wants) {
            found = await registration.pushManager.subscribe({
                userVisibleOnly: true, applicationServerKey: vault.toBytes(app.dataset.pushKey),
            });
        }
        if (!found) return null;
        const { endpoint, keys } = found.toJSON();
        return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
    } catch {
        return null;
    }
}

async function offerMessages() {
    const registration = await worker;
    if (!registration?.pushManager || !("Notification" in window)) return;
    const button = part("notify");
    button.hidden = Notification.permission === "denied" || Boolean(await registration.pushManager.getSubscription());
    button.addEventListener("click", async () => {
        const isAllowed = await Notification.requestPermission() === "granted";
        const place = isAllowed ? await subscription(true) : null;
        for (const account of place ? known.filter((one) => one.isRegistered) : []) {
            await vault.subscribe(audience, account, place).catch(explain);
        }
        button.hidden = Boolean(place);
        if (place) news(words.notified);
        else trouble(words.notNotified);
    });
}

// An address of ntfy or UnifiedPush: for phones whose browser has no push service, or not one of their owner's.
async function give(account, address) {
    const { outcome } = await vault.giveAddress(audience, account, address);
    if (outcome === "kept") account.messageHost = new URL(address).hostname;
    if (outcome === "removed") account.messageHost = "";
    return outcome;
}

const registered = () => known.filter((one) => one.isRegistered);

function showAddress() {
    part("address-part").hidden = registered().length === 0;
    const hosts = [...new Set(known.map((one) => one.messageHost).filter(Boolean))];
    part("address-now").hidden = hosts.length === 0;
    part("address-host").textContent = hosts.join(", ");
}

function addressProblem(text) {
    part("address-problem").textContent = text;
    part("address-problem").hidden = !text;
    part("address").setAttribute("aria-invalid", text ? "true" : "false");
}

async function giveAll(address) {
    const buttons = part("address-part").querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    addressProblem("");
    trouble("");
    let last = "";
    try {
        for (const account of registered()) {
            last = await give(account, address);
            if (last !== "kept" && last !== "removed") break;
        }
        if (last === "kept" || last === "removed") {
            await vault.keepAddress(address);
            part("address").value = "";
            news(last === "kept" ? words.addressKept : words.addressRemoved);
        } else {
            addressProblem({
                badAddress: words.addressBad, notDelivered: words.addressFailed, tooSoon: words.addressSoon,
            }[last]);
            part("address").focus();
        }
    } catch (error) {
        explain(error);
    }
    for (const button of buttons) button.disabled = false;
    showAddress();
}

part("address-form").addEventListener("submit", (event) => {
    event.preventDefault();
    delete event.target.dataset.sent;
    delete event.submitter?.dataset.busy;
    giveAll(part("address").value.trim());
});
part("address-remove").addEventListener("click", () => giveAll(""));

// The worker keeps what this page is made of, so that codes are there without a network.
async function keepForLater() {
    await vault.keepWords({ title: words.message, body: words.messageBody });
    const registration = await navigator.serviceWorker?.ready;
    const files = Array.from(document.querySelectorAll("link[rel=stylesheet], script[src], img"), (one) => one.href || one.src);
    registration?.active?.postMessage({ keep: [...files, "/assets/authenticator-vault.js"] });
}

// ---- Beginning ----

if (!window.isSecureContext || !crypto.subtle) {
    trouble(words.noKeys);
} else {
    known = await vault.accounts();
    // Whoever has an account is rarely here for another one.
    part("add-part").open = known.length === 0;
    part("add-part").hidden = false;
    await showAccounts();
    await takeLink();
    await askAll();
    setInterval(askAll, 3000);
    setInterval(() => { countDown(); showCodes(); }, 1000);
    document.addEventListener("visibilitychange", askAll);
    offerMessages();
    keepForLater();
}
