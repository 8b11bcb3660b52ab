/** The same page against a server like the one of April 2014: it must need nothing that only mistd has. */
import { withCommandLine } from '../fixtures/processes.mjs';
import { expect, newKey, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import {
  print,
  command,
  openShell,
  output,
  run,
  runButton,
  runToEnd,
  state,
  stopButton,
} from '../steps/shell.mjs';

for (const path of ['/', '/ui/']) {
  test(`straight in without signing in, served at ${path}`, async ({ page, legacy }) => {
    await page.goto(legacy.origin + path);
    await expect(people.title(page, 'Machines')).toBeVisible();
    await expect(
      page.getByRole('button', { name: /add a key/i }).or(page.getByRole('link', { name: /add a key/i })),
    ).toBeVisible();
    await people.go(page, 'Keys');
    expect(page.url().startsWith(`${legacy.origin}${path}#/`)).toBe(true);
    await page.reload();
    await expect(people.title(page, 'Keys')).toBeVisible();
    for (const { headers } of legacy.calls) expect(headers.authorization).toBeUndefined();
  });
}

test('account: nobody is signed in, so nobody can sign out', async ({ page, legacy }) => {
  await page.goto(legacy.origin);
  await people.go(page, 'Account');
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);
});

test('keys: paste, generate, make default, rename, delete', async ({ page, legacy }) => {
  await page.goto(legacy.origin);
  await people.addKey(page, 'deploy', newKey({ type: 'rsa', pem: true }).privateKey);
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('made-here');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(
    /^-----BEGIN RSA PRIVATE KEY-----/,
  );
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Actions for made-here' }).click();
  await page.getByRole('menuitem', { name: 'Make default' }).click();
  await expect(people.table(page, 'Keys').getByRole('row').filter({ hasText: 'made-here' })).toContainText(
    /default/i,
  );
  expect(legacy.keys.default.id).toBe('made-here');
  await page.getByRole('button', { name: 'Actions for deploy' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(people.table(page, 'Keys').getByRole('row').filter({ hasText: 'deploy' })).toHaveCount(0);
  expect(legacy.keys.list().map(({ id }) => id)).toEqual(['made-here']);
});

test('a kind of key this server cannot read is refused in words that help', async ({
  page,
  legacy,
  watch,
}) => {
  watch.allowNetworkErrors();
  await page.goto(legacy.origin);
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('modern');
  await dialog.getByRole('textbox', { name: 'Private key' }).fill(newKey({ type: 'ed25519' }).privateKey);
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog.getByText('Invalid private key').first()).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('modern');
});

test('bare metal: added, listed, opened, a command run; no exit status is claimed', async ({
  page,
  legacy,
}) => {
  legacy.seedKey('opskey');
  await page.goto(`${legacy.origin}/ui/`);
  await people.fillBackend(page, { host: '127.0.0.1', user: 'ops', port: legacy.port, key: 'opskey' });
  await people.sendBackend(page);
  await people.expectAdded(page, '127.0.0.1');
  const sent = JSON.parse(legacy.calls.find(({ call }) => call === 'POST /backends').body);
  expect(sent).toMatchObject({
    provider: 'bare_metal',
    machine_ip: '127.0.0.1',
    machine_key: 'opskey',
    machine_user: 'ops',
  });
  expect(Number(sent.machine_port)).toBe(legacy.port);
  await openShell(page, '127.0.0.1');
  await runToEnd(page, 'echo out; echo err >&2; exit 3');
  await expect(output(page)).toContainText('out');
  await expect(output(page)).toContainText('err');
  await expect(state(page, 'finished')).not.toContainText(/exit|status|code/i);
  const shell = legacy.calls.find(({ call }) => call.endsWith('/shell'));
  expect(shell.query).toMatchObject({ host: '127.0.0.1', command: 'echo out; echo err >&2; exit 3' });
  expect(shell.query.command_id).toBeTruthy();
});

test('shell: lines arrive as they come, Stop ends it, hostile output stays text', async ({
  page,
  legacy,
}) => {
  legacy.seedKey();
  await legacy.seedCloud();
  await page.goto(legacy.origin);
  await openShell(page, 'web-1');
  await run(page, 'for i in 1 2 3; do echo line $i; sleep 1; done');
  await expect(output(page)).toContainText('line 1');
  expect(await output(page).innerText()).not.toContain('line 3');
  await expect(output(page)).toContainText('line 3');
  await expect(state(page, 'finished')).toBeVisible();
  const text = `<b>x</b> & <br/> </script><script>globalThis.broken=1</script> it's \\' done`;
  await runToEnd(page, `echo ${Buffer.from(`${text}\n`).toString('base64')} | base64 -d`);
  await expect(output(page)).toContainText(text);
  expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
  await run(page, `while ${print('tick')}; do sleep 0.454545; done`);
  await expect(output(page)).toContainText('tick');
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
  await expect(() => expect(withCommandLine('sleep 0.454545')).toEqual([])).toPass({ timeout: 5000 });
  await expect(runButton(page)).toBeEnabled();
});

test("shell: a refusal is shown in the server's words; a stream that breaks off is a lost connection", async ({
  page,
  legacy,
  watch,
}) => {
  watch.allowNetworkErrors();
  await legacy.seedCloud();
  await page.goto(legacy.origin);
  await openShell(page, 'web-1');
  await run(page, 'uptime');
  const refused = page.getByRole('alert').filter({ hasText: 'The command was not run' });
  await expect(refused).toContainText('Machine unauthorized');
  await expect(state(page, 'failed')).toBeVisible();
  legacy.seedKey();
  await run(page, 'echo €');
  await expect(state(page, 'connection lost')).toBeVisible();
  await runToEnd(page, print('still here'));
  await expect(output(page)).toContainText('still here');
  await expect(command(page)).toBeEditable();
});

test('a cloud: every state in words, markup in names as text, what each machine allows', async ({
  page,
  legacy,
}) => {
  await legacy.seedCloud();
  await page.goto(legacy.origin);
  const states = [
    ['web-1', 'running'],
    ['<b>db</b> & co', 'stopped'],
    ['being-born', 'pending'],
    ['restarting', 'rebooting'],
    ['long-gone', 'terminated'],
  ];
  for (const [name, words] of states) {
    await expect(people.machineRow(page, name)).toContainText(new RegExp(words, 'i'));
  }
  await expect(people.machineRow(page, 'web-1')).toContainText('EC2 AP NORTHEAST');
  await people.machineLink(page, '<b>db</b> & co').click();
  await expect(people.title(page, '<b>db</b> & co')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  await expect(page.getByText('m1.large').first()).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/running/i).first()).toBeVisible({ timeout: 30_000 });
});

