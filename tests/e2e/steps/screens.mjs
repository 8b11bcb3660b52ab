/**
 * Every screen of the first floor in a state worth looking at: for axe, for fingers and for pictures.
 * Each entry is `{ name, server, open }`: which fixture it wants, and how a person gets there.
 */
import { expect } from '@playwright/test';
import { newKey } from '../fixtures/sshd.mjs';
import * as people from './people.mjs';
import { print, openShell, output, runToEnd, run, state } from './shell.mjs';

const COLOURFUL = String.raw`printf '\033[1;32m%-14s\033[0m %s\n' app.service running db.service running; printf '\033[1;31m%-14s\033[0m %s\n' cache.service failed; printf '\033[33mwarning:\033[0m disk /var is 81%% full\n'; seq 1 12 | paste -sd ' '`;

/** The 2014-like server with a cloud, a second one, and keys. */
async function furnish(legacy) {
  legacy.seedKey('deploy');
  legacy.seedKey('backup');
  const cloud = await legacy.seedCloud();
  const other = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  return { cloud, other };
}

/** Opens the page on the furnished server. */
async function furnished(page, { legacy }) {
  const ids = await furnish(legacy);
  await page.goto(`${legacy.origin}/ui/`);
  await expect(people.machineLink(page, 'web-1').first()).toBeVisible();
  return ids;
}

/** A machine of the furnished server, at a tab of its screen. */
async function openMachine(page, servers, tab, name = 'web-1') {
  const ids = await furnished(page, servers);
  await people.machineLink(page, name).first().click();
  await expect(people.title(page, name)).toBeVisible();
  await page.getByRole('tab', { name: tab }).click();
  return ids;
}

