// The page's worker: opens the page without a network, and keeps the files of a release for as long
// as a tab of that release may ask for them. It answers for files of the page only. Whatever else is
// asked for, the API above all, passes as if there were no worker.
//
// `cargo xtask dist` writes the release in: `id`, `first` (what index.html names), `later` (parts that
// are fetched when their screen opens) and `plain` (what keeps its name). Without an id it does nothing.
const RELEASE = { id: "", first: [], later: [], plain: [] };

const scope = new URL(registration.scope);
const address = (name) => new URL(name, scope).href;

// With the path: another page of this kind on the same host has copies of its own.
const CACHES = `mist-files:${scope.pathname}:`;
const OURS = CACHES + RELEASE.id;
const PAGE = "index.html";
/** How long a server may take before the page that is kept opens in its place. */
const PATIENCE_MS = 3000;
/** A name made of the file's content: whichever release it belongs to, its bytes are these. */
const HASHED = /^[^/]+-[0-9a-f]{16}\.(js|css|wasm|json)$/;

/** The page as the server has it now, if it is this release's: a newer one would name files that are not kept. */
const fetchPage = async () => {
  const answer = await fetch(scope, { cache: "no-cache" });
  const text = await answer.text();
  if (!answer.ok || !RELEASE.first.every((name) => text.includes(name))) throw new Error("another release");
  // Made anew: an answer that came by a redirect opens no page. The text is unpacked already.
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(text, { headers });
};

/** All files of the release, or none. */
const keepRelease = async () => {
  const cache = await caches.open(OURS);
  try {
    const saves = navigator.connection?.saveData;
    const names = [...RELEASE.first, ...RELEASE.plain, ...(saves ? [] : RELEASE.later)];
    const page = await fetchPage();
    await cache.addAll(names.map(address));
    await cache.put(address(PAGE), page);
  } catch (error) {
    await caches.delete(OURS);
    throw error;
  }
};

/** This release's files and those of the one before stay; older ones go. */
const dropOld = async () => {
  // In the order in which they were made.
  const kept = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== OURS);
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)));
};

const after = (ms) => new Promise((done) => setTimeout(done, ms));

/** The server's page; the one that is kept if there is no answer, or none that is the page's. */
const openPage = async (event) => {
  const asked = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  const settled = asked.catch(() => null);
  event.waitUntil(settled);
  const answer = await Promise.race([settled, after(PATIENCE_MS)]);
  if (answer && answer.status < 500) return answer;
  const kept = await caches.match(address(PAGE), { cacheName: OURS, ignoreVary: true });
  return kept ?? answer ?? asked;
};

/** A file whose name says what is in it: the copy, whichever release kept it. */
const immutable = async (request, name) => {
  const kept = await caches.match(address(name), { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && (RELEASE.later.includes(name) || RELEASE.first.includes(name))) {
    const cache = await caches.open(OURS);
    await cache.put(address(name), answer.clone());
  }
  return answer;
};

/** A file that keeps its name: the server's, and the last one it gave when it gives none. */
const plain = async (request, name) => {
  const cache = await caches.open(OURS);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(address(name), answer.clone());
    if (answer.status < 500) return answer;
    return (await cache.match(address(name), { ignoreVary: true })) ?? answer;
  } catch (error) {
    const kept = await cache.match(address(name), { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
};

const answerFor = (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  if (request.method !== "GET" || !isOurs || request.headers.has("authorization")) return;
  const name = url.pathname.slice(scope.pathname.length);
  if (request.mode === "navigate") {
    if (name === "" || name === PAGE) event.respondWith(openPage(event));
  } else if (HASHED.test(name)) {
    event.respondWith(immutable(request, name));
  } else if (RELEASE.plain.includes(name)) {
    event.respondWith(plain(request, name));
  }
};

if (RELEASE.id) {
  addEventListener("install", (event) => event.waitUntil(keepRelease()));
  addEventListener("activate", (event) =>
    event.waitUntil(
      (async () => {
        await dropOld();
        // The page is asked for while the worker starts, not after.
        await registration.navigationPreload?.enable();
        // A first visit's tab, whose files these are. A later release waits until no tab is left.
        await clients.claim();
      })(),
    ),
  );
  addEventListener("fetch", answerFor);
}
