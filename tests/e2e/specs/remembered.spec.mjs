/** "Remember on this device": what is kept, what it is good for without the server, and how it goes. */
import { installClock } from '../fixtures/clock.mjs';
import { EMAIL } from '../fixtures/mistd.mjs';
import { FaultyProxy } from '../fixtures/proxy.mjs';
import { expect, newKey, test } from '../fixtures/test.mjs';
import * as offline from '../steps/offline.mjs';
import * as people from '../steps/people.mjs';

const { banner, known } = offline;
const UNREACHABLE = /cannot be reached|not reached|no connection/i;

/** The page on the server of 2014, which asks nobody, with its cloud remembered. */
async function remembered(page, legacy) {
  await legacy.seedCloud();
  await page.goto(`${legacy.origin}/ui/`);
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
  await offline.remember(page);
  await people.go(page, 'Machines');
}

test.describe('on a server that asks nobody', () => {
  test.beforeEach(({ watch }) => watch.allowNetworkErrors());

  test('nothing is kept until somebody asks for it', async ({ page, legacy }) => {
    await legacy.seedCloud();
    await page.goto(`${legacy.origin}/ui/`);
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    await people.go(page, 'Account');
    await expect(offline.choice(page)).not.toBeChecked();
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    offline.cutOff(legacy);
    await page.goto(`${legacy.origin}/ui/`);
    await page.reload();
    await expect(page.getByRole('alert')).toContainText(UNREACHABLE);
    await expect(people.machineLink(page, 'web-1')).toHaveCount(0);
  });

  test('without its server the page opens as it was, dated, to read only', async ({ page, legacy }) => {
    await remembered(page, legacy);
    const fault = offline.cutOff(legacy);
    await page.reload();
    await expect(banner(page)).toBeVisible();
    await expect(known(page)).toBeVisible();
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(1);

    await people.menu(page, 'web-1').click();
    const reboot = page.getByRole('menuitem', { name: 'Reboot', exact: true });
    await expect(reboot).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Escape');

    await people.machineLink(page, 'web-1').click();
    await expect(people.title(page, 'web-1')).toBeVisible();
    for (const name of ['Stop', 'Reboot', 'Destroy']) {
      const button = page.getByRole('button', { name, exact: true });
      await expect(button).toHaveAttribute('aria-disabled', 'true');
      await expect(button).toHaveAccessibleDescription(/offline/);
    }
    await people.go(page, 'Backends');
    await expect(page.getByRole('switch', { name: 'Enabled' }).first()).toHaveAttribute('aria-disabled', 'true');

    const before = legacy.calls.length;
    fault.mend();
    await banner(page).getByRole('button', { name: 'Retry' }).click();
    await expect(banner(page)).toHaveCount(0);
    await expect(people.said(page, 'The server answers again.')).toBeVisible();
    await expect(people.title(page, 'Backends')).toBeVisible();
    expect(legacy.calls.length).toBeGreaterThan(before);
  });

  test('a server that takes its time is waited for with what is remembered', async ({ page, legacy }) => {
    await remembered(page, legacy);
    const fault = legacy.faults.set({ path: /^\/backends$/, stall: true });
    await page.reload();
    await expect(banner(page)).toBeVisible();
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    fault.mend();
    await banner(page).getByRole('button', { name: 'Retry' }).click();
    await expect(banner(page)).toHaveCount(0);
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
  });

  test('it becomes live in place: screen, focus and scroll stay', async ({ page, legacy }) => {
    await remembered(page, legacy);
    const fault = offline.cutOff(legacy);
    await page.goto(`${legacy.origin}/ui/#/machines?q=web`);
    await page.reload();
    await expect(banner(page)).toBeVisible();
    const search = page.getByRole('searchbox', { name: 'Search machines' });
    await expect(search).toHaveValue('web');
    await people.machineLink(page, 'web-1').focus();
    fault.mend();
    // By itself, without anybody pressing Retry.
    await expect(banner(page)).toHaveCount(0, { timeout: 30_000 });
    await expect(people.machineLink(page, 'web-1')).toBeFocused();
    await expect(search).toHaveValue('web');
    await people.machineLink(page, 'web-1').click();
    await expect(page.getByRole('button', { name: 'Reboot', exact: true })).not.toHaveAttribute('aria-disabled', 'true');
  });

  test('a change is refused in words, and nothing is sent', async ({ page, legacy }) => {
    await remembered(page, legacy);
    const fault = offline.cutOff(legacy);
    await page.reload();
    await expect(banner(page)).toBeVisible();
    const dialog = await people.openAddKey(page);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('late');
    await dialog.getByRole('textbox', { name: 'Private key' }).fill(newKey().privateKey);
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('The page is offline');
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('late');
    expect(legacy.calls.filter(({ call }) => call.startsWith('PUT'))).toEqual([]);
    fault.mend();
  });

  test('kept is what the lists show, and no secret', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    Object.assign(legacy.backends.get(cloud).machines[0].extra, { password: 'hunter2' });
    legacy.seedKey();
    await page.goto(`${legacy.origin}/ui/`);
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    await offline.remember(page);
    const held = await offline.held(page);
    expect(held).toContain('web-1');
    for (const never of ['apikey', 'AKIA', 'sekrit', 'hunter2', 'extra', 'token', 'opskey', 'PRIVATE KEY']) {
      expect(held, never).not.toContain(never);
    }
  });

  for (const [name, wipe] of [
    ['the button', (page) => offline.forgetButton(page).click()],
    ['switching it off', (page) => offline.choice(page).uncheck()],
  ]) {
    test(`${name} wipes it`, async ({ page, legacy }) => {
      await remembered(page, legacy);
      await people.go(page, 'Account');
      await wipe(page);
      await expect(offline.choice(page)).not.toBeChecked();
      await expect.poll(() => offline.held(page)).not.toContain('web-1');
      await expect.poll(() => offline.held(page)).not.toContain('mist:remembered:');
      offline.cutOff(legacy);
      await page.reload();
      await expect(page.getByRole('alert')).toContainText(UNREACHABLE);
    });
  }

  test('after seven days it is gone', async ({ page, context, legacy }) => {
    await installClock(context);
    await remembered(page, legacy);
    offline.cutOff(legacy);
    await page.clock.setSystemTime(Date.now() + 6.9 * 86_400_000);
    await page.reload();
    await expect(banner(page)).toBeVisible();
    await expect(known(page)).toContainText('6 days ago');
    await page.clock.setSystemTime(Date.now() + 7.1 * 86_400_000);
    await page.reload();
    await expect(page.getByRole('alert')).toContainText(UNREACHABLE);
    await expect.poll(() => offline.held(page)).not.toContain('web-1');
  });
});

