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
  const all = ['Backends', 'Providers', 'Images', 'Keys', 'Activity', 'Account', 'Machines'];
  for (const name of all) await go(page, name);
});

test('“More” opens the last screens by keyboard, marks where one is, and closes again', async ({ page, legacy }) => {
  await page.setViewportSize(UPRIGHT);
  await page.goto(legacy.origin);
  const more = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'More' });
  const keys = page.getByRole('link', { name: 'Keys', exact: true });
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await expect(keys).toBeHidden();
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await expect(keys).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await keys.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeVisible();
  await expect(keys).toBeHidden();
  await more.click();
  await expect(keys).toHaveAttribute('aria-current', 'page');
});
