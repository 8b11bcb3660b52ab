/** What a person does to machines, as rows of the fault matrix; `sending.mjs` says what an entry holds. */
import { health } from '../machine.mjs';
import * as people from '../people.mjs';
import { expect } from './columns.mjs';
import { WEB, exactly, expectRows, field, pressed } from './furnished.mjs';

const machineScreen = (id, name) => async (page, server, { good }) => {
  await page.goto(`${server.origin}/ui/#/machines/${good}/${id}`);
  await expect(people.title(page, name)).toBeVisible();
};

const associateDialog = (page) => page.getByRole('dialog', { name: 'Associate key' });

async function openMachineKeys(page, server, { good }) {
  await page.goto(`${server.origin}/ui/#/machines/${good}/${WEB}?tab=keys`);
  await expectRows(page, 'Keys of web-1', 'deploy');
}

export const MACHINES = [
  {
    name: 'adding a tag',
    call: ({ good }) => ({ method: 'POST', path: exactly(`/backends/${good}/machines/${WEB}/metadata`) }),
    kind: 'done',
    what: /Tag spare was not added to web-1|“Add tag spare”/,
    async open(page, server, { good }) {
      await page.goto(`${server.origin}/ui/#/machines/${good}/${WEB}?tab=tags`);
      await field(page, 'New tag').fill('spare');
    },
    send: pressed('Add tag'),
    kept: (page) => expect(field(page, 'New tag')).toHaveValue('spare'),
    done: (page) => expect(page.getByRole('button', { name: 'Remove tag spare' })).toBeVisible(),
    lost: (page) => expect(page.getByRole('button', { name: 'Remove tag spare' })).toBeVisible(),
    patience: 120_000,
  },
  {
    name: 'removing a tag',
    call: ({ good }) => ({ method: 'DELETE', path: exactly(`/backends/${good}/machines/${WEB}/metadata`) }),
    kind: 'done',
    what: /Tag prod was not removed from web-1|“Remove tag prod”/,
    async open(page, server, { good }) {
      await page.goto(`${server.origin}/ui/#/machines/${good}/${WEB}?tab=tags`);
    },
    send: pressed('Remove tag prod'),
    kept: (page) => expect(page.getByRole('button', { name: 'Remove tag prod' })).toBeVisible(),
    done: (page) => expect(page.getByRole('button', { name: 'Remove tag prod' })).toHaveCount(0),
    lost: (page) => expect(page.getByRole('button', { name: 'Remove tag prod' })).toHaveCount(0),
    patience: 120_000,
  },
  {
    name: 'associating a key',
    call: ({ good }) => ({ method: 'PUT', path: exactly(`/backends/${good}/machines/${WEB}/keys/backup`) }),
    kind: 'done',
    what: /Key backup was not associated with web-1|“Associate key backup”/,
    where: associateDialog,
    async open(page, server, ids) {
      await openMachineKeys(page, server, ids);
      await pressed('Associate key')(page);
      await associateDialog(page).getByRole('combobox', { name: 'Key' }).selectOption('backup');
      await associateDialog(page).getByRole('textbox', { name: 'User' }).fill('ops');
    },
    send: (page) => associateDialog(page).getByRole('button', { name: 'Associate key' }).click(),
    async kept(page) {
      await expect(associateDialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('backup');
      await expect(associateDialog(page).getByRole('textbox', { name: 'User' })).toHaveValue('ops');
    },
    done: (page) => expectRows(page, 'Keys of web-1', 'backup'),
    async lost(page) {
      await associateDialog(page).press('Escape');
      await expectRows(page, 'Keys of web-1', 'backup');
    },
    giveUp: 'Cancel',
    patience: 120_000,
  },
  {
    name: 'disassociating a key',
    call: ({ good }) => ({ method: 'DELETE', path: exactly(`/backends/${good}/machines/${WEB}/keys/deploy`) }),
    kind: 'done',
    what: /Key deploy is still associated with web-1|“Disassociate deploy”/,
    open: openMachineKeys,
    async send(page) {
      await pressed('Disassociate deploy')(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Disassociate' }).click();
    },
    kept: (page) => expectRows(page, 'Keys of web-1', 'deploy'),
    done: (page) => expect(page.getByText('No key is associated with web-1 yet.')).toBeVisible(),
    lost: (page) => expect(page.getByText('No key is associated with web-1 yet.')).toBeVisible(),
    patience: 120_000,
  },
  {
    name: 'probing a machine',
    call: ({ good }) => ({ method: 'POST', path: exactly(`/backends/${good}/machines/${WEB}/probe`) }),
    kind: 'object',
    what: /web-1 was not probed/,
    async open(page, server, ids) {
      await machineScreen(WEB, 'web-1')(page, server, ids);
      await expect(health(page)).toContainText('Reachable');
    },
    send: pressed('Probe'),
    busy: (page) => expect(page.getByRole('progressbar', { name: 'Probing web-1' })).toBeVisible(),
    kept: (page) => expect(health(page)).toContainText('30 minutes'),
    done: (page) => expect(page.getByRole('progressbar', { name: 'Probing web-1' })).toHaveCount(0),
    patience: 120_000,
  },
  {
    name: 'starting a machine',
    call: ({ good }) => ({ method: 'POST', path: exactly(`/backends/${good}/machines/i-00000003`) }),
    kind: 'done',
    what: /Machine <b>db<\/b> & co was not started|“Start <b>db<\/b> & co”/,
    busy: (page) => expect(page.getByText('pending').first()).toBeVisible(),
    open: machineScreen('i-00000003', '<b>db</b> & co'),
    send: pressed('Start'),
    kept: (page) => expect(page.getByText('stopped').first()).toBeVisible(),
    done: (page) => expect(people.said(page, 'Machine <b>db</b> & co is starting')).toBeVisible(),
    lost: (page) => expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeVisible(),
    patience: 120_000,
  },
  {
    name: 'rebooting a machine',
    call: ({ good }) => ({ method: 'POST', path: exactly(`/backends/${good}/machines/${WEB}`) }),
    kind: 'done',
    what: /Machine web-1 was not rebooted|“Reboot web-1”/,
    busy: (page) => expect(page.getByText('rebooting').first()).toBeVisible(),
    open: machineScreen(WEB, 'web-1'),
    async send(page) {
      await pressed('Reboot')(page);
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
      // The seconds in which it can be taken back.
      await page.clock.fastForward(5000);
    },
    kept: (page) => expect(page.getByText('running').first()).toBeVisible(),
    done: (page) => expect(people.said(page, 'Machine web-1 is rebooting')).toBeVisible(),
    patience: 120_000,
  },
  {
    name: 'destroying a machine',
    call: ({ good }) => ({ method: 'POST', path: exactly(`/backends/${good}/machines/${WEB}`) }),
    kind: 'done',
    what: /Machine web-1 was not destroyed|“Destroy web-1”/,
    busy: (page) => expect(page.getByText('pending').first()).toBeVisible(),
    open: machineScreen(WEB, 'web-1'),
    async send(page) {
      await pressed('Destroy')(page);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Destroy' }).click();
    },
    kept: (page) => expect(page.getByText('running').first()).toBeVisible(),
    done: (page) => expect(people.said(page, 'Machine web-1 is being destroyed')).toBeVisible(),
    lost: (page) => expect(page.getByText('terminated').first()).toBeVisible(),
    patience: 120_000,
  },
];
