/** The keys that open a machine: associated, and no longer so. */
import { expect, newKey, test } from '../fixtures/test.mjs';
import { calls, openTab, WEB } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';

const { said } = people;

const associate = (page) => page.getByRole('button', { name: 'Associate key', exact: true });
const dialog = (page) => page.getByRole('dialog', { name: 'Associate key' });
const send = (page) => dialog(page).getByRole('button', { name: 'Associate key' });
const row = (page, key) => page.getByRole('row').filter({ hasText: key });

test('refused with the key alone, then with user and port', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  const path = `/backends/${cloud}/machines/${WEB}/keys/deploy`;
  legacy.faults.set({
    path: /\/keys\/deploy$/,
    method: 'PUT',
    times: 1,
    status: 401,
    words: "Couldn't authenticate to machine: Couldn't connect to deploy new SSH keypair.",
  });
  legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
  await openTab(page, legacy, cloud, 'keys');
  await expect(page.getByText('No key is associated with web-1 yet.')).toBeVisible();
  await associate(page).click();
  await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('deploy');
  await send(page).click();
  await expect(dialog(page).getByRole('alert')).toContainText("Couldn't connect to deploy");
  await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('deploy');
  await expect(dialog(page).getByRole('textbox', { name: 'User' })).toBeFocused();
  await page.keyboard.type('ubuntu');
  await dialog(page).getByRole('textbox', { name: 'Port' }).fill('ssh');
  await send(page).click();
  await expect(dialog(page).getByText('A port is a number')).toBeVisible();
  await dialog(page).getByRole('textbox', { name: 'Port' }).fill(String(legacy.port));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(row(page, 'deploy')).toContainText('ubuntu');
  await expect(row(page, 'deploy')).toContainText(String(legacy.port));
  await expect(row(page, 'deploy')).toContainText('default');
  await expect(row(page, 'deploy')).toContainText(/\d+ seconds? ago/);
  await expect(associate(page)).toBeFocused();
  const sent = calls(legacy, `PUT ${path}`).map(({ body }) => JSON.parse(body));
  expect(sent).toEqual([
    { host: '127.0.0.1' },
    { host: '127.0.0.1', user: 'ubuntu', port: legacy.port },
  ]);
});

test('a try that takes long shows progress and can be cancelled, with what was typed kept', async ({
  page,
  legacy,
  watch,
}) => {
  watch.allowNetworkErrors();
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  legacy.faults.set({ path: /\/keys\/deploy$/, stall: true });
  await openTab(page, legacy, cloud, 'keys');
  await associate(page).click();
  await dialog(page).getByRole('textbox', { name: 'User' }).fill('ops');
  await send(page).click();
  await expect(dialog(page).getByRole('progressbar')).toBeVisible();
  const given = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/keys/deploy'));
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await given;
  await expect(dialog(page)).toBeHidden();
  await expect(associate(page)).toBeFocused();
  await associate(page).click();
  await expect(dialog(page).getByRole('textbox', { name: 'User' })).toHaveValue('ops');
  await expect(dialog(page).getByRole('progressbar')).toHaveCount(0);
});

test('without any key one is added on the spot and then associated', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
  await openTab(page, legacy, cloud, 'keys');
  await page.getByRole('button', { name: 'Add key' }).click();
  const adding = page.getByRole('dialog', { name: 'Add key' });
  await adding.getByRole('textbox', { name: 'Name' }).fill('fresh');
  await adding.getByRole('button', { name: 'Generate' }).click();
  await expect(adding.getByRole('textbox', { name: 'Private key' })).not.toBeEmpty();
  await adding.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('fresh');
  await dialog(page).getByRole('textbox', { name: 'Port' }).fill(String(legacy.port));
  await send(page).click();
  await expect(row(page, 'fresh')).toBeVisible();
});

test('this computer needs no key', async ({ page, local }) => {
  await people.enter(page, local);
  await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Keys' }).click();
  await expect(page.getByText('This computer needs no key.')).toBeVisible();
  await expect(associate(page)).toHaveCount(0);
});

test('a machine without an address: the button says why', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  await openTab(page, legacy, cloud, 'keys', 'i-00000003');
  await expect(associate(page)).toBeDisabled();
  await expect(associate(page)).toHaveAccessibleDescription('This machine is not running.');
});

test('a real server: let in by another key, then taken out again, that line and no other', async ({
  page,
  mistd,
  sshd,
  key,
  watch,
}) => {
  watch.allowNetworkErrors();
  const spare = newKey();
  await people.enter(page, mistd);
  await people.addServer(page, sshd, key);
  await people.addKey(page, 'spare', spare.privateKey);
  const before = sshd.authorizedKeys;
  await people.go(page, 'Machines');
  await people.machineLink(page, sshd.host).click();
  await page.getByRole('tab', { name: 'Keys' }).click();
  await expect(row(page, 'deploy')).toContainText(sshd.user);
  await associate(page).click();
  await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('spare');
  await dialog(page).getByRole('textbox', { name: 'User' }).fill('nobodyhere');
  await send(page).click();
  await expect(dialog(page).getByRole('alert')).toContainText(/refused the key for user nobodyhere/);
  await expect(dialog(page).getByRole('textbox', { name: 'User' })).toHaveValue('nobodyhere');
  await dialog(page).getByRole('textbox', { name: 'User' }).fill(sshd.user);
  await send(page).click();
  await expect(said(page, 'Key spare opens')).toBeVisible();
  const blob = spare.publicKey.split(' ')[1];
  expect(sshd.authorizedKeys.filter((line) => line.includes(blob))).toHaveLength(1);
  expect(sshd.authorizedKeys).toHaveLength(before.length + 1);

  await page.getByRole('button', { name: 'Disassociate spare' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('authorized_keys');
  await expect(question).not.toContainText('last key');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Disassociate spare' })).toBeFocused();
  expect(sshd.authorizedKeys).toHaveLength(before.length + 1);
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Disassociate' }).click();
  await expect(said(page, 'Key spare no longer opens')).toBeVisible();
  await expect(row(page, 'spare')).toHaveCount(0);
  await expect(associate(page)).toBeFocused();
  expect(sshd.authorizedKeys).toEqual(before);

  await page.getByRole('button', { name: 'Disassociate deploy' }).click();
  await expect(question).toContainText('It is the last key');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(row(page, 'deploy')).toBeVisible();
  expect(sshd.authorizedKeys).toEqual(before);
});
