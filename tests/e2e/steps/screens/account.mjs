/** The account, and an address that leads nowhere. Each entry as `index.mjs` describes it. */
import * as people from '../people.mjs';
import { furnishedAt } from './furnishing.mjs';
import { expect } from '@playwright/test';

export const ACCOUNT = [
  {
    name: 'account',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await people.go(page, 'Account');
    },
  },
  {
    name: 'account, nobody signed in',
    server: 'legacy',
    open: (page, servers) => furnishedAt(page, servers, 'Account'),
  },
  {
    name: 'an address that means nothing',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.goto(`${legacy.origin}/ui/#/nowhere`);
      await expect(people.title(page, 'No such page')).toBeVisible();
    },
  },
  {
    name: 'a screen on its way',
    server: 'legacy',
    async open(page, servers) {
      await page.route(/\/part-setup-/, () => {});
      await furnishedAt(page, servers, 'Keys');
      await expect(page.getByRole('progressbar', { name: 'Fetching this part of the page' })).toBeVisible();
    },
  },
  {
    name: 'a screen that did not come',
    server: 'legacy',
    async open(page, servers) {
      await page.route(/\/part-setup-/, (route) => route.abort());
      await furnishedAt(page, servers, 'Keys');
      await expect(people.title(page, 'Screen not loaded')).toBeVisible();
    },
  },
];
