/** Backends: their list, each one's own screen, and adding one. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as people from '../people.mjs';
import { furnish, furnished, furnishedAt } from './furnishing.mjs';

const UNAVAILABLE = { path: /\/machines$/, status: 503, words: 'Backend unavailable' };

/** A server that somebody types in. Nobody is there: what the server under test says of it is a fault. */
const TYPED = { host: '192.0.2.7', user: 'root', port: 22, key: 'deploy' };

/** Opens a backend's own screen. */
const openBackend = (page, legacy, id) => page.goto(`${legacy.origin}/ui/#/backends/${id}`);

/** Fills in the form and sends it to a server that has this to say. */
async function sendTo(page, { legacy }, fault) {
  legacy.seedKey('deploy');
  legacy.faults.set({ method: 'POST', path: /^\/backends$/, ...fault });
  await page.goto(`${legacy.origin}/ui/`);
  await people.fillBackend(page, TYPED);
  await people.sendBackend(page);
}

export const BACKENDS = [
  {
    name: 'backends',
    server: 'legacy',
    open: (page, servers) => furnishedAt(page, servers, 'Backends'),
  },
  {
    name: 'backends, empty',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await people.go(page, 'Backends');
    },
  },
  {
    name: 'backends, one off and one failing',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.backends.setState(cloud, '0');
      legacy.faults.set(UNAVAILABLE);
      await page.goto(`${legacy.origin}/ui/#/backends`);
      await expect(people.table(page, 'Backends').getByText('failing')).toBeVisible();
    },
  },
  {
    name: 'backends, failed after an answer',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnished(page, { legacy });
      legacy.faults.set({ path: /^\/backends$/, status: 500, words: 'Internal Server Error' });
      await people.go(page, 'Backends');
      await expect(page.getByText(/could not be fetched/)).toBeVisible({ timeout: 45_000 });
    },
  },
  {
    name: 'backends, menu open',
    server: 'legacy',
    open: (page, servers) => furnishedAt(page, servers, 'Backends'),
    // A menu closes when the window changes its size.
    async show(page) {
      await page.keyboard.press('Escape');
      await people.menu(page, 'EC2 US EAST').click();
      await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
    },
  },
  {
    name: 'backends, renaming',
    server: 'legacy',
    async open(page, servers) {
      await furnishedAt(page, servers, 'Backends');
      await people.act(page, 'EC2 US EAST', 'Rename');
      await page.getByRole('textbox', { name: 'Title' }).fill('EC2 AP NORTHEAST');
      await expect(page.getByText(/Another backend is called/)).toBeVisible();
    },
  },
  {
    name: 'backends, asking before deleting',
    server: 'legacy',
    async open(page, servers) {
      await furnishedAt(page, servers, 'Backends');
      await people.act(page, 'EC2 US EAST', 'Delete');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'backends, not deleted',
    server: 'legacy',
    async open(page, servers) {
      const words = 'Internal Server Error';
      servers.legacy.faults.set({ method: 'DELETE', path: /^\/backends\//, status: 500, words });
      await furnishedAt(page, servers, 'Backends');
      await people.act(page, 'EC2 US EAST', 'Delete');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByRole('alert')).toContainText('was not deleted');
    },
  },
  {
    name: 'backend',
    server: 'legacy',
    async open(page, { legacy }) {
      await openBackend(page, legacy, (await furnish(legacy)).cloud);
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
    },
  },
  {
    name: 'backend, empty',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, body: '[]' });
      await openBackend(page, legacy, cloud);
      await expect(page.getByText('This backend lists no machines.')).toBeVisible();
    },
  },
  {
    name: 'backend, waiting for its first answer',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, stall: true });
      await openBackend(page, legacy, cloud);
      await expect(page.getByText('Asking for its machines')).toBeVisible();
    },
  },
  {
    name: 'backend, failing',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set(UNAVAILABLE);
      await openBackend(page, legacy, cloud);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'backend, failing after it answered',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.backends.get(cloud).poll = 1000;
      await openBackend(page, legacy, cloud);
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
      legacy.faults.set(UNAVAILABLE);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'backend, off',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.backends.setState(cloud, '0');
      await openBackend(page, legacy, cloud);
      await expect(page.getByText('It is switched off')).toBeVisible();
    },
  },
  {
    name: 'a backend that is not there',
    server: 'legacy',
    async open(page, { legacy }) {
      await openBackend(page, legacy, 'nosuch');
      await expect(people.title(page, 'No such backend')).toBeVisible();
    },
  },
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
    show: (page) => page.getByRole('alert').evaluate((alert) => alert.scrollIntoView({ block: 'center' })),
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
    show: (page) => page.getByRole('alert').evaluate((alert) => alert.scrollIntoView({ block: 'center' })),
  },
];
