/** The providers: all of them in groups, with regions, searched, and the way to add one of each. */
import { PROVIDERS } from '../fixtures/legacy/providers.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { LATER, SIMULATED, chosen, field, listProviders, provider, region } from '../steps/clouds.mjs';
import * as people from '../steps/people.mjs';

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

const list = (page) => page.getByRole('list', { name: 'Providers', exact: true });
const items = (page) => list(page).getByRole('listitem');
const item = (page, words) => items(page).filter({ hasText: words });
const search = (page) => page.getByRole('searchbox', { name: 'Search providers' });
const add = (row) => row.getByRole('link', { name: 'Add backend', exact: true });

async function open(page, legacy, query = '') {
  await page.goto(`${legacy.origin}/ui/#/providers${query}`);
  await expect(people.title(page, 'Providers')).toBeVisible();
}

test('every provider of a server of 2014 is there once, its regions under it', async ({ page, legacy }) => {
  await legacy.seedCloud();
  await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  await page.goto(`${legacy.origin}/ui/`);
  await people.go(page, 'Providers');
  // Regions stand in that list as providers of their own: 8 of Amazon, 8 of Rackspace, 4 of HP.
  const families = PROVIDERS.length - 7 - 7 - 3;
  await expect(items(page)).toHaveCount(families);
  await expect(page.getByRole('status').filter({ hasText: `${families} of ${families} providers` })).toBeVisible();
  for (const title of ['Bare Metal Server', 'EC2', 'Linode', 'OpenStack', 'HP Cloud', 'NephoScale']) {
    await expect(item(page, title).first()).toBeVisible();
  }
  const ec2 = item(page, 'EC2');
  await expect(ec2).toContainText('2 backends');
  const regions = ec2.getByRole('group', { name: 'Regions of EC2' }).getByRole('link');
  await expect(regions).toHaveCount(8);
  await expect(add(ec2)).toHaveAccessibleDescription('EC2');
  const titles = await page.getByRole('heading', { level: 2 }).allTextContents();
  expect(titles).toEqual(['Single computers', 'Public clouds', 'Private clouds and containers']);
});

test('a link leads to the form of its provider, a region to the form of that region', async ({ page, legacy }) => {
  await open(page, legacy);
  await add(item(page, 'Linode')).click();
  await expect(people.title(page, 'Add backend')).toBeVisible();
  await expect(chosen(provider(page))).toHaveText('Linode');
  await expect(field(page, 'Username')).toBeVisible();
  await page.goBack();
  await item(page, 'Rackspace').getByRole('link', { name: 'London' }).click();
  await expect(chosen(provider(page))).toHaveText('Rackspace');
  await expect(chosen(region(page))).toHaveText('London');
  await page.goBack();
  await add(item(page, 'Bare Metal Server')).click();
  await expect(field(page, 'Hostname')).toBeVisible();
});

test('a search looks at titles, ids and regions, and the address keeps it', async ({ page, legacy }) => {
  await open(page, legacy);
  await search(page).fill('sydney');
  await expect(items(page)).toHaveCount(2);
  await page.reload();
  await expect(search(page)).toHaveValue('sydney');
  await expect(items(page)).toHaveCount(2);
  await search(page).fill('digitalocean');
  await expect(items(page)).toHaveCount(1);
  await search(page).fill('mars');
  await expect(page.getByText('No provider matches this search.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(item(page, 'Linode')).toBeVisible();
});

test('regions inside their provider, as later servers list them', async ({ page, legacy }) => {
  const moon = { provider: 'mars', title: 'Mars', regions: [{ id: 'm-1', location: '<b>Olympus</b>' }, { id: 'm-2', location: 'Elysium' }] };
  listProviders(legacy, [...LATER, moon]);
  await open(page, legacy);
  await expect(items(page)).toHaveCount(LATER.length + 1);
  const ec2 = item(page, 'Amazon EC2');
  await expect(ec2.getByRole('link')).toHaveText(['Add backend', 'Ireland', 'Tokyo']);
  await expect(item(page, 'Mars').getByRole('link', { name: '<b>Olympus</b>' })).toBeVisible();
  await item(page, 'Mars').getByRole('link', { name: 'Elysium' }).click();
  await expect(chosen(region(page))).toHaveText('Elysium');
  expect(page.url()).toContain('provider=mars&region=m-2');
});

test('what is simulated says so', async ({ page, legacy }) => {
  listProviders(legacy, SIMULATED);
  await open(page, legacy);
  await expect(items(page)).toHaveCount(3);
  await expect(items(page).filter({ hasText: 'simulated' })).toHaveCount(2);
});

test('without a list a single server can be added all the same, and Retry brings the rest', async ({ page, legacy }) => {
  const fault = { status: 500, words: 'Internal Server Error: providers' };
  legacy.faults.set({ path: /^\/providers$/, ...fault });
  await open(page, legacy);
  const alert = page.getByRole('alert').filter({ hasText: 'The list of providers could not be fetched.' });
  await expect(alert).toContainText('Internal Server Error: providers');
  await expect(items(page)).toHaveCount(1);
  await expect(add(item(page, 'Bare Metal Server'))).toBeVisible();
  legacy.faults.clear();
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(item(page, 'Linode')).toBeVisible();
  await expect(alert).toHaveCount(0);
});
