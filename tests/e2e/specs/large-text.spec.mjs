/** A browser that is set to text twice as large: the page folds as it does on a narrower window. */
import { expect, test } from '../fixtures/test.mjs';
import { walk } from '../steps/glass.mjs';
import { furnished } from '../steps/screens/furnishing.mjs';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...launchOptions.args, '--blink-settings=defaultFontSize=32'] });
  },
});

test('1440 pixels then hold as little as 720: the navigation is at the bottom, and nothing is cut off', async ({ page, legacy }) => {
  await furnished(page, { legacy });
  const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  expect(size).toBe('32px');
  const { y } = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
  expect(y).toBeGreaterThan(700);
  await walk(page);
});
