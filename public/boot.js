// What happens before the module is there. Asks the server the first question while the module is
// still on its way, shows the sign-in form or the frame by the answer, and loads the module, which
// takes over what people have typed (src/platform/boot.rs) and what the server has answered.
//
// A file of its own: the content security policy allows no inline script. The attributes of its
// element name the files to load and their digests; the build writes them.

const { js, wasm, digest, size, css, cssDigest } = document.querySelector("script[data-wasm]").dataset;
const part = (id) => document.getElementById(`boot-${id}`);
const within = (root, what) => root.querySelectorAll(`[data-boot="${what}"]`);

/** What is stored under `key`, if storage is allowed at all. */
const stored = (place, key) => {
  try {
    return globalThis[place].getItem(key);
  } catch {
    return null;
  }
};

// ---- the language ----

/** What the module left of it (src/locales/early.rs): a page in another language begins in it. */
const kept = () => {
  try {
    return JSON.parse(stored("localStorage", "mist:early")) ?? [];
  } catch {
    return [];
  }
};
const [, , words] = kept();
const told = (name, english) => words?.[name] ?? english;
if (words) {
  for (const place of document.querySelectorAll("[data-say]")) {
    place.textContent = told(place.dataset.say, place.textContent);
  }
  for (const bar of document.querySelectorAll("#boot progress")) bar.ariaLabel = told("boot.loading", "Loading");
}
document.getElementById("boot").dataset.told = "";
// As src/components/plain_http.rs says it.
part("plain").hidden = globalThis.isSecureContext;

// ---- what is shown ----

let shown = "wait";
let alert;
const show = (what) => {
  shown = what;
  for (const id of ["wait", "gate", "frame"]) part(id).hidden = id !== what;
  if (alert) within(part(what), "alert")[0].replaceChildren(alert);
  if (what === "gate" && document.activeElement === document.body) part("email").focus();
};

/** Says what went wrong where people are looking, in words, with what mends it. */
const fail = (what, again, verb = told("form.retry", "Retry")) => {
  const boot = document.getElementById("boot");
  // Without it the module has taken over, and has ended: what it shows would not answer any more.
  const place = boot ? within(part(shown), "alert")[0] : document.body;
  alert = document.createElement("div");
  alert.className = "trouble";
  alert.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.className = "trouble-words";
  said.textContent = what;
  alert.append(said);
  if (again) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = verb;
    button.onclick = () => {
      alert.remove();
      alert = undefined;
      // The focus was on the button, which is gone.
      if (boot && shown === "gate") part(missing() ?? "email").focus();
      again();
    };
    alert.append(button);
  }
  if (boot) busy(false);
  else alert.classList.add("boot-ended");
  place.replaceChildren(alert);
};

const busy = (is) => {
  for (const loading of document.querySelectorAll("#boot .loading")) loading.hidden = !is;
  for (const late of document.querySelectorAll("#boot .boot-late")) late.hidden = !is;
  if (!is) part("submit").removeAttribute("aria-busy");
};

// ---- the server's first answer ----

const LAST_CONFIG = "mist:config";
const DEFAULTS = { server: "", title: "Mist", may_change_server: true };

/** What `config.json` beside the page says; without that file, the defaults. */
const readConfig = async () => {
  let answer;
  try {
    answer = await fetch("config.json", { cache: "no-cache" });
  } catch {
    // No network: what it said last.
    return lastConfig();
  }
  // Hosts that keep it to themselves are as good as hosts that have none.
  if (answer.status === 404 || answer.status === 403) return DEFAULTS;
  try {
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
    const config = { ...DEFAULTS, ...(await answer.json()) };
    if (config.server) config.server = new URL(config.server).href.replace(/\/+$/, "");
    return config;
  } catch (error) {
    throw new Error(`config.json: ${error.message}`);
  }
};

const lastConfig = () => {
  try {
    return { ...DEFAULTS, ...JSON.parse(stored("localStorage", LAST_CONFIG)) };
  } catch {
    return DEFAULTS;
  }
};

/** The server a visit begins with. */
const serverOf = (config) =>
  (config.may_change_server ? stored("localStorage", "mist:server") : null) ?? config.server;

/** The session kept for a server, as src/state/session/keeping.rs keeps it. */
const sessionOf = (server) => {
  for (const place of ["sessionStorage", "localStorage"]) {
    try {
      const { email, token } = JSON.parse(stored(place, `mist:session:${server}`));
      if (email && token) return { email, token };
    } catch {
      // Nothing kept there, or nothing that can be read.
    }
  }
  return null;
};

// From then on the module asks, and nothing it does not know of may be asked beside it.
let hasBegun = false;

