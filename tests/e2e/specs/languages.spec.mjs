/** Greek, the browser's own language, and a language from right to left that nobody speaks. */
import { expectAccessible } from '../fixtures/axe.mjs';
import { EMAIL } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { PSEUDO, plainWords, startIn, textsIn } from '../steps/languages.mjs';
import * as people from '../steps/people.mjs';

const { said, title } = people;
const GREEK = 'Ελληνικά';

const language = (page, name) =>
  page.locator('[aria-labelledby=language-title]').getByRole('radio', { name, exact: true });
const root = (page) => page.locator('html');
const here = (page) => page.getByRole('navigation').getByRole('link');

/** Enters in whatever language, and waits for the machines. */
async function enterIn(page, server, words) {
  await page.goto(await server.link());
  await expect(title(page, words)).toBeVisible();
}

async function chooseGreek(page) {
  await people.go(page, 'Account');
  await language(page, GREEK).check();
  await expect(title(page, 'Λογαριασμός')).toBeVisible();
}

/** The files of languages that the page asks for. */
function wordsAskedFor(page) {
  const asked = [];
  page.on('request', (request) => {
    if (/words-/.test(request.url())) asked.push(request.url());
  });
  return asked;
}

test('Greek is chosen among the preferences, is said, and stays after a reload', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  await people.go(page, 'Account');
  const group = page.getByRole('radiogroup', { name: 'Language' });
  await expect(group.getByRole('radio')).toHaveCount(3);
  await expect(language(page, 'System')).toBeChecked();
  await expect(group.getByText(GREEK)).toHaveAttribute('lang', 'el');
  await language(page, GREEK).check();
  await expect(title(page, 'Λογαριασμός')).toBeVisible();
  await expect(language(page, GREEK)).toBeFocused();
  await expect(said(page, new RegExp(GREEK))).toBeVisible();
  await expect(root(page)).toHaveAttribute('lang', 'el');
  await expect(root(page)).toHaveAttribute('dir', 'ltr');
  await expect(here(page)).toHaveText([
    'Μηχανήματα',
    'Backend',
    'Πάροχοι',
    'Εικόνες',
    'Κλειδιά',
    'Δραστηριότητα',
    'Λογαριασμός',
  ]);
  await expect(page).toHaveTitle('Λογαριασμός · Mist');
  await page.reload();
  await expect(title(page, 'Λογαριασμός')).toBeVisible();
  await expect(language(page, GREEK)).toBeChecked();
  await language(page, 'English').check();
  await expect(title(page, 'Account')).toBeVisible();
  await expect(root(page)).toHaveAttribute('lang', 'en');
});

test('another language redraws the page and loses nothing that was begun', async ({ page, local }) => {
  await people.enter(page, local);
  await people.go(page, 'Keys');
  await page.getByRole('button', { name: 'Add key', exact: true }).first().click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('half a name');
  await page.keyboard.press('Escape');
  await page.evaluate(() => (globalThis.isSamePage = true));
  await chooseGreek(page);
  expect(await page.evaluate(() => globalThis.isSamePage)).toBe(true);
  await here(page).filter({ hasText: 'Κλειδιά' }).click();
  await page.getByRole('button', { name: 'Προσθήκη κλειδιού', exact: true }).first().click();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Όνομα' })).toHaveValue('half a name');
});

test('a browser in Greek is spoken to in Greek', async ({ browser, mistd }) => {
  const context = await browser.newContext({ locale: 'el-GR' });
  const page = await context.newPage();
  await enterIn(page, mistd, 'Μηχανήματα');
  await expect(root(page)).toHaveAttribute('lang', 'el');
  await context.close();
});

test('one thing and several are counted as Greek does', async ({ page, local, clouds }) => {
  await startIn(page, 'el');
  await enterIn(page, local, 'Μηχανήματα');
  const count = async (server, wanted) => {
    const token = await server.token();
    const backends = await (await server.fetch('/backends', { token })).json();
    const backend = backends.find(({ provider }) => wanted.provider.test(provider));
    await page.goto(`${server.origin}/#/backends/${backend.id}`);
    await expect(page.getByText(wanted.words, { exact: true })).toBeVisible();
  };
  await count(local, { provider: /local/, words: '1 μηχάνημα' });
  await enterIn(page, clouds, 'Μηχανήματα');
  await expect(page.getByRole('status').filter({ hasText: '40 από 40 μηχανήματα' })).toBeVisible();
  await count(clouds, { provider: /openstack/, words: '6 μηχανήματα' });
});

test('money and numbers are written as Greek does, and as before in English', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/sizes`);
  await expect(page.getByText('$0.020/hour', { exact: true })).toBeVisible();
  await expect(page.getByText('≈ $15/month', { exact: true }).first()).toBeVisible();
  await chooseGreek(page);
  await page.goto(`${clouds.origin}/#/machines/sizes`);
  await expect(page.getByText(/^0,020\s\$\/ώρα$/)).toBeVisible();
  await expect(page.getByText(/^≈ 15\s\$\/μήνα$/).first()).toBeVisible();
  await expect(page.getByText('1,7 GB', { exact: true }).first()).toBeVisible();
});

