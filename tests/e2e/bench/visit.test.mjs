/** What a visit takes for usable, on pages of a few lines. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { chromium } from '@playwright/test';
import config from '../playwright.config.mjs';
import { visit } from './visit.mjs';

const LINE = { download: -1, upload: -1, latency: 0, cpu: 1 };
const FIELD = '<!doctype html><link rel="icon" href="data:,"><input type="email" aria-label="E-mail">';
/** Puts another field in place of the first once something was typed, as scripts do that take a form over. */
const takeOver = (rest) => `${FIELD}<script>
  document.querySelector('input').addEventListener('input', ({ target }) => {
    const field = document.createElement('input');
    field.type = 'email';
    ${rest}
  }, { once: true });
</script>`;
const PAGES = {
  '/plain': FIELD,
  '/kept': takeOver('field.value = target.value; target.replaceWith(field); field.focus();'),
  '/emptied': takeOver('target.replaceWith(field); field.focus();'),
  '/unfocused': takeOver('field.value = target.value; target.replaceWith(field);'),
  '/late': `${FIELD}<script>
    const field = document.querySelector('input');
    field.disabled = true;
    addEventListener('load', () => setTimeout(() => {
      field.disabled = false;
      performance.mark('enabled');
    }, 300));
  </script>`,
  '/framed': '<!doctype html><link rel="icon" href="data:,"><p>Frame:</p><iframe src="inside"></iframe>',
  '/inside': '<!doctype html><h1>Usage</h1>',
};

let server;
let browser;

before(async () => {
  server = createServer(({ url }, response) => {
    response.writeHead(PAGES[url] ? 200 : 404, { 'Content-Type': 'text/html' });
    response.end(PAGES[url]);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await chromium.launch(config.use.launchOptions);
});

after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

const open = (path, more) =>
  visit(browser, { title: path, origin: `http://127.0.0.1:${server.address().port}`, path, ...more }, LINE);
const FIELD_SIGN = { sign: { field: 'input[type=email]' } };

test('a field that keeps what is typed is usable, also if another takes its place', async () => {
  for (const path of ['/plain', '/kept']) {
    const { usable, firstPaint, bytes, requests } = await open(path, FIELD_SIGN);
    assert.ok(usable > 0 && firstPaint > 0, path);
    assert.equal(requests, 1);
    assert.ok(bytes > PAGES[path].length, 'the head of the answer counts too');
  }
});

test('a field that loses letters, or the focus while somebody types, never was', async () => {
  for (const path of ['/emptied', '/unfocused']) {
    const { usable } = await open(path, FIELD_SIGN);
    assert.equal(usable, null, path);
  }
});

test('a field is not usable before it takes anything', async () => {
  const { usable } = await open('/late', { ...FIELD_SIGN, settled: 'enabled' });
  // The page itself waits so long after it has loaded.
  assert.ok(usable > 300);
});

test('words in a frame are found, and what the frame loads counts', async () => {
  const { usable, requests } = await open('/framed', { sign: { text: 'Usage', of: 'h1' } });
  assert.ok(usable > 0);
  assert.equal(requests, 2);
});
