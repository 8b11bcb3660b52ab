/** Keys: their list, what can be done to each, and adding one. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { stillEd25519, stillLockedRsa } from '../../fixtures/still-keys.mjs';
import * as people from '../people.mjs';
import { furnish, furnished, furnishedAt } from './furnishing.mjs';

/** An entry of the menu of the key `backup`. */
async function choose(page, servers, entry) {
  await furnishedAt(page, servers, 'Keys');
  await people.act(page, 'backup', entry);
}

const field = (dialog, name) => dialog.getByRole('textbox', { name, exact: true });

/** A key with machines, one of which was never used with it, and two ghosts; its row is open. */
async function used(page, { legacy }) {
  const { cloud, other } = await furnish(legacy);
  const key = legacy.keys.get('deploy');
  legacy.keys.associate(key, cloud, 'i-00000001', 'ubuntu', 2222);
  key.machines.push([other, 'i-00000105'], [cloud, 'i-0badc0de']);
  key.machines.push(['no-such-backend', 'i-01234567', 1400000000, 'root', true, 22]);
  await page.goto(`${legacy.origin}/ui/`);
  await people.go(page, 'Keys');
  await page.getByRole('button', { name: 'Machines of deploy' }).click();
  await expect(page.getByRole('list', { name: 'Machines that deploy opens' }).getByText('gone')).toHaveCount(2);
}

export const KEYS = [
  {
    name: 'keys',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      for (const id of ['i-00000001', 'i-00000002']) {
        legacy.keys.associate(legacy.keys.get('deploy'), cloud, id, 'root', 22);
      }
      await page.goto(`${legacy.origin}/ui/`);
      await people.go(page, 'Keys');
      await expect(people.table(page, 'Keys').getByText('SHA256:')).toHaveCount(2);
    },
  },
  {
    name: 'keys, empty',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await people.go(page, 'Keys');
    },
  },
  {
    name: 'keys, waiting',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnish(legacy);
      legacy.faults.set({ path: /^\/keys$/, stall: true });
      await page.goto(`${legacy.origin}/ui/#/keys`);
      await expect(page.getByText('Asking for the keys')).toBeVisible();
    },
  },
  {
    name: 'keys, failed',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnish(legacy);
      legacy.faults.set({ path: /^\/keys$/, status: 500, words: 'Internal Server Error' });
      await page.goto(`${legacy.origin}/ui/#/keys`);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'keys, failed after an answer',
    server: 'legacy',
    async open(page, servers) {
      await furnishedAt(page, servers, 'Keys');
      await people.go(page, 'Account');
      servers.legacy.faults.set({ path: /^\/keys$/, status: 500, words: 'Internal Server Error' });
      await people.go(page, 'Keys');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'keys, menu open',
    server: 'legacy',
    open: (page, servers) => furnishedAt(page, servers, 'Keys'),
    // A menu closes when the window changes its size.
    async show(page) {
      await page.keyboard.press('Escape');
      await people.menu(page, 'backup').click();
      await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
    },
  },
  {
    name: 'keys, where one is used',
    server: 'legacy',
    async open(page, servers) {
      await used(page, servers);
    },
  },
  {
    name: 'keys, associating with a machine',
    server: 'legacy',
    async open(page, servers) {
      await used(page, servers);
      await page.getByRole('button', { name: 'Associate with a machine' }).click();
      await page.getByRole('option', { name: /api-1/ }).click();
      await expect(page.getByRole('textbox', { name: 'Host' })).not.toHaveValue('');
    },
  },
  {
    name: 'keys, renaming onto a name that is taken',
    server: 'legacy',
    async open(page, servers) {
      await choose(page, servers, 'Rename');
      await page.getByRole('textbox', { name: 'Name' }).fill('deploy');
      await expect(page.getByText(/Another key is called deploy/).first()).toBeVisible();
    },
  },
  {
    name: 'keys, asking before showing a private key',
    server: 'legacy',
    async open(page, servers) {
      await choose(page, servers, 'Show private key');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'keys, a private key shown',
    server: 'legacy',
    async open(page, servers) {
      await choose(page, servers, 'Show private key');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Show private key' }).click();
      await expect(page.getByRole('textbox', { name: 'Private key' })).toHaveValue(/BEGIN/);
    },
  },
  {
    name: 'keys, a private key not shown',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /\/private$/, status: 500, words: 'Internal Server Error' });
      await choose(page, servers, 'Show private key');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Show private key' }).click();
      await expect(page.getByRole('alert')).toContainText('could not be fetched');
    },
  },
  {
    name: 'keys, asking before deleting',
    server: 'legacy',
    async open(page, servers) {
      await choose(page, servers, 'Delete');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'keys, asking before deleting one in use',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      const key = legacy.keys.get('deploy');
      for (let n = 1; n <= 7; n += 1) legacy.keys.associate(key, cloud, `i-0000000${n}`, 'root', 22);
      await page.goto(`${legacy.origin}/ui/`);
      await people.go(page, 'Keys');
      await people.act(page, 'deploy', 'Delete');
      await expect(page.getByText(/and 2 more/)).toBeVisible();
    },
  },
  {
    name: 'add key',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      await field(await people.openAddKey(page), 'Name').fill('deploy');
    },
  },
  {
    name: 'add key, nothing filled in',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
      await expect(dialog.getByText('Give the key a name.').first()).toBeVisible();
    },
  },
  {
    name: 'add key, protected by a passphrase',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.goto(`${legacy.origin}/ui/`);
      const dialog = await people.openAddKey(page);
      await field(dialog, 'Name').fill('locked');
      await field(dialog, 'Private key').fill(stillLockedRsa('locked', 'open sesame'));
      await dialog.getByLabel('Passphrase', { exact: true }).fill('open sesame');
    },
  },
  {
    name: 'add key, refused',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.goto(`${legacy.origin}/ui/`);
      const dialog = await people.openAddKey(page);
      await field(dialog, 'Name').fill('modern');
      await field(dialog, 'Private key').fill(stillEd25519('modern').privateKey);
      await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
      await expect(dialog.getByText('Invalid private key').first()).toBeVisible();
    },
  },
];
