/** The page's worker: it opens the page without a network, never speaks for the API, and never mixes releases. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_FOLDER } from '../fixtures/legacy/static.mjs';
import { Release } from '../fixtures/release.mjs';
import { expect, test } from '../fixtures/test.mjs';
import * as offline from '../steps/offline.mjs';
import * as people from '../steps/people.mjs';

const { banner, known } = offline;

test.use({ serviceWorkers: 'allow' });
test.skip(
  !/id: "[0-9a-f]{16}"/.test(readFileSync(join(PAGE_FOLDER, 'sw.js'), 'utf8')),
  'only `cargo xtask dist` tells the worker of its files',
);
test.beforeEach(({ watch }) => watch.allowNetworkErrors());

/** Waits until the worker has all of its release and answers for the page. */
async function controlled(page) {
  const state = () => page.evaluate(() => navigator.serviceWorker.controller?.state);
  await expect.poll(state, { timeout: 60_000 }).toBe('activated');
}

/** The states of the workers at `/ui/` that are there. */
const workers = (page) =>
  page.evaluate(async () => {
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration('/ui/')) ?? {};
    return [installing, waiting, active].map((worker) => worker?.state ?? '').join(' ').trim();
  });

/** The paths of everything that the worker keeps. */
const kept = (page) =>
  page.evaluate(async () => {
    const paths = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    }
    return paths.sort();
  });

/** The names that change with a release, of all that the open page has loaded. */
const loaded = (page) =>
  page.evaluate(() => {
    const names = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').pop());
    return [...new Set(names)].filter((name) => /-[0-9a-f]{16}\.(js|css|wasm|json)$/.test(name));
  });

test('it keeps the files of the page and nothing else, once the first screen is there', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  const early = await page.evaluate(() => {
    const [{ startTime }] = performance.getEntriesByName('mist:interactive');
    const before = performance.getEntriesByType('resource').filter((one) => one.startTime <= startTime);
    return before.map(({ name }) => new URL(name).pathname);
  });
  // What the worker and an installation want waits.
  expect(early.filter((path) => /^\/(sw\.js|manifest|icons\/|part-)/.test(path))).toEqual([]);
  await controlled(page);
  for (const name of ['Backends', 'Keys', 'Images', 'Account', 'Machines']) await people.go(page, name);
  const paths = await kept(page);
  const folder = new Release();
  try {
    const own = ['/index.html', '/icon.svg', '/manifest.webmanifest', ...folder.names.map((name) => `/${name}`)];
    expect(paths).toEqual(expect.arrayContaining(own));
    for (const path of paths) expect(path).toMatch(/^\/([^/]+\.(html|svg|webmanifest|js|css|wasm|json)|icons\/\w+\.png)$/);
  } finally {
    folder.remove();
  }
  const api = /^\/(auth|account|providers|backends|keys|metrics|monitoring|rules)/;
  expect(paths.filter((path) => api.test(path))).toEqual([]);
});

test('with the server gone the page opens and says so, and nobody answers for the API', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  await controlled(page);
  await clouds.stop();
  await page.reload();
  await expect(page.getByRole('alert')).toContainText(/no connection/i);
  const api = ['/backends', '/keys', '/providers', '/', '/index.html'];
  const answers = await page.evaluate(
    (paths) => Promise.all(paths.map((path) => fetch(path).then(({ status }) => status, () => 'nobody'))),
    api,
  );
  expect(answers).toEqual(api.map(() => 'nobody'));
  await clouds.start();
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(people.title(page, 'Machines')).toBeVisible();
});

test('remembered and offline: the machines of the last time, dated; live again in place', async ({ page, context, clouds }) => {
  await people.enter(page, clouds);
  await expect(people.table(page, 'Machines')).toBeVisible();
  await controlled(page);
  await offline.remember(page);
  await people.go(page, 'Machines');
  const machine = people.table(page, 'Machines').getByRole('rowheader').first();
  const name = (await machine.innerText()).trim();
  await context.setOffline(true);
  await clouds.stop();
  await page.reload();
  await expect(banner(page)).toBeVisible();
  await expect(known(page)).toBeVisible();
  await people.machineLink(page, name).click();
  // A part of the page that this visit has not opened before.
  await expect(people.title(page, name)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Destroy' })).toHaveAttribute('aria-disabled', 'true');
  await clouds.start();
  await context.setOffline(false);
  await expect(banner(page)).toHaveCount(0, { timeout: 30_000 });
  await expect(people.title(page, name)).toBeVisible();
});

test.describe('the next release', () => {
  let release;
  test.beforeEach(async ({ legacy }) => {
    release = new Release();
    legacy.pageFolder = release.folder;
    await legacy.seedCloud();
  });
  test.afterEach(() => release.remove());

  test('an open tab keeps its own parts, a reload is all of the new one, and so is opening it offline', async ({
    page,
    context,
    legacy,
  }) => {
    await page.goto(`${legacy.origin}/ui/`);
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    await controlled(page);
    const old = release.names;
    release.next();
    const fresh = release.names;
    expect(fresh.filter((name) => old.includes(name))).toEqual([]);

    // Fetched now for the first time, though the host has it no longer.
    await people.go(page, 'Keys');
    expect(old).toEqual(expect.arrayContaining(await loaded(page)));

    await page.reload();
    await expect(people.title(page, 'Keys')).toBeVisible();
    expect(fresh).toEqual(expect.arrayContaining(await loaded(page)));
    // The new release is kept too, and waits for the last tab of the old one to go.
    await expect.poll(() => workers(page), { timeout: 60_000 }).toBe('installed activated');
    // Whichever release opens without the host, it is one.
    await legacy.stop();
    await page.reload();
    await expect(page.getByRole('alert')).toContainText(/no connection/i);
    expect(old).toEqual(expect.arrayContaining(await loaded(page)));
    await legacy.start();

    await page.close();
    const later = await context.newPage();
    // No page of the worker's: one would keep it.
    await later.goto(`${legacy.origin}/icon.svg`);
    await expect.poll(() => workers(later), { timeout: 60_000 }).toBe('activated');
    await later.goto(`${legacy.origin}/ui/`);
    await controlled(later);
    await legacy.stop();
    await later.reload();
    await expect(later.getByRole('alert')).toContainText(/no connection/i);
    expect(fresh).toEqual(expect.arrayContaining(await loaded(later)));
    await legacy.start();
  });

  test('a release that is not there whole is not kept at all', async ({ page, legacy }) => {
    // The worker is the next release's already, the page and its files are not.
    const before = new Release();
    release.next();
    copyFileSync(join(release.folder, 'sw.js'), join(before.folder, 'sw.js'));
    legacy.pageFolder = before.folder;
    await page.goto(`${legacy.origin}/ui/`);
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    await expect.poll(() => workers(page), { timeout: 60_000 }).toBe('');
    expect(await kept(page)).toEqual([]);
    before.remove();
  });
});
