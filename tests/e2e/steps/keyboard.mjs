/** Getting about without a pointer. */
import { expect } from '@playwright/test';

/** Presses Tab until the element has the focus; fails when it cannot be reached. */
export async function tabTo(page, target, presses = 60) {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < presses; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      // A search field's outline is drawn around its icon as well.
      const outlined = await target.evaluate((element) =>
        [element, element.closest('.search')].filter(Boolean).some((one) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
          return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
        }),
      );
      expect(outlined, `the focus shows on ${target}`).toBe(true);
      return;
    }
  }
  throw new Error(`${target} cannot be reached with ${presses} presses of Tab`);
}
