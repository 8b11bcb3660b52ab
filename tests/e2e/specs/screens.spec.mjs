/**
 * Pictures of every screen in docs/screens, to be looked at: three sizes, light and dark. Not part of the
 * ordinary tests: it asserts nothing that accessibility.spec.mjs does not find out when it opens the same
 * screens in the same sizes, and would make them longer by minutes. `cargo xtask screens` takes all and
 * writes their index (steps/album.mjs).
 */
import { join } from 'node:path';
import { SCHEMES, SIZES } from '../fixtures/axe.mjs';
import { writeSmall } from '../fixtures/few-colours.mjs';
import { holdStill, test } from '../fixtures/still.mjs';
import { FOLDER, fileOf } from '../steps/album.mjs';
import { eachScreen } from '../steps/screens/index.mjs';

test.describe.configure({ timeout: 120_000 });

eachScreen(test, 'picture', async (page, name, { show }) => {
  await holdStill(page);
  // Where no row is under it.
  await page.mouse.move(0, 0);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await show?.(page);
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      await writeSmall(picture, join(FOLDER, fileOf(name, size, colorScheme)));
    }
  }
});