// What the module finds here: answers to questions it would ask, by their addresses.
const early = new Map();
globalThis.mistBoot = { early, config: DEFAULTS, asked: null };

const ask = (server, path, session) => {
  const authorization = session ? `mist_1 ${session.email}:${session.token}` : "";
  const answer = fetch(server + path, {
    headers: authorization ? { Authorization: authorization } : {},
    cache: "no-store",
    credentials: "same-origin",
    referrerPolicy: "no-referrer",
  }).then(async (got) => ({ status: got.status, body: await got.arrayBuffer() }));
  // Whoever takes it judges a failure; nobody may take it.
  answer.catch(() => {});
  early.set(server + path, { authorization, answer });
  return answer;
};

// The open tabs ask each other for sessions, as src/state/tabs.rs does.
const tabs = globalThis.BroadcastChannel && new BroadcastChannel("mist:session");
const say = (word) => tabs?.postMessage(JSON.stringify(word));
const hear = ({ say: word, server, email, token }) => {
  const held = sessionOf(server);
  if (word === "Ask" && held) say({ say: "Give", server, ...held });
  if (word === "Give" && server === current && !held && !hasBegun) {
    sessionStorage.setItem(`mist:session:${server}`, JSON.stringify({ email, token }));
    begin(server);
  }
};
if (tabs) {
  tabs.onmessage = ({ data }) => {
    try {
      hear(JSON.parse(data));
    } catch {
      // A newer release in another tab may say what this one doesn't know; storage may be blocked.
    }
  };
}

/** How long the tabs have for that, in milliseconds; the module waits as long. */
const TABS_ANSWER = 250;

const isLink = () => /^#\/sign-in\?/.test(location.hash);

/** The machine list is what most visits begin with: it is asked for while the module is on its way, too. */
const askMachines = (server, session, body) => {
  if (!/^(#\/machines([?].*)?)?$/.test(location.hash)) return;
  try {
    for (const { id, enabled } of JSON.parse(new TextDecoder().decode(body))) {
      if (typeof id === "string" && id && enabled) ask(server, `/backends/${encodeURIComponent(id)}/machines`, session);
    }
  } catch {
    // The module reads answers more liberally, and says what is wrong with them.
  }
};

/** Asks for the backends and shows what the answer calls for. */
const begin = async (server) => {
  const session = sessionOf(server);
  part("who").textContent = session?.email ?? told("frame.nobody", "not signed in");
  part("where").textContent = server || told("frame.own_server", "this server");
  if (!session) {
    globalThis.mistBoot.asked = server;
    say({ say: "Ask", server });
    // Where nobody was ever signed in no tab has a session; elsewhere one answers within milliseconds.
    if (stored("localStorage", `mist:used:${server}`)) await new Promise((on) => setTimeout(on, TABS_ANSWER));
    if (sessionOf(server) || current !== server || hasBegun) return;
  }
  let status = 0;
  let body;
  try {
    ({ status, body } = await ask(server, "/backends", session));
  } catch {
    // The module asks again and says what is wrong.
  }
  // Meanwhile another tab gave its session, config.json named another server, or the module came.
  if (!part("gate") || current !== server || (!session && sessionOf(server))) return;
  if (status === 401) {
    if (session) part("email").value = session.email;
    show("gate");
  } else if (status >= 200 && status < 300) {
    show("frame");
    askMachines(server, session, body);
  }
};

let configured = readConfig();
// What the file said last tells the server before the file is here. A server that somebody chose waits for it where
// it was never read: the host may have forbidden others since.
const isForeseen = Boolean(stored("localStorage", LAST_CONFIG)) || stored("localStorage", "mist:server") === null;
let current = isForeseen ? serverOf(lastConfig()) : null;
// A sign-in link is followed by the module; its answer decides everything.
if (isForeseen && !isLink()) begin(current);

// ---- the frame and the form, until the module takes them over ----

const mark = () => {
  const here = location.hash.replace(/[?].*/, "") || "#/machines";
  const links = document.querySelectorAll("#boot .nav-link[href]");
  part("title").textContent = "";
  for (const link of links) {
    const there = link.getAttribute("href");
    const isHere = here === there || here.startsWith(`${there}/`);
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    if (here === there) part("title").textContent = link.textContent;
  }
  part("title").hidden = !part("title").textContent;
};
mark();
addEventListener("hashchange", mark);

part("change-server").onclick = () => {
  part("server-field").hidden = false;
  part("server-line").hidden = true;
  part("server").focus();
};

/** The field that has to be filled in next. */
const missing = () => ["email", "password"].find((id) => !part(id).value);

// The module carries it out when it is there.
part("form").onsubmit = (event) => {
  event.preventDefault();
  const empty = missing();
  if (empty) {
    part(empty).focus();
    return;
  }
  part("form").dataset.submitted = "true";
  part("submit").setAttribute("aria-busy", "true");
  within(part("gate"), "status")[0].textContent =
    told("boot.sending", "Signing in as soon as the page has loaded.");
};

// ---- the module ----

// A panic ends a WebAssembly module for good: say so rather than leave a page that does not answer.
addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) {
    const what = told("boot.stopped", "The page has stopped because of a mistake of its own.");
    fail(what, () => location.reload(), told("frame.reload", "Reload"));
  }
});

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** The module's bytes, compiled on the way, and refused unless they are those of this release. */
const fetchModule = async (tries) => {
  const answer = await fetch(new URL(wasm, document.baseURI), {
    cache: tries ? "reload" : "default",
    // As the preload in index.html asks, or the browser would fetch it twice.
    credentials: "same-origin",
  });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  const copy = answer.clone();
  const read = async () => {
    const expected = Number(size ?? 0);
    const whole = new Uint8Array(expected);
    const bars = document.querySelectorAll('#boot [data-boot="progress"]');
    let got = 0;
    const reader = copy.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      // Put together on the way: at the end people wait.
      if (got + next.value.length <= expected) whole.set(next.value, got);
      got += next.value.length;
      if (expected) for (const bar of bars) bar.value = got / expected;
    }
    // Without a secure context there is no digest, and nothing that one could prove.
    if (!digest || !globalThis.crypto?.subtle) return;
    if (got !== expected) throw new Error("the file is not that of this release");
    const found = base64(await crypto.subtle.digest("SHA-384", whole));
    if (`sha384-${found}` !== digest) throw new Error("the file is not that of this release");
  };
  // Not every host knows the type of a module, and only with exactly it a browser compiles it on the way.
  const typed = answer.headers.get("Content-Type") === "application/wasm";
  const compiled = typed
    ? WebAssembly.compileStreaming(answer)
    : answer.arrayBuffer().then((all) => WebAssembly.compile(all));
  const [module] = await Promise.all([compiled, read()]);
  return module;
};

