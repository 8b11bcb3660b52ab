/** The size finder, and the form that resizes. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as people from '../people.mjs';

/** Opens the finder, and waits until every cloud has answered. */
async function openFinder(page, { clouds }, query = '') {
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/sizes${query}`);
  const count = page.getByRole('status').filter({ hasText: /of \d+ sizes/ });
  await expect(count).not.toContainText('asked');
}

export const SIZES = [
  { name: 'sizes', server: 'clouds', open: (page, servers) => openFinder(page, servers) },
  {
    name: 'sizes, none that cheap',
    server: 'clouds',
    open: (page, servers) => openFinder(page, servers, '?ram=64&price=1'),
  },
  {
    name: 'sizes, a limit that is no number',
    server: 'clouds',
    async open(page, servers) {
      await openFinder(page, servers);
      await page.getByRole('textbox', { name: 'RAM at least' }).fill('two');
      await expect(page.getByText('Type a number')).toBeVisible();
    },
  },
  {
    name: 'sizes, without a cloud',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await page.goto(`${mistd.origin}/#/machines/sizes`);
      await expect(page.getByText('No backend makes machines')).toBeVisible();
    },
  },
  {
    name: 'resizing a machine',
    server: 'clouds',
    async open(page, { clouds }) {
      const token = await clouds.token();
      const backends = await (await clouds.fetch('/backends', { token })).json();
      const backend = backends.find(({ provider }) => provider.startsWith('openstack'));
      const list = await (await clouds.fetch(`/backends/${backend.id}/machines`, { token })).json();
      await people.enter(page, clouds);
      await page.goto(`${clouds.origin}/#/machines/${backend.id}/${list[0].id}/resize`);
      await expect(page.getByRole('listbox', { name: 'Size' })).toBeVisible();
    },
  },
];
