/**
 * The rows of the fault matrix (`faults.mjs` has the columns): what a person looks at, and what a
 * person sends. A new screen joins with one entry.
 *
 * READING: `{ name, furnish?, address, feeds, typed?, right, meanwhile?, cold? }`
 *   furnish    what is on the server, where that is not what it is for all
 *   address    where it is, from the ids of the furnished server
 *   feeds      the requests that fill it: `{ name, method, path, kind, every | ask, patience, says }`;
 *              `every` is its poll's pace in milliseconds, `ask` how a person has it asked again
 *   typed      `{ fill, kept, late? }`: what stands in its fields; `late` where they are not there before the feeds
 *   right      how to tell that all is well
 *   meanwhile  what stays while a feed fails that has answered before (default: the same)
 *   cold       what shows beside the alert when a feed fails from the start
 *   waiting    how to tell, when a feed is not answered from the start, that the page waits for it
 * SENDING: `{ name, server?, call, kind, what, open, send, where?, kept?, done, giveUp?, patience }`
 *   call       the request, `{ method, path }`; `kind` is what a good answer is
 *   what       the alert about it; `where` the part of the page it stands in
 *   open       gets there and fills everything in; `send` does it; `again` where that differs after a refusal
 *   kept       what must still stand after a refusal; `done` how to tell that it worked
 *   lost       how the truth shows when the server did it and its answer was lost; absent where nothing changes
 *   busy       how to tell that it is under way (default: something says so to a screen reader)
 *   giveUp     the button that gives the request up, where there is one
 */
import * as people from './people.mjs';
import { expect } from './faults.mjs';
import { command, run, runButton, state } from './shell.mjs';

/** The machine that the rows are about; deploy opens it on both clouds. */
const WEB = 'i-00000001';

/** The 2014-like server with two clouds and two keys: `good` never fails, `bad` does. */
export async function furnish(legacy) {
  legacy.seedKey('deploy');
  legacy.seedKey('backup');
  const good = await legacy.seedCloud();
  const bad = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  for (const cloud of [good, bad]) {
    // Keys are associated where something listens: on the server itself.
    legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
    legacy.keys.associate(legacy.keys.get('deploy'), cloud, WEB, 'ubuntu', legacy.port);
  }
  return { good, bad };
}

/** An id of ours as it stands in a pattern. */
const exactly = (path) => new RegExp(`^${path}$`);

export const BACKENDS = () => ({
  name: 'the backends',
  method: 'GET',
  path: /^\/backends$/,
  kind: 'list',
  every: 30_000,
  patience: 30_000,
  says: /The list of backends could not be fetched/,
});

const MACHINES = ({ bad }) => ({
  name: 'the machines of a backend',
  method: 'GET',
  path: exactly(`/backends/${bad}/machines`),
  kind: 'list',
  every: 10_000,
  patience: 120_000,
  // When all fail at once it is the server that does, and that is said once.
  says: /EC2 US EAST|The server does not answer/,
});

const KEYS = (away) => () => ({
  name: 'the keys',
  method: 'GET',
  path: /^\/keys$/,
  kind: 'list',
  // Nobody polls the keys: coming back to a screen that shows them asks again.
  ask: away,
  patience: 30_000,
  says: /The list of keys could not be fetched/,
});

const search = (page) => page.getByRole('searchbox', { name: 'Search machines' });
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const rows = (page, name) => people.table(page, name).getByRole('row');

async function expectRows(page, name, words) {
  await expect(rows(page, name).filter({ hasText: words })).toHaveCount(1);
}

const typedBackend = {
  async fill(page) {
    await field(page, 'Hostname').fill('192.0.2.7');
    await field(page, 'User').fill('ops');
  },
  async kept(page) {
    await expect(field(page, 'Hostname')).toHaveValue('192.0.2.7');
    await expect(field(page, 'User')).toHaveValue('ops');
  },
};

const typedCommand = {
  fill: (page) => command(page).fill('uptime; half typed'),
  async kept(page) {
    await expect(command(page)).toHaveValue('uptime; half typed');
    await expect(command(page)).toBeEditable();
  },
};

