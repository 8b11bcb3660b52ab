/** A server that shows another host key than before: seen, checked, accepted on purpose. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '../fixtures/test.mjs';
import { health } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';
import { openShell, output, print, run, runToEnd, state } from '../steps/shell.mjs';

const { said } = people;

/** The fingerprint of the key that the server shows now. */
const fingerprint = (sshd) =>
  execFileSync('ssh-keygen', ['-lf', `${sshd.hostKeyFile}.pub`], { encoding: 'utf8' }).split(' ')[1];

const notice = (page) => page.getByRole('alert').filter({ hasText: 'host key' });
const accept = (page) => page.getByRole('button', { name: 'Accept the new host key' });
const question = (page) => page.getByRole('alertdialog', { name: 'Accept the new host key' });

test.beforeEach(async ({ page, mistd, sshd, key, watch }) => {
  watch.allowNetworkErrors();
  await people.enter(page, mistd);
  await people.addServer(page, sshd, key);
});

test('the shell shows both keys, and runs the command once the new one is accepted', async ({
  page,
  sshd,
}) => {
  const known = fingerprint(sshd);
  await openShell(page, sshd.host);
  await runToEnd(page, print('before'));
  await sshd.changeHostKey();
  await run(page, print('after the change'));
  await expect(notice(page)).toContainText(`Known until now${known}`);
  await expect(notice(page)).toContainText(`Shown now${fingerprint(sshd)}`);
  await expect(notice(page)).toContainText('ssh-keygen -lf -');
  await accept(page).click();
  await expect(question(page)).toContainText(fingerprint(sshd));
  await page.keyboard.press('Escape');
  await expect(accept(page)).toBeFocused();
  await expect(notice(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await question(page).getByRole('button', { name: 'Accept' }).click();
  await expect(said(page, 'is accepted')).toBeVisible();
  await expect(output(page)).toContainText('after the change');
  await expect(state(page, 'finished')).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  await runToEnd(page, print('and again'));
  await expect(output(page)).toContainText('and again');
});

test('a key that changes again meanwhile is not taken for the one accepted', async ({ page, sshd }) => {
  await openShell(page, sshd.host);
  await sshd.changeHostKey();
  await run(page, print('never'));
  await accept(page).click();
  await sshd.changeHostKey();
  await question(page).getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'was not accepted' })).toBeVisible();
  await expect(notice(page).first()).toBeVisible();
});

test('it can be accepted from the keys as well', async ({ page, sshd }) => {
  const known = fingerprint(sshd);
  await people.machineLink(page, sshd.host).click();
  await expect(health(page)).toContainText('Reachable');
  await sshd.changeHostKey();
  await health(page).getByRole('button', { name: 'Probe' }).click();
  await expect(health(page)).toContainText('SSH did not work', { timeout: 30_000 });
  await health(page).getByRole('link', { name: 'Associate a key' }).click();
  await page.getByRole('button', { name: 'Associate key', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Associate key' });
  await people.choose(page, 'Key', 'deploy');
  await dialog.getByRole('button', { name: 'Associate key' }).click();
  await expect(notice(page)).toContainText(known);
  await accept(page).click();
  await question(page).getByRole('button', { name: 'Accept' }).click();
  await expect(said(page, 'is accepted')).toBeAttached();
  await expect(dialog).toBeHidden();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await health(page).getByRole('button', { name: 'Probe' }).click();
  await expect(health(page)).toContainText(/Uptime\s*\d/, { timeout: 30_000 });
});

test('a command that prints the same words is no refusal', async ({ page, sshd }) => {
  await openShell(page, sshd.host);
  const words =
    'Failed to execute command\\nError: The host key of x has changed: it was SHA256:a, now it is SHA256:b. y\\n';
  await runToEnd(page, `printf '${words}'`);
  await expect(output(page)).toContainText('has changed');
  await expect(notice(page)).toHaveCount(0);
});
