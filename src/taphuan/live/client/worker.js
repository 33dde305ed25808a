/* Service worker: pages and the client's files come from the server, or as stored copies if it does not answer. */

const TIMEOUT = 3000;
const PREFIX = "taphuan-";
const STORE = PREFIX + new URL(location.href).searchParams.get("name");

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  if (event.origin === location.origin) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const handled = url.origin === location.origin && (request.mode === "navigate" || url.pathname.includes("/assets/"));
  if (handled && request.method === "GET") event.respondWith(answer(event, url.pathname));
});

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== STORE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function keepAll(paths) {
  const store = await caches.open(STORE);
  await store.addAll(paths);
}

async function answer(event, path) {
  try {
    const response = await fetch(event.request, { signal: AbortSignal.timeout(TIMEOUT) });
    if (response.ok) event.waitUntil(keepOne(path, response.clone()));
    return response;
  } catch {
    const store = await caches.open(STORE);
    return (await store.match(path)) ?? Response.error();
  }
}

async function keepOne(path, response) {
  const store = await caches.open(STORE);
  await store.put(path, response);
}