test("one broken backend shows its error beside the others' machines, and mends by itself", async ({
  page,
  legacy,
  watch,
}) => {
  watch.allowNetworkErrors();
  const good = await legacy.seedCloud();
  const bad = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  expect(good).not.toBe(bad);
  const fault = legacy.faults.set({
    path: new RegExp(`^/backends/${bad}/machines$`),
    status: 503,
    words: 'Backend unavailable',
  });
  await page.goto(legacy.origin);
  await expect(people.machineLink(page, 'web-1')).toHaveCount(1);
  const said = page.getByRole('alert').filter({ hasText: 'EC2 US EAST' });
  await expect(said).toContainText('Backend unavailable');
  fault.mend();
  await said.getByRole('button', { name: 'Retry' }).click();
  await expect(people.machineLink(page, 'web-1')).toHaveCount(2);
  await expect(said).toHaveCount(0);
});

for (const [what, fault] of [
  ['garbage for JSON', { body: '<html>not json' }],
  ['an answer cut off', { cut: true }],
  ['a list that is none', { body: '{"error": true}' }],
]) {
  test(`${what} from one backend breaks nothing else`, async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    await legacy.seedCloud();
    const bad = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
    legacy.faults.set({ path: new RegExp(`^/backends/${bad}/machines$`), ...fault });
    await page.goto(legacy.origin);
    await expect(people.machineLink(page, 'web-1')).toHaveCount(1);
    await expect(page.getByRole('alert').filter({ hasText: 'EC2 US EAST' })).toBeVisible();
  });
}

