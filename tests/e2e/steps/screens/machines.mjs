/** The list of all machines. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import { simulate } from '../clouds.mjs';
import { PSEUDO, startIn } from '../languages.mjs';
import * as offline from '../offline.mjs';
import * as people from '../people.mjs';
import { furnish, furnished } from './furnishing.mjs';

const UNAVAILABLE = { status: 503, words: 'Backend unavailable' };

export const MACHINES = [
  { name: 'machines', server: 'legacy', open: furnished },
  {
    name: 'machines, compact',
    server: 'legacy',
    async open(page, servers) {
      await page.addInitScript(() => localStorage.setItem('mist:density', 'compact'));
      await furnished(page, servers);
    },
  },
  {
    name: 'machines, remembered while the server is away',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnished(page, { legacy });
      await offline.remember(page);
      await people.go(page, 'Machines');
      offline.cutOff(legacy);
      await page.reload();
      await expect(offline.banner(page)).toBeVisible();
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
    },
  },
  {
    name: 'machines, some simulated',
    server: 'legacy',
    async open(page, { legacy }) {
      simulate(legacy, (await furnish(legacy)).cloud);
      await page.goto(`${legacy.origin}/ui/`);
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
      await expect(people.machineLink(page, 'api-1')).toBeVisible();
    },
  },
  {
    name: 'machines, from right to left',
    server: 'clouds',
    async open(page, { clouds }) {
      await startIn(page, PSEUDO);
      await page.goto(await clouds.link());
      await expect(page.getByRole('link', { name: 'bastion', exact: true })).toBeVisible();
    },
  },
  {
    name: 'machines, first visit',
    server: 'mistd',
    open: (page, { mistd }) => people.enter(page, mistd),
  },
  {
    name: 'machines, first visit, a key added',
    server: 'legacy',
    async open(page, { legacy }) {
      legacy.seedKey('deploy');
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByText('done', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'machines, waiting for the first answer',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, stall: true });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('progressbar').first()).toBeVisible();
    },
  },
  {
    name: 'machines, none listed',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, body: '[]' });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByText('Your backends list no machines.')).toBeVisible();
    },
  },
  {
    name: 'machines, searched',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await page.getByRole('searchbox', { name: 'Search machines' }).fill('prod');
      await expect(page.getByRole('status').filter({ hasText: /of 13 machines/ })).toBeVisible();
    },
  },
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
    name: 'machines, menu open',
    server: 'legacy',
    open: furnished,
    // A menu closes when the window changes its size.
    async show(page) {
      await page.keyboard.press('Escape');
      await people.menu(page, 'db-replica').click();
      await expect(page.getByRole('menuitem', { name: 'Reboot' })).toBeVisible();
    },
  },
  {
    name: 'machines, asking before destroying',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      await people.act(page, 'db-replica', 'Destroy');
      await expect(page.getByRole('alertdialog')).toBeVisible();
    },
  },
  {
    name: 'machines, one backend failing',
    server: 'legacy',
    async open(page, { legacy }) {
      const { other } = await furnish(legacy);
      legacy.faults.set({ path: new RegExp(`${other}/machines$`), ...UNAVAILABLE });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'machines, one backend failing after it answered',
    server: 'legacy',
    async open(page, { legacy }) {
      const { other } = await furnish(legacy);
      legacy.backends.get(other).poll = 1000;
      await page.goto(`${legacy.origin}/ui/`);
      await expect(people.machineLink(page, 'api-1')).toBeVisible();
      legacy.faults.set({ path: new RegExp(`${other}/machines$`), ...UNAVAILABLE });
      await expect(page.getByText(/shown as they were/)).toBeVisible();
    },
  },
  {
    name: 'machines, all backends failing',
    server: 'legacy',
    async open(page, { legacy }) {
      await furnish(legacy);
      legacy.faults.set({ path: /\/machines$/, ...UNAVAILABLE });
      await page.goto(`${legacy.origin}/ui/`);
      await expect(page.getByRole('alert').first()).toBeVisible();
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
];
