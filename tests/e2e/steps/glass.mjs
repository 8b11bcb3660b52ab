/** Tablets and phones: what they tell a page, and a soft keyboard, which no test browser can raise. */
import { expect } from '@playwright/test';
import { TABLET, UPRIGHT } from '../fixtures/axe.mjs';
import * as people from './people.mjs';

export const PHONE = { width: 390, height: 844 };
export const GLASS = [TABLET, UPRIGHT, PHONE];
export const sizeName = ({ width, height }) => `${width}x${height}`;

/** What keyboards take of the height, upright and lying. */
export const keyboardOf = ({ width, height }) => (width > height ? 380 : 340);

/**
 * Puts a `visualViewport` in the page that does as it is told, as Safari's does when its keyboard opens:
 * the page keeps its height, the part in sight does not.
 */
export const fakeViewport = (page) =>
  page.addInitScript(() => {
    const seen = Object.assign(new EventTarget(), { offsetTop: 0, offsetLeft: 0, scale: 1, covered: 0 });
    Object.defineProperty(seen, 'height', { get: () => document.documentElement.clientHeight - seen.covered });
    Object.defineProperty(seen, 'width', { get: () => document.documentElement.clientWidth });
    Object.defineProperty(window, 'visualViewport', { value: seen });
  });

/** Opens the keyboard over the lower `covered` pixels; 0 closes it. */
export const openKeyboard = (page, covered) =>
  page.evaluate((pixels) => {
    visualViewport.covered = pixels;
    visualViewport.dispatchEvent(new Event('resize'));
  }, covered);

/** How much of the field with the focus is out of sight, in pixels, above and below. */
export const outOfSight = (page) =>
  page.evaluate(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    const end = visualViewport.offsetTop + visualViewport.height;
    return { field: document.activeElement.tagName, above: Math.max(0, -top), below: Math.max(0, Math.round(bottom - end)) };
  });

/** What can be seen of a field in use: all of it. */
export const IN_SIGHT = (field = 'INPUT') => ({ field, above: 0, below: 0 });

/** Pixels by which the page can be moved sideways. */
export const sideways = (page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));

const SCREENS = ['Machines', 'Backends', 'Providers', 'Images', 'Keys', 'Activity', 'Account'];

/** Goes to each screen, prepares it, and expects that the page as a whole can't be moved sideways. */
export async function walk(page, prepare = () => {}) {
  for (const name of SCREENS) {
    await people.go(page, name);
    await prepare(page);
    expect.soft(await sideways(page), `${name}: sideways by`).toBe(0);
    await expect(people.title(page, name)).toBeVisible();
  }
}