test('dates are written as Greek does', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  await startIn(page, 'el');
  const body = JSON.stringify({ current_plan: { title: 'Basic', started: 1396310400 }, user_details: {} });
  legacy.faults.set({ method: 'POST', path: /^\/auth$/, body });
  await page.goto(`${legacy.origin}/#/account`);
  await page.getByRole('button', { name: 'Σύνδεση', exact: true }).click();
  await page.locator('input[type=email]').fill('ada@example.net');
  await page.locator('input[type=password]').fill('any');
  await page.getByRole('button', { name: 'Σύνδεση', exact: true }).click();
  await expect(page.getByText('1 Απρ 2014', { exact: true })).toBeVisible();
});

test('words that do not come are said with Retry, and the language stays', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await people.enter(page, mistd);
  await page.route(/words-el/, (route) => route.abort());
  await people.go(page, 'Account');
  await language(page, GREEK).check();
  const alert = page.getByRole('alert').filter({ hasText: GREEK });
  await expect(alert).toBeVisible();
  await expect(title(page, 'Account')).toBeVisible();
  await expect(root(page)).toHaveAttribute('lang', 'en');
  // Also when the page begins anew.
  await page.reload();
  await expect(alert).toBeVisible();
  await page.unroute(/words-el/);
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(title(page, 'Λογαριασμός')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the words of another build are never shown', async ({ page, mistd }) => {
  await people.enter(page, mistd);
  await page.route(/words-el/, async (route) => {
    const [, sentences] = await (await route.fetch()).json();
    await route.fulfill({ json: ['0123456789abcdef', sentences] });
  });
  await people.go(page, 'Account');
  await language(page, GREEK).check();
  await expect(page.getByRole('alert').filter({ hasText: GREEK })).toBeVisible();
  await expect(title(page, 'Account')).toBeVisible();
});

test('the next visit is in Greek before the module is there', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await people.enter(page, mistd);
  await chooseGreek(page);
  await page.route(/\.wasm/, (route) => route.abort());
  await page.reload();
  await expect(root(page)).toHaveAttribute('lang', 'el');
  await expect(here(page).filter({ hasText: 'Κλειδιά' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Η σελίδα δεν φορτώθηκε ολόκληρη' })).toBeVisible();
  await page.unroute(/\.wasm/);
  await page.getByRole('button', { name: 'Επανάληψη' }).click();
  await expect(title(page, 'Λογαριασμός')).toBeVisible();
});

test('who speaks English waits for no words', async ({ page, mistd }) => {
  const asked = wordsAskedFor(page);
  await people.enter(page, mistd);
  await people.go(page, 'Account');
  await language(page, 'English').check();
  await expect(language(page, 'English')).toBeChecked();
  expect(asked).toEqual([]);
  await expect(root(page)).toHaveAttribute('lang', 'en');
});

test('in Greek nothing keeps anybody out', async ({ page, clouds }) => {
  test.slow();
  await startIn(page, 'el');
  await enterIn(page, clouds, 'Μηχανήματα');
  await expectAccessible(page, 'machines');
  await page.goto(`${clouds.origin}/#/account`);
  await expect(title(page, 'Λογαριασμός')).toBeVisible();
  await expectAccessible(page, 'account');
});

const SCREENS = [
  '/machines',
  '/machines/create',
  '/machines/sizes',
  '/backends',
  '/backends/add',
  '/providers',
  '/images',
  '/keys',
  '/activity',
  '/account',
];

test('from right to left every screen turns, fits, and has all its words from the sentences', async ({
  page,
  clouds,
}) => {
  test.slow();
  const token = await clouds.token();
  const get = async (path) => (await clouds.fetch(path, { token })).json();
  const backends = await get('/backends');
  // “null” is what a machine's metadata says of nothing.
  const data = [EMAIL, clouds.origin, 'English', 'null', textsIn(backends), textsIn(await get('/providers'))];
  for (const { id } of backends) {
    for (const what of ['machines', 'sizes', 'locations', 'images']) {
      data.push(textsIn(await get(`/backends/${id}/${what}`)));
    }
  }
  await startIn(page, PSEUDO);
  await page.goto(await clouds.link());
  await expect(page.locator('#content h1')).toBeVisible();
  await expect(root(page)).toHaveAttribute('dir', 'rtl');
  const cloud = backends.find(({ provider }) => provider.startsWith('openstack'));
  const [machine] = await get(`/backends/${cloud.id}/machines`);
  const one = `/machines/${cloud.id}/${machine.id}`;
  const tabs = ['shell', 'keys', 'tags'].map((tab) => `${one}?tab=${tab}`);
  const more = [one, ...tabs, `/backends/${cloud.id}`, `/machines/create?backend=${cloud.id}`];
  for (const screen of [...SCREENS, ...more]) {
    await page.goto(`${clouds.origin}/#${screen}`);
    await expect(page.locator('#content h1:not(.unseen)')).toBeVisible();
    await expect(page.locator('main [aria-busy=true], main .loading')).toHaveCount(0);
    expect.soft(await plainWords(page, data.flat()), `${screen}: plain words`).toEqual([]);
    for (const width of [1440, 768, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(over, `${screen}: wider than ${width} by`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  const rail = await page.getByRole('navigation').first().boundingBox();
  expect(rail.x, 'the rail is on the right').toBeGreaterThan(1000);
});