export const READING = [
  {
    name: 'machines',
    address: () => '#/machines',
    feeds: [MACHINES, BACKENDS],
    typed: {
      fill: (page) => search(page).fill('web-1'),
      kept: (page) => expect(search(page)).toHaveValue('web-1'),
    },
    right: (page) => expect(people.machineLink(page, 'web-1')).toHaveCount(2),
    cold: (page) => expect(people.machineLink(page, 'web-1')).toHaveCount(1),
    async waiting(page) {
      await expect(people.machineLink(page, 'web-1')).toHaveCount(1);
      await expect(page.getByRole('progressbar', { name: 'Asking EC2 US EAST' })).toBeVisible();
    },
  },
  {
    name: 'machine, overview',
    address: ({ bad }) => `#/machines/${bad}/${WEB}`,
    feeds: [MACHINES],
    async right(page) {
      await expect(people.title(page, 'web-1')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeVisible();
    },
  },
  {
    name: 'machine, shell',
    address: ({ bad }) => `#/machines/${bad}/${WEB}?tab=shell`,
    feeds: [MACHINES],
    typed: typedCommand,
    async right(page) {
      await expect(people.title(page, 'web-1')).toBeVisible();
      await expect(runButton(page)).not.toHaveAttribute('aria-disabled', 'true');
    },
    waiting: (page) => expect(page.getByText('Asking for this machine')).toBeVisible(),
  },
  {
    name: 'machine, tags',
    address: ({ bad }) => `#/machines/${bad}/${WEB}?tab=tags`,
    feeds: [MACHINES],
    typed: {
      late: true,
      fill: (page) => field(page, 'New tag').fill('half typed'),
      kept: (page) => expect(field(page, 'New tag')).toHaveValue('half typed'),
    },
    right: (page) => expect(page.getByRole('button', { name: 'Remove tag prod' })).toBeVisible(),
    waiting: (page) => expect(page.getByText('Asking for this machine')).toBeVisible(),
  },
  {
    name: 'machine, keys',
    address: ({ bad }) => `#/machines/${bad}/${WEB}?tab=keys`,
    feeds: [
      MACHINES,
      KEYS(async (page) => {
        await page.getByRole('tab', { name: 'Tags' }).click();
        await page.getByRole('tab', { name: 'Keys' }).click();
      }),
    ],
    async right(page) {
      await expectRows(page, 'Keys of web-1', 'deploy');
      await expect(page.getByRole('button', { name: 'Associate key', exact: true })).toBeEnabled();
    },
    meanwhile: (page) => expectRows(page, 'Keys of web-1', 'deploy'),
  },
  {
    name: 'first steps',
    async furnish(legacy) {
      legacy.seedKey('deploy');
      return {};
    },
    address: () => '#/machines',
    feeds: [
      KEYS(async (page) => {
        await people.go(page, 'Backends');
        await people.go(page, 'Machines');
      }),
    ],
    async right(page) {
      const step = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Add a key' }) });
      await expect(step).toContainText('done');
      await expect(page.getByRole('button', { name: 'Add a backend' })).toBeEnabled();
    },
    cold: (page) => expect(page.getByRole('button', { name: 'Add a backend' })).toBeEnabled(),
    waiting: (page) => expect(page.getByRole('button', { name: 'Add a backend' })).toBeEnabled(),
  },
  {
    name: 'backends',
    address: () => '#/backends',
    feeds: [BACKENDS, MACHINES],
    async right(page) {
      await expect(rows(page, 'Backends').filter({ hasText: 'EC2 US EAST' })).toContainText('answers');
      await expectRows(page, 'Backends', 'EC2 AP NORTHEAST');
    },
    async meanwhile(page) {
      for (const title of ['EC2 US EAST', 'EC2 AP NORTHEAST']) await expectRows(page, 'Backends', title);
    },
    cold: (page) => expect(rows(page, 'Backends').filter({ hasText: 'EC2 US EAST' })).toContainText('failing'),
    waiting: (page) => expect(rows(page, 'Backends').filter({ hasText: 'EC2 US EAST' })).toContainText('asking'),
  },
  {
    name: 'backend',
    address: ({ bad }) => `#/backends/${bad}`,
    feeds: [BACKENDS, MACHINES],
    async right(page) {
      await expect(people.title(page, 'EC2 US EAST')).toBeVisible();
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
    },
    async cold(page) {
      await expect(people.title(page, 'EC2 US EAST')).toBeVisible();
      await expect(page.getByText('ec2_us_east')).toBeVisible();
    },
  },
  {
    name: 'keys',
    address: () => '#/keys',
    feeds: [
      KEYS(async (page) => {
        await people.go(page, 'Backends');
        await people.go(page, 'Keys');
      }),
    ],
    async right(page) {
      await expectRows(page, 'Keys', 'deploy');
      await expectRows(page, 'Keys', 'backup');
    },
  },
  {
    name: 'add backend',
    address: () => '#/backends/add',
    feeds: [
      KEYS(async (page) => {
        await people.go(page, 'Backends');
        await page.getByRole('link', { name: 'Add backend' }).first().click();
      }),
    ],
    typed: typedBackend,
    async right(page) {
      await expect(people.title(page, 'Add backend')).toBeVisible();
      await expect(page.getByRole('combobox', { name: 'SSH Key' })).toContainText('backup');
    },
  },
];

const noticeOf = (page) => page.locator('main');
const addKeyDialog = (page) => page.getByRole('dialog', { name: 'Add key' });

const machineScreen = (id, name) => async (page, server, { good }) => {
  await page.goto(`${server.origin}/ui/#/machines/${good}/${id}`);
  await expect(people.title(page, name)).toBeVisible();
};

const associateDialog = (page) => page.getByRole('dialog', { name: 'Associate key' });
const health = (page) => page.getByRole('region', { name: 'Health' });

async function openMachineKeys(page, server, { good }) {
  await page.goto(`${server.origin}/ui/#/machines/${good}/${WEB}?tab=keys`);
  await expectRows(page, 'Keys of web-1', 'deploy');
}

const pressed = (name) => (page) => page.getByRole('button', { name, exact: true }).click();

const keyMenu = (item) => async (page) => {
  await page.getByRole('button', { name: 'Actions for backup' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

const backendMenu = (item) => async (page) => {
  await page.getByRole('button', { name: 'Actions for EC2 AP NORTHEAST' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

async function openKeys(page, server) {
  await page.goto(`${server.origin}/ui/#/keys`);
  await expectRows(page, 'Keys', 'backup');
}

/** How a command's stream can fail: what broke off may have begun, and nobody reruns it unasked. */
export const COMMAND = {
  call: ({ good }) => ({ method: 'GET', path: exactly(`/backends/${good}/machines/${WEB}/shell`) }),
  open: (page, server, { good }) => page.goto(`${server.origin}/ui/#/machines/${good}/i-00000001?tab=shell`),
  send: (page) => run(page, 'echo told-$((40 + 2))'),
  done: (page) => expect(state(page, 'finished')).toBeVisible(),
};

const said = (page, words) => page.getByRole('status').filter({ hasText: words }).first();

export const SENDING = [
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
    done: (page) => expect(said(page, /The public key of backup (is copied|was saved)/)).toBeVisible(),
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
    done: (page) => expect(said(page, 'EC2 AP NORTHEAST is disabled')).toBeVisible(),
    lost: (page) =>
      expect(
        rows(page, 'Backends').filter({ hasText: 'EC2 AP NORTHEAST' }).getByRole('switch', { name: /^Enabled/ }),
      ).not.toBeChecked(),
    patience: 30_000,
  },
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
    done: (page) => expect(said(page, 'Machine <b>db</b> & co is starting')).toBeVisible(),
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
    done: (page) => expect(said(page, 'Machine web-1 is rebooting')).toBeVisible(),
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
    done: (page) => expect(said(page, 'Machine web-1 is being destroyed')).toBeVisible(),
    lost: (page) => expect(page.getByText('terminated').first()).toBeVisible(),
    patience: 120_000,
  },
];
