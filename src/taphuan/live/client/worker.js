/* Answers for a server that is away: pages of this talk and the client's files as they were when it last answered.
   The server comes first, always: what it says is shown, a copy only where it says nothing. */

const PATIENCE = 3000;
const PREFIX = "taphuan-";
const STORE = PREFIX + new URL(location.href).searchParams.get("talk");

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  if (event.origin === location.origin) event.waitUntil(keepAll(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === location.origin && (request.mode === "navigate" || url.pathname.includes("/assets/"));
  if (ours && request.method === "GET") event.respondWith(answer(event, url.pathname));
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
    const said = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE) });
    if (said.ok) event.waitUntil(keepOne(path, said.clone()));
    return said;
  } catch {
    const store = await caches.open(STORE);
    return (await store.match(path)) ?? Response.error();
  }
}

async function keepOne(path, said) {
  const store = await caches.open(STORE);
  await store.put(path, said);
}
