// What a phone keeps and signs with. Its keys can be used here and read by nobody, this script included.

const database = new Promise((resolve, reject) => {
    const opening = indexedDB.open("martlet-authenticator", 1);
    opening.onupgradeneeded = () => {
        opening.result.createObjectStore("accounts", { keyPath: "phone" });
        opening.result.createObjectStore("words");
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
});

async function store(name, mode, work) {
    const transaction = (await database).transaction(name, mode);
    const request = work(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
    });
}

export const accounts = () => store("accounts", "readonly", (all) => all.getAll());
export const keep = (account) => store("accounts", "readwrite", (all) => all.put(account));
export const forget = (phone) => store("accounts", "readwrite", (all) => all.delete(phone));
// The words of messages that come while no page is open; the worker reads them.
export const keepWords = (words) => store("words", "readwrite", (all) => all.put(words, "message"));

export function toText(bytes) {
    const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function toBytes(text) {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

// A key of this phone: ECDSA on P-256, whose private part never leaves the browser.
export const newKey = () =>
    crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);

export const publicPart = async (key) => toText(await crypto.subtle.exportKey("raw", key.publicKey));

async function sign(key, lines) {
    const text = new TextEncoder().encode(["martlet-authenticator-1", ...lines].join("\n"));
    return toText(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.privateKey, text));
}

// The server refused what was sent, with a word of its own.
export class Refused extends Error {}
// Nobody could be reached.
export class Unreachable extends Error {}

async function post(path, body) {
    let answer;
    try {
        answer = await fetch(`/authenticator/api/${path}`, {
            method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
            credentials: "omit", redirect: "error",
        });
    } catch {
        throw new Unreachable();
    }
    if (answer.status >= 500) throw new Unreachable();
    return answer.json().catch(() => { throw new Unreachable(); });
}

let nonce = "";

// One signed call. The server gives a nonce with every answer; where the last one is too old, the call is made again.
async function call(audience, purpose, path, account, lines, body) {
    for (let round = 0; round < 3; round += 1) {
        const used = nonce;
        const signature = await sign(account.key, [purpose, audience, account.phone, used, ...lines]);
        const answer = await post(path, { phone: account.phone, nonce: used, signature, ...body });
        if (answer.nonce) nonce = answer.nonce;
        if (!answer.error) return answer;
        if (answer.error !== "staleNonce") throw new Refused(answer.error);
    }
    throw new Refused("staleNonce");
}

// Comes with the code of a registration and gives the account to keep.
export async function enrol(audience, code, name, subscription) {
    const key = await newKey();
    const publicKey = await publicPart(key);
    const signature = await sign(key, ["enrol", audience, code, publicKey, name]);
    const answer = await post("enrol", { code, key: publicKey, name, subscription, signature });
    if (answer.error) throw new Refused(answer.error);
    nonce = answer.nonce;
    return { phone: answer.phone, key, organization: "", userName: "", secret: null };
}

export const sync = (audience, account) => {
    const wantsSecret = !account.secret;
    return call(audience, "sync", "sync", account, [wantsSecret ? "secret" : ""], { wantsSecret });
};

// A sign-in that stands alone wants the phone's PIN, which the server checks: it is part of what is signed.
export const answer = (audience, account, question, said, number, pin) => call(
    audience, question.wantsPIN ? "answer-alone" : "answer", "answer", account,
    [question.id, question.user, question.tenant, question.client, String(question.expiresAt), said, number,
        ...(question.wantsPIN ? [pin] : [])],
    { request: question.id, answer: said, number, ...(question.wantsPIN ? { pin } : {}) });

export const subscribe = (audience, account, subscription) => call(
    audience, "subscribe", "subscription", account,
    [subscription?.endpoint ?? "", subscription?.p256dh ?? "", subscription?.auth ?? ""], { subscription });

// An address of ntfy or UnifiedPush, which the server tries before it keeps it; none where it is empty.
export const giveAddress = (audience, account, address) =>
    call(audience, "address", "address", account, [address], { address });

// The address as it was typed, for accounts that are added later; the server tells no more than its host.
export const keepAddress = (address) => store("words", "readwrite", (all) => all.put(address, "address"));
export const keptAddress = async () => await store("words", "readonly", (all) => all.get("address")) || "";

// The secret of the codes, as a key that makes codes and cannot be read either.
export const secretKey = (text) =>
    crypto.subtle.importKey("raw", toBytes(text), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);

// The six digits of a time step of 30 seconds (RFC 6238).
export async function oneTimeCode(secret, milliseconds) {
    const counter = new DataView(new ArrayBuffer(8));
    counter.setBigUint64(0, BigInt(Math.floor(milliseconds / 30000)));
    const mac = new DataView(await crypto.subtle.sign("HMAC", secret, counter.buffer));
    const number = (mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff) % 1000000;
    return String(number).padStart(6, "0");
}