/** The dialog that associates a key with a machine, refused once. */
async function refusedAssociation(page, servers) {
  servers.legacy.backends.refusedKeys.add('deploy');
  await openMachine(page, servers, 'Keys');
  await page.getByRole('button', { name: 'Associate key', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Associate key' });
  await dialog.getByRole('button', { name: 'Associate key' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
}

/** Opens a backend's own screen. */
const openBackend = (page, legacy, id) => page.goto(`${legacy.origin}/ui/#/backends/${id}`);

export const SCREENS = [
  {
    name: 'sign in',
    server: 'mistd',
    async open(page, { mistd }) {
      await page.goto(mistd.origin);
      await expect(people.title(page, 'Sign in')).toBeVisible();
    },
  },
  {
    name: 'sign in, refused',
    server: 'mistd',
    async open(page, { mistd }) {
      await page.goto(mistd.origin);
      await page.getByRole('textbox', { name: 'Email' }).fill('ops@example.net');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'sign in again, in place',
    server: 'mistd',
    async open(page, { mistd }) {
      let sent;
      page.on('request', (request) => (sent = request.headers().authorization ?? sent));
      await people.enter(page, mistd);
      await people.go(page, 'Keys');
      await mistd.fetch('/auth', { method: 'DELETE', headers: { Authorization: sent } });
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('half typed');
      await dialog.getByRole('button', { name: 'Generate' }).click();
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
    },
  },
  {
    name: 'machines, first visit',
    server: 'mistd',
    open: (page, { mistd }) => people.enter(page, mistd),
  },
  { name: 'machines', server: 'legacy', open: furnished },
  {
    name: 'machines, none found',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await page.getByRole('searchbox', { name: 'Search machines' }).fill('nothing is called this');
      await expect(people.machineLink(page, 'web-1')).toHaveCount(0);
    },
  },
  {
    name: 'machines, one backend failing',
    server: 'legacy',
    async open(page, { legacy }) {
      const { other } = await furnish(legacy);
      legacy.faults.set({
        path: new RegExp(`${other}/machines$`),
        status: 503,
        words: 'Backend unavailable',
      });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'machines, server gone',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnished(page, { legacy });
      await legacy.stop();
      await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 45_000 });
    },
  },
  {
    name: 'machine',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.machineLink(page, 'web-1').first().click();
      await expect(people.title(page, 'web-1')).toBeVisible();
      await expect(page.getByText('Reachable', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'machine, stopped',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Overview', '<b>db</b> & co');
      await expect(page.getByText('not running').first()).toBeVisible();
    },
  },
  {
    name: 'machine, probed in vain',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({
        path: /\/probe$/,
        body: '{"packets_tx": 10, "packets_rx": 9, "packets_loss": 0.1, "rtt_min": 20, "rtt_avg": 31.5, "rtt_max": 210}',
      });
      await openMachine(page, servers, 'Overview');
      await expect(page.getByText('SSH did not work')).toBeVisible();
    },
  },
  {
    name: 'machine, probe failed',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /\/probe$/, status: 503, words: 'Backend unavailable' });
      await openMachine(page, servers, 'Overview');
      await expect(page.getByRole('alert')).toContainText('Backend unavailable');
    },
  },
  {
    name: 'machine, metadata searched',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Overview');
      await page.getByRole('searchbox', { name: 'Search metadata' }).fill('vol');
      await page.getByText('vol-846da914').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'machine, raw JSON',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Overview');
      await page.getByText('Raw JSON', { exact: true }).click();
      await page.getByRole('region', { name: 'Raw JSON' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'machine, keys',
    server: 'legacy',
    async open(page, servers) {
      const { cloud } = await openMachine(page, servers, 'Keys');
      const { keys } = servers.legacy;
      keys.associate(keys.get('deploy'), cloud, 'i-00000001', 'ubuntu', 22);
      keys.associate(keys.get('backup'), cloud, 'i-00000001', 'root', 2222);
      await page.reload();
      await expect(page.getByRole('button', { name: 'Disassociate backup' })).toBeVisible();
    },
  },
  {
    name: 'machine, asking before disassociating',
    server: 'legacy',
    async open(page, servers) {
      const { cloud } = await openMachine(page, servers, 'Keys');
      const { keys } = servers.legacy;
      keys.associate(keys.get('deploy'), cloud, 'i-00000001', 'ubuntu', 22);
      await page.reload();
      await page.getByRole('button', { name: 'Disassociate deploy' }).click();
      await expect(page.getByRole('alertdialog')).toContainText('last key');
    },
  },
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
    name: 'machine, associate key',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Keys');
      await page.getByRole('button', { name: 'Associate key', exact: true }).click();
      await expect(page.getByRole('dialog', { name: 'Associate key' })).toBeVisible();
    },
  },
  { name: 'machine, associate key, refused', server: 'legacy', open: refusedAssociation },
  {
    name: 'machine, associate key, connecting',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /\/keys\/deploy$/, stall: true });
      await openMachine(page, servers, 'Keys');
      await page.getByRole('button', { name: 'Associate key', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Associate key' });
      await dialog.getByRole('button', { name: 'Associate key' }).click();
      await expect(dialog.getByRole('progressbar')).toBeVisible();
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
    name: 'machine, tags',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Tags');
      await expect(page.getByRole('button', { name: 'Remove tag web' })).toBeVisible();
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
  {
    name: 'machine, changed host key',
    server: 'sshd',
    async open(page, { mistd, sshd, key }) {
      await people.enter(page, mistd);
      await people.addServer(page, sshd, key);
      await sshd.changeHostKey();
      await openShell(page, sshd.host);
      await run(page, 'uptime');
      await expect(page.getByRole('alert')).toContainText('SHA256:');
    },
  },
  {
    name: 'machine, accepting a host key',
    server: 'sshd',
    async open(page, { mistd, sshd, key }) {
      await people.enter(page, mistd);
      await people.addServer(page, sshd, key);
      await sshd.changeHostKey();
      await openShell(page, sshd.host);
      await run(page, 'uptime');
      await page.getByRole('button', { name: 'Accept the new host key' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'machine, shell before a command',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.machineLink(page, 'web-1').first().click();
      await page.getByRole('tab', { name: 'Shell' }).click();
      await expect(page.getByRole('textbox', { name: 'Command' })).toBeVisible();
    },
  },
  {
    name: 'machine, shell',
    server: 'sshd',
    async open(page, { mistd, sshd, key }) {
      await people.enter(page, mistd);
      await people.addServer(page, sshd, key);
      await openShell(page, sshd.host);
      await runToEnd(page, COLOURFUL);
      await expect(output(page)).toContainText('warning');
    },
  },
  {
    name: 'machine, shell connection lost',
    server: 'sshd',
    async open(page, { mistd, sshd, key }) {
      await people.enter(page, mistd);
      await people.addServer(page, sshd, key);
      await openShell(page, sshd.host);
      await run(page, `${print('waiting')}; sleep 60`);
      await expect(output(page)).toContainText('waiting');
      sshd.dropConnections();
      await expect(state(page, 'connection lost')).toBeVisible({ timeout: 20_000 });
    },
  },
  {
    name: 'a machine that is not there',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-nosuch`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText(/not (there|found|listed)|no (such )?machine|gone/i).first()).toBeVisible();
    },
  },
  ...['Backends', 'Keys', 'Account'].flatMap((name) => [
    {
      name: `${name.toLowerCase()}, empty`,
      server: 'mistd',
      async open(page, { mistd }) {
        await people.enter(page, mistd);
        await people.go(page, name);
      },
    },
    {
      name: name.toLowerCase(),
      server: 'legacy',
      async open(page, servers) {
        await furnished(page, servers);
        await people.go(page, name);
      },
    },
  ]),
  {
    name: 'keys, menu open',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Keys');
      await page.getByRole('button', { name: 'Actions for backup' }).click();
      await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
    },
  },
  {
    name: 'keys, asking before deleting',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Keys');
      await page.getByRole('button', { name: 'Actions for backup' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'add key',
    server: 'mistd',
    async open(page, { mistd }) {
      await people.enter(page, mistd);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('deploy');
    },
  },
  {
    name: 'add key, refused',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.goto(`${legacy.origin}/ui/`);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('modern');
      await dialog.getByRole('textbox', { name: 'Private key' }).fill(newKey().privateKey);
      await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
      await expect(dialog.getByText('Invalid private key').first()).toBeVisible();
    },
  },
  {
    name: 'add backend',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.fillBackend(page, { host: '192.0.2.7', user: 'root', port: 22, key: 'deploy' });
    },
  },
  {
    name: 'add backend, refused',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.seedKey('deploy');
      legacy.backends.refusedKeys.add('deploy');
      await page.goto(`${legacy.origin}/ui/`);
      await people.fillBackend(page, { host: '127.0.0.1', user: 'root', port: legacy.port, key: 'deploy' });
      await people.sendBackend(page);
      await expect(page.getByRole('alert')).toContainText('Invalid backend credentials');
    },
  },
  {
    name: 'backends, asking before deleting',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Backends');
      await people.act(page, 'EC2 US EAST', 'Delete');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'backends, renaming',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Backends');
      await people.act(page, 'EC2 US EAST', 'Rename');
      await page.getByRole('textbox', { name: 'Title' }).fill('EC2 AP NORTHEAST');
      await expect(page.getByText(/Another backend is called/)).toBeVisible();
    },
  },
  {
    name: 'backend',
    server: 'legacy',
    async open(page, { legacy }) {
      await openBackend(page, legacy, (await furnish(legacy)).cloud);
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
    },
  },
  {
    name: 'backend, failing',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.backends.get(cloud).poll = 1000;
      await openBackend(page, legacy, cloud);
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
      legacy.faults.set({ path: /\/machines$/, status: 503, words: 'Backend unavailable' });
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'backend, empty',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, body: '[]' });
      await openBackend(page, legacy, cloud);
      await expect(page.getByText('This backend lists no machines.')).toBeVisible();
    },
  },
  {
    name: 'backend, off',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.backends.setState(cloud, '0');
      await openBackend(page, legacy, cloud);
      await expect(page.getByText('It is switched off')).toBeVisible();
    },
  },
  {
    name: 'a backend that is not there',
    server: 'legacy',
    async open(page, { legacy }) {
      await openBackend(page, legacy, 'nosuch');
      await expect(people.title(page, 'No such backend')).toBeVisible();
    },
  },
  {
    name: 'keys, renaming onto a name that is taken',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Keys');
      await people.act(page, 'backup', 'Rename');
      await page.getByRole('textbox', { name: 'Name' }).fill('deploy');
      await expect(page.getByText(/Another key is called deploy/).first()).toBeVisible();
    },
  },
  {
    name: 'keys, asking before showing a private key',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Keys');
      await people.act(page, 'backup', 'Show private key');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'keys, a private key shown',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.go(page, 'Keys');
      await people.act(page, 'backup', 'Show private key');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Show private key' }).click();
      await expect(page.getByRole('textbox', { name: 'Private key' })).toHaveValue(/BEGIN/);
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
    name: 'add key, protected by a passphrase',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.goto(`${legacy.origin}/ui/`);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Name' }).fill('locked');
      const { privateKey } = newKey({ passphrase: 'open sesame' });
      await dialog.getByRole('textbox', { name: 'Private key' }).fill(privateKey);
      await dialog.getByLabel('Passphrase', { exact: true }).fill('open sesame');
    },
  },
  {
    name: 'add backend, the server tries',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.seedKey('deploy');
      legacy.faults.set({ method: 'POST', path: /^\/backends$/, stall: true });
      await page.goto(`${legacy.origin}/ui/`);
      await people.fillBackend(page, { host: '127.0.0.1', user: 'root', port: legacy.port, key: 'deploy' });
      await people.sendBackend(page);
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
  },
  {
    name: 'add backend, there already',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.seedKey('deploy');
      await page.goto(`${legacy.origin}/ui/`);
      for (let n = 0; n < 2; n += 1) {
        await people.fillBackend(page, { host: '127.0.0.1', user: 'root', port: legacy.port, key: 'deploy' });
        await people.sendBackend(page);
        if (n === 0) await people.expectAdded(page, '127.0.0.1');
      }
      await expect(page.getByRole('alert')).toContainText('Backend exists');
    },
  },
  {
    name: 'add backend, another host key',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.seedKey('deploy');
      const words =
        'The host key of 127.0.0.1 has changed: it was SHA256:T9fXJbG9/t25XX37zf0knndu5ZVC9LVamISpc071CqA, now it is SHA256:Wu2Yf/Ew3D6PQMIQQ93fqbBG4K67W1nYfm4VqVqAxzo. Accept it or look again.';
      legacy.faults.set({ method: 'POST', path: /^\/backends$/, status: 409, words });
      await page.goto(`${legacy.origin}/ui/`);
      await people.fillBackend(page, { host: '127.0.0.1', user: 'root', port: legacy.port, key: 'deploy' });
      await people.sendBackend(page);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'an address that means nothing',
    server: 'legacy',
    async open(page, { legacy }) {
      await page.goto(`${legacy.origin}/ui/#/nowhere`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
];

/** Declares one test per screen that wants exactly the servers the screen needs. */
export function eachScreen(test, what, look) {
  for (const screen of SCREENS) {
    const body = async (page, watch, servers) => {
      watch.allowNetworkErrors();
      await screen.open(page, servers);
      await look(page, screen.name);
    };
    const name = `${what}: ${screen.name}`;
    if (screen.server === 'mistd') {
      test(name, ({ page, watch, mistd }) => body(page, watch, { mistd }));
    } else if (screen.server === 'legacy') {
      test(name, ({ page, watch, legacy }) => body(page, watch, { legacy }));
    } else if (screen.server === 'local') {
      test(name, ({ page, watch, local }) => body(page, watch, { local }));
    } else {
      test(name, ({ page, watch, mistd, sshd, key }) => body(page, watch, { mistd, sshd, key }));
    }
  }
}
