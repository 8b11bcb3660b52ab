/** axe on every screen, light and dark, desk and tablet. */
import { expectAccessible } from '../fixtures/axe.mjs';
import { test } from '../fixtures/test.mjs';
import { eachScreen } from '../steps/screens/index.mjs';

test.describe.configure({ timeout: 120_000 });

eachScreen(test, 'axe', expectAccessible);