test.describe('with accounts', () => {
  test.beforeEach(({ watch }) => watch.allowNetworkErrors());

  /** Signed in to a server with clouds, by the form, with its lists remembered. */
  async function signedIn(page, clouds, origin) {
    await page.goto(origin);
    await people.signIn(page, clouds, { stay: true });
    await expect(people.title(page, 'Machines')).toBeVisible();
    await expect(people.table(page, 'Machines')).toBeVisible();
    const name = await people.table(page, 'Machines').getByRole('rowheader').first().innerText();
    await offline.remember(page);
    expect(await offline.held(page)).toContain(name.trim());
    return name.trim();
  }

  test('a new tab opens with it without the server, and signing out there wipes it', async ({
    page,
    context,
    clouds,
    watch,
  }) => {
    const proxy = await FaultyProxy.start(clouds.origin);
    watch.server(proxy.origin);
    try {
      const name = await signedIn(page, clouds, proxy.origin);
      const fault = offline.cutOff(proxy);
      await page.close();
      const later = await context.newPage();
      await later.goto(proxy.origin);
      await expect(banner(later)).toBeVisible();
      await expect(people.machineLink(later, name)).toBeVisible();
      await people.go(later, 'Account');
      await later.getByRole('button', { name: 'Sign out' }).click();
      await expect(people.title(later, 'Sign in')).toBeVisible();
      await expect.poll(() => offline.held(later)).not.toContain(name);
      await expect.poll(() => offline.held(later)).not.toContain('mist:remembered:');
      fault.mend();
    } finally {
      watch.end();
      await proxy.close();
    }
  });

  test('ending all sessions in one tab wipes it in the browser', async ({ page, context, clouds }) => {
    const name = await signedIn(page, clouds, clouds.origin);
    const other = await context.newPage();
    await other.goto(`${clouds.origin}/#/account`);
    await other.getByRole('button', { name: 'End all sessions' }).click();
    const sure = other.getByRole('alertdialog').getByRole('button', { name: 'End all sessions' });
    await sure.click();
    await expect(people.title(page, 'Sign in')).toBeVisible();
    await expect.poll(() => offline.held(page)).not.toContain(name);
    await expect.poll(() => offline.held(page)).not.toContain('mist:remembered:');
  });

  test('another account that signs in wipes it, and so does a session that is refused', async ({ page, clouds }) => {
    const name = await signedIn(page, clouds, clouds.origin);
    await clouds.cli('user', 'add', 'eve@example.net', '--no-password');
    const printed = await clouds.cli('link', 'eve@example.net', '--base-url', clouds.origin);
    const [link] = printed.match(/http\S+/);
    await page.goto(link);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign in' }).click();
    await people.go(page, 'Account');
    await expect(page.getByText('eve@example.net').first()).toBeVisible();
    await expect(offline.choice(page)).not.toBeChecked();
    await expect.poll(() => offline.held(page)).not.toContain(EMAIL);
    await expect.poll(() => offline.held(page)).not.toContain(name);

    await offline.remember(page);
    await page.evaluate(() => {
      for (const store of [localStorage, sessionStorage]) {
        for (const key of Object.keys(store).filter((one) => one.startsWith('mist:session:'))) {
          store.setItem(key, JSON.stringify({ email: 'eve@example.net', token: 'revoked' }));
        }
      }
    });
    await page.reload();
    await expect(people.title(page, 'Sign in')).toBeVisible();
    await expect.poll(() => offline.held(page)).not.toContain('eve@example.net');
  });
});
