/** Backends: their list, a backend's own screen, and every way adding one can be refused. */
import { expect, newKey, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';

const { act, menu, said } = people;
const backendRow = (page, title) => people.row(page, 'Backends', title);
const AP = 'EC2 AP NORTHEAST';
const US = 'EC2 US EAST';
const sent = (legacy, call) => legacy.calls.filter((one) => one.call === call).map(({ body }) => body);

test.describe('the list', () => {
  let ap;
  let us;

  test.beforeEach(async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    ap = await legacy.seedCloud();
    us = await legacy.seedCloud({ title: US, provider: 'ec2_us_east' });
    await page.goto(legacy.origin);
    await people.go(page, 'Backends');
    await expect(backendRow(page, AP)).toContainText('answers');
  });

  test('rename: said, shown, and the focus back on the menu', async ({ page, legacy }) => {
    await act(page, AP, 'Rename');
    const dialog = page.getByRole('dialog', { name: `Rename ${AP}` });
    const title = dialog.getByRole('textbox', { name: 'Title' });
    await expect(title).toBeFocused();
    await expect(title).toHaveValue(AP);
    await title.fill('zoo');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(said(page, 'called zoo now')).toBeVisible();
    await expect(menu(page, 'zoo')).toBeFocused();
    expect(legacy.backends.get(ap).title).toBe('zoo');
    expect(sent(legacy, `PUT /backends/${ap}`).map(JSON.parse)).toEqual([{ new_name: 'zoo' }]);
  });

  test('rename: checked before it is sent; the same title twice is allowed, but said', async ({ page, legacy }) => {
    await act(page, AP, 'Rename');
    const dialog = page.getByRole('dialog', { name: `Rename ${AP}` });
    const title = dialog.getByRole('textbox', { name: 'Title' });
    const send = dialog.getByRole('button', { name: 'Rename' });
    await title.fill('  ');
    await send.click();
    await expect(title).toHaveAccessibleDescription(/Give the backend a title/);
    await expect(title).toBeFocused();
    await title.fill('x'.repeat(201));
    await expect(title).toHaveAccessibleDescription(/too long.*200/);
    await send.click();
    expect(sent(legacy, `PUT /backends/${ap}`)).toEqual([]);
    await title.fill(US);
    await expect(dialog.getByRole('status')).toContainText(`Another backend is called ${US} too`);
    await send.click();
    await expect(dialog).toBeHidden();
    await expect(backendRow(page, US)).toHaveCount(2);
    // The title it has already changes nothing and asks nobody.
    await menu(page, US).first().click();
    await page.getByRole('menuitem', { name: 'Rename', exact: true }).click();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: `Rename ${US}` })).toBeHidden();
    await expect(menu(page, US).first()).toBeFocused();
    expect(legacy.calls.filter(({ call }) => call.startsWith('PUT /backends/'))).toHaveLength(1);
  });

  test('rename: a refusal is said in the dialog, and what was typed is still there', async ({ page, legacy }) => {
    const fault = legacy.faults.set({ method: 'PUT', path: /^\/backends\//, status: 500, words: 'Disk full' });
    await act(page, AP, 'Rename');
    const dialog = page.getByRole('dialog', { name: `Rename ${AP}` });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('zoo');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Disk full');
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('zoo');
    fault.mend();
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(menu(page, 'zoo')).toBeFocused();
  });

  test('delete: says what happens, does nothing before, and gives the focus to the next row', async ({
    page,
    legacy,
  }) => {
    legacy.seedKey('deploy');
    legacy.keys.associate(legacy.keys.get('deploy'), ap, 'i-00000001', 'root', 22);
    await act(page, AP, 'Delete');
    const question = page.getByRole('alertdialog', { name: `Delete ${AP}?` });
    await expect(question).toHaveAccessibleDescription(/Its 7 machines leave the list and go on running/);
    await expect(question).toHaveAccessibleDescription(/Keys stay associated.*all is as before/s);
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu(page, AP)).toBeFocused();
    expect(sent(legacy, `DELETE /backends/${ap}`)).toEqual([]);
    await act(page, AP, 'Delete');
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(said(page, `${AP} is deleted`)).toBeVisible();
    await expect(backendRow(page, AP)).toHaveCount(0);
    await expect(menu(page, US)).toBeFocused();
    expect(legacy.backends.list().map(({ id }) => id)).toEqual([us]);
    expect(legacy.keys.get('deploy').machines).toHaveLength(1);
    await act(page, US, 'Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('There are no backends yet.')).toBeVisible();
    await expect(people.title(page, 'Backends')).toBeFocused();
  });

  test('delete: a refusal says so and leaves backend and focus', async ({ page, legacy }) => {
    legacy.faults.set({ method: 'DELETE', path: /^\/backends\//, status: 500, words: 'Internal Server Error' });
    await act(page, AP, 'Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('alert')).toContainText('Internal Server Error');
    await expect(menu(page, AP)).toBeFocused();
  });

  test('the title leads to the backend, whose screen has an address', async ({ page }) => {
    await page.getByRole('link', { name: AP, exact: true }).click();
    await expect(people.title(page, AP)).toBeFocused();
    expect(new URL(page.url()).hash).toBe(`#/backends/${ap}`);
    await page.reload();
    await expect(people.title(page, AP)).toBeVisible();
    await page.goBack();
    await expect(people.title(page, 'Backends')).toBeVisible();
  });
});

test.describe('one backend', () => {
  const open = (page, legacy, id) => page.goto(`${legacy.origin}/#/backends/${id}`);
  const fact = (page, name) => page.getByRole('definition').filter({ hasText: name }).first();

  test.beforeEach(({ watch }) => watch.allowNetworkErrors());

  test('what it is, how it stands, and its machines', async ({ page, legacy }) => {
    const id = await legacy.seedCloud();
    await legacy.seedCloud({ title: US, provider: 'ec2_us_east' });
    await open(page, legacy, id);
    await expect(people.title(page, AP)).toBeVisible();
    for (const words of [id, 'ec2_ap_northeast', '10 seconds after each answer', 'It answers.'])
      await expect(fact(page, words)).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: '7 machines' })).toBeVisible();
    // Only its own, and without a column for its name.
    await expect(people.machineLink(page, 'web-1')).toHaveCount(1);
    await expect(people.machineRow(page, 'web-1')).toContainText('running');
    await expect(people.machineRow(page, 'web-1')).toContainText('127.0.0.11');
    await expect(people.table(page, 'Machines').getByRole('columnheader', { name: 'Backend' })).toHaveCount(0);
    await people.table(page, 'Machines').getByRole('button', { name: 'State' }).click();
    await expect(page).toHaveURL(/\?sort=state$/);
    await page.reload();
    await expect(people.table(page, 'Machines').getByRole('columnheader', { name: 'State' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    await people.machineLink(page, 'web-1').click();
    await expect(people.title(page, 'web-1')).toBeVisible();
  });

  test('a poll leaves the focus where it is, and brings what changed', async ({ page, legacy }) => {
    const id = await legacy.seedCloud();
    legacy.backends.get(id).poll = 1000;
    await open(page, legacy, id);
    const link = people.machineLink(page, 'web-1');
    await link.focus();
    legacy.backends.get(id).machines[0].state = 'stopped';
    legacy.backends.get(id).machines.pop();
    await expect(people.machineRow(page, 'web-1')).toContainText('stopped');
    await expect(page.getByRole('status').filter({ hasText: '6 machines' })).toBeVisible();
    await expect(link).toBeFocused();
  });

  test('failing: its words, Retry, and the age of the last good list; never those of others', async ({
    page,
    legacy,
  }) => {
    const id = await legacy.seedCloud();
    const other = await legacy.seedCloud({ title: US, provider: 'ec2_us_east' });
    legacy.backends.get(id).poll = 1000;
    legacy.faults.set({ path: new RegExp(`${other}/machines$`), status: 503, words: 'Not my words' });
    await open(page, legacy, id);
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    const fault = legacy.faults.set({ path: new RegExp(`${id}/machines$`), status: 503, words: 'Backend unavailable' });
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Backend unavailable');
    await expect(alert).toHaveCount(1);
    await expect(page.getByText(/as they were .* ago/)).toBeVisible();
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    await expect(fact(page, 'does not list its machines')).toBeVisible();
    fault.mend();
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(alert).toHaveCount(0);
    await expect(fact(page, 'It answers.')).toBeVisible();
  });

  test('asking, empty, off, and not there are all said', async ({ page, legacy }) => {
    const id = await legacy.seedCloud();
    const slow = legacy.faults.set({ path: /\/machines$/, stall: true });
    await open(page, legacy, id);
    await expect(fact(page, 'Its first answer is awaited.')).toBeVisible();
    await expect(page.getByRole('progressbar')).toBeVisible();
    slow.mend();
    legacy.faults.clear();
    legacy.faults.set({ path: /\/machines$/, body: '[]' });
    await page.reload();
    await expect(page.getByText('This backend lists no machines.')).toBeVisible();
    const enabled = page.getByRole('switch', { name: 'Enabled' });
    await enabled.click();
    await expect(fact(page, 'It is switched off')).toBeVisible();
    await expect(enabled).not.toBeChecked();
    await expect(enabled).toBeFocused();
    await page.goto(`${legacy.origin}/#/backends/nosuch`);
    await expect(people.title(page, 'No such backend')).toBeVisible();
    await page.getByRole('link', { name: 'Show all backends' }).click();
    await expect(people.title(page, 'Backends')).toBeVisible();
  });

  test('rename and delete work from here too', async ({ page, legacy }) => {
    const id = await legacy.seedCloud();
    await page.goto(`${legacy.origin}/#/backends`);
    await page.getByRole('link', { name: AP, exact: true }).click();
    const rename = page.getByRole('button', { name: 'Rename', exact: true });
    await rename.click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('zoo');
    await page.keyboard.press('Enter');
    await expect(people.title(page, 'zoo')).toBeVisible();
    await expect(rename).toBeFocused();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(people.title(page, 'Backends')).toBeFocused();
    await expect(said(page, 'zoo is deleted')).toBeVisible();
    expect(legacy.backends.list()).toEqual([]);
    // The dead screen is no place to come back to.
    await page.goBack();
    await expect(people.title(page, 'No such backend')).toHaveCount(0);
    expect(id).toBeTruthy();
  });
});

test.describe('adding', () => {
  const field = (page, name) => page.getByRole('textbox', { name, exact: true });
  const submit = (page) => page.getByRole('button', { name: 'Add backend', exact: true });
  const refusal = (page) => page.getByRole('group', { name: 'The backend was not added.' });

  test.beforeEach(async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    legacy.seedKey('other');
    await page.goto(legacy.origin);
  });

  async function fill(page, legacy, more = {}) {
    await people.fillBackend(page, { host: '127.0.0.1', user: 'ops', port: legacy.port, key: 'deploy', ...more });
    await field(page, 'Title').fill('my title');
  }

  async function expectTyped(page, legacy) {
    await expect(people.title(page, 'Add backend')).toBeVisible();
    await expect(field(page, 'Title')).toHaveValue('my title');
    await expect(field(page, 'Hostname')).toHaveValue('127.0.0.1');
    await expect(field(page, 'User')).toHaveValue('ops');
    await expect(page.getByLabel('Port', { exact: true })).toHaveValue(String(legacy.port));
  }

  test('a server that is there already: said, and linked to', async ({ page, legacy }) => {
    await fill(page, legacy);
    await submit(page).click();
    await people.expectAdded(page, 'my title');
    await fill(page, legacy);
    await submit(page).click();
    await expect(page.getByRole('alert')).toContainText('Backend exists');
    await expectTyped(page, legacy);
    const link = page.getByRole('link', { name: 'Show my title' });
    // The focus stands on the message: the link is the next stop.
    await expect(refusal(page)).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(link).toBeFocused();
    await link.click();
    await expect(people.title(page, 'my title')).toBeVisible();
  });

  test('the title asked for is the title given, though servers begin with the host name', async ({ page, legacy }) => {
    await fill(page, legacy);
    await submit(page).click();
    await people.expectAdded(page, 'my title');
    await people.go(page, 'Backends');
    await expect(backendRow(page, 'my title')).toBeVisible();
    expect(legacy.backends.list().map(({ title }) => title)).toEqual(['my title']);
  });

  test('a key the machine does not take: said, with the way to let it in', async ({ page, legacy }) => {
    legacy.backends.refusedKeys.add('deploy');
    await fill(page, legacy);
    await submit(page).click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('Invalid backend credentials');
    await expect(alert).toContainText('authorized_keys');
    await expectTyped(page, legacy);
    await expect(refusal(page)).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Copy public key' })).toBeFocused();
  });

  test('a key that is gone: the focus is on the choice of another', async ({ page, legacy }) => {
    await fill(page, legacy);
    legacy.keys.remove('deploy');
    await submit(page).click();
    await expect(page.getByRole('alert')).toContainText('Keypair not found: deploy');
    const choice = page.getByRole('combobox', { name: 'SSH Key' });
    await expect(choice).toBeFocused();
    await expect(choice).toHaveAccessibleDescription(/no longer has this key/);
    await expectTyped(page, legacy);
    await people.choose(page, 'SSH Key', 'other');
    await submit(page).click();
    await people.expectAdded(page, 'my title');
  });

  test('a machine that does not answer: said, and what was typed is still there', async ({ page, legacy }) => {
    await fill(page, legacy);
    const fault = legacy.faults.set({
      method: 'POST',
      path: /^\/backends$/,
      status: 503,
      words: 'Service unavailable: SSH timed-out repeatedly.',
    });
    await submit(page).click();
    await expect(page.getByRole('alert')).toContainText('SSH timed-out repeatedly');
    await expect(page.getByRole('alert')).toContainText('Check the hostname and the port');
    await expectTyped(page, legacy);
    fault.mend();
    await submit(page).click();
    await people.expectAdded(page, 'my title');
  });

  test('while the server tries: progress, and a way to give it up', async ({ page, legacy }) => {
    await fill(page, legacy);
    legacy.faults.set({ method: 'POST', path: /^\/backends$/, stall: true });
    await submit(page).click();
    await expect(page.getByRole('progressbar', { name: /Connecting to 127\.0\.0\.1/ })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expect(said(page, 'no longer waits')).toBeVisible();
    await expect(submit(page)).toBeFocused();
    await expectTyped(page, legacy);
    legacy.faults.clear();
    await submit(page).click();
    await people.expectAdded(page, 'my title');
  });

  test('who types on while the server tries keeps the focus', async ({ page, legacy }) => {
    await fill(page, legacy);
    const slow = legacy.faults.set({ method: 'POST', path: /^\/backends$/, held: true });
    legacy.backends.refusedKeys.add('deploy');
    await submit(page).click();
    await field(page, 'Title').fill('typed on meanwhile');
    slow.mend();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(field(page, 'Title')).toBeFocused();
    await expect(field(page, 'Title')).toHaveValue('typed on meanwhile');
  });

  test('another host key: both fingerprints, and accepted only on purpose', async ({ page, legacy }) => {
    const words =
      'The host key of 127.0.0.1 has changed: it was SHA256:oldoldold, now it is SHA256:newnewnew. Another machine may answer.';
    const fault = legacy.faults.set({ method: 'POST', path: /^\/backends$/, status: 409, words });
    await fill(page, legacy);
    await submit(page).click();
    await expect(page.getByRole('alert')).toContainText('127.0.0.1 shows another host key');
    await expect(page.getByText('SHA256:oldoldold')).toBeVisible();
    await expect(page.getByText('SHA256:newnewnew')).toBeVisible();
    await expectTyped(page, legacy);
    const tries = () => sent(legacy, 'POST /backends').map((body) => JSON.parse(body).host_key);
    // Sending it again is no acceptance.
    await submit(page).click();
    await expect(() => expect(tries()).toEqual([undefined, undefined])).toPass();
    await expect(page.getByText('SHA256:newnewnew')).toBeVisible();
    fault.mend();
    await page.getByRole('button', { name: 'Accept the new host key' }).click();
    await people.expectAdded(page, 'my title');
    expect(tries()).toEqual([undefined, undefined, 'SHA256:newnewnew']);
  });
});

test.describe('on mistd', () => {
  test.beforeEach(async ({ page, mistd, watch }) => {
    watch.allowNetworkErrors();
    await people.enter(page, mistd);
  });

  test('a server is added, renamed, opened, and deleted', async ({ page, sshd, key }) => {
    await people.addServer(page, sshd, key);
    await people.go(page, 'Backends');
    await act(page, sshd.host, 'Rename');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill('my server');
    await page.keyboard.press('Enter');
    await expect(menu(page, 'my server')).toBeFocused();
    await page.getByRole('link', { name: 'my server', exact: true }).click();
    await expect(people.machineRow(page, sshd.host)).toContainText('running');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(/Its 1 machine leaves the list.*all is as before/s);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(people.title(page, 'Backends')).toBeFocused();
    await people.go(page, 'Keys');
    await expect(people.row(page, 'Keys', 'deploy').getByRole('cell', { name: '1', exact: true })).toBeVisible();
  });

  test('the same server twice is linked to', async ({ page, sshd, key }) => {
    await people.addServer(page, sshd, key);
    await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'deploy' });
    await people.sendBackend(page);
    await page.getByRole('link', { name: `Show ${sshd.host}` }).click();
    await expect(people.title(page, sshd.host)).toBeVisible();
  });

  test('a key the machine does not know: its public half, let in, opens it', async ({ page, sshd, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await people.addKey(page, 'stranger', newKey().privateKey);
    await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'stranger' });
    await people.sendBackend(page);
    await page.getByRole('button', { name: 'Copy public key' }).click();
    await expect(said(page, 'copied')).toBeVisible();
    sshd.authorize({ publicKey: await page.evaluate(() => navigator.clipboard.readText()) });
    await people.sendBackend(page);
    await people.expectAdded(page, sshd.host);
  });
});
