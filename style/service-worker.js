// Shows a page of its own where a page cannot be loaded because there is no connection. Nothing else is kept: what
// people see is theirs, and new. `FILES`, the page and what it loads, stands in front of this (server/src/http/web_app.rs).
const [PAGE] = FILES;
const KEPT = FILES.join();

const keep = async () => {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
  await self.skipWaiting();
};

const begin = async () => {
  const old = (await caches.keys()).filter((name) => name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
};

const answer = (request, kept) => fetch(request).catch(async () => (await caches.match(kept)) ?? Response.error());

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET" && !pathname.startsWith("/admin")) {
    event.respondWith(answer(request, PAGE));
  } else if (FILES.includes(pathname)) {
    event.respondWith(answer(request, pathname));
  }
});
