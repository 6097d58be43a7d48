// Passkeys: asks the browser for one, or to make one, and posts what it answers. Without this the pages offer the other
// ways.

const decode = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const encode = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
        .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// One question at a time: the browser refuses a second one while the first is open.
let open = null;

// What the server wrote, with bytes where the browser wants bytes.
function optionsOf(form) {
    const options = JSON.parse(form.dataset.options);
    options.challenge = decode(options.challenge);
    if (options.user) options.user.id = decode(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
        for (const credential of list || []) credential.id = decode(credential.id);
    }
    return options;
}

// What the browser answered, as text.
function answerOf(credential) {
    const { response } = credential;
    const parts = { clientDataJSON: encode(response.clientDataJSON) };
    if (response.attestationObject) {
        parts.attestationObject = encode(response.attestationObject);
        parts.transports = response.getTransports?.() || [];
    } else {
        parts.authenticatorData = encode(response.authenticatorData);
        parts.signature = encode(response.signature);
        if (response.userHandle?.byteLength) parts.userHandle = encode(response.userHandle);
    }
    return JSON.stringify({ id: credential.id, rawId: encode(credential.rawId), type: credential.type, response: parts });
}

async function ask(form, mediation) {
    open?.abort();
    open = new AbortController();
    const question = { publicKey: optionsOf(form), signal: open.signal };
    if (mediation) question.mediation = mediation;
    const isNew = form.dataset.passkey === "create";
    const credential = await (isNew ? navigator.credentials.create(question) : navigator.credentials.get(question));
    form.elements.credential.value = answerOf(credential);
    form.requestSubmit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
    const start = form.querySelector("[data-passkey-start]");
    const says = form.querySelector("[data-passkey-says]");
    const say = (word) => {
        says.textContent = word ? says.dataset[word] : "";
        says.hidden = !word;
    };
    if (!window.PublicKeyCredential || !navigator.credentials) {
        start.hidden = true;
        // Beside another way it is left out; where it is the way, that is said.
        if (form.dataset.passkeyBeside) form.hidden = true;
        else say("unsupported");
        continue;
    }
    start.addEventListener("click", async () => {
        say(null);
        start.dataset.busy = "yes";
        try {
            await ask(form);
        } catch (problem) {
            if (problem.name === "InvalidStateError") say("taken");
            else say(problem.name === "NotAllowedError" || problem.name === "AbortError" ? "cancelled" : "failed");
            delete start.dataset.busy;
            start.focus();
        }
    });
    if (start.dataset.focus) start.focus();
    // Passkeys among the names that the browser proposes. Whoever types a name hears nothing of it.
    if (form.dataset.conditional && PublicKeyCredential.isConditionalMediationAvailable) {
        PublicKeyCredential.isConditionalMediationAvailable()
            .then((isThere) => (isThere ? ask(form, "conditional") : null))
            .catch(() => {});
    }
}
