/**
 * Every way a server fails, as columns of the matrix, and what must hold in each of its cells whatever
 * the screen: the failure is said in words, nothing typed is lost, nobody is signed out, the server is
 * not stormed, and once it is mended the screen comes right without a reload.
 * What differs from screen to screen stands in `reading.mjs` and `sending.mjs`.
 */
import { expect as expectAtAll } from '@playwright/test';

/** The page has the answer at once or not at all: nobody waits longer for a failure than this. */
export const expect = expectAtAll.configure({ timeout: 6000 });

const NO_CONNECTION = /no connection to the server/i;
const UNREADABLE = /could not be read/i;

/**
 * What the server itself says. Words with a mark in them show that they were not made up.
 * `early`: also tried on a page that opens while it fails; one of each family is enough there.
 */
export const REFUSALS = [
  { name: '500', fault: { status: 500, words: 'Internal Server Error: mark 500' }, says: /mark 500/ },
  { name: '503', fault: { status: 503, words: 'Service unavailable: mark 503' }, says: /mark 503/, early: true },
  { name: '403', fault: { status: 403, words: 'Forbidden: mark 403' }, says: /mark 403/ },
  {
    name: '404',
    fault: { status: 404, words: '404 Not Found\n\nThe mark 404 could not be found.\n\n' },
    says: /mark 404/,
    early: true,
  },
];

const HOTEL = `<!doctype html><html><head><title>Hotel</title></head>
<body><h1>Welcome</h1><script>globalThis.captured = true</script></body></html>`;

/** The connection fails, at different moments. */
const BREAKS = [
  { name: 'server gone', gone: true, says: NO_CONNECTION },
  { name: 'broken off before an answer', fault: { reset: true }, says: NO_CONNECTION, early: true },
  { name: 'broken off in an answer', fault: { cut: true }, says: NO_CONNECTION },
];

/** What no program can read. */
const GARBAGE = [
  { name: 'a page of HTML', fault: { body: HOTEL, type: 'text/html' }, says: UNREADABLE, early: true },
  { name: 'cut-off JSON', fault: { body: '[{"id": "x", ' }, says: UNREADABLE },
];

const wrong = (body) => ({ name: `${body === '' ? 'nothing' : body} with 200`, fault: { body }, says: UNREADABLE, early: body === '' });

/** JSON that is sound, and not what this call answers with. An `OK` may be spelled in any way (API notes §0). */
const WRONG_TYPES = {
  list: ['', 'null', '{}', '"text"'].map(wrong),
  object: ['', 'null', '[]', '7'].map(wrong),
  text: ['', 'null', '{}', '[]'].map(wrong),
  // A new key is answered with itself, or with a mere `OK` in any spelling.
  key: ['{}', '[]', '7', '"text"'].map(wrong),
  // Servers that keep the token to themselves may say nothing at all (API notes §6).
  session: ['[]', '7', '"text"'].map(wrong),
  done: [],
};

/** The columns for a call that answers with a list, an object, a text, a key, a session or a mere `OK`. */
export const columnsFor = (kind) => [
  ...REFUSALS,
  ...BREAKS,
  ...(kind === 'done' ? GARBAGE.slice(0, 1) : GARBAGE),
  ...WRONG_TYPES[kind],
];

/** The columns for a command, whose answer is a stream. */
export const columnsForStream = () => [
  ...REFUSALS,
  ...BREAKS.map((column) => ({ ...column, says: /connection was lost/i, lost: true })),
  GARBAGE[0],
  { ...wrong(''), says: /connection was lost/i, lost: true },
  { ...wrong('{}'), says: UNREADABLE },
];

/** Brings a fault about; what it answers with mends it. */
export async function breakIt(server, column, { method, path }) {
  if (column.gone) {
    await server.stop();
    return () => server.start();
  }
  const fault = server.faults.set({ method, path, ...column.fault });
  return async () => fault.mend();
}

/** The alert about one thing. */
export const alertAbout = (page, what) => page.getByRole('alert').filter({ hasText: what });

/** Nobody is asked to sign in again because something else failed. */
export async function expectNobodySignedOut(page) {
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
}

/** Counts requests as the browser sends them, so that those to a server that is gone count too. */
export function countRequests(page) {
  const sent = new Map();
  page.on('request', (request) => {
    const key = `${request.method()} ${decodeURIComponent(new URL(request.url()).pathname)}`;
    sent.set(key, (sent.get(key) ?? 0) + 1);
  });
  return {
    /** The most requests that one call was made by since the last look. */
    most() {
      const most = Math.max(0, ...sent.values());
      sent.clear();
      return most;
    },
  };
}

/** Goes through cells one by one; one that fails is mended as well and told of at the end. */
export async function eachCell(columns, cell) {
  const failed = [];
  for (const column of columns) {
    try {
      await cell(column);
    } catch (error) {
      const words = error.message.replace(/\u001b\[\d+m/g, '').split('\nCall log')[0];
      failed.push(`${column.name}: ${words}`);
    }
  }
  expect(failed, 'cells of the matrix that fail').toEqual([]);
}
