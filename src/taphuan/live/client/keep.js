/* Store this page and the client's files in the browser, so that a reload works while the server does not answer. */

export async function keep(base, name) {
  // missing in private windows of some browsers: there a reload needs the server
  if (!navigator.serviceWorker) return;
  const script = new URL(`${base}/worker.js?name=${encodeURIComponent(name)}`, location.href).href;
  const controlled = navigator.serviceWorker.controller?.scriptURL === script;
  const registration = await navigator.serviceWorker.register(script, { scope: `${base}/` });
  // responses that passed this worker are stored already
  if (controlled) return;
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  await activated(worker);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const assets = files.filter((name) => name.startsWith(`${location.origin}${base}/assets/`));
  worker.postMessage({ keep: [location.pathname, ...assets] });
}

function activated(worker) {
  return new Promise((resolve) => {
    const check = () => worker.state === "activated" && resolve();
    worker.addEventListener("statechange", check);
    check();
  });
}
