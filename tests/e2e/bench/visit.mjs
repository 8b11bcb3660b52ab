/** One visit to a page with an empty cache on a line of a given speed, observed from outside through CDP. */
import { until } from '../fixtures/net.mjs';
import { figures } from './figures.mjs';
import { observe } from './observe.mjs';

/** Milliseconds without any request after which a page counts as loaded. */
const QUIET = 1000;
/** Milliseconds between two key presses: a fast typist. */
const BEAT = 100;
/** Longer than any page here takes to load at this pace, shorter than any field's limit. */
const MOST_LETTERS = 72;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const PATIENCE = 120;

/** The figures of one visit to `subject`: in a fresh context, on a server of its own if it wants one. */
export async function visit(browser, subject, line) {
  const server = await subject.serve?.();
  try {
    return await open(browser, { ...subject, origin: server?.origin ?? subject.origin }, line);
  } finally {
    await server?.close();
  }
}

async function open(browser, subject, line) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  try {
    for (const [key, value] of subject.session ?? []) {
      await context.addInitScript(keep, { origin: subject.origin, key, value });
    }
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    const wire = await watchWire(client);
    await slow(client, line);
    const typist = subject.sign.field ? await watchField(client, page) : null;
    await page.addInitScript(observe, subject.sign);
    await page.goto(subject.origin + subject.path, { waitUntil: 'commit' });
    await until(`${subject.title} to load`, () => isLoaded(page, subject, wire), PATIENCE);
    const seen = await page.evaluate(reported);
    const lost = typist ? await typist.lost(subject.sign.field) : false;
    return figures({ ...seen, lost, requests: wire.since(seen.timeOrigin) });
  } finally {
    await context.close();
  }
}

/** Puts a session where the page looks for one. Runs in the page. */
function keep({ origin, key, value }) {
  if (window === window.top && location.origin === origin) sessionStorage.setItem(key, value);
}

/** What was observed. Runs in the page. */
function reported() {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return { ...window.benched, firstPaint: paint?.startTime, timeOrigin: performance.timeOrigin };
}

async function slow(client, { download, upload, latency, cpu }) {
  await client.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: download,
    uploadThroughput: upload,
  });
  await client.send('Emulation.setCPUThrottlingRate', { rate: cpu });
}

/** Loaded: usable for more than a second, its scripts in charge, and nothing asked for lately. */
async function isLoaded(page, { settled }, wire) {
  if (!wire.isQuiet()) return false;
  return page.evaluate((mark) => {
    const { usable } = window.benched ?? {};
    if (typeof usable !== 'number' || performance.now() < usable + 1100) return false;
    return document.readyState === 'complete' && (!mark || performance.getEntriesByName(mark).length > 0);
  }, settled);
}

/** Every request of the page and its frames, with what came over the wire. */
async function watchWire(client) {
  const requests = new Map();
  let first = null;
  let changed = performance.now();
  const over = (id, timestamp, bytes) => {
    const request = requests.get(id);
    if (!request || request.end !== null) return;
    Object.assign(request, { end: timestamp, bytes });
    changed = performance.now();
  };
  client.on('Network.requestWillBeSent', ({ requestId, request, timestamp, wallTime }) => {
    if (!request.url.startsWith('http')) return;
    first ??= { timestamp, wallTime };
    requests.set(requestId, { url: request.url, start: timestamp, end: null, bytes: 0 });
    changed = performance.now();
  });
  client.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) =>
    over(requestId, timestamp, encodedDataLength),
  );
  client.on('Network.loadingFailed', ({ requestId, timestamp }) => over(requestId, timestamp, 0));
  await client.send('Network.enable');
  return {
    isQuiet() {
      const open = [...requests.values()].some(({ end }) => end === null);
      return requests.size > 0 && !open && performance.now() - changed > QUIET;
    },
    /** The requests in the page's own time: milliseconds since `timeOrigin`. */
    since(timeOrigin) {
      const own = (timestamp) => (first.wallTime + timestamp - first.timestamp) * 1000 - timeOrigin;
      return [...requests.values()].map(({ url, start, end, bytes }) => ({
        url,
        start: own(start),
        end: own(end),
        bytes,
      }));
    },
  };
}

/** Clicks the field as soon as it is in sight, and types until the page has loaded. */
async function watchField(client, page) {
  let typed = '';
  let typing = Promise.resolve();
  let stop = false;
  const type = async ({ x, y }) => {
    await page.mouse.click(x, y);
    while (!stop && typed.length < MOST_LETTERS) {
      const letter = LETTERS[typed.length % LETTERS.length];
      await page.keyboard.press(letter);
      typed += letter;
      await new Promise((done) => setTimeout(done, BEAT));
    }
  };
  await client.send('Runtime.enable');
  await client.send('Runtime.addBinding', { name: 'benchFieldInSight' });
  client.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === 'benchFieldInSight') typing = type(JSON.parse(payload));
  });
  return {
    /** Whether anything typed is missing from the field at the end. */
    async lost(field) {
      stop = true;
      await typing;
      const kept = await page.locator(field).filter({ visible: true }).first().inputValue();
      return kept !== typed;
    },
  };
}
