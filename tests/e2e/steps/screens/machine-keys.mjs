/** The keys and the tags of a machine. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as people from '../people.mjs';
import { furnish, openMachine } from './furnishing.mjs';

/** The keys of a machine that two keys open. */
async function associated(page, { legacy }, names = ['deploy', 'backup']) {
  const { cloud } = await furnish(legacy);
  const [user, port] = [
    { deploy: 'ubuntu', backup: 'root' },
    { deploy: 22, backup: 2222 },
  ];
  for (const name of names) {
    legacy.keys.associate(legacy.keys.get(name), cloud, 'i-00000001', user[name], port[name]);
  }
  await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001?tab=keys`);
  await expect(page.getByRole('button', { name: 'Disassociate deploy' })).toBeVisible();
}

/** The dialog that associates a key, open. */
async function associating(page, servers) {
  await openMachine(page, servers, 'Keys');
  await page.getByRole('button', { name: 'Associate key', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Associate key' });
  await expect(dialog).toBeVisible();
  return dialog;
}

const submit = (dialog) => dialog.getByRole('button', { name: 'Associate key' });

export const MACHINE_KEYS = [
  { name: 'machine, keys', server: 'legacy', open: (page, servers) => associated(page, servers) },
  {
    name: 'machine, no key yet',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Keys');
      await expect(page.getByText('No key is associated')).toBeVisible();
    },
  },
  {
    name: 'machine, no keys at all',
    server: 'legacy',
    async open(page, { legacy }) {
      const cloud = await legacy.seedCloud();
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001?tab=keys`);
      await expect(page.getByText('There are no keys yet')).toBeVisible();
    },
  },
  {
    name: 'machine, keys failed',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set({ path: /^\/keys$/, status: 500, words: 'Internal Server Error' });
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001?tab=keys`);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'machine, keys of this computer',
    server: 'local',
    async open(page, { local }) {
      await people.enter(page, local);
      await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
      await page.getByRole('tab', { name: 'Keys' }).click();
      await expect(page.getByText('needs no key')).toBeVisible();
    },
  },
  {
    name: 'machine, asking before disassociating',
    server: 'legacy',
    async open(page, servers) {
      await associated(page, servers, ['deploy']);
      await page.getByRole('button', { name: 'Disassociate deploy' }).click();
      await expect(page.getByRole('alertdialog')).toContainText('last key');
    },
  },
  {
    name: 'machine, associate key',
    server: 'legacy',
    open: (page, servers) => associating(page, servers),
  },
  {
    name: 'machine, associate key, connecting',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /\/keys\/deploy$/, stall: true });
      const dialog = await associating(page, servers);
      await submit(dialog).click();
      await expect(dialog.getByRole('progressbar')).toBeVisible();
    },
  },
  {
    name: 'machine, associate key, refused',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.backends.refusedKeys.add('deploy');
      const dialog = await associating(page, servers);
      await submit(dialog).click();
      await expect(dialog.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'machine, tags',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Tags');
      await expect(page.getByRole('button', { name: 'Remove tag web' })).toBeVisible();
    },
  },
  {
    name: 'machine, no tags yet',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.backends.get(cloud).machines[0].tags = [];
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001?tab=tags`);
      await expect(page.getByText('This machine has no tags yet.')).toBeVisible();
    },
  },
  {
    name: 'machine, a tag that is none',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Tags');
      await page.getByRole('button', { name: 'Remove tag ap-northeast-1a' }).click();
      await expect(page.getByRole('alert')).toContainText('tag not found');
    },
  },
  {
    name: 'machine, tags of a gone machine',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Tags', 'long-gone');
      await expect(page.getByText('gone for good')).toBeVisible();
    },
  },
];