/**
 * The rest of the page's style, which what shows until then does without (style/controls.css). A page that the
 * build has not finished has all of it already.
 */
const loadStyle = (address) => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  if (cssDigest) sheet.integrity = cssDigest;
  sheet.href = address;
  return new Promise((done, failed) => {
    sheet.onload = done;
    sheet.onerror = () => {
      style = undefined;
      sheet.remove();
      failed(new Error(css.replace("./", "")));
    };
    document.head.append(sheet);
  });
};
let style;

/** What is waited for from now on, and nobody knows how long. */
const askServer = () => {
  const what = told("frame.starting", "Asking the server");
  for (const bar of within(document.getElementById("boot"), "progress")) {
    bar.removeAttribute("value");
    bar.ariaLabel = what;
    bar.parentElement.querySelector(".hint").textContent = what;
  }
};

let tries = 0;
const load = async () => {
  busy(true);
  if (tries) configured = readConfig();
  try {
    // A browser remembers a script or a style sheet that failed by its address.
    const again = tries ? `?again=${tries}` : "";
    const [{ default: start }, module, config] = await Promise.all([
      import(new URL(js + again, document.baseURI).href),
      fetchModule(tries),
      configured,
      (style ??= css && loadStyle(css + again)),
    ]);
    globalThis.mistBoot.config = config;
    follow(config);
    removeEventListener("hashchange", mark);
    hasBegun = true;
    askServer();
    // A task of its own: what people do is heard in between.
    await new Promise((on) => setTimeout(on));
    await start({ module_or_path: module });
    tabs?.close();
    // Answers that nobody asked for by now are too old.
    setTimeout(() => early.clear(), 3000);
  } catch (error) {
    tries += 1;
    const what = told("boot.incomplete", "The page could not be loaded completely");
    fail(`${what} (${error.message}).`, load);
  }
};

const follow = (config) => {
  try {
    localStorage.setItem(LAST_CONFIG, JSON.stringify(config));
  } catch {
    // The next visit guesses the page's own server first.
  }
  for (const name of document.querySelectorAll("#boot [data-product]")) name.textContent = config.title;
  document.title = config.title;
  if (!config.may_change_server) part("server-line")?.remove();
  const server = serverOf(config);
  if (server === current) return;
  current = server;
  early.clear();
  if (!isLink()) begin(server);
};

if (typeof WebAssembly === "undefined") {
  fail(told("boot.no_wasm", "This page needs WebAssembly, which this browser does not have or has switched off."));
} else {
  // What it says may change what is asked and shown before the module is there.
  configured.then(follow, () => {});
  load();
}
