/** The Shell tab of a machine, by role and name. */
import { expect } from '@playwright/test';
import { go, machineLink, title } from './people.mjs';

export const output = (page) => page.getByRole('log', { name: 'Output' });
export const command = (page) => page.getByRole('textbox', { name: 'Command' });
export const runButton = (page) => page.getByRole('button', { name: 'Run', exact: true });
export const stopButton = (page) => page.getByRole('button', { name: 'Stop', exact: true });

/** The state of the last command: running, finished, stopped or connection lost. */
export const state = (page, words) => page.getByRole('status').filter({ hasText: words });

/** From the list to a machine's Shell tab. */
export async function openShell(page, machine) {
  await go(page, 'Machines');
  await machineLink(page, machine).click();
  await expect(title(page, machine)).toBeVisible();
  await page.getByRole('tablist', { name: 'Machine' }).getByRole('tab', { name: 'Shell' }).click();
  await expect(command(page)).toBeVisible();
}

/**
 * A command that prints `words`, which do not stand in the command itself: the pane shows what was
 * typed as well, and a test must not mistake that for output.
 */
export const print = (words) => `echo ${words[0]}''${words.slice(1).replaceAll(' ', '\\ ')}`;

/** Types a command and presses Run. */
export async function run(page, words) {
  await command(page).fill(words);
  await runButton(page).click();
}

const ends = (page) => page.evaluate(() => performance.getEntriesByName('mist:shell:end').length);

/** Runs a command to its end. The mark tells this end from that of the command before. */
export async function runToEnd(page, words, timeout = 30_000) {
  const before = await ends(page);
  await run(page, words);
  await expect(async () => expect(await ends(page)).toBe(before + 1)).toPass({ timeout });
  await expect(state(page, 'finished')).toBeVisible();
}

/** The last user timing mark of a name, as `{ startTime, detail }`. */
export const mark = (page, name) =>
  page.evaluate((wanted) => {
    const entry = performance.getEntriesByName(wanted).at(-1);
    return entry ? { startTime: entry.startTime, detail: entry.detail } : null;
  }, name);
