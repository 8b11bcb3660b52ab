/** Before the page: signing in, and a server that does not answer. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { EMAIL } from '../../fixtures/mistd.mjs';
import * as people from '../people.mjs';

/** The form, filled in. */
async function fill(page, mistd, password = 'wrong') {
  await page.goto(mistd.origin);
  await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

const submit = (page) => page.getByRole('button', { name: 'Sign in', exact: true });

export const SIGNING_IN = [
  {
    name: 'sign in',
    server: 'mistd',
    async open(page, { mistd }) {
      await page.goto(mistd.origin);
      await expect(people.title(page, 'Sign in')).toBeVisible();
    },
  },
  {
    name: 'sign in, another server',
    server: 'mistd',
    async open(page, { mistd }) {
      await fill(page, mistd);
      await page.getByRole('button', { name: 'Change server' }).click();
      await page.getByRole('textbox', { name: 'Server' }).fill('mist example');
      await expect(page.getByText(/It looks like/)).toBeVisible();
    },
  },
  {
    name: 'sign in, over http from another computer',
    server: 'mistd',
    async open(page, { mistd }) {
      await page.addInitScript(() => Object.defineProperty(globalThis, 'isSecureContext', { value: false }));
      await page.goto(mistd.origin);
      await expect(people.title(page, 'Sign in')).toBeVisible();
      await expect(page.getByText(/came over http/)).toBeVisible();
    },
  },
  {
    name: 'sign in, nothing typed',
    server: 'mistd',
    async open(page, { mistd }) {
      await page.goto(mistd.origin);
      await submit(page).click();
      await expect(page.getByText('Please fill this in.')).toHaveCount(2);
    },
  },
  {
    name: 'sign in, refused',
    server: 'mistd',
    async open(page, { mistd }) {
      await fill(page, mistd);
      await submit(page).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'sign in, server gone',
    server: 'mistd',
    async open(page, { mistd }) {
      await fill(page, mistd, 'right');
      await mistd.stop();
      await submit(page).click();
      await expect(page.getByRole('alert')).toContainText('no connection');
    },
  },
  {
    name: 'sign in, link used before',
    server: 'mistd',
    async open(page, { mistd }) {
      const link = await mistd.link();
      const { hash } = new URL(link);
      const code = new URLSearchParams(hash.slice(hash.indexOf('?') + 1)).get('code');
      const body = JSON.stringify({ email: EMAIL, password: code });
      await mistd.fetch('/auth', { method: 'POST', body });
      await page.goto(link);
      await expect(page.getByRole('alert')).toContainText('used before');
    },
  },
  {
    name: 'sign in again, in place',
    server: 'mistd',
    async open(page, { mistd }) {
      let sent;
      page.on('request', (request) => (sent = request.headers().authorization ?? sent));
      await people.enter(page, mistd);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('half typed');
      await mistd.fetch('/auth', { method: 'DELETE', headers: { Authorization: sent } });
      await dialog.getByRole('button', { name: 'Generate' }).click();
      await expect(submit(page)).toBeVisible();
    },
  },
  {
    name: 'starting',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.faults.set({ path: /^\/backends$/, stall: true });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
  },
  {
    name: 'starting, no connection',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.faults.set({ path: /^\/backends$/, reset: true });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible();
    },
  },
  {
    name: 'starting, not a mist server',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.faults.set({ path: /^\/backends$/, body: '<h1>It works!</h1>', type: 'text/html' });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
];
