/* Has the browser keep this page and the client's files, so that a reload shows the deck while the server is away. */

export async function keep(base, talk) {
  // absent in private windows of some browsers: the deck is then live, only a reload needs the server
  if (!navigator.serviceWorker) return;
  const script = new URL(`${base}/worker.js?talk=${encodeURIComponent(talk)}`, location.href).href;
  const controlled = navigator.serviceWorker.controller?.scriptURL === script;
  const registration = await navigator.serviceWorker.register(script, { scope: `${base}/` });
  // what came through this very worker is kept already
  if (controlled) return;
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  await activated(worker);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const ours = files.filter((name) => name.startsWith(`${location.origin}${base}/assets/`));
  worker.postMessage({ keep: [location.pathname, ...ours] });
}

function activated(worker) {
  return new Promise((resolve) => {
    const look = () => worker.state === "activated" && resolve();
    worker.addEventListener("statechange", look);
    look();
  });
}
