/** Activity: what was changed. Each entry as `index.mjs` describes it. */
import { expect } from '@playwright/test';
import * as people from '../people.mjs';
import { furnished, furnishedAt, openMachine } from './furnishing.mjs';

/** Adds a tag on the tab of a machine. */
async function tag(page, words) {
  await page.getByRole('textbox', { name: 'New tag' }).fill(words);
  await page.getByRole('button', { name: 'Add tag' }).click();
}

/** Changes that were made, refused and lost. */
async function changed(page, servers) {
  const { legacy } = servers;
  const ids = await openMachine(page, servers, 'Tags');
  await tag(page, 'blue');
  await expect(page.getByRole('button', { name: 'Remove tag blue' })).toBeVisible();
  const path = /\/metadata$/;
  legacy.faults.set({ path, times: 1, status: 503, words: 'Service unavailable: the cloud said "no" <b>' });
  await tag(page, 'green');
  await expect(page.getByRole('alert')).toBeVisible();
  legacy.faults.set({ method: 'POST', path, times: 1, cut: true, done: true });
  await tag(page, 'red');
  await expect(page.getByRole('alert')).toContainText('was lost');
  await people.go(page, 'Keys');
  await people.act(page, 'backup', 'Make default');
  await expect(people.said(page, 'backup is the default')).toBeVisible();
  return ids;
}

export const ACTIVITY = [
  {
    name: 'activity',
    server: 'legacy',
    async open(page, servers) {
      await changed(page, servers);
      await people.go(page, 'Activity');
      await expect(page.getByRole('list', { name: 'Activity' }).getByRole('listitem')).toHaveCount(4);
    },
  },
  {
    name: 'activity, only failed',
    server: 'legacy',
    async open(page, servers) {
      await changed(page, servers);
      await people.go(page, 'Activity');
      await page.getByRole('checkbox', { name: 'Only failed' }).check();
      await expect(page.getByRole('list', { name: 'Activity' }).getByRole('listitem')).toHaveCount(2);
    },
  },
  {
    name: 'activity, none matches',
    server: 'legacy',
    async open(page, servers) {
      await changed(page, servers);
      await people.go(page, 'Activity');
      await page.getByRole('searchbox', { name: 'Search activity' }).fill('nothing like it');
      await expect(page.getByText('No change matches.')).toBeVisible();
    },
  },
  {
    name: 'activity, empty',
    server: 'legacy',
    open: (page, servers) => furnishedAt(page, servers, 'Activity'),
  },
  {
    name: 'activity, under way',
    server: 'legacy',
    async open(page, servers) {
      await furnished(page, servers);
      servers.legacy.faults.set({ method: 'POST', path: /^\/keys\/backup$/, stall: true });
      await people.go(page, 'Keys');
      await people.act(page, 'backup', 'Make default');
      await people.go(page, 'Activity');
      await expect(page.getByText('under way')).toBeVisible();
    },
  },
];
