/** What a person does to keys, as rows of the fault matrix; `sending.mjs` says what an entry holds. */
import * as people from '../people.mjs';
import { expect } from './columns.mjs';
import { expectRows, field, rows } from './furnished.mjs';

const addKeyDialog = (page) => page.getByRole('dialog', { name: 'Add key' });

const keyMenu = (item) => async (page) => {
  await page.getByRole('button', { name: 'Actions for backup' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

async function openKeys(page, server) {
  await page.goto(`${server.origin}/ui/#/keys`);
  await expectRows(page, 'Keys', 'backup');
}

export const KEYS = [
  {
    name: 'adding a key',
    call: () => ({ method: 'PUT', path: /^\/keys$/ }),
    kind: 'key',
    what: /The key was not added|“Add key”/,
    where: addKeyDialog,
    async open(page, server) {
      await page.goto(`${server.origin}/ui/`);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('third');
      const { priv } = server.keys.generate();
      await dialog.getByRole('textbox', { name: 'Private key' }).fill(priv);
    },
    send: (page) => addKeyDialog(page).getByRole('button', { name: 'Add key', exact: true }).click(),
    async kept(page) {
      await expect(addKeyDialog(page).getByRole('textbox', { name: 'Name' })).toHaveValue('third');
      const key = addKeyDialog(page).getByRole('textbox', { name: 'Private key' });
      await expect(key).toHaveValue(/BEGIN RSA PRIVATE KEY/);
    },
    done: (page) => expectRows(page, 'Keys', 'third'),
    async lost(page) {
      await addKeyDialog(page).press('Escape');
      await expectRows(page, 'Keys', 'third');
    },
    patience: 30_000,
  },
  {
    name: 'generating a key',
    call: () => ({ method: 'POST', path: /^\/keys$/ }),
    kind: 'object',
    what: /No key was generated/,
    where: addKeyDialog,
    async open(page, server) {
      await page.goto(`${server.origin}/ui/`);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('third');
    },
    send: (page) => addKeyDialog(page).getByRole('button', { name: 'Generate' }).click(),
    kept: (page) => expect(addKeyDialog(page).getByRole('textbox', { name: 'Name' })).toHaveValue('third'),
    done: (page) =>
      expect(addKeyDialog(page).getByRole('textbox', { name: 'Private key' })).toHaveValue(/BEGIN RSA/),
    patience: 30_000,
  },
  {
    name: 'making a key the default',
    call: () => ({ method: 'POST', path: /^\/keys\/backup$/ }),
    kind: 'done',
    what: /Key backup was not changed|“Make default/,
    open: openKeys,
    send: keyMenu('Make default'),
    kept: (page) => expectRows(page, 'Keys', 'deploy'),
    done: (page) => expect(rows(page, 'Keys').filter({ hasText: 'backup' })).toContainText('default'),
    lost: (page) => expect(rows(page, 'Keys').filter({ hasText: 'backup' })).toContainText('default'),
    patience: 30_000,
  },
  {
    name: 'deleting a key',
    call: () => ({ method: 'DELETE', path: /^\/keys\/backup$/ }),
    kind: 'done',
    what: /Key backup was not deleted|“Delete/,
    open: openKeys,
    async send(page) {
      await keyMenu('Delete')(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    },
    kept: (page) => expectRows(page, 'Keys', 'backup'),
    done: (page) => expect(rows(page, 'Keys').filter({ hasText: 'backup' })).toHaveCount(0),
    lost: (page) => expect(rows(page, 'Keys').filter({ hasText: 'backup' })).toHaveCount(0),
    patience: 30_000,
  },
  {
    name: 'copying a public key',
    call: () => ({ method: 'GET', path: /^\/keys\/backup\/public$/ }),
    kind: 'text',
    what: /The public key of backup was not copied/,
    open: openKeys,
    send: keyMenu('Copy public key'),
    kept: (page) => expectRows(page, 'Keys', 'backup'),
    done: (page) => expect(people.said(page, /The public key of backup (is copied|was saved)/)).toBeVisible(),
    patience: 30_000,
  },
  {
    name: 'renaming a key',
    call: () => ({ method: 'PUT', path: /^\/keys\/backup$/ }),
    kind: 'done',
    what: /Key backup was not renamed|“Rename backup”/,
    where: (page) => page.getByRole('dialog', { name: 'Rename backup' }),
    async open(page, server) {
      await openKeys(page, server);
      await keyMenu('Rename')(page);
      await field(page, 'Name').fill('spare');
    },
    send: (page) => page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click(),
    kept: (page) => expect(field(page, 'Name')).toHaveValue('spare'),
    done: (page) => expectRows(page, 'Keys', 'spare'),
    async lost(page) {
      await page.getByRole('dialog').press('Escape');
      await expectRows(page, 'Keys', 'spare');
    },
    patience: 30_000,
  },
  {
    name: 'seeing a private key',
    call: () => ({ method: 'GET', path: /^\/keys\/backup\/private$/ }),
    kind: 'text',
    what: /The private key of backup could not be fetched/,
    where: (page) => page.getByRole('dialog', { name: 'Private key of backup' }),
    open: openKeys,
    async send(page) {
      const close = page.getByRole('button', { name: 'Close' });
      if (await close.isVisible()) await close.click();
      await keyMenu('Show private key')(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Show private key' }).click();
    },
    done: (page) => expect(page.getByRole('textbox', { name: 'Private key' })).toHaveValue(/BEGIN RSA/),
    patience: 30_000,
  },
];
