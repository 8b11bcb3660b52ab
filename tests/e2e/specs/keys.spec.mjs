/** Keys: what the list says of them, and everything that can be done to one, with the focus where it should be. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, newKey, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';

const { act, menu, said } = people;
const keyRow = (page, name) => people.row(page, 'Keys', name);

/** The fingerprint as OpenSSH prints it. */
function fingerprint(publicKey, testInfo) {
  const file = testInfo.outputPath('key.pub');
  writeFileSync(file, `${publicKey}\n`);
  return execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' }).split(' ')[1];
}

const calls = (legacy, call) => legacy.calls.filter((one) => one.call === call);
const renames = (legacy) => legacy.calls.filter(({ call }) => call.startsWith('PUT /keys/'));

test.describe('on a server of 2014', () => {
  test.beforeEach(async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    legacy.seedKey('backup');
    await page.goto(legacy.origin);
    await people.go(page, 'Keys');
    await expect(keyRow(page, 'deploy')).toBeVisible();
  });

  test('kind and fingerprint come from the public half, asked for once', async ({ page, legacy }, testInfo) => {
    for (const name of ['deploy', 'backup']) {
      const wanted = fingerprint(legacy.keys.publicText(name), testInfo);
      await expect(keyRow(page, name).getByRole('cell', { name: wanted, exact: true })).toBeVisible();
      await expect(keyRow(page, name).getByRole('cell', { name: 'RSA 2048', exact: true })).toBeVisible();
    }
    await people.go(page, 'Backends');
    await people.go(page, 'Keys');
    await expect(keyRow(page, 'deploy').getByText(/^SHA256:/)).toBeVisible();
    await act(page, 'backup', 'Make default');
    await expect(said(page, 'backup is the default')).toBeVisible();
    expect(calls(legacy, 'GET /keys/deploy/public')).toHaveLength(1);
    expect(calls(legacy, 'GET /keys/backup/public')).toHaveLength(1);
  });

  test('a public half that cannot be fetched says why in its place', async ({ page, legacy }) => {
    legacy.faults.set({ path: /^\/keys\/late\/public$/, status: 500, words: 'Internal Server Error' });
    legacy.seedKey('late');
    await people.go(page, 'Backends');
    await people.go(page, 'Keys');
    await expect(keyRow(page, 'late').getByText(/could not be fetched.*Internal Server Error/)).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('rename: the new name stands in the list, with the focus on its menu', async ({ page, legacy }) => {
    await expect(keyRow(page, 'deploy').getByText(/^SHA256:/)).toBeVisible();
    await act(page, 'deploy', 'Rename');
    const dialog = page.getByRole('dialog', { name: 'Rename deploy' });
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await expect(name).toBeFocused();
    await expect(name).toHaveValue('deploy');
    // What was there is selected, to be typed over.
    await expect(async () => expect(await page.evaluate(() => getSelection().toString())).toBe('deploy')).toPass();
    await page.keyboard.type('web servers');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(said(page, 'deploy is called web servers now')).toBeVisible();
    await expect(menu(page, 'web servers')).toBeFocused();
    await expect(keyRow(page, 'web servers')).toContainText('default');
    await expect(keyRow(page, 'web servers').getByText(/^SHA256:/)).toBeVisible();
    expect(legacy.keys.list().map(({ id }) => id).sort()).toEqual(['backup', 'web servers']);
    expect(calls(legacy, 'GET /keys/web%20servers/public')).toHaveLength(0);
  });

  test('a name another key has is never sent: this server would destroy that key', async ({ page, legacy }) => {
    await act(page, 'deploy', 'Rename');
    const dialog = page.getByRole('dialog', { name: 'Rename deploy' });
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.fill('backup');
    await expect(name).toHaveAccessibleDescription(/Another key is called backup/);
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(name).toBeFocused();
    expect(renames(legacy)).toEqual([]);
    // One that came to be since the list was fetched: found out right before sending.
    legacy.seedKey('newcomer');
    await name.fill('newcomer');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(name).toHaveAccessibleDescription(/Another key is called newcomer/);
    await expect(name).toHaveValue('newcomer');
    expect(renames(legacy)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(menu(page, 'deploy')).toBeFocused();
    expect(legacy.keys.list().map(({ id }) => id).sort()).toEqual(['backup', 'deploy', 'newcomer']);
  });

  test('a name that could never be used again is refused while it is typed', async ({ page, legacy }) => {
    await act(page, 'deploy', 'Rename');
    const name = page.getByRole('textbox', { name: 'Name' });
    for (const [typed, words] of [
      ['web/1', /slash/],
      ['..', /folder/],
      ['x'.repeat(256), /too long/],
    ]) {
      await name.fill(typed);
      await expect(name).toHaveAccessibleDescription(words);
    }
    await name.fill('');
    await expect(name).not.toHaveAttribute('aria-invalid', 'true');
    await page.keyboard.press('Enter');
    await expect(name).toHaveAccessibleDescription(/Give the key a name/);
    expect(renames(legacy)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(menu(page, 'deploy')).toBeFocused();
  });

  test('a refused rename is said in the dialog, and what was typed is still there', async ({ page, legacy }) => {
    const fault = legacy.faults.set({ method: 'PUT', path: /^\/keys\/deploy$/, status: 503, words: 'Not today' });
    await act(page, 'deploy', 'Rename');
    const dialog = page.getByRole('dialog', { name: 'Rename deploy' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('web');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Not today');
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('web');
    fault.mend();
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(dialog).toBeHidden();
    await expect(menu(page, 'web')).toBeFocused();
  });

  test('make default: the rows stay the same elements and the focus stays', async ({ page, legacy }) => {
    const before = await keyRow(page, 'backup').elementHandle();
    await menu(page, 'backup').click();
    const entries = page.getByRole('menuitem');
    await expect(entries).toHaveText(['Rename', 'Make default', 'Copy public key', 'Show private key', 'Delete']);
    await entries.nth(1).click();
    await expect(keyRow(page, 'backup')).toContainText('default');
    await expect(keyRow(page, 'deploy')).not.toContainText('default');
    await expect(menu(page, 'backup')).toBeFocused();
    expect(await before.evaluate((element) => element.isConnected)).toBe(true);
    // The default one says that it is, and nothing is sent again.
    await menu(page, 'backup').click();
    const again = page.getByRole('menuitem', { name: 'Make default' });
    await expect(again).toBeDisabled();
    await again.dispatchEvent('click');
    await expect(said(page, 'backup is the default key already.')).toBeVisible();
    expect(calls(legacy, 'POST /keys/backup')).toHaveLength(1);
    expect(legacy.keys.default.id).toBe('backup');
  });

  test('copy public key: on the clipboard, or as a file where the browser refuses', async ({
    page,
    legacy,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await act(page, 'deploy', 'Copy public key');
    await expect(said(page, 'public key of deploy is copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(legacy.keys.publicText('deploy'));
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
      document.execCommand = () => false;
    });
    const download = page.waitForEvent('download');
    await act(page, 'backup', 'Copy public key');
    expect(readFileSync(await (await download).path(), 'utf8')).toBe(legacy.keys.publicText('backup'));
    expect((await download).suggestedFilename()).toBe('backup.pub');
  });

  test('the private key is shown on purpose, copied, saved, and gone', async ({ page, legacy, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const secret = legacy.keys.privateText('deploy');
    const asked = () => calls(legacy, 'GET /keys/deploy/private').length;
    /** Everywhere on the page where it could have been left. */
    const left = () =>
      page.evaluate(() => [
        document.documentElement.outerHTML,
        ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value),
        location.href,
        ...Object.values(localStorage),
        ...Object.values(sessionStorage),
      ]);
    const line = secret.split('\n')[1];

    await act(page, 'deploy', 'Show private key');
    const question = page.getByRole('alertdialog', { name: 'Show the private key of deploy?' });
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu(page, 'deploy')).toBeFocused();
    expect(asked()).toBe(0);

    await act(page, 'deploy', 'Show private key');
    await question.getByRole('button', { name: 'Show private key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Private key of deploy' });
    const text = dialog.getByRole('textbox', { name: 'Private key' });
    await expect(text).toHaveValue(secret);
    await expect(text).toHaveAttribute('readonly', '');
    expect(asked()).toBe(1);
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await expect(dialog.getByRole('status')).toContainText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${secret.trim()}\n`);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toBe(`${secret.trim()}\n`);
    expect((await download).suggestedFilename()).toBe('deploy.pem');

    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
    await expect(menu(page, 'deploy')).toBeFocused();
    expect((await left()).filter((words) => words.includes(line))).toEqual([]);
    // The next one asks anew, and shows nothing of the last.
    legacy.faults.set({ path: /^\/keys\/backup\/private$/, status: 500, words: 'Internal Server Error', times: 1 });
    await act(page, 'backup', 'Show private key');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Show private key' }).click();
    const other = page.getByRole('dialog', { name: 'Private key of backup' });
    await expect(other.getByRole('alert')).toContainText('Internal Server Error');
    expect((await left()).filter((words) => words.includes(line))).toEqual([]);
    await other.getByRole('button', { name: 'Retry' }).click();
    await expect(other.getByRole('textbox', { name: 'Private key' })).toHaveValue(legacy.keys.privateText('backup'));
    await page.keyboard.press('Escape');
    await expect(menu(page, 'backup')).toBeFocused();
  });

  test('delete names the machines that lose the key, ghosts as such, and the heir', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    const key = legacy.keys.get('deploy');
    for (const id of ['i-00000001', 'i-00000002', 'i-00000004']) legacy.keys.associate(key, cloud, id, 'root', 22);
    legacy.keys.associate(key, 'deleted-long-ago', 'i-ghost', 'root', 22);
    await page.reload();
    await expect(keyRow(page, 'deploy').getByRole('cell', { name: '4', exact: true })).toBeVisible();
    await act(page, 'deploy', 'Delete');
    const question = page.getByRole('alertdialog', { name: 'Delete deploy?' });
    await expect(question).toHaveAccessibleDescription(/web-1, WebServer 3, dual-stack, i-ghost \(no longer listed\)/);
    await expect(question).toHaveAccessibleDescription(/backup becomes the default/);
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(said(page, 'deploy is deleted. backup is the default now')).toBeVisible();
    await expect(keyRow(page, 'deploy')).toHaveCount(0);
    await expect(menu(page, 'backup')).toBeFocused();
    await act(page, 'backup', 'Delete');
    const last = page.getByRole('alertdialog', { name: 'Delete backup?' });
    await expect(last).toHaveAccessibleDescription(/No machine uses it.*only key/s);
    await last.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('There are no keys yet.')).toBeVisible();
    await expect(people.title(page, 'Keys')).toBeFocused();
  });

  test('of many machines the first are named and the others counted', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    const key = legacy.keys.get('backup');
    for (let n = 1; n <= 7; n += 1) legacy.keys.associate(key, cloud, `i-0000000${n}`, 'root', 22);
    await page.reload();
    await expect(keyRow(page, 'backup').getByRole('cell', { name: '7', exact: true })).toBeVisible();
    await act(page, 'backup', 'Delete');
    await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(/being-born and 2 more/);
  });

  test('a refused deletion says so and leaves the key and the focus', async ({ page, legacy }) => {
    legacy.faults.set({ method: 'DELETE', path: /^\/keys\/deploy$/, status: 500, words: 'Internal Server Error' });
    await act(page, 'deploy', 'Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('alert')).toContainText('Internal Server Error');
    await expect(menu(page, 'deploy')).toBeFocused();
  });

  test('generate: another kind than asked for is no mistake', async ({ page }) => {
    const dialog = await people.openAddKey(page);
    await people.choose(page, 'Type to generate', 'Ed25519');
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(/BEGIN RSA PRIVATE KEY/);
    await expect(dialog.getByRole('alert')).toHaveCount(0);
  });

  test('a protected key: asked for its passphrase, and told that this server cannot read it', async ({ page }) => {
    const dialog = await people.openAddKey(page);
    const passphrase = dialog.getByLabel('Passphrase', { exact: true });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('locked');
    await expect(passphrase).toHaveCount(0);
    await dialog
      .getByRole('textbox', { name: 'Private key' })
      .fill(newKey({ type: 'rsa', pem: true, passphrase: 'open sesame' }).privateKey);
    await expect(passphrase).toHaveAttribute('type', 'password');
    await expect(passphrase).toHaveAccessibleDescription(/2014/);
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(passphrase).toBeFocused();
    await expect(passphrase).toHaveAccessibleDescription(/Type the passphrase/);
    await passphrase.fill('open sesame');
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('ssh-keygen -p');
    await expect(passphrase).toHaveValue('open sesame');
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('locked');
  });
});

test.describe('on mistd', () => {
  test.beforeEach(async ({ page, mistd, watch }) => {
    watch.allowNetworkErrors();
    await people.enter(page, mistd);
  });

  test('kind and fingerprint come with the list; no public half is asked for', async ({ page }, testInfo) => {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const [rsa, ed] = [newKey({ type: 'rsa' }), newKey()];
    await people.addKey(page, 'old', rsa.privateKey);
    // The button of the empty list is gone with the first key.
    await expect(menu(page, 'old')).toBeFocused();
    await people.addKey(page, 'new', ed.privateKey);
    for (const [name, { publicKey }, kind] of [
      ['old', rsa, /^RSA \d{4}$/],
      ['new', ed, /^Ed25519$/],
    ]) {
      const wanted = fingerprint(publicKey, testInfo);
      await expect(keyRow(page, name).getByRole('cell', { name: wanted, exact: true })).toBeVisible();
      await expect(keyRow(page, name).getByRole('cell', { name: kind })).toBeVisible();
    }
    expect(asked.filter((path) => path.endsWith('/public'))).toEqual([]);
  });

  test('rename, and a name that was taken meanwhile', async ({ page, mistd }) => {
    await people.addKey(page, 'deploy', newKey().privateKey);
    await people.addKey(page, 'backup', newKey().privateKey);
    await act(page, 'deploy', 'Rename');
    const dialog = page.getByRole('dialog', { name: 'Rename deploy' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('web');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(menu(page, 'web')).toBeFocused();
    await expect(keyRow(page, 'web')).toContainText('default');
    const token = await mistd.token();
    const ids = (await (await mistd.fetch('/keys', { token })).json()).map(({ id }) => id);
    expect(ids.sort()).toEqual(['backup', 'web']);
  });

  test('a key protected by a passphrase is added, and opens a server', async ({ page, sshd }) => {
    const locked = newKey({ passphrase: 'open sesame' });
    sshd.authorize(locked);
    const dialog = await people.openAddKey(page);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('locked');
    await dialog.getByRole('textbox', { name: 'Private key' }).fill(locked.privateKey);
    const passphrase = dialog.getByLabel('Passphrase', { exact: true });
    await passphrase.fill('wrong');
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText(/passphrase/i);
    await expect(passphrase).toHaveValue('wrong');
    await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(locked.privateKey);
    await passphrase.fill('open sesame');
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog).toBeHidden();
    await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'locked' });
    await people.sendBackend(page);
    await people.expectAdded(page, sshd.host);
  });

  test('generate: Ed25519 where the person asks for it', async ({ page }) => {
    const dialog = await people.openAddKey(page);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('made-here');
    await people.choose(page, 'Type to generate', 'Ed25519');
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(/PRIVATE KEY-----/);
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(keyRow(page, 'made-here').getByRole('cell', { name: 'Ed25519', exact: true })).toBeVisible();
  });

  test('delete names the server that loses the key', async ({ page, sshd, key }) => {
    await people.addServer(page, sshd, key);
    await people.go(page, 'Keys');
    await act(page, 'deploy', 'Delete');
    await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(new RegExp(`to ${sshd.host}\\.`));
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(people.title(page, 'Keys')).toBeFocused();
  });

  test('a session that ends in the middle of a rename: nothing typed is lost', async ({ page, mistd }) => {
    let sent;
    page.on('request', (request) => (sent = request.headers().authorization ?? sent));
    await people.addKey(page, 'deploy', newKey().privateKey);
    await act(page, 'deploy', 'Rename');
    const name = page.getByRole('dialog', { name: 'Rename deploy' }).getByRole('textbox', { name: 'Name' });
    await name.fill('half typed');
    await mistd.fetch('/auth', { method: 'DELETE', headers: { Authorization: sent } });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
    await people.signIn(page, mistd);
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
    await expect(name).toHaveValue('half typed');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(keyRow(page, 'half typed')).toBeVisible();
  });
});
