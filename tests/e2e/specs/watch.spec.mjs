/** The watch itself: it would be worth nothing if it overlooked what it is there for. */
import { createServer } from 'node:http';
import { expect, test } from '../fixtures/test.mjs';
import { Watch } from '../fixtures/watch.mjs';

const BAD_PAGE = `<!doctype html><title>bad</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="script-src 'self'">
<script>globalThis.inline = true</script><script src="bad.js"></script>`;
const BAD_SCRIPT = `console.debug('a message');
fetch('http://127.0.0.2:1/').catch(() => {});
setTimeout(() => { throw new Error('an exception'); });
Promise.reject(new Error('a rejection'));`;

test('nothing bad goes unseen', async ({ browser }) => {
  const server = createServer((request, response) => {
    const script = request.url === '/bad.js';
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
    response.end(script ? BAD_SCRIPT : BAD_PAGE);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const context = await browser.newContext();
  const watch = new Watch();
  const { port } = server.address();
  watch.server(`http://127.0.0.1:${port}`);
  await watch.attach(context);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  for (const sign of [
    'console debug: a message',
    'uncaught: Error: an exception',
    'a rejection',
    'CSP report: script-src',
    'request to another origin: GET http://127.0.0.2:1/',
    'Failed to load resource',
  ]) {
    await expect(() => expect(watch.faults.join('\n')).toContain(sign)).toPass({ timeout: 10_000 });
  }
  expect(() => watch.verify()).toThrow();
  await context.close();
  server.close();
});
