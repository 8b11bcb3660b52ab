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
];
