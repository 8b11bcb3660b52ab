/**
 * Pictures of every screen in docs/screens, to be looked at: three sizes, light and dark. Not part of the
 * ordinary tests: it asserts nothing that accessibility.spec.mjs does not find out when it opens the same
 * screens in the same sizes, and would make them longer by minutes. `cargo xtask screens` takes all and
 * writes their index (steps/album.mjs).
 */
import { join } from 'node:path';
import sharp from 'sharp';
import { SCHEMES, SIZES } from '../fixtures/axe.mjs';
import { holdStill, test } from '../fixtures/still.mjs';
import { FOLDER, fileOf } from '../steps/album.mjs';
import { eachScreen } from '../steps/screens/index.mjs';

/**
 * Writes a picture so small that the repository can hold hundreds: the few colours it needs, without
 * dithering, which would blur text, and then as lossless WebP, half the size of PNG.
 */
async function write(picture, file) {
  const few = await sharp(picture).png({ palette: true, quality: 40, dither: 0, effort: 4 }).toBuffer();
  await sharp(few).webp({ lossless: true, effort: 6 }).toFile(file);
}

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
      await write(picture, join(FOLDER, fileOf(name, size, colorScheme)));
    }
  }
});
