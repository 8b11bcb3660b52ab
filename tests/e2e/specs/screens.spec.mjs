/**
 * Pictures of every screen, to be looked at. They go to output/screens, and with UPDATE_SCREENS=1 to
 * docs/screens, where the README takes its own from.
 */
import { join } from 'node:path';
import { DESK, SCHEMES, SIZES } from '../fixtures/axe.mjs';
import { test } from '../fixtures/test.mjs';
import { eachScreen } from '../steps/screens.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
const folder =
  process.env.UPDATE_SCREENS === '1'
    ? join(root, 'docs', 'screens')
    : join(root, 'tests', 'e2e', 'output', 'screens');

test.describe.configure({ timeout: 120_000 });

eachScreen(test, 'picture', async (page, name) => {
  for (const size of SIZES) {
    for (const colorScheme of SCHEMES) {
      // Kept in the repository: one size is enough, both schemes.
      if (process.env.UPDATE_SCREENS === '1' && size !== DESK) continue;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const file = `${name.replace(/[ ,]+/g, '-')}-${size.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file), animations: 'disabled', caret: 'hide' });
    }
  }
});
