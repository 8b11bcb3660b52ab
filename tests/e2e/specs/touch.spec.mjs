/** On a tablet: everything that can be touched is at least a fingertip wide and high. */
import { TABLET, UPRIGHT, tooSmall } from '../fixtures/axe.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { go } from '../steps/people.mjs';
import { eachScreen } from '../steps/screens/index.mjs';

test.use({ hasTouch: true, viewport: TABLET });
test.describe.configure({ timeout: 120_000 });

eachScreen(test, '44 px', async (page) => {
  expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
  for (const size of [TABLET, UPRIGHT]) {
    await page.setViewportSize(size);
    expect.soft(await tooSmall(page), `${size.width}x${size.height}`).toEqual([]);
  }
});

test('below 900 px the navigation is a bar at the bottom that leads everywhere', async ({ page, legacy }) => {
  await legacy.seedCloud();
  await page.setViewportSize(UPRIGHT);
  await page.goto(legacy.origin);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation).toBeVisible();
  const { y, height } = await navigation.boundingBox();
  expect(UPRIGHT.height - (y + height), 'pixels between the bar and the lower edge').toBeLessThan(16);
  for (const name of ['Backends', 'Keys', 'Account', 'Machines']) await go(page, name);
});
