/** Keys, backends and machines on the product's own server, with a real OpenSSH server behind. */
import { writeFileSync } from 'node:fs';
import { expect, newKey, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import { print, openShell, output, run, runToEnd } from '../steps/shell.mjs';

test.beforeEach(async ({ page, mistd }) => {
  await people.enter(page, mistd);
});

test('a key added by paste opens a server, which appears among the machines', async ({ page, sshd, key }) => {
  await people.addKey(page, 'deploy', key.privateKey);
  await expect(page.getByRole('status').filter({ hasText: 'deploy' }).first()).toBeVisible();
  await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'deploy' });
  await people.sendBackend(page);
  await people.expectAdded(page, sshd.host);
  await people.go(page, 'Machines');
  await expect(people.machineRow(page, sshd.host)).toContainText(/running/i);
  await people.go(page, 'Backends');
  const row = people.table(page, 'Backends').getByRole('row').filter({ hasText: sshd.host });
  await expect(row.getByRole('switch', { name: /^Enabled/ })).toBeChecked();
  await people.go(page, 'Keys');
  await expect(people.table(page, 'Keys').getByRole('row').filter({ hasText: 'deploy' })).toContainText(
    /default/i,
  );
});

test('a key can be chosen as a file', async ({ page, sshd }, testInfo) => {
  const key = newKey();
  sshd.authorize(key);
  const file = testInfo.outputPath('id_deploy');
  writeFileSync(file, key.privateKey);
  const dialog = await people.openAddKey(page);
  await dialog.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(key.privateKey);
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await name.fill('from-file');
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog).toBeHidden();
  await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'from-file' });
  await people.sendBackend(page);
  await people.expectAdded(page, sshd.host);
  await openShell(page, sshd.host);
  await runToEnd(page, print('opened by file'));
  await expect(output(page)).toContainText('opened by file');
});

test('a key file can be dropped on the dialog', async ({ page }) => {
  const { privateKey } = newKey();
  const dialog = await people.openAddKey(page);
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'id_dropped', { type: 'application/octet-stream' }));
    return transfer;
  }, privateKey);
  await dialog.getByRole('textbox', { name: 'Private key' }).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(privateKey);
});

test('a key can be generated, and its public half opens a server', async ({ page, sshd, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('made-here');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(/PRIVATE KEY-----/);
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Actions for made-here' }).click();
  await page.getByRole('menuitem', { name: 'Copy public key' }).click();
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /copied/i })
      .first(),
  ).toBeVisible();
  const publicKey = await page.evaluate(() => navigator.clipboard.readText());
  expect(publicKey).toMatch(/^ssh-/);
  sshd.authorize({ publicKey: publicKey.trim() });
  await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'made-here' });
  await people.sendBackend(page);
  await people.expectAdded(page, sshd.host);
  await openShell(page, sshd.host);
  await runToEnd(page, print('opened by a generated key'));
  await expect(output(page)).toContainText('opened by a generated key');
});

test('a text that is no key is refused in the dialog, with what was typed still there', async ({
  page,
  watch,
}) => {
  watch.allowNetworkErrors();
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('broken');
  await dialog.getByRole('textbox', { name: 'Private key' }).fill('not a key at all');
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(
    dialog
      .getByRole('alert')
      .or(dialog.getByText(/key/i).filter({ hasText: /invalid|not a|read/i }))
      .first(),
  ).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('broken');
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue('not a key at all');
});

test('the machine offers what it can do and nothing else', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  await people.machineLink(page, sshd.host).click();
  await expect(people.title(page, sshd.host)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeEnabled();
  for (const verb of ['Start', 'Destroy']) {
    const button = page.getByRole('button', { name: verb, exact: true });
    if ((await button.count()) > 0) await expect(button).toBeDisabled();
  }
  await expect(page.getByText(sshd.host).first()).toBeVisible();
});

test('reboot waits for second thoughts: Undo leaves the machine alone', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  await people.machineLink(page, sshd.host).click();
  const asked = [];
  // The screen probes the machine by itself, with a POST too.
  const isAsked = (request) => request.method() === 'POST' && !request.url().endsWith('/probe');
  page.on('request', (request) => isAsked(request) && asked.push(request.url()));
  await page.getByRole('button', { name: 'Reboot', exact: true }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Reboot', exact: true }).click();
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /reboot/i })
      .first(),
  ).toBeVisible();
  await expect(() =>
    expect(sshd.throwaway.harmfulCalls.join('\n')).toMatch(/reboot|shutdown|systemctl/),
  ).toPass({ timeout: 20_000 });
  expect(sshd.throwaway.harmfulCalls).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

test('a poll moves neither focus nor what was typed', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  const link = people.machineLink(page, sshd.host);
  await link.focus();
  const before = await page.evaluate(() => performance.getEntriesByName('mist:poll:applied').length);
  await expect(async () => {
    expect(
      await page.evaluate(() => performance.getEntriesByName('mist:poll:applied').length),
    ).toBeGreaterThan(before);
  }).toPass({ timeout: 30_000 });
  await expect(link).toBeFocused();
});

test('marks tell tools when the list is painted and the page answers', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  await page.reload();
  await expect(people.machineLink(page, sshd.host)).toBeVisible();
  const marks = await page.evaluate(() =>
    performance.getEntriesByType('mark').map(({ name, detail }) => [name, detail]),
  );
  const names = marks.map(([name]) => name);
  expect(names).toContain('mist:interactive');
  expect(marks.find(([name]) => name === 'mist:machines:painted')[1].rows).toBe(1);
});

test('two commands of one machine can run at once, in two tabs', async ({ page, sshd, key, context }) => {
  await people.addServer(page, sshd, key);
  await openShell(page, sshd.host);
  const second = await context.newPage();
  await second.goto(page.url());
  await run(page, 'read -t 60 line < /dev/zero; echo never; sleep 60');
  await runToEnd(second, print('beside it'));
  await expect(output(second)).toContainText('beside it');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
});
