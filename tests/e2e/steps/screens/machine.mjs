/** One machine: its overview, its shell and what can be done to it. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { simulate } from '../clouds.mjs';
import * as offline from '../offline.mjs';
import * as people from '../people.mjs';
import { openShell, output, run, runToEnd, state } from '../shell.mjs';
import { SERVER, enterWithServer, furnish, openMachine } from './furnishing.mjs';

/** A command that was refused, for the machine shows another host key than before. */
async function changedHostKey(page, servers) {
  await enterWithServer(page, servers);
  await servers.sshd.changeHostKey();
  await openShell(page, SERVER);
  await run(page, 'health');
  await expect(page.getByRole('alert')).toContainText('SHA256:');
}

/** Reboots the machine whose screen is open. */
async function reboot(page) {
  await page.getByRole('button', { name: 'Reboot', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
}

/** A command that has printed something and goes on. */
async function runOn(page, servers) {
  await enterWithServer(page, servers);
  await openShell(page, SERVER);
  await run(page, 'health; sleep 60');
  await expect(output(page)).toContainText('warning');
}

export const MACHINE = [
  {
    name: 'machine',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers);
      await expect(page.getByText('Reachable', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'machine, remembered while the server is away',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers);
      await offline.remember(page);
      await page.goBack();
      offline.cutOff(servers.legacy);
      await page.reload();
      await expect(offline.banner(page)).toBeVisible();
      await expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeVisible();
    },
  },
  {
    name: 'machine, stopped',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Overview', 'build-1');
      await expect(page.getByText('not running').first()).toBeVisible();
    },
  },
  {
    name: 'machine, gone for good',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Overview', 'long-gone');
      await expect(page.getByText('not running').first()).toBeVisible();
    },
  },
  {
    name: 'machine, probing',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /\/probe$/, stall: true });
      await openMachine(page, servers);
      await expect(page.getByRole('progressbar')).toBeVisible();
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
      await openMachine(page, servers);
      await expect(page.getByText('SSH did not work')).toBeVisible();
    },
  },
  {
    name: 'machine, probe failed',
    server: 'legacy',
    async open(page, servers) {
      servers.legacy.faults.set({ path: /\/probe$/, status: 503, words: 'Backend unavailable' });
      await openMachine(page, servers);
      await expect(page.getByRole('alert')).toContainText('Backend unavailable');
    },
  },
  {
    name: 'machine, about to reboot',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers);
      await reboot(page);
    },
  },
  {
    name: 'machine, not rebooted',
    server: 'legacy',
    async open(page, servers) {
      const words = 'Machine currently unavailable: Error while attempting to reboot machine';
      servers.legacy.faults.set({ method: 'POST', path: /\/machines\/[^/]+$/, status: 503, words });
      await openMachine(page, servers);
      await reboot(page);
      await expect(page.getByRole('alert')).toContainText('was not rebooted', { timeout: 30_000 });
    },
  },
  {
    name: 'machine, asking before destroying',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers);
      await page.getByRole('button', { name: 'Destroy', exact: true }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'machine, metadata searched',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers);
      await page.getByRole('searchbox', { name: 'Search metadata' }).fill('vol');
      await expect(page.getByText('vol-846da914')).toBeVisible();
    },
    show: (page) => page.getByText('Raw JSON', { exact: true }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'machine, raw JSON',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers);
      await page.getByText('Raw JSON', { exact: true }).click();
      await expect(page.getByRole('region', { name: 'Raw JSON' })).toBeVisible();
    },
    show: (page) =>
      page
        .getByRole('region', { name: 'Raw JSON' })
        .evaluate((json) => json.scrollIntoView({ block: 'center' })),
  },
  {
    name: 'machine, shell before a command',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Shell');
      await expect(page.getByRole('textbox', { name: 'Command' })).toBeVisible();
    },
  },
  {
    name: 'machine, shell, simulated',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      simulate(legacy, cloud);
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001?tab=shell`);
      await expect(page.getByText('This machine is simulated.')).toBeVisible();
    },
  },
  {
    name: 'machine, shell, not running',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Shell', 'build-1');
      await expect(page.getByText('This machine is not running.').first()).toBeVisible();
    },
  },
  {
    name: 'machine, shell',
    server: 'sshd',
    async open(page, servers) {
      await enterWithServer(page, servers);
      await openShell(page, SERVER);
      await runToEnd(page, 'health');
      await expect(output(page)).toContainText('warning');
    },
  },
  {
    name: 'machine, shell running',
    server: 'sshd',
    open: runOn,
  },
  {
    name: 'machine, shell stopped',
    server: 'sshd',
    async open(page, servers) {
      await runOn(page, servers);
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await expect(state(page, 'stopped')).toBeVisible();
    },
  },
  {
    name: 'machine, shell refused',
    server: 'legacy',
    async open(page, servers) {
      await openMachine(page, servers, 'Shell');
      servers.legacy.faults.set({ path: /\/shell$/, status: 503, words: 'Service unavailable' });
      await run(page, 'health');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'machine, shell connection lost',
    server: 'sshd',
    async open(page, servers) {
      await runOn(page, servers);
      servers.sshd.dropConnections();
      await expect(state(page, 'connection lost')).toBeVisible({ timeout: 20_000 });
    },
  },
  { name: 'machine, changed host key', server: 'sshd', open: changedHostKey },
  {
    name: 'machine, accepting a host key',
    server: 'sshd',
    async open(page, servers) {
      await changedHostKey(page, servers);
      await page.getByRole('button', { name: 'Accept the new host key' }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'a machine waited for',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, stall: true });
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001`);
      await expect(page.getByText('Asking for this machine')).toBeVisible();
    },
  },
  {
    name: 'a machine whose backend fails',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, status: 503, words: 'Backend unavailable' });
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-00000001`);
      await expect(page.getByRole('alert').first()).toBeVisible();
    },
  },
  {
    name: 'a machine that is not there',
    server: 'legacy',
    async open(page, { legacy }) {
      const { cloud } = await furnish(legacy);
      await page.goto(`${legacy.origin}/ui/#/machines/${cloud}/i-nosuch`);
      await expect(page.getByText('This machine is not listed by its backend.')).toBeVisible();
    },
  },
];
