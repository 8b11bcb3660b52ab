/** What a person does on the page, found by role and name alone. */
import { expect } from '@playwright/test';
import { EMAIL } from '../fixtures/mistd.mjs';

/** The screen's one title. */
export const title = (page, name) => page.getByRole('heading', { level: 1, name });

/** A table, whether it is marked up as one or as a grid. */
export const table = (page, name) =>
  page.getByRole('table', { name, exact: true }).or(page.getByRole('grid', { name, exact: true }));

/** A link of the main navigation; on a narrow page it may be under "More". */
export async function go(page, name) {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const link = navigation.getByRole('link', { name, exact: true });
  const more = navigation.getByRole('button', { name: 'More' });
  await expect(link.or(more).first()).toBeVisible();
  if (!(await link.isVisible())) await more.click();
  await page.getByRole('link', { name, exact: true }).first().click();
  await expect(title(page, name)).toBeVisible();
}

/** Opens a sign-in link and waits to be in. */
export async function enter(page, mistd) {
  await page.goto(await mistd.link());
  await expect(title(page, 'Machines')).toBeVisible();
}

/** Fills and sends the sign-in form with a one-time code in place of a password. */
export async function signIn(page, mistd, { stay = false } = {}) {
  await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(await mistd.code());
  if (stay) await page.getByRole('checkbox', { name: 'Stay signed in on this device' }).check();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Picks the option of a combobox whose words fit, be it a native select or a listbox. */
export async function choose(page, name, words) {
  const box = page.getByRole('combobox', { name, exact: true });
  await expect(box).toBeVisible();
  if ((await box.evaluate((element) => element.tagName)) !== 'SELECT') {
    await box.click();
    await page.getByRole('option', { name: words }).click();
    return;
  }
  const fits = (label) => (words instanceof RegExp ? words.test(label) : label.trim() === words);
  await expect(async () => {
    const labels = await box.evaluate((element) => [...element.options].map((option) => option.label));
    const label = labels.find(fits);
    expect(label, `an option "${words}" among ${labels.join(', ')}`).toBeDefined();
    await box.selectOption({ label });
  }).toPass({ timeout: 15_000 });
}

/** Opens the dialog "Add key" from the Keys screen. */
export async function openAddKey(page) {
  await go(page, 'Keys');
  await page.getByRole('button', { name: 'Add key', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Adds a key by pasting its text. */
export async function addKey(page, name, privateKey) {
  const dialog = await openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Private key' }).fill(privateKey);
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(table(page, 'Keys').getByRole('row').filter({ hasText: name })).toBeVisible();
}

/** The row of a table whose header is this name. */
export const row = (page, tableName, name) =>
  table(page, tableName)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });

/** The button that opens the menu of a row. */
export const menu = (page, name) => page.getByRole('button', { name: `Actions for ${name}`, exact: true });

/** Chooses an entry from the menu of a row. */
export async function act(page, name, entry) {
  await menu(page, name).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** What was said last, once it fits. */
export const said = (page, words) => page.getByRole('status').filter({ hasText: words }).first();

/** Fills the form of a server reached over SSH. */
export async function fillBackend(page, { host, user, port, key }) {
  await go(page, 'Backends');
  await page.getByRole('link', { name: 'Add backend' }).first().click();
  await expect(title(page, 'Add backend')).toBeVisible();
  await choose(page, 'Provider', /bare metal|other server|ssh/i);
  await page.getByRole('textbox', { name: 'Hostname', exact: true }).fill(host);
  await page.getByRole('textbox', { name: 'User', exact: true }).fill(user);
  await page.getByLabel('Port', { exact: true }).fill(String(port));
  await choose(page, 'SSH Key', key);
}

/** Opens the form of a provider, as its combobox names it, and chooses a region of it where one is given. */
export async function openAdd(page, provider, region) {
  await go(page, 'Backends');
  await page.getByRole('link', { name: 'Add backend' }).first().click();
  await expect(title(page, 'Add backend')).toBeVisible();
  await choose(page, 'Provider', provider);
  if (region) await choose(page, 'Region', region);
}

/** Fills in what stands behind labels, secrets too. */
export async function fillIn(page, values) {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
}

/** Presses the form's own button. */
export const sendBackend = (page) => page.getByRole('button', { name: 'Add backend', exact: true }).click();

/** Waits until the page says that the backend is there, which leads to the list. */
export async function expectAdded(page, host) {
  const said = page.getByRole('status').filter({ hasText: new RegExp(`${host}.* added`) });
  await expect(said.first()).toBeVisible({ timeout: 30_000 });
}

/** A key and a server, ready to run commands on. */
export async function addServer(page, sshd, key, name = 'deploy') {
  await addKey(page, name, key.privateKey);
  await fillBackend(page, { host: sshd.host, user: sshd.user, port: sshd.port, key: name });
  await sendBackend(page);
  await expectAdded(page, sshd.host);
  await go(page, 'Machines');
  await expect(machineLink(page, sshd.host)).toBeVisible();
}

/** The link of a machine in the list. */
export const machineLink = (page, name) => table(page, 'Machines').getByRole('link', { name, exact: true });

/** The row of a machine in the list. */
export const machineRow = (page, name) =>
  table(page, 'Machines')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
