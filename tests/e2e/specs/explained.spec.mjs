/** What can't be done says why, and offers what mends it. */
import { expect, newKey, test } from '../fixtures/test.mjs';
import { calls, openTab, WEB } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';

const { said } = people;

/** A machine of the seeded cloud that is off. */
const OFF = 'i-00000003';
const start = (page) => page.getByRole('button', { name: 'Start', exact: true });

test.describe('on a server of 2014', () => {
  let cloud;

  test.beforeEach(async ({ legacy, watch }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    cloud = await legacy.seedCloud();
  });

  for (const tab of ['shell', 'keys']) {
    test(`a machine that is off can be started where that is missed: ${tab}`, async ({ page, legacy }) => {
      await openTab(page, legacy, cloud, tab, OFF);
      await expect(page.getByText('This machine is not running.').first()).toBeVisible();
      await start(page).click();
      await expect(said(page, /is starting/)).toBeVisible();
      expect(JSON.parse(calls(legacy, `POST /backends/${cloud}/machines/${OFF}`)[0].body).action).toBe('start');
    });
  }

  test('no key is associated: the shell says so and leads there, and no longer once one is', async ({
    page,
    legacy,
  }) => {
    await openTab(page, legacy, cloud, 'shell');
    const link = page.getByRole('link', { name: 'Associate key' });
    await expect(page.getByText('No key is associated with web-1 yet.')).toBeVisible();
    await link.click();
    await expect(page.getByRole('button', { name: 'Associate key' })).toBeVisible();
    legacy.keys.associate(legacy.keys.get('deploy'), cloud, WEB, 'root', 22);
    await page.reload();
    await expect(page.getByRole('row').filter({ hasText: 'deploy' })).toBeVisible();
    await page.getByRole('tab', { name: 'Shell' }).click();
    await expect(page.getByRole('textbox', { name: 'Command' })).toBeVisible();
    await expect(link).toHaveCount(0);
  });

  test('a disabled action is reached by keyboard, describes itself and says why when pressed', async ({
    page,
    legacy,
  }) => {
    await openTab(page, legacy, cloud, '', OFF);
    const reboot = page.getByRole('button', { name: 'Reboot', exact: true });
    await expect(reboot).toBeDisabled();
    await expect(reboot).toHaveAccessibleDescription('This machine is not running.');
    await reboot.focus();
    await page.keyboard.press('Enter');
    await expect(said(page, 'This machine is not running.')).toBeVisible();
    expect(calls(legacy, `POST /backends/${cloud}/machines/${OFF}`)).toEqual([]);
  });

  test('resizing is offered with the machines of a cloud, in the menu before what takes away', async ({
    page,
    legacy,
  }) => {
    await page.goto(legacy.origin);
    await people.menu(page, 'web-1').click();
    await expect(page.getByRole('menuitem').last()).toHaveText('Destroy');
    await page.getByRole('menuitem', { name: 'Resize' }).click();
    await expect(page).toHaveURL(new RegExp(`#/machines/${cloud}/${WEB}/resize$`));
    await openTab(page, legacy, cloud);
    await page.getByRole('button', { name: 'Resize', exact: true }).click();
    await expect(page).toHaveURL(/resize$/);
  });

  test('a cloud’s 401 signs nobody out', async ({ page, legacy }) => {
    legacy.faults.set({ path: /\/metadata$/, status: 401, words: 'Invalid backend credentials' });
    await openTab(page, legacy, cloud, 'tags');
    await page.getByRole('textbox', { name: 'New tag' }).fill('blue');
    await page.getByRole('button', { name: 'Add tag' }).click();
    await expect(page.getByRole('alert')).toContainText('Invalid backend credentials');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'New tag' })).toHaveValue('blue');
  });

  const RETRIED = [
    {
      what: 'a backend’s switch',
      fault: { method: 'POST', path: /^\/backends\/[^/]+$/ },
      async open(page) {
        await people.go(page, 'Backends');
        await page.getByRole('switch', { name: 'Enabled' }).click();
      },
      done: (page) => expect(page.getByRole('switch', { name: 'Enabled' })).not.toBeChecked(),
    },
    {
      what: 'a backend’s deletion',
      fault: { method: 'DELETE', path: /^\/backends\/[^/]+$/ },
      async open(page) {
        await people.go(page, 'Backends');
        await page.getByRole('button', { name: /^Actions for/ }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      },
      done: (page) => expect(page.getByText('There are no backends yet.')).toBeVisible(),
    },
    {
      what: 'a key made the default',
      fault: { method: 'POST', path: /^\/keys\/spare$/ },
      async open(page) {
        await people.go(page, 'Keys');
        await people.act(page, 'spare', 'Make default');
      },
      done: (page) => expect(said(page, 'Key spare is the default now.')).toBeVisible(),
    },
    {
      what: 'a key’s deletion',
      fault: { method: 'DELETE', path: /^\/keys\/spare$/ },
      async open(page) {
        await people.go(page, 'Keys');
        await people.act(page, 'spare', 'Delete');
        await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      },
      done: (page) => expect(people.row(page, 'Keys', 'spare')).toHaveCount(0),
    },
    {
      what: 'a tag’s removal',
      fault: { method: 'DELETE', path: /\/metadata$/ },
      async open(page, legacy) {
        await openTab(page, legacy, cloud, 'tags');
        await page.getByRole('button', { name: 'Remove tag web', exact: true }).click();
      },
      done: (page) => expect(page.getByRole('button', { name: 'Remove tag web', exact: true })).toHaveCount(0),
    },
    {
      what: 'a key taken off a machine',
      fault: { method: 'DELETE', path: /\/keys\/deploy$/ },
      async open(page, legacy) {
        legacy.keys.associate(legacy.keys.get('deploy'), cloud, WEB, 'root', 22);
        await openTab(page, legacy, cloud, 'keys');
        await page.getByRole('button', { name: 'Disassociate deploy' }).click();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Disassociate' }).click();
      },
      done: (page) => expect(page.getByText('No key is associated with web-1 yet.')).toBeVisible(),
    },
  ];
  for (const { what, fault, open, done } of RETRIED) {
    test(`Retry asks for exactly the same once more: ${what}`, async ({ page, legacy }) => {
      legacy.seedKey('spare');
      legacy.faults.set({ ...fault, times: 1, status: 503, words: 'Not today' });
      await page.goto(legacy.origin);
      await open(page, legacy);
      const alert = page.getByRole('alert').filter({ hasText: 'Not today' });
      await alert.getByRole('button', { name: 'Retry' }).click();
      await done(page);
      await expect(alert).toHaveCount(0);
      const asked = legacy.calls.filter(
        ({ call }) => call.startsWith(`${fault.method} `) && fault.path.test(decodeURIComponent(call.split(' ')[1])),
      );
      expect(asked).toHaveLength(2);
      expect(asked[1].body).toBe(asked[0].body);
    });
  }

  test('what is typed survives a closed dialog and a left screen', async ({ page, legacy }) => {
    const key = newKey();
    await openTab(page, legacy, cloud, 'tags');
    await page.getByRole('textbox', { name: 'New tag' }).fill('half a t');
    const adding = await people.openAddKey(page);
    await adding.getByRole('textbox', { name: 'Name' }).fill('later');
    await adding.getByRole('textbox', { name: 'Private key' }).fill(key.privateKey);
    await page.keyboard.press('Escape');
    await people.act(page, 'deploy', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('deploy-two');
    await page.keyboard.press('Escape');
    await people.go(page, 'Account');
    await people.openAddKey(page);
    await expect(adding.getByRole('textbox', { name: 'Name' })).toHaveValue('later');
    await expect(adding.getByRole('textbox', { name: 'Private key' })).toHaveValue(key.privateKey);
    await adding.getByRole('button', { name: 'Cancel' }).click();
    await people.act(page, 'deploy', 'Rename');
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('deploy-two');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await people.act(page, 'deploy', 'Rename');
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('deploy');
    await page.getByRole('button', { name: 'Cancel' }).click();
    // Given up on purpose, it is gone.
    await people.openAddKey(page);
    await expect(adding.getByRole('textbox', { name: 'Private key' })).toHaveValue('');
    await page.keyboard.press('Escape');
    await page.goto(`${legacy.origin}/#/machines/${cloud}/${WEB}?tab=tags`);
    await expect(page.getByRole('textbox', { name: 'New tag' })).toHaveValue('half a t');
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toContain('half a t');
  });
});

test('a session that ends in the middle of a form leaves what was typed', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await people.enter(page, mistd);
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('kept');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(/PRIVATE KEY-----/);
  const token = await page.evaluate(() => JSON.parse(Object.values(sessionStorage)[0]).token);
  expect((await mistd.fetch('/auth', { method: 'DELETE', token })).ok).toBe(true);
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByLabel('Password', { exact: true }).fill(await mistd.code());
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('kept');
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(people.row(page, 'Keys', 'kept')).toBeVisible();
});
