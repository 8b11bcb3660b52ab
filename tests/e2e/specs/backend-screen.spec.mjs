/** A backend's own screen: what it offers in tabs, each of which comes and fails on its own. */
import { expect, test } from '../fixtures/test.mjs';
import { backendOf, enterAt, image, search, tab } from '../steps/offered.mjs';
import * as people from '../steps/people.mjs';

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

const row = (page, table, words) => people.table(page, table).getByRole('row').filter({ hasText: words });
const alertOf = (page, words) => page.getByRole('alert').filter({ hasText: words });

test.describe('on simulated clouds', () => {
  test('the tabs are part of the address, and so is how machines are sorted', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    await people.enter(page, clouds);
    await people.go(page, 'Backends');
    await people.table(page, 'Backends').getByRole('link', { name: ec2.title }).click();
    await expect(people.title(page, ec2.title)).toBeVisible();
    await expect(page.getByRole('tablist', { name: 'Backend' }).getByRole('tab')).toHaveText([
      'Machines',
      'Images',
      'Sizes',
      'Locations',
      'Networks',
    ]);
    await page.getByRole('button', { name: 'State' }).click();
    await expect(page).toHaveURL(/sort=state/);
    await tab(page, 'Locations').click();
    await expect(page).toHaveURL(/tab=locations/);
    await expect(row(page, 'Locations', 'ap-northeast-1a')).toContainText('Japan');
    await page.reload();
    await expect(tab(page, 'Locations')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Shift+Tab');
    await tab(page, 'Locations').focus();
    await page.keyboard.press('ArrowLeft');
    await expect(tab(page, 'Sizes')).toBeFocused();
    await tab(page, 'Machines').click();
    await expect(page.getByRole('columnheader', { name: 'State' })).toHaveAttribute('aria-sort', 'ascending');
  });

  test('sizes: memory, disk, price per hour and month, and a machine of it', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    await enterAt(page, clouds, `#/backends/${ec2.id}?tab=sizes`);
    await expect(row(page, 'Sizes', 'm1.small')).toContainText('1.7 GB');
    await expect(row(page, 'Sizes', 'm1.small')).toContainText('160 GB');
    await expect(row(page, 'Sizes', 'm1.small')).toContainText(/\$[\d.]+\/hour/);
    await expect(row(page, 'Sizes', 'm1.small')).toContainText(/≈ \$\d+\/month/);
    await row(page, 'Sizes', 'm1.small').getByRole('link', { name: /^Create machine of size/ }).click();
    await expect(people.title(page, 'Create machine')).toBeVisible();
    expect(page.url()).toContain(`backend=${ec2.id}&size=m1.small`);
  });

  test('images are those of the Images screen, and their search is in the address', async ({ page, clouds }) => {
    const openstack = await backendOf(clouds, 'openstack');
    await enterAt(page, clouds, `#/backends/${openstack.id}?tab=images`);
    await search(page).fill('cirros');
    await expect(page).toHaveURL(/tab=images&q=cirros/);
    await page.reload();
    await expect(image(page, 'cirros')).toHaveCount(1);
    await expect(search(page)).toHaveValue('cirros');
  });

  test('a cloud of one place calls it the default', async ({ page, clouds }) => {
    const docker = await backendOf(clouds, 'docker');
    await enterAt(page, clouds, `#/backends/${docker.id}?tab=locations`);
    await expect(row(page, 'Locations', 'Default')).toBeVisible();
    await expect(page.getByText('did not list its places')).toBeVisible();
  });

  test('a machine is made of this backend', async ({ page, clouds }) => {
    const linode = await backendOf(clouds, 'linode');
    await enterAt(page, clouds, `#/backends/${linode.id}`);
    await page.locator('.page-head').getByRole('link', { name: 'Create machine' }).click();
    await expect(people.title(page, 'Create machine')).toBeVisible();
    expect(page.url()).toContain(`#/machines/create?backend=${linode.id}`);
  });
});

test.describe('when one list fails', () => {
  test.use({
    cloudOptions: ['--sim-fault', 'linode/sizes=status:500', '--sim-fault', 'linode/images=malformed', '--sim-fault', 'linode/networks=credentials'],
  });

  test('the others are none the wiser, and nobody is signed out', async ({ page, clouds }) => {
    const linode = await backendOf(clouds, 'linode');
    await enterAt(page, clouds, `#/backends/${linode.id}?tab=sizes`);
    await expect(alertOf(page, 'The sizes could not be fetched.')).toBeVisible();
    await tab(page, 'Locations').click();
    await expect(row(page, 'Locations', 'London')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await tab(page, 'Images').click();
    await expect(alertOf(page, 'The images could not be fetched.')).toContainText('could not be read');
    await tab(page, 'Networks').click();
    await expect(alertOf(page, 'The networks could not be fetched.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
    await tab(page, 'Machines').click();
    await expect(people.table(page, 'Machines').getByRole('row').nth(1)).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test.describe('a slow cloud', () => {
  test.use({ cloudOptions: ['--sim-fault', '*/locations=latency:2s'] });

  test('waits where it is slow, and nowhere else', async ({ page, clouds }) => {
    const gce = await backendOf(clouds, 'gce');
    await enterAt(page, clouds, `#/backends/${gce.id}?tab=locations`);
    await expect(page.getByRole('progressbar', { name: 'Asking for the locations' })).toBeVisible();
    await tab(page, 'Sizes').click();
    await expect(people.table(page, 'Sizes')).toBeVisible();
    await tab(page, 'Locations').click();
    await expect(row(page, 'Locations', 'europe-west')).not.toHaveCount(0);
  });
});

test('a size without a price says so; numbers may be texts', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  const sizes = [
    { id: 'a', name: 'No price', ram: '512', disk: null, price: null },
    { id: 'b', name: '<i>Cheap</i>', ram: 613, disk: '15', price: 0.027 },
    { name: 'no id' },
  ];
  legacy.faults.set({ path: /\/sizes$/, body: JSON.stringify(sizes) });
  await page.goto(`${legacy.origin}/ui/#/backends/${cloud}?tab=sizes`);
  await expect(row(page, 'Sizes', 'No price')).toContainText('No price given');
  await expect(row(page, 'Sizes', '<i>Cheap</i>')).toContainText('$0.027/hour');
  await expect(people.said(page, '2 sizes. 1 item the server sent could not be read')).toBeVisible();
});

test('a list that failed is asked for again, and its last one stays meanwhile', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  const fault = legacy.faults.set({ path: /\/locations$/, cut: true });
  await page.goto(`${legacy.origin}/ui/#/backends/${cloud}?tab=locations`);
  const alert = alertOf(page, 'The locations could not be fetched.');
  await expect(alert).toContainText('no connection');
  fault.mend();
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(row(page, 'Locations', 'ap-northeast-1c')).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('a single server has no tabs, and an address that asks for one is explained', async ({ page, local }) => {
  await people.enter(page, local);
  await people.go(page, 'Backends');
  await people.table(page, 'Backends').getByRole('link').first().click();
  await expect(page.getByText('What is known')).toBeVisible();
  await expect(page.getByRole('tablist')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Create machine' })).toHaveCount(0);
  await page.goto(`${page.url()}?tab=sizes`);
  await expect(page.getByText('This is a single server')).toBeVisible();
});
