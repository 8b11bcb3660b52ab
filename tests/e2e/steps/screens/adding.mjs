/** Adding a backend: a single server, and clouds. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { PEM, SECRET, SIMULATED, listProviders } from '../clouds.mjs';
import * as people from '../people.mjs';
import { furnished } from './furnishing.mjs';

/** A server that somebody types in. Nobody is there: what the server under test says of it is a fault. */
const TYPED = { host: '192.0.2.7', user: 'root', port: 22, key: 'deploy' };

/** What a cloud of two fields is asked with. */
const CREDENTIALS = { Username: 'ops', 'API Key': SECRET };

/** The middle of a long form. */
const alertInView = (page) =>
  page.getByRole('alert').evaluate((alert) => alert.scrollIntoView({ block: 'center' }));

/** Fills in the form and sends it to a server that has this to say. */
async function sendTo(page, { legacy }, fault) {
  legacy.seedKey('deploy');
  legacy.faults.set({ method: 'POST', path: /^\/backends$/, ...fault });
  await page.goto(`${legacy.origin}/ui/`);
  await people.fillBackend(page, TYPED);
  await people.sendBackend(page);
}

/** A server behind SSH. */
const SERVERS = [
  {
    name: 'add backend',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.fillBackend(page, TYPED);
    },
  },
  {
    name: 'add backend, nothing filled in',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await people.go(page, 'Backends');
      await page.getByRole('link', { name: 'Add backend' }).click();
      await people.sendBackend(page);
      await expect(page.getByText('Choose the key the server knows you by.')).toBeVisible();
    },
  },
  {
    name: 'add backend, the server tries',
    server: 'legacy',
    async open(page, servers) {
      await sendTo(page, servers, { stall: true });
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
    show: (page) => page.getByRole('progressbar').scrollIntoViewIfNeeded(),
  },
  ...[
    ['refused', 401, 'Invalid backend credentials'],
    ['out of reach', 503, 'Service unavailable: SSH timed-out repeatedly.'],
    [
      'another host key',
      409,
      'The host key of 192.0.2.7 has changed: it was SHA256:T9fXJbG9/t25XX37zf0knndu5ZVC9LVamISpc071CqA, now it is SHA256:Wu2Yf/Ew3D6PQMIQQ93fqbBG4K67W1nYfm4VqVqAxzo. Accept it or look again.',
    ],
  ].map(([name, status, words]) => ({
    name: `add backend, ${name}`,
    server: 'legacy',
    async open(page, servers) {
      await sendTo(page, servers, { status, words });
      await expect(page.getByRole('alert')).toBeVisible();
    },
    show: alertInView,
  })),
  {
    name: 'add backend, there already',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.seedKey('deploy');
      const server = { machine_ip: '127.0.0.1', machine_port: legacy.port, machine_key: 'deploy' };
      await legacy.backends.add({ provider: 'bare_metal', ...server });
      await page.goto(`${legacy.origin}/ui/`);
      await people.fillBackend(page, { ...TYPED, host: '127.0.0.1' });
      await people.sendBackend(page);
      await expect(page.getByRole('alert')).toContainText('Backend exists');
    },
    show: alertInView,
  },
];

/** Fills in the form of a cloud, and sends it to a server that has this to say. */
async function cloudOf(page, servers, offer, { typed, region, fault } = {}) {
  if (fault) servers.legacy.faults.set({ method: 'POST', path: /^\/backends$/, ...fault });
  await furnished(page, servers);
  await people.openAdd(page, offer, region);
  await people.fillIn(page, typed ?? {});
  if (fault) await people.sendBackend(page);
}

/** Clouds. */
const CLOUDS = [
  {
    name: 'add backend, a cloud with regions',
    server: 'legacy',
    open: (page, servers) =>
      cloudOf(page, servers, 'Rackspace', {
        region: 'London',
        typed: { Title: 'Shop, Europe', Username: 'ops', 'API Key': SECRET },
      }),
  },
  {
    name: 'add backend, a saved secret',
    server: 'legacy',
    async open(page, servers) {
      await cloudOf(page, servers, 'EC2', { region: 'Ireland' });
      await people.choose(page, 'Credentials', 'Use the saved secret of EC2 AP NORTHEAST');
    },
  },
  {
    name: 'add backend, simulated',
    server: 'legacy',
    async open(page, servers) {
      listProviders(servers.legacy, SIMULATED);
      await cloudOf(page, servers, 'EC2', { region: 'Ireland' });
      await expect(page.getByText(/Simulated here/)).toBeVisible();
    },
  },
  {
    name: 'add backend, a file filled in',
    server: 'legacy',
    async open(page, servers) {
      const typed = { 'Email address': 'deploy@shop-1.iam.example', 'Project ID': 'shop-1' };
      await cloudOf(page, servers, 'Google Compute Engine', { typed });
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose file' }).click();
      await (await chooser).setFiles({ name: 'shop-1.pem', mimeType: 'text/plain', buffer: Buffer.from(PEM) });
      await expect(people.said(page, 'shop-1.pem is filled in.')).toBeVisible();
    },
  },
  {
    name: 'add backend, a file kept',
    server: 'legacy',
    async open(page, servers) {
      await cloudOf(page, servers, 'Google Compute Engine', { typed: { 'Private key': PEM } });
      await people.openAdd(page, 'Google Compute Engine');
      await expect(page.getByText(/not shown again/)).toBeVisible();
    },
  },
  {
    name: 'add backend, what few need',
    server: 'legacy',
    async open(page, servers) {
      await cloudOf(page, servers, 'OpenStack', { typed: { Username: 'ops', 'Auth URL': 'cloud.example.net' } });
      await page.getByText('Advanced', { exact: true }).click();
      await people.sendBackend(page);
      await expect(page.getByText(/This is no web address/)).toBeVisible();
    },
    show: (page) => page.getByText('Advanced').evaluate((more) => more.scrollIntoView({ block: 'center' })),
  },
  {
    name: 'add backend, the cloud is asked',
    server: 'legacy',
    async open(page, servers) {
      await cloudOf(page, servers, 'Linode', { typed: CREDENTIALS, fault: { stall: true } });
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
    show: (page) => page.getByRole('progressbar').scrollIntoViewIfNeeded(),
  },
  {
    name: 'add backend, credentials refused',
    server: 'legacy',
    async open(page, servers) {
      const fault = { status: 401, words: 'Invalid backend credentials' };
      await cloudOf(page, servers, 'Linode', { typed: CREDENTIALS, fault });
      await expect(page.getByRole('alert')).toBeVisible();
    },
    show: alertInView,
  },
  {
    name: 'add backend, waiting for the providers',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /^\/providers$/, stall: true });
      await furnished(page, servers);
      await page.goto(`${servers.legacy.origin}/ui/#/backends/add?provider=ec2_eu_west`);
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
  },
  {
    name: 'add backend, no list of providers',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /^\/providers$/, status: 500, words: 'Internal Server Error' });
      await furnished(page, servers);
      await page.goto(`${servers.legacy.origin}/ui/#/backends/add`);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'add backend, a provider that is not offered',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await page.goto(`${servers.legacy.origin}/ui/#/backends/add?provider=moon`);
      await expect(page.getByText(/does not offer moon/)).toBeVisible();
    },
  },
];

export const ADDING = [...SERVERS, ...CLOUDS];
