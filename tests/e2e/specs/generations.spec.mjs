/** Servers of three generations: each shows what it has, found by asking, and says what it lacks. */
import { expect, test } from '../fixtures/test.mjs';
import * as create from '../steps/create.mjs';
import * as people from '../steps/people.mjs';

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

const NETWORKS = [
  {
    id: 'n-1',
    name: 'private',
    status: 'ACTIVE',
    subnets: [
      {
        id: 's-1',
        name: 'inside',
        cidr: '10.0.0.0/24',
        enable_dhcp: true,
        dns_nameservers: [],
        allocation_pools: [{ start: '10.0.0.2', end: '10.0.0.254' }],
        gateway_ip: '10.0.0.1',
      },
    ],
  },
];

/** A backend that the server calls an OpenStack: which cloud stands behind it the page can't know. */
async function seedStack(page, legacy) {
  const id = await legacy.seedCloud({ title: 'Stack' });
  await page.route(/\/backends$/, async (route) => {
    const answer = await route.fetch();
    const list = await answer.json();
    await route.fulfill({ response: answer, json: list.map((one) => ({ ...one, provider: 'openstack' })) });
  });
  return id;
}

/** Has a server of April answer as one of November does where that has more (API notes §5). */
const november = (page) =>
  page.route(/\/backends\/[^/]+\/networks$/, (route) => route.fulfill({ json: NETWORKS }));

test('November 2014: networks are listed, and offered to new machines', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  const id = await seedStack(page, legacy);
  await november(page);
  await page.goto(`${legacy.origin}/ui/#/backends/${id}?tab=networks`);
  const network = page.getByRole('list', { name: 'Networks', exact: true }).locator('> li');
  await expect(network).toContainText('private');
  await expect(network).toContainText('10.0.0.0/24');
  await page.getByRole('link', { name: 'Create machine', exact: true }).click();
  await expect(people.title(page, 'Create machine')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'private' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Monitor from the start' })).toBeVisible();
});

test('April 2014: the same cloud has no networks, in a sentence, and is not asked again and again', async ({
  page,
  legacy,
}) => {
  const id = await seedStack(page, legacy);
  const asked = [];
  page.on('request', (request) => request.url().endsWith('/networks') && asked.push(request.url()));
  await page.goto(`${legacy.origin}/ui/#/backends/${id}?tab=networks`);
  await expect(page.getByText(/This server .*networks/)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Machines' }).click();
  await page.getByRole('tab', { name: 'Networks' }).click();
  await expect(page.getByText(/This server .*networks/)).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('April 2014: resizing is tried once; from then on the reason stands in its place', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  await legacy.seedCloud();
  await page.goto(`${legacy.origin}/ui/`);
  await people.act(page, 'web-1', 'Resize');
  await expect(people.title(page, 'Resize web-1')).toBeVisible();
  const list = page.getByRole('listbox', { name: 'Size' });
  await list.getByRole('option').filter({ hasNotText: 'now' }).last().click();
  await page.getByRole('button', { name: 'Resize', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Machine web-1 did not get another size.' })).toBeVisible();
  await people.go(page, 'Machines');
  await people.menu(page, 'web-1').click();
  const item = page.getByRole('menuitem', { name: 'Resize' });
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  await expect(item).toHaveAttribute('title', /server/);
});

test('mistd: resizing and networks are there from the start', async ({ page, clouds }) => {
  const id = await create.backendOf(clouds, await clouds.token(), 'Office OpenStack');
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/backends/${id}?tab=networks`);
  await expect(page.getByRole('list', { name: 'Networks', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create network', exact: true })).toBeVisible();
});
