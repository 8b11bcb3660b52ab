/** Backends: their list, and each one's own screen. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { simulate } from '../clouds.mjs';
import * as people from '../people.mjs';
import { furnish, furnished, furnishedAt } from './furnishing.mjs';

const UNAVAILABLE = { path: /\/machines$/, status: 503, words: 'Backend unavailable' };

/** Opens a backend's own screen. */
const openBackend = (page, legacy, id) => page.goto(`${legacy.origin}/ui/#/backends/${id}`);

export const BACKENDS = [
  {
    name: 'backends',
    server: 'legacy',
    open: (page, servers) => furnishedAt(page, servers, 'Backends'),
  },
  {
    name: 'backends, one simulated',
    server: 'legacy',
    async open(page, { legacy }) {
      simulate(legacy, (await furnish(legacy)).cloud);
      await page.goto(`${legacy.origin}/ui/#/backends`);
      await expect(page.getByText('answers')).toHaveCount(2);
    },
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
    name: 'backend, simulated',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      simulate(legacy, cloud);
      await openBackend(page, legacy, cloud);
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
];
