/** The page on a static host of its own, with the mist server elsewhere. */
import { FileHost } from '../fixtures/file-host.mjs';
import { EMAIL, Mistd } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { go, title } from '../steps/people.mjs';

test('signs in to the server a person names, and remembers it over a reload', async ({ page, watch }) => {
  // The host itself knows no API: Chromium says so.
  watch.allowNetworkErrors();
  const host = await FileHost.start();
  const mistd = await Mistd.start({ thisComputer: true, allowed: [host.origin] });
  watch.server(host.origin);
  watch.server(mistd.origin);
  try {
    await page.goto(`${host.origin}/ui/`);
    await expect(title(page, 'Sign in')).toBeVisible();
    const server = page.getByRole('textbox', { name: 'Server' });
    if (!(await server.isVisible())) await page.getByRole('button', { name: 'Change server' }).click();
    await server.fill(mistd.origin);
    await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(await mistd.code());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(title(page, 'Machines')).toBeVisible();
    await expect(page.getByRole('row').getByRole('link').first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole('row').getByRole('link').first()).toBeVisible();
    await go(page, 'Account');
    await expect(page.getByText(mistd.origin).first()).toBeVisible();
  } finally {
    await mistd.close();
    await host.close();
  }
});
