// Keeps the Martlet Authenticator for when there is no network, and takes messages while it is closed.

const shelf = "martlet-authenticator-1";
const page = "/authenticator";

self.addEventListener("install", () => { self.skipWaiting(); });
self.addEventListener("activate", (event) => { event.waitUntil(self.clients.claim()); });

// The page says what it is made of; whatever else is on the shelf is of an older version.
self.addEventListener("message", (event) => {
    const files = event.data?.keep;
    if (!Array.isArray(files)) return;
    event.waitUntil((async () => {
        const cache = await caches.open(shelf);
        const wanted = new Set([page, ...files].map((file) => new URL(file, self.location.href).href));
        for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
        for (const file of wanted) await cache.add(file).catch(() => {});
    })());
});

// The network first, the shelf where there is none; a file with its digest in the address never changes.
self.addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    const isPage = event.request.mode === "navigate" && address.pathname === page;
    const isFile = address.pathname.startsWith("/assets/");
    if (event.request.method !== "GET" || address.origin !== self.location.origin || !(isPage || isFile)) return;
    event.respondWith((async () => {
        const cache = await caches.open(shelf);
        const key = isPage ? page : event.request;
        const kept = await cache.match(key);
        if (kept && isFile && address.searchParams.has("v")) return kept;
        try {
            const answer = await fetch(event.request);
            if (answer.status >= 500 && kept) return kept;
            if (answer.ok && isPage) await cache.put(key, answer.clone());
            return answer;
        } catch (error) {
            if (kept) return kept;
            throw error;
        }
    })());
});

const words = () => new Promise((resolve) => {
    const opening = indexedDB.open("martlet-authenticator", 1);
    opening.onerror = () => resolve(null);
    opening.onsuccess = () => {
        const reading = opening.result.transaction("words").objectStore("words").get("message");
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => resolve(null);
    };
});

// A message holds no more than that something waits: the page asks what, with the phone's own key.
self.addEventListener("push", (event) => {
    event.waitUntil((async () => {
        let message = {};
        try { message = event.data.json(); } catch { /* Somebody else's message still deserves a look. */ }
        if (message.expiresAt && message.expiresAt < Date.now()) message.isLate = true;
        const { title, body } = await words().catch(() => null) ?? { title: "Martlet Authenticator", body: "" };
        await self.registration.showNotification(title, {
            body: message.isLate ? "" : body, tag: message.phone || "martlet", icon: "/assets/authenticator-192.png",
            requireInteraction: !message.isLate,
        });
    })());
});

self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil((async () => {
        const open = await self.clients.matchAll({ type: "window" });
        const found = open.find((client) => new URL(client.url).pathname === page);
        if (found) await found.focus();
        else await self.clients.openWindow(page);
    })());
});
