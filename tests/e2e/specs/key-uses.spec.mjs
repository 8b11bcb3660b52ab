/** Where keys are used: the machines they open, ghosts, and associating from a key's side. */
import { expect, newKey, test } from '../fixtures/test.mjs';
import { calls, WEB } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';

const { said } = people;

const disclose = (page, key) => page.getByRole('button', { name: `Machines of ${key}`, exact: true });
const uses = (page, key) => page.getByRole('list', { name: `Machines that ${key} opens` });
const use = (page, key, words) => uses(page, key).getByRole('listitem').filter({ hasText: words });

/** The dialog that associates a key from its side. */
function associating(page, key) {
  const dialog = page.getByRole('dialog', { name: `Associate ${key} with a machine` });
  return {
    dialog,
    search: dialog.getByRole('searchbox', { name: 'Search machines' }),
    machines: dialog.getByRole('listbox', { name: 'Machine' }),
    host: dialog.getByRole('textbox', { name: 'Host' }),
    user: dialog.getByRole('textbox', { name: 'User' }),
    port: dialog.getByRole('textbox', { name: 'Port' }),
    send: dialog.getByRole('button', { name: 'Associate key' }),
  };
}

async function openUses(page, key) {
  await people.go(page, 'Keys');
  await disclose(page, key).click();
  await expect(disclose(page, key)).toHaveAttribute('aria-expanded', 'true');
}

test.describe('on a server of 2014', () => {
  let cloud;

  test.beforeEach(async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    legacy.seedKey('backup');
    cloud = await legacy.seedCloud();
    const key = legacy.keys.get('deploy');
    legacy.keys.associate(key, cloud, WEB, 'ubuntu', 2222);
    key.machines.push([cloud, 'i-00000002']);
    key.machines.push([cloud, 'i-never'], ['no-such-backend', 'i-lost', 1400000000, 'root', true, 22]);
    await page.goto(legacy.origin);
  });

  test('each machine by name, with user, port and last use; ghosts as such', async ({ page }) => {
    await openUses(page, 'deploy');
    await expect(uses(page, 'deploy').getByRole('listitem')).toHaveCount(4);
    await expect(use(page, 'deploy', 'web-1')).toContainText(/as ubuntu, port 2222, used \d+ seconds? ago/);
    await expect(uses(page, 'deploy').getByText('gone', { exact: true })).toHaveCount(2);
    await expect(use(page, 'deploy', 'i-lost')).toContainText('as root, port 22');
    await disclose(page, 'backup').click();
    await expect(page.getByText('No machine uses this key yet.')).toBeVisible();
    await use(page, 'deploy', 'web-1').getByRole('link', { name: 'web-1' }).click();
    await expect(people.title(page, 'web-1')).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Keys' })).toHaveAttribute('aria-selected', 'true');
  });

  test('while a backend does not answer nothing of it is called gone', async ({ page, legacy }) => {
    legacy.faults.set({ path: new RegExp(`^/backends/${cloud}/machines$`), status: 503, words: 'Backend unavailable' });
    await page.reload();
    await openUses(page, 'deploy');
    await expect(use(page, 'deploy', 'i-lost').getByText('gone', { exact: true })).toBeVisible();
    await expect(uses(page, 'deploy').getByText('gone', { exact: true })).toHaveCount(1);
    await expect(use(page, 'deploy', 'i-never').getByRole('button', { name: /^Disassociate/ })).toBeVisible();
  });

  test('a ghost is removed without asking any machine', async ({ page, legacy }) => {
    await openUses(page, 'deploy');
    await page.getByRole('button', { name: 'Remove i-lost from deploy' }).click();
    await expect(said(page, 'Key deploy no longer opens i-lost')).toBeVisible();
    await expect(use(page, 'deploy', 'i-lost')).toHaveCount(0);
    const [sent] = calls(legacy, 'DELETE /backends/no-such-backend/machines/i-lost/keys/deploy');
    expect(sent.body).toBe('');
    await expect(page.locator(':focus')).toHaveCount(1);
  });

  test('all ghosts at once, after a question; Retry goes on where it stopped', async ({ page, legacy }) => {
    await openUses(page, 'deploy');
    legacy.faults.set({ method: 'DELETE', path: /i-lost/, times: 1, status: 500, words: 'Internal Server Error' });
    await page.getByRole('button', { name: 'Remove all 2 that are gone' }).click();
    const question = page.getByRole('alertdialog', { name: 'Remove the machines of deploy that are gone?' });
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await page.getByRole('button', { name: 'Remove all 2 that are gone' }).click();
    await question.getByRole('button', { name: 'Remove' }).click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Internal Server Error');
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(uses(page, 'deploy').getByRole('listitem')).toHaveCount(2);
    await expect(alert).toHaveCount(0);
    expect(legacy.keys.get('deploy').machines.map(([, machine]) => machine)).toEqual(
      expect.arrayContaining([WEB, 'i-00000002']),
    );
  });

  test('a machine is taken off a key, with a warning for its last one', async ({ page, legacy }) => {
    await openUses(page, 'deploy');
    await page.getByRole('button', { name: 'Disassociate deploy from web-1' }).click();
    const question = page.getByRole('alertdialog', { name: 'Disassociate deploy from web-1?' });
    await expect(question).toHaveAccessibleDescription(/authorized_keys on web-1.*last key of web-1/s);
    await question.getByRole('button', { name: 'Disassociate' }).click();
    await expect(use(page, 'deploy', 'web-1')).toHaveCount(0);
    const [sent] = calls(legacy, `DELETE /backends/${cloud}/machines/${WEB}/keys/deploy`);
    expect(JSON.parse(sent.body).host).toBeTruthy();
  });

  test('associate from the key: search, choose by keyboard, refused with all still there, then done', async ({
    page,
    legacy,
  }) => {
    legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
    legacy.backends.refusedKeys.add('backup');
    await page.reload();
    await openUses(page, 'backup');
    await page.getByRole('button', { name: 'Associate with a machine' }).click();
    const form = associating(page, 'backup');
    await form.send.click();
    await expect(form.dialog.getByText('Choose a machine.')).toBeVisible();
    await form.search.fill('web-1');
    await expect(form.machines.getByRole('option')).toHaveCount(1);
    await form.machines.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(form.host).toHaveValue('127.0.0.1');
    await form.user.fill('ubuntu');
    await form.port.fill(String(legacy.port));
    await form.send.click();
    await expect(form.dialog.getByRole('alert')).toContainText("Couldn't connect to deploy");
    await expect(form.host).toHaveValue('127.0.0.1');
    // Closed by mistake and the screen left: all is still there.
    await page.keyboard.press('Escape');
    await people.go(page, 'Backends');
    await openUses(page, 'backup');
    await page.getByRole('button', { name: 'Associate with a machine' }).click();
    await expect(form.machines.getByRole('option', { name: /web-1/ })).toHaveAttribute('aria-selected', 'true');
    await expect(form.user).toHaveValue('ubuntu');
    await form.host.fill('two words');
    await form.send.click();
    await expect(form.host).toHaveAttribute('aria-invalid', 'true');
    await form.host.fill('127.0.0.1');
    legacy.backends.refusedKeys.delete('backup');
    await form.send.click();
    await expect(form.dialog).toBeHidden();
    await expect(said(page, 'Key backup opens web-1 now')).toBeVisible();
    await expect(use(page, 'backup', 'web-1')).toContainText('as ubuntu');
    // The next one begins with nothing.
    await page.getByRole('button', { name: 'Associate with a machine' }).click();
    await expect(form.host).toHaveValue('');
    await expect(form.user).toHaveValue('');
  });
});

