/** The account, and screens that are not there. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as people from '../people.mjs';
import { furnished, furnishedAt } from './furnishing.mjs';

const keysLink = (page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Keys' });

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
      await furnished(page, servers);
      await keysLink(page).click();
      await expect(page.getByRole('progressbar', { name: 'Fetching this part of the page' })).toBeVisible();
    },
  },
  {
    name: 'a screen that did not come',
    server: 'legacy',
    async open(page, servers) {
      await page.route(/\/part-setup-/, (route) => route.abort());
      await furnished(page, servers);
      await keysLink(page).click();
      await expect(people.title(page, 'Screen not loaded')).toBeVisible();
    },
  },
];