test('one bad item is reported beside the good ones', async ({ page, legacy }) => {
  const id = await legacy.seedCloud();
  const items = [...legacy.backends.get(id).machines, { name: 'no id at all' }, 7];
  legacy.faults.set({ path: /\/machines$/, body: JSON.stringify(items) });
  await page.goto(legacy.origin);
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
  await expect(page.getByText(/\b2 items? .*could not be read/)).toBeVisible();
});

test("a 401 from a cloud is that cloud's, not ours: nobody is asked to sign in", async ({
  page,
  legacy,
  watch,
}) => {
  watch.allowNetworkErrors();
  const id = await legacy.seedCloud();
  legacy.faults.set({
    path: new RegExp(`^/backends/${id}/machines$`),
    status: 401,
    words: 'Invalid backend credentials',
  });
  await page.goto(legacy.origin);
  await expect(page.getByRole('alert').filter({ hasText: 'Invalid backend credentials' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
});

test('a backend is switched off and on with the strings the server takes', async ({ page, legacy }) => {
  const id = await legacy.seedCloud();
  await page.goto(legacy.origin);
  await people.go(page, 'Backends');
  const row = people.table(page, 'Backends').getByRole('row').filter({ hasText: 'EC2 AP NORTHEAST' });
  const toggled = () => legacy.calls.filter(({ call }) => call === `POST /backends/${id}`);
  const enabled = row.getByRole('switch', { name: /^Enabled/ });
  await enabled.click();
  await expect(() => expect(legacy.backends.get(id).enabled).toBe(false)).toPass();
  await expect(enabled).not.toBeChecked();
  await enabled.click();
  await expect(() => expect(legacy.backends.get(id).enabled).toBe(true)).toPass();
  expect(toggled().map(({ body }) => JSON.parse(body))).toEqual([{ new_state: '0' }, { new_state: '1' }]);
});

test('a slow server is shown as working, never as empty', async ({ page, legacy }) => {
  await legacy.seedCloud();
  const slow = legacy.faults.set({ path: /\/machines$/, held: true });
  await page.goto(legacy.origin);
  await expect(page.locator('[aria-busy=true]').or(page.getByRole('progressbar')).first()).toBeVisible();
  slow.mend();
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
});

test('the sign-in screen of a server that asks nobody has a way back', async ({ page, legacy }) => {
  await legacy.seedCloud();
  await page.goto(legacy.origin);
  await people.go(page, 'Account');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await page.getByRole('button', { name: 'Continue without signing in' }).click();
  await people.go(page, 'Machines');
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
});

test('with the last backend the machines go, and the list says what to do', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  await page.goto(legacy.origin);
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
  const status = page.getByRole('status').filter({ hasText: /^\d+ of \d+ machines$/ });
  await expect(status).toBeVisible();
  // Deleted elsewhere, and seen at the next visit.
  legacy.backends.remove(cloud);
  await page.reload();
  await expect(people.machineLink(page, 'web-1')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add a backend' })).toBeVisible();
  const other = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  await page.reload();
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
  await people.go(page, 'Backends');
  await people.act(page, 'EC2 US EAST', 'Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('There are no backends yet.')).toBeVisible();
  await people.go(page, 'Machines');
  await expect(page.getByText('There are no backends yet.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add backend' })).toHaveCount(1);
  expect(legacy.backends.list().some(({ id }) => id === other)).toBe(false);
});
