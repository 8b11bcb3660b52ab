/** The account, and screens that are not there. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as offline from '../offline.mjs';
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
    name: 'account, in Greek',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await people.go(page, 'Account');
      await page.getByRole('radio', { name: 'Ελληνικά' }).check();
      await expect(page.getByRole('heading', { level: 1, name: 'Λογαριασμός' })).toBeVisible();
    },
  },
  {
    name: 'account, with a plan and other servers',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.addInitScript(() => {
        const session = JSON.stringify({ email: 'ops@example.net', token: 'none' });
        sessionStorage.setItem('mist:session:https://mist.example.net', session);
        localStorage.setItem('mist:used:https://old.example.net', '1');
      });
      const plan = { title: 'Basic', started: 1396310400, expiration: 1427846400, has_expired: true };
      const user = { name: 'Ada Lovelace', company_name: 'Engines', country: 'UK', number_of_servers: '1-5' };
      const body = JSON.stringify({
        current_plan: { ...plan, promo_code: 'SPRING', machine_limit: 20 },
        user_details: { ...user, number_of_people: '2' },
      });
      legacy.faults.set({ method: 'POST', path: /^\/auth$/, body });
      await page.goto(`${legacy.origin}/ui/#/account`);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.net');
      await page.getByLabel('Password', { exact: true }).fill('any');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByText('Ada Lovelace')).toBeVisible();
    },
  },
  {
    name: 'account, its lists remembered on this device',
    server: 'legacy',
    async open(page, servers) {
      await furnishedAt(page, servers, 'Account');
      await offline.remember(page);
    },
  },
  {
    name: 'account, asking before all sessions end',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await people.go(page, 'Account');
      await page.getByRole('button', { name: 'End all sessions' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
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
