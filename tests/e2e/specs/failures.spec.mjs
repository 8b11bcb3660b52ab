/** When things break: every failure says what happened and what to do, and nothing else is lost. */
import { expect, newKey, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import { print, command, openShell, output, run, runButton, runToEnd, state } from '../steps/shell.mjs';

test.describe.configure({ timeout: 120_000 });

test.beforeEach(async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await people.enter(page, mistd);
});

const alert = (page, words) => page.getByRole('alert').filter({ hasText: words }).first();

test('a key the server does not know is refused in the form; nobody is signed out, nothing typed is lost', async ({
  page,
  sshd,
  key,
}) => {
  await people.addKey(page, 'stranger', newKey().privateKey);
  await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'stranger' });
  await people.sendBackend(page);
  await expect(alert(page, /key|refused|authenticate|credentials/i)).toBeVisible({ timeout: 30_000 });
  await expect(people.title(page, 'Add backend')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Hostname', exact: true })).toHaveValue(sshd.host);
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue(String(sshd.port));
  // Mending it needs no more than letting the key in and pressing the button again.
  sshd.authorize(key);
  await people.go(page, 'Machines');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
});

test('a server that is not there is called unreachable, with its words', async ({ page, sshd, key }) => {
  await people.addKey(page, 'deploy', key.privateKey);
  await sshd.stop();
  await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'deploy' });
  await people.sendBackend(page);
  await expect(alert(page, /reach|connect|refused|unavailable|timed/i)).toBeVisible({ timeout: 45_000 });
  await sshd.start();
  await people.sendBackend(page);
  await people.expectAdded(page, sshd.host);
  await people.go(page, 'Machines');
  await expect(people.machineLink(page, sshd.host)).toBeVisible();
});

test('a changed host key is refused, with what it may mean', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  await openShell(page, sshd.host);
  await runToEnd(page, print('trusted'));
  await sshd.changeHostKey();
  await run(page, 'echo must-not-run-$((1 + 1))');
  await expect(
    page
      .getByRole('alert')
      .or(output(page))
      .filter({ hasText: /host key/i })
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  await expect(
    page
      .getByRole('alert')
      .or(output(page))
      .filter({ hasText: /chang|differ|not the one|another/i })
      .first(),
  ).toBeVisible();
  expect(await output(page).innerText()).not.toContain('must-not-run-2');
  await expect(runButton(page)).toBeEnabled();
});

test('a server gone in mid-stream: connection lost, what came is kept, and Run works again', async ({
  page,
  sshd,
  key,
}) => {
  await people.addServer(page, sshd, key);
  await openShell(page, sshd.host);
  await run(page, `${print('before the end')}; sleep 60`);
  await expect(output(page)).toContainText('before the end');
  sshd.dropConnections();
  await expect(state(page, 'connection lost')).toBeVisible({ timeout: 20_000 });
  await expect(output(page)).toContainText('before the end');
  await expect(runButton(page)).toBeEnabled();
  await runToEnd(page, print('and on again'));
  await expect(output(page)).toContainText('and on again');
});

test('mistd gone in mid-stream: connection lost, and the typed command is kept', async ({
  page,
  sshd,
  key,
  mistd,
}) => {
  await people.addServer(page, sshd, key);
  await openShell(page, sshd.host);
  await run(page, `${print('before the end')}; sleep 60`);
  await expect(output(page)).toContainText('before the end');
  await mistd.kill();
  await expect(state(page, 'connection lost')).toBeVisible();
  await expect(output(page)).toContainText('before the end');
  await mistd.start();
  await command(page).fill(print('back'));
  await runToEnd(page, print('back'));
  await expect(output(page)).toContainText('back');
});

test('mistd gone: the last list stays with its age and an alert, and comes back by itself', async ({
  page,
  sshd,
  key,
  mistd,
}) => {
  await people.addServer(page, sshd, key);
  await mistd.stop();
  await expect(alert(page, /reach|answer|connection|server/i)).toBeVisible({ timeout: 45_000 });
  await expect(people.machineLink(page, sshd.host)).toBeVisible();
  await expect(page.getByText(/\b(ago|old|since)\b/i).first()).toBeVisible();
  await mistd.start();
  await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 60_000 });
  await expect(people.machineLink(page, sshd.host)).toBeVisible();
});

test('mistd gone: Retry asks at once', async ({ page, sshd, key, mistd }) => {
  await people.addServer(page, sshd, key);
  await mistd.stop();
  const said = alert(page, /reach|answer|connection|server/i);
  await expect(said).toBeVisible({ timeout: 45_000 });
  await mistd.start();
  await said.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 5000 });
});

test('a server turned off is shown as stopped beside those that run', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  await expect(people.machineRow(page, sshd.host)).toContainText(/running/i);
  await sshd.stop();
  await expect(people.machineRow(page, sshd.host)).toContainText(/stopped/i, { timeout: 45_000 });
});

test('a session ended elsewhere: sign in again in place, and nothing typed is lost', async ({
  page,
  sshd,
  key,
  mistd,
}) => {
  let authorization;
  page.on('request', (request) => (authorization = request.headers().authorization ?? authorization));
  await people.addKey(page, 'deploy', key.privateKey);
  await people.fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: 'deploy' });
  await people.choose(page, 'SSH Key', 'deploy');
  const token = authorization.slice(authorization.lastIndexOf(':') + 1);
  expect((await mistd.fetch('/auth', { method: 'DELETE', token })).ok).toBe(true);
  expect((await mistd.fetch('/backends', { token })).status).toBe(401);
  await people.sendBackend(page);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await people.signIn(page, mistd);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Hostname', exact: true })).toHaveValue(sshd.host);
  await expect(page.getByRole('textbox', { name: 'User', exact: true })).toHaveValue(sshd.user);
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue(String(sshd.port));
  await people.sendBackend(page);
  await people.expectAdded(page, sshd.host);
  await people.go(page, 'Machines');
  await expect(people.machineLink(page, sshd.host)).toBeVisible();
});
