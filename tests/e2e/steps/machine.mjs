/** A machine's screen on a server like the one of 2014: getting there and finding one's way. */
import { expect } from '@playwright/test';

/** The machine that most tests look at. */
export const WEB = 'i-00000001';

export const health = (page) => page.getByRole('region', { name: 'Health' });
export const metadata = (page) => page.getByRole('region', { name: 'Metadata' });

/** What the server was asked by one call, such as `GET /keys`. */
export const calls = (legacy, call) => legacy.calls.filter((one) => one.call === call);

/** Opens a tab of a machine by its address, as a link would. */
export async function openTab(page, legacy, backend, tab = '', machine = WEB) {
  await page.goto(`${legacy.origin}/#/machines/${backend}/${machine}${tab && `?tab=${tab}`}`);
  await expect(page.getByRole('tablist', { name: 'Machine' })).toBeVisible();
}

/** Lets the next poll of the machines come. */
export const nextPoll = (page) => page.waitForResponse((answer) => answer.url().endsWith('/machines'));