test('a real server is opened from the key’s side', async ({ page, mistd, sshd, key, watch }) => {
  watch.allowNetworkErrors();
  const spare = newKey();
  await people.enter(page, mistd);
  await people.addServer(page, sshd, key);
  await people.addKey(page, 'spare', spare.privateKey);
  await disclose(page, 'spare').click();
  await page.getByRole('button', { name: 'Associate with a machine' }).click();
  const form = associating(page, 'spare');
  await form.machines.getByRole('option').first().click();
  await expect(form.host).toHaveValue(sshd.host);
  await form.send.click();
  await expect(form.dialog).toBeHidden({ timeout: 40_000 });
  await expect(use(page, 'spare', sshd.host)).toContainText(`port ${sshd.port}`);
});

test.describe('in a hostile world', () => {
  test.use({ cloudOptions: ['--sim-hostile'] });

  test('names of markup and other directions are text, and the page stays in its window', async ({ page, clouds, watch }) => {
    watch.allowNetworkErrors();
    await people.enter(page, clouds);
    await page.setViewportSize({ width: 390, height: 844 });
    await people.addKey(page, 'k<b>1', newKey().privateKey);
    await disclose(page, 'k<b>1').click();
    await page.getByRole('button', { name: 'Associate with a machine' }).click();
    const form = associating(page, 'k<b>1');
    await form.search.fill('<');
    await expect(form.machines.getByRole('option').first()).toContainText('<');
    await form.machines.getByRole('option').first().click();
    await form.host.fill('192.0.2.9');
    await page.keyboard.press('Escape');
    await people.go(page, 'Activity');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide, 'the page scrolls sideways').toBe(false);
  });
});
