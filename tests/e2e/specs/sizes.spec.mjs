/** The size finder, and giving a machine another size. */
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';

const sizes = (page) => page.getByRole('table', { name: 'Sizes' });
const rows = (page) => sizes(page).getByRole('row').filter({ has: page.getByRole('rowheader') });
const count = (page) => page.getByRole('status').filter({ hasText: /of \d+ sizes/ });

/** Opens the finder, and waits until every cloud has answered. */
async function openFinder(page, clouds, query = '') {
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/sizes${query}`);
  await expect(people.title(page, 'Sizes')).toBeVisible();
  await expect(count(page)).not.toContainText('asked');
}

/** The prices per month of the rows in view, from the top; none where there is no price. */
async function months(page) {
  const texts = await rows(page).allTextContents();
  return texts.map((text) => Number(/([\d.]+)\/month/.exec(text)?.[1] ?? Number.NaN));
}

test('sizes of all clouds stand in one table, the cheapest first', async ({ page, clouds }) => {
  await openFinder(page, clouds);
  for (const backend of ['DigitalOcean', 'EC2 Tokyo', 'Linode']) {
    await expect(rows(page).filter({ hasText: backend }).first()).toBeVisible();
  }
  const prices = (await months(page)).slice(0, 10);
  expect(prices.every(Number.isFinite)).toBe(true);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
});

test('memory and price narrow the table, in the address too', async ({ page, clouds }) => {
  await openFinder(page, clouds);
  await page.getByRole('textbox', { name: 'RAM at least' }).fill('2');
  await page.getByRole('textbox', { name: 'Price per month at most' }).fill('40');
  await expect(rows(page).filter({ hasText: '512 MB' })).toHaveCount(0);
  await expect.poll(async () => Math.max(...(await months(page)))).toBeLessThanOrEqual(40);
  const shown = await count(page).textContent();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'RAM at least' })).toHaveValue('2');
  await expect(count(page)).toHaveText(shown);
});

test('what is no number is said at its field, and searches nothing', async ({ page, clouds }) => {
  await openFinder(page, clouds);
  const all = await count(page).textContent();
  const field = page.getByRole('textbox', { name: 'RAM at least' });
  await field.fill('two');
  await expect(field).toHaveAccessibleDescription(/number/);
  await expect(count(page)).toHaveText(all);
});

test('a column head sorts, and sizes without a price stay last and say so', async ({ page, clouds }) => {
  await openFinder(page, clouds);
  const head = sizes(page).getByRole('columnheader', { name: 'Price' });
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  const [first, second] = await months(page);
  expect(first).toBeGreaterThanOrEqual(second);
  await page.getByRole('searchbox', { name: 'Search sizes' }).fill('OpenStack');
  await expect(rows(page).first()).toContainText('No price given');
});

test('a search that finds nothing is cleared at once', async ({ page, clouds }) => {
  await openFinder(page, clouds, '?q=no-such-size&ram=2');
  await expect(page.getByText('No size is like that')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByRole('textbox', { name: 'RAM at least' })).toHaveValue('');
  await expect(rows(page).first()).toBeVisible();
});

test('a size is chosen for a new machine', async ({ page, clouds }) => {
  await openFinder(page, clouds, '?q=linode');
  await page.getByRole('link', { name: 'Choose Linode 2048 of Linode' }).click();
  await expect(people.title(page, 'Create machine')).toBeVisible();
  await expect(page).toHaveURL(/backend=.+&size=/);
  await expect(page.getByText('nothing real is made, and nothing is paid')).toBeVisible();
});

test.describe('when one cloud does not answer', () => {
  test.use({ cloudOptions: ['--sim-fault', 'Linode/sizes=outage'] });

  test('its failure stands beside the sizes of the others', async ({ page, clouds, watch }) => {
    watch.allowNetworkErrors();
    await openFinder(page, clouds);
    const alert = page.getByRole('alert').filter({ hasText: 'The sizes of Linode could not be listed.' });
    await expect(alert).toBeVisible();
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
    await expect(rows(page).filter({ hasText: 'DigitalOcean' }).first()).toBeVisible();
  });
});

test('without a cloud the finder says what is missing', async ({ page, mistd }) => {
  await people.enter(page, mistd);
  await page.goto(`${mistd.origin}/#/machines/sizes`);
  await expect(page.getByText('No backend makes machines')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add backend' })).toBeVisible();
});

/** Opens the form that resizes a machine of the cloud whose provider begins with `provider`. */
async function openResize(page, clouds, provider) {
  const token = await clouds.token();
  const backends = await (await clouds.fetch('/backends', { token })).json();
  const backend = backends.find((one) => one.provider.startsWith(provider));
  const list = await (await clouds.fetch(`/backends/${backend.id}/machines`, { token })).json();
  const machine = list.find(({ state }) => state === 'running');
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/${backend.id}/${machine.id}/resize`);
  await expect(people.title(page, `Resize ${machine.name}`)).toBeVisible();
  return machine;
}

test('a machine gets another size by keyboard alone', async ({ page, clouds }) => {
  const machine = await openResize(page, clouds, 'openstack');
  const list = page.getByRole('listbox', { name: 'Size' });
  await expect(list.getByRole('option').filter({ hasText: 'now' })).toHaveCount(1);
  const resize = page.getByRole('button', { name: 'Resize', exact: true });
  await expect(resize).toHaveAccessibleDescription('Choose a size first.');
  await list.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const chosen = list.getByRole('option', { selected: true });
  await expect(chosen).toHaveCount(1);
  if ((await chosen.textContent()).includes('now')) {
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press(' ');
  }
  await page.keyboard.press('Tab');
  await expect(resize).toBeFocused();
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/machines/'));
  await page.keyboard.press('Enter');
  expect((await sent).postDataJSON()).toMatchObject({ action: 'resize', plan_id: expect.any(String) });
  await expect(people.said(page, `Machine ${machine.name} is getting the size`)).toBeVisible();
  await expect(people.title(page, machine.name)).toBeVisible();
});

test.describe('when the cloud refuses', () => {
  test.use({ cloudOptions: ['--sim-fault', 'openstack/action=outage'] });

  test('a refusal leaves the choice as it was, with the server’s words', async ({ page, clouds, watch }) => {
    watch.allowNetworkErrors();
    const machine = await openResize(page, clouds, 'openstack');
    const list = page.getByRole('listbox', { name: 'Size' });
    const other = list.getByRole('option').filter({ hasNotText: 'now' }).first();
    await other.click();
    await page.getByRole('button', { name: 'Resize', exact: true }).click();
    const alert = page.getByRole('alert').filter({ hasText: `Machine ${machine.name} did not get another size.` });
    await expect(alert).toBeVisible();
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
    await expect(other).toHaveAttribute('aria-selected', 'true');
  });
});
