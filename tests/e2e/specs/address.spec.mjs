/** Every screen has an address: a reload keeps it, and pasted in a new tab it shows the same. */
import { expect, test } from '../fixtures/test.mjs';
import { go, machineLink, title } from '../steps/people.mjs';
import { openShell } from '../steps/shell.mjs';

test.beforeEach(async ({ page, legacy }) => {
  legacy.seedKey();
  await legacy.seedCloud();
  await page.goto(`${legacy.origin}/ui/`);
  await expect(title(page, 'Machines')).toBeVisible();
});

/** Reloads, and opens the same address in another tab. */
async function expectKept(page, context, look) {
  const address = page.url();
  await page.reload();
  await look(page);
  expect(page.url()).toBe(address);
  const other = await context.newPage();
  await other.goto(address);
  await look(other);
  expect(other.url()).toBe(address);
  await other.close();
}

for (const name of ['Machines', 'Backends', 'Keys', 'Account']) {
  test(`${name} keeps its address and names the tab`, async ({ page, context }) => {
    await go(page, name);
    await expectKept(page, context, async (at) => {
      await expect(title(at, name)).toBeVisible();
      await expect(at).toHaveTitle(new RegExp(name));
    });
  });
}

test('Add backend keeps its address', async ({ page, context }) => {
  await go(page, 'Backends');
  await page.getByRole('link', { name: 'Add backend' }).first().click();
  await expectKept(page, context, (at) => expect(title(at, 'Add backend')).toBeVisible());
});

test('a machine and its Shell tab keep their address, odd names too', async ({ page, context }) => {
  for (const name of ['web-1', '<b>db</b> & co']) {
    await go(page, 'Machines');
    await machineLink(page, name).click();
    await expectKept(page, context, (at) => expect(title(at, name)).toBeVisible());
  }
  await openShell(page, 'web-1');
  await expectKept(page, context, async (at) => {
    await expect(title(at, 'web-1')).toBeVisible();
    await expect(at.getByRole('tab', { name: 'Shell', selected: true })).toBeVisible();
    await expect(at.getByRole('textbox', { name: 'Command' })).toBeVisible();
  });
});

test('a search and a sort order are part of the address', async ({ page, context }) => {
  await page.getByRole('searchbox', { name: 'Search machines' }).fill('web');
  await expect(machineLink(page, 'web-1')).toBeVisible();
  await expect(machineLink(page, 'dual-stack')).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: /\b2 of 7 machines\b/ })).toBeVisible();
  await page.getByRole('columnheader', { name: /Name/ }).getByRole('button').click();
  await expectKept(page, context, async (at) => {
    await expect(at.getByRole('searchbox', { name: 'Search machines' })).toHaveValue('web');
    await expect(machineLink(at, 'web-1')).toBeVisible();
    await expect(machineLink(at, 'dual-stack')).toHaveCount(0);
  });
});

test('back and forward follow the screens', async ({ page }) => {
  await go(page, 'Keys');
  await go(page, 'Backends');
  await page.goBack();
  await expect(title(page, 'Keys')).toBeVisible();
  await page.goBack();
  await expect(title(page, 'Machines')).toBeVisible();
  await page.goForward();
  await expect(title(page, 'Keys')).toBeVisible();
});

test('an address that means nothing says so and leads home', async ({ page, legacy }) => {
  await page.goto(`${legacy.origin}/ui/#/nowhere`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Machines' }).first().click();
  await expect(title(page, 'Machines')).toBeVisible();
});
