/** What backends offer: providers, images, a backend's tabs. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { SIMULATED } from '../clouds.mjs';
import { backendOf, counted, enterAt, openDetails, search, serverSearch } from '../offered.mjs';
import * as people from '../people.mjs';
import { furnish } from './furnishing.mjs';

const IMAGES = { method: 'GET', path: /\/images$/ };

/** A screen of the simulated clouds, by the address that a backend's id makes. */
const onCloud = (name, provider, address, ready) => ({
  name,
  server: 'clouds',
  async open(page, { clouds }) {
    const { id } = await backendOf(clouds, provider);
    await enterAt(page, clouds, address(id));
    await ready(page);
  },
});

/** A screen of the 2014-like server, with something wrong or not. */
const onLegacy = (name, address, ready, fault) => ({
  name,
  server: 'legacy',
  async open(page, { legacy }) {
    const { cloud } = await furnish(legacy);
    if (fault) legacy.faults.set(fault);
    await page.goto(`${legacy.origin}/ui/${address(cloud)}`);
    await ready(page, legacy);
  },
});

const images = (id) => `#/images?backend=${id}`;
const tab = (name) => (id) => `#/backends/${id}?tab=${name}`;
const shows = (words) => (page) => expect(page.getByText(words).first()).toBeVisible({ timeout: 30_000 });
const alerts = (page) => expect(page.getByRole('alert')).toBeVisible();
const creating = async (page) => {
  await page.getByRole('button', { name: 'Create network' }).click();
  await page.getByRole('textbox', { name: 'CIDR' }).fill('10.0.0.5/24');
};

export const OFFERED = [
  onLegacy('providers', () => '#/providers', shows('Private clouds and containers')),
  onLegacy('providers, simulated', () => '#/providers', shows('Linode'), {
    method: 'GET',
    path: /^\/providers$/,
    body: JSON.stringify({ supported_providers: SIMULATED }),
  }),
  onLegacy('providers, none found', () => '#/providers?q=mars', shows('No provider matches')),
  onLegacy('providers, waiting', () => '#/providers', shows('Asking for the providers'), {
    path: /^\/providers$/,
    stall: true,
  }),
  onLegacy('providers, no list', () => '#/providers', alerts, {
    path: /^\/providers$/,
    status: 500,
    words: 'Internal Server Error',
  }),
  onCloud('images', 'ec2', images, (page) => counted(page, /^(\d+) of \1 images$/)),
  onCloud('images, found by the server', 'ec2', images, async (page) => {
    await search(page).fill('bitnami-');
    await serverSearch(page).click();
    await expect(page.getByText('found by the server').first()).toBeVisible();
  }),
  onCloud('images, the details of one', 'ec2', images, async (page) => {
    await openDetails(page, 'CentOS');
  }),
  onLegacy('images, none found', (id) => `${images(id)}&q=nothing`, shows('No image matches')),
  onLegacy('images, waiting', images, shows('Asking for the images'), { ...IMAGES, stall: true }),
  onLegacy('images, failing', images, alerts, { ...IMAGES, status: 503, words: 'Backend unavailable' }),
  onLegacy(
    'images, the server searches',
    images,
    async (page, legacy) => {
      await counted(page, '2 of 2 images');
      legacy.faults.set({ method: 'POST', path: /\/images$/, stall: true });
      await search(page).fill('amazon');
      await serverSearch(page).click();
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
  ),
  onLegacy('images, no star', (id) => `${images(id)}&starred=1`, shows('No image has a star yet.'), {
    ...IMAGES,
    body: '[{"id": "x", "name": "plain"}]',
  }),
  {
    name: 'images, a single server',
    server: 'local',
    async open(page, { local }) {
      await people.enter(page, local);
      await people.go(page, 'Images');
      await expect(page.getByText('A single server has no images.')).toBeVisible();
    },
  },
  onCloud('backend, images', 'openstack', tab('images'), shows('cirros')),
  onCloud('backend, sizes', 'ec2', tab('sizes'), shows('m1.small')),
  onLegacy('backend, sizes failing', tab('sizes'), alerts, {
    path: /\/sizes$/,
    status: 503,
    words: 'Backend unavailable',
  }),
  onCloud('backend, locations', 'linode', tab('locations'), shows('London')),
  onCloud('backend, one location', 'docker', tab('locations'), shows('did not list its places')),
  onCloud('backend, networks', 'openstack', tab('networks'), shows('10.0.0.0/24')),
  onCloud('backend, no networks', 'linode', tab('networks'), shows('This backend lists no networks.')),
  onLegacy('backend, networks of an older server', tab('networks'), shows('This server has no networks.')),
  onCloud('backend, creating a network', 'openstack', tab('networks'), async (page) => {
    await creating(page);
    await page.getByRole('textbox', { name: 'Gateway' }).fill('10.1.0.1');
    await page.getByRole('textbox', { name: 'Name', exact: true }).focus();
    await expect(page.getByText('This address is inside')).toBeVisible();
  }),
  onCloud('backend, no network can be created', 'linode', tab('networks'), async (page) => {
    await creating(page);
    await page.getByRole('textbox', { name: 'CIDR' }).fill('10.0.0.0/24');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('inside');
    await page.getByRole('dialog').getByRole('button', { name: 'Create network' }).click();
    await alerts(page);
  }),
  onCloud('backend, deleting a network', 'openstack', tab('networks'), async (page) => {
    await page.getByRole('button', { name: 'Delete private' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
  }),
];
