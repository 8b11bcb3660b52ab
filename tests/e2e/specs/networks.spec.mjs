/** Networks of a backend: what they are, making and deleting them, and where there are none. */
import { expect, test } from '../fixtures/test.mjs';
import { backendOf, enterAt, tab } from '../steps/offered.mjs';
import * as people from '../steps/people.mjs';

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

const list = (page) => page.getByRole('list', { name: 'Networks', exact: true });
const network = (page, name) => list(page).locator('> li').filter({ hasText: name });
const box = (page, name) => page.getByRole('dialog').getByRole('textbox', { name, exact: true });
const create = (page) => page.getByRole('button', { name: 'Create network', exact: true });

async function open(page, server, provider) {
  const backend = await backendOf(server, provider);
  await enterAt(page, server, `#/backends/${backend.id}?tab=networks`);
  return backend;
}

async function begin(page) {
  await create(page).click();
  const dialog = page.getByRole('dialog', { name: 'Create network' });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('what OpenStack has: ranges, gateways, DHCP and pools', async ({ page, clouds }) => {
  const openstack = await open(page, clouds, 'openstack');
  const listed = await openstack.list('networks');
  await expect(list(page).locator('> li')).toHaveCount(listed.length);
  await expect(people.said(page, `${listed.length} networks`)).toBeVisible();
  const [one] = listed.filter(({ subnets }) => subnets.length);
  const [subnet] = one.subnets;
  const row = network(page, one.id);
  await expect(row).toContainText(subnet.cidr);
  await expect(row).toContainText(`Gateway ${subnet.gateway_ip}`);
  await expect(row).toContainText('DHCP on');
  await expect(row).toContainText(subnet.allocation_pools[0].end);
});

test('one is made with a subnet, is there after a reload, and is deleted after asking', async ({ page, clouds }) => {
  const openstack = await open(page, clouds, 'openstack');
  const dialog = await begin(page);
  await box(page, 'Name').fill('<b>inside</b>');
  await box(page, 'Subnet name').fill('inside-1');
  await box(page, 'CIDR').fill('10.44.0.0/24');
  await box(page, 'Gateway').fill('10.44.0.1');
  await box(page, 'Allocation pools').fill('10.44.0.10-10.44.0.20\n10.44.0.100-10.44.0.120');
  await dialog.getByRole('checkbox', { name: /^DHCP/ }).uncheck();
  await dialog.getByRole('button', { name: 'Create network' }).click();
  await expect(dialog).toBeHidden();
  await expect(people.said(page, 'Network <b>inside</b> is created.')).toBeVisible();
  await expect(create(page)).toBeFocused();
  const row = network(page, '<b>inside</b>');
  await expect(row).toContainText('10.44.0.0/24');
  await expect(row).toContainText('DHCP off');
  await expect(row).toContainText('10.44.0.10 – 10.44.0.20, 10.44.0.100 – 10.44.0.120');
  await page.reload();
  await expect(row).toBeVisible();
  // What was typed is not offered again once it is made.
  await begin(page);
  await expect(box(page, 'Name')).toHaveValue('');
  await page.keyboard.press('Escape');
  await row.getByRole('button', { name: 'Delete <b>inside</b>' }).click();
  const ask = page.getByRole('alertdialog', { name: 'Delete network <b>inside</b>?' });
  await expect(ask).toContainText('10.44.0.0/24');
  await page.keyboard.press('Escape');
  await expect(ask).toBeHidden();
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: 'Delete <b>inside</b>' }).click();
  await ask.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(row).toHaveCount(0);
  await expect(people.said(page, 'Network <b>inside</b> is deleted.')).toBeVisible();
  await expect(page.locator('body')).not.toBeFocused();
  const names = (await openstack.list('networks')).map(({ name }) => name);
  expect(names).not.toContain('<b>inside</b>');
});

test('one without a subnet needs a name only', async ({ page, clouds }) => {
  await open(page, clouds, 'openstack');
  const dialog = await begin(page);
  await dialog.getByRole('checkbox', { name: 'With a subnet' }).uncheck();
  await expect(box(page, 'CIDR')).toHaveCount(0);
  await box(page, 'Name').fill('bare');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(network(page, 'bare')).toContainText('No subnets.');
});

test('each field is judged when it is left, and nothing wrong is sent', async ({ page, clouds }) => {
  await open(page, clouds, 'openstack');
  const dialog = await begin(page);
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await box(page, 'CIDR').fill('10.0.0.5/24');
  await expect(dialog.getByText('This address is inside')).toHaveCount(0);
  await box(page, 'Gateway').fill('10.0.1.1');
  await expect(dialog.getByText('This address is inside the range 10.0.0.0/24. Write that.')).toBeVisible();
  await expect(box(page, 'CIDR')).toHaveAttribute('aria-invalid', 'true');
  await box(page, 'Allocation pools').fill('10.0.0.9');
  await expect(dialog.getByText('This is no address that 10.0.0.0/24 can give.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Create network' }).click();
  await expect(dialog.getByText('Line 1: write two addresses with a hyphen between them.')).toBeVisible();
  await expect(dialog.getByText('Give the network a name.')).toBeVisible();
  await expect(box(page, 'Name')).toBeFocused();
  await box(page, 'CIDR').fill('10.0.1.0/24');
  await expect(dialog.getByText('This address is inside')).toHaveCount(0);
  await expect(dialog.getByText('This is no address that')).toHaveCount(0);
  expect(sent).toEqual([]);
});

test('a network that machines are in stays, for the reason the cloud gives', async ({ page, clouds }) => {
  const openstack = await open(page, clouds, 'openstack');
  const used = (await openstack.list('networks')).find(({ name }) => name === 'private');
  await network(page, used.id).getByRole('button', { name: 'Delete private' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Network private was not deleted.' });
  await expect(alert).toContainText('still in use');
  await expect(network(page, used.id)).toBeVisible();
});

test('a cloud that makes none says so at the form, and all that was typed stays', async ({ page, clouds }) => {
  await open(page, clouds, 'linode');
  await expect(page.getByText('This backend lists no networks.')).toBeVisible();
  const dialog = await begin(page);
  await box(page, 'Name').fill('inside');
  await box(page, 'CIDR').fill('10.0.0.0/24');
  await dialog.getByRole('button', { name: 'Create network' }).click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('Network inside was not created.');
  await expect(alert).toContainText('not supported');
  await expect(alert).toContainText('What you typed stays here.');
  await page.keyboard.press('Escape');
  await begin(page);
  await expect(box(page, 'Name')).toHaveValue('inside');
  await expect(box(page, 'CIDR')).toHaveValue('10.0.0.0/24');
});

test('a server of 2014 has none, and that is no failure', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  await page.goto(`${legacy.origin}/ui/#/backends/${cloud}`);
  await tab(page, 'Networks').click();
  await expect(page.getByText('This server has no networks.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(create(page)).toHaveCount(0);
});

test.describe('in a hostile world', () => {
  test.use({ cloudOptions: ['--sim-hostile'] });

  test('names are text and fit', async ({ page, clouds }) => {
    const openstack = await open(page, clouds, 'openstack');
    const listed = await openstack.list('networks');
    await expect(list(page).locator('> li')).toHaveCount(listed.length);
    await page.setViewportSize({ width: 390, height: 844 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide, 'the page scrolls sideways').toBe(false);
  });
});
