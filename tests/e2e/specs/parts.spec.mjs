/** Screens in files of their own: fetched when they are opened, and what happens when they don't come. */
import { expect, test } from '../fixtures/test.mjs';
import { enter, go, machineLink, title } from '../steps/people.mjs';

const PART = /\/part-[^/]*\.wasm$/;
const MACHINE = /\/part-machine-[0-9a-f]{16}\.wasm$/;
const SETUP = /\/part-setup-[0-9a-f]{16}\.wasm$/;

const unfetched = (page) => page.getByRole('alert').filter({ hasText: 'could not be fetched' });
const retry = (page) => page.getByRole('button', { name: 'Retry', exact: true });
const failedTitle = (page) => title(page, 'Screen not loaded');
const keysLink = (page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Keys' });

/** The files of parts that the page asked for, by what is before their hash. */
function partsOf(page) {
  const asked = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (PART.test(pathname)) asked.push(pathname.replace(/^.*\/(.*)-[0-9a-f]{16}\.wasm$/, '$1'));
  });
  return asked;
}

test.beforeEach(async ({ legacy }) => {
  legacy.seedKey();
  await legacy.seedCloud();
});

test('the first screen fetches no part, another screen its own, and none twice', async ({ page, legacy }) => {
  const asked = partsOf(page);
  await page.goto(`${legacy.origin}/ui/`);
  await expect(machineLink(page, 'web-1')).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  await machineLink(page, 'web-1').click();
  await expect(title(page, 'web-1')).toBeFocused();
  const machine = [...asked];
  expect(machine).toContain('part-machine');
  expect(machine).not.toContain('part-setup');
  for (const name of ['Keys', 'Backends', 'Machines', 'Keys']) {
    await go(page, name);
    await expect(title(page, name)).toBeFocused();
  }
  // What it shares with parts that are not there yet comes in files of its own.
  const setup = asked.slice(machine.length);
  expect(setup).toContain('part-setup');
  expect(setup.filter((name) => !name.includes('setup'))).toEqual([]);
  expect(new Set(asked).size).toBe(asked.length);
});

test('a part that does not come is said in words, and Retry fetches it', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  await page.route(SETUP, (route) => route.abort());
  await page.goto(`${legacy.origin}/ui/`);
  await expect(machineLink(page, 'web-1')).toBeVisible();
  await keysLink(page).focus();
  await page.keyboard.press('Enter');
  await expect(unfetched(page)).toBeVisible();
  await expect(failedTitle(page)).toBeFocused();
  await expect(page).toHaveTitle(/Screen not loaded/);

  // Still away: said again, and the keyboard is not left nowhere.
  const again = page.waitForRequest(SETUP);
  await retry(page).focus();
  await page.keyboard.press('Enter');
  await again;
  await expect(failedTitle(page)).toBeFocused();

  // The rest of the page works meanwhile.
  await go(page, 'Machines');
  await machineLink(page, 'web-1').click();
  await expect(title(page, 'web-1')).toBeFocused();
  await keysLink(page).click();
  await expect(unfetched(page)).toBeVisible();

  await page.unroute(SETUP);
  await retry(page).focus();
  await page.keyboard.press('Enter');
  await expect(title(page, 'Keys')).toBeFocused();
  await expect(unfetched(page)).toBeHidden();
  await expect(page.getByRole('rowheader', { name: 'opskey' })).toBeVisible();
});

test('an address opened when its part is gone: the refusal is said, Retry goes on', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  watch.allow(/digest in the 'integrity' attribute|SRI's integrity checks failed/);
  await page.route(SETUP, (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'gone' }));
  await page.goto(`${legacy.origin}/ui/#/keys`);
  await expect(unfetched(page)).toContainText('reload the page');
  await page.unroute(SETUP);
  await retry(page).click();
  await expect(title(page, 'Keys')).toBeFocused();
});

test('while a part is on its way the page says so, and the focus has a place', async ({ page, legacy }) => {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(MACHINE, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${legacy.origin}/ui/`);
  await machineLink(page, 'web-1').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('progressbar', { name: 'Fetching this part of the page' })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  // Leaving does not wait for it, and it does not come in between later.
  await go(page, 'Keys');
  release();
  await page.waitForLoadState('networkidle');
  await expect(title(page, 'Keys')).toBeVisible();
  await go(page, 'Machines');
  await machineLink(page, 'web-1').click();
  await expect(title(page, 'web-1')).toBeFocused();
});

for (const type of ['application/octet-stream', 'application/wasm; charset=utf-8']) {
  test(`a host that says ${type} will do`, async ({ page, legacy }) => {
    await page.route(PART, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-type': type };
      await route.fulfill({ response, headers });
    });
    await page.goto(`${legacy.origin}/ui/#/keys`);
    await expect(title(page, 'Keys')).toBeVisible();
    await go(page, 'Backends');
  });
}

test('a first visit: its steps come with setting up, and the list stands without them', async ({
  page,
  mistd,
  watch,
}) => {
  watch.allowNetworkErrors();
  await page.route(SETUP, (route) => route.abort());
  await enter(page, mistd);
  await expect(unfetched(page)).toBeVisible();
  await expect(title(page, 'Machines')).toBeFocused();
  await page.unroute(SETUP);
  await retry(page).focus();
  await page.keyboard.press('Enter');
  const steps = page.getByRole('region', { name: 'Three steps to your first command' });
  await expect(steps.getByRole('button', { name: 'Add a key' })).toBeVisible();
  await expect(title(page, 'Machines')).toBeFocused();
  await expect(unfetched(page)).toBeHidden();
});
