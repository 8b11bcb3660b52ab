/** Making machines. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as create from '../create.mjs';
import * as people from '../people.mjs';
import { furnish, furnished } from './furnishing.mjs';

const WISH = { name: 'web-{4..6}', image: 'Gentoo', size: 'Small', location: 'ap-northeast-1c' };
const LISTS = /\/(images|sizes|locations)$/;

/** Opens the form of the furnished server, filled in. */
async function filled(page, servers, wish = WISH) {
  await furnished(page, servers);
  await create.open(page, 'EC2 US EAST');
  await create.fill(page, wish);
}

/** Opens the form of a backend on the furnished server, whatever its lists do. */
async function opened(page, { legacy }, fault) {
  const { other } = await furnish(legacy);
  legacy.faults.set({ path: LISTS, ...fault });
  await page.goto(`${legacy.origin}/ui/#/machines/create?backend=${other}`);
  await expect(people.title(page, 'Create machine')).toBeVisible();
}

const toTop = (page) => page.evaluate(() => scrollTo(0, 0));

export const CREATE = [
  {
    name: 'create machine, nothing chosen',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await create.open(page);
    },
  },
  {
    name: 'create machine',
    server: 'legacy',
    open: (page, servers) => filled(page, servers),
    show: toTop,
  },
  {
    name: 'create machine, the rest of the form',
    server: 'legacy',
    open: (page, servers) => filled(page, servers, { ...WISH, script: 'apt-get install -y nginx\necho “ready”' }),
    show: (page) => create.summary(page).getByRole('button').scrollIntoViewIfNeeded(),
  },
  {
    name: 'create machine, what is left out',
    server: 'legacy',
    async open(page, servers) {
      await filled(page, servers, { name: 'web-{1..', image: 'Gentoo' });
      await create.send(page);
      await expect(page.getByText('Choose a size.', { exact: true })).toBeVisible();
    },
    show: toTop,
  },
  {
    name: 'create machine, waiting for the lists',
    server: 'legacy',
    async open(page, servers) {
      await opened(page, servers, { stall: true });
      await expect(page.getByRole('progressbar')).toHaveCount(3);
    },
  },
  {
    name: 'create machine, no lists',
    server: 'legacy',
    async open(page, servers) {
      await opened(page, servers, { status: 503, words: 'Backend unavailable' });
      await expect(page.getByRole('alert')).toHaveCount(3);
    },
  },
  {
    name: 'create machine, searched on the server',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await create.open(page, 'EC2 US EAST');
      await page.getByRole('searchbox', { name: 'Search images' }).fill('amazon');
      await page.getByRole('button', { name: 'Search on the server' }).click();
      await expect(page.getByText(/The server found/)).toBeVisible();
    },
    show: toTop,
  },
  {
    name: 'create machine, networks',
    server: 'clouds',
    async open(page, { clouds }) {
      await create.withKey(clouds);
      await people.enter(page, clouds);
      await create.open(page, 'Office OpenStack');
      await page.getByRole('region', { name: 'Networks' }).getByRole('checkbox').first().check();
    },
    show: (page) => page.getByRole('region', { name: 'Networks' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'create machine, no backend that can',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await page.goto(`${mistd.origin}/#/machines/create`);
      await expect(page.getByText('No backend here can make machines.')).toBeVisible();
    },
  },
  {
    name: 'machines, being created',
    server: 'legacy',
    async open(page, servers) {
      const make = { method: 'POST', path: /\/machines$/ };
      servers.legacy.faults.set({
        ...make,
        times: 1,
        status: 500,
        words: 'Machine creation failed: EC2, got exception InstanceLimitExceeded',
      });
      servers.legacy.faults.set({ ...make, stall: true });
      await filled(page, servers, { ...WISH, name: 'web-{4..12}' });
      await create.send(page);
      await expect(create.being(page).getByRole('alert')).toBeVisible();
      await expect(create.being(page).getByRole('progressbar')).toHaveCount(3);
    },
    show: toTop,
  },
];
