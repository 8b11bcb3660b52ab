/** What a person does to backends, as rows of the fault matrix; `sending.mjs` says what an entry holds. */
import { GOOD_APIKEY } from '../../fixtures/legacy/backends.mjs';
import { SECRET } from '../clouds.mjs';
import * as people from '../people.mjs';
import { expect } from './columns.mjs';
import { exactly, expectRows, field, rows } from './furnished.mjs';

const backendMenu = (item) => async (page) => {
  await page.getByRole('button', { name: 'Actions for EC2 AP NORTHEAST' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

export const BACKENDS = [
  {
    name: 'adding a backend',
    call: () => ({ method: 'POST', path: /^\/backends$/ }),
    kind: 'object',
    what: /The backend was not added|“Add backend”/,
    async open(page, server) {
      await page.goto(`${server.origin}/ui/`);
      await people.fillBackend(page, { host: '127.0.0.1', user: 'ops', port: server.port, key: 'backup' });
    },
    send: people.sendBackend,
    async kept(page, server) {
      await expect(field(page, 'Hostname')).toHaveValue('127.0.0.1');
      await expect(field(page, 'User')).toHaveValue('ops');
      await expect(page.getByLabel('Port', { exact: true })).toHaveValue(String(server.port));
      await expect(page.getByRole('combobox', { name: 'SSH Key' })).toHaveValue('backup');
    },
    done: (page) => people.expectAdded(page, '127.0.0.1'),
    async lost(page) {
      await people.go(page, 'Backends');
      await expectRows(page, 'Backends', '127.0.0.1');
    },
    giveUp: 'Cancel',
    patience: 120_000,
  },
  {
    name: 'adding a cloud',
    call: () => ({ method: 'POST', path: /^\/backends$/ }),
    kind: 'object',
    what: /The backend was not added|“Add backend”/,
    async open(page, server) {
      await page.goto(`${server.origin}/ui/`);
      await people.openAdd(page, 'EC2', 'Ireland');
      await people.fillIn(page, { 'API Key': GOOD_APIKEY, 'API Secret': SECRET });
    },
    send: people.sendBackend,
    async kept(page) {
      await expect(page.getByRole('combobox', { name: 'Region' }).locator('option:checked')).toHaveText('Ireland');
      await expect(field(page, 'API Key')).toHaveValue(GOOD_APIKEY);
      await expect(page.getByLabel('API Secret', { exact: true })).toHaveValue(SECRET);
    },
    done: (page) => people.expectAdded(page, 'EC2 EU Ireland'),
    async lost(page) {
      await people.go(page, 'Backends');
      await expectRows(page, 'Backends', 'EC2 EU Ireland');
    },
    giveUp: 'Cancel',
    patience: 120_000,
  },
  {
    name: 'renaming a backend',
    call: ({ good }) => ({ method: 'PUT', path: exactly(`/backends/${good}`) }),
    kind: 'done',
    what: /The backend was not renamed|“Rename”/,
    where: (page) => page.getByRole('dialog', { name: 'Rename EC2 AP NORTHEAST' }),
    async open(page, server) {
      await page.goto(`${server.origin}/ui/#/backends`);
      await backendMenu('Rename')(page);
      await field(page, 'Title').fill('Tokyo');
    },
    send: (page) => page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click(),
    kept: (page) => expect(field(page, 'Title')).toHaveValue('Tokyo'),
    done: (page) => expectRows(page, 'Backends', 'Tokyo'),
    async lost(page) {
      await page.getByRole('dialog').press('Escape');
      await expectRows(page, 'Backends', 'Tokyo');
    },
    patience: 30_000,
  },
  {
    name: 'deleting a backend',
    call: ({ good }) => ({ method: 'DELETE', path: exactly(`/backends/${good}`) }),
    kind: 'done',
    what: /EC2 AP NORTHEAST was not deleted|“Delete EC2 AP NORTHEAST”/,
    async open(page, server) {
      await page.goto(`${server.origin}/ui/#/backends`);
      await expectRows(page, 'Backends', 'EC2 AP NORTHEAST');
    },
    async send(page) {
      await backendMenu('Delete')(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    },
    kept: (page) => expectRows(page, 'Backends', 'EC2 AP NORTHEAST'),
    done: (page) => expect(rows(page, 'Backends').filter({ hasText: 'EC2 AP NORTHEAST' })).toHaveCount(0),
    lost: (page) => expect(rows(page, 'Backends').filter({ hasText: 'EC2 AP NORTHEAST' })).toHaveCount(0),
    patience: 30_000,
  },
  {
    name: 'switching a backend off',
    call: ({ good }) => ({ method: 'POST', path: exactly(`/backends/${good}`) }),
    kind: 'done',
    what: /EC2 AP NORTHEAST was not switched|“.*EC2 AP NORTHEAST/,
    async open(page, server) {
      await page.goto(`${server.origin}/ui/#/backends`);
      await expectRows(page, 'Backends', 'EC2 AP NORTHEAST');
    },
    send: (page) =>
      rows(page, 'Backends')
        .filter({ hasText: 'EC2 AP NORTHEAST' })
        .getByRole('switch', { name: /^Enabled/ })
        .click(),
    kept: (page) =>
      expect(
        rows(page, 'Backends').filter({ hasText: 'EC2 AP NORTHEAST' }).getByRole('switch', { name: /^Enabled/ }),
      ).toBeChecked(),
    done: (page) => expect(people.said(page, 'EC2 AP NORTHEAST is disabled')).toBeVisible(),
    lost: (page) =>
      expect(
        rows(page, 'Backends').filter({ hasText: 'EC2 AP NORTHEAST' }).getByRole('switch', { name: /^Enabled/ }),
      ).not.toBeChecked(),
    patience: 30_000,
  },
];
