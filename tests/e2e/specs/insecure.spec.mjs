/** The page over plain http from another computer, where browsers keep some of what they can to themselves. */
import { PLAIN_NAME } from '../fixtures/hosts/recipe.mjs';
import { expect, test } from '../fixtures/hosts/test.mjs';
import { Mistd } from '../fixtures/mistd.mjs';
import { freePort } from '../fixtures/net.mjs';
import * as people from '../steps/people.mjs';
import { command, output, print, runToEnd } from '../steps/shell.mjs';

const notice = (page) => page.getByText(/came over http from another computer/);

test.beforeEach(async ({ page, watch, far }) => {
  watch.allowNetworkErrors();
  await page.goto(far.origin);
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toBeVisible();
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await people.signIn(page, far);
  await expect(people.title(page, 'Machines')).toBeVisible();
});

/** What Paste brings. */
async function pasted(page, field) {
  await field.fill('');
  await field.focus();
  await page.keyboard.press('Control+V');
  return field.inputValue();
}

test('what is copied arrives, and the focus stays where it was', async ({ page }) => {
  await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
  await page.getByRole('tablist', { name: 'Machine' }).getByRole('tab', { name: 'Shell' }).click();
  await runToEnd(page, print('to be copied'));
  await expect(output(page)).toContainText('to be copied');
  const copy = page.getByRole('button', { name: 'Copy', exact: true });
  await copy.focus();
  await page.keyboard.press('Enter');
  await expect(people.said(page, 'copied')).toBeVisible();
  await expect(copy).toBeFocused();
  expect(await pasted(page, command(page))).toContain('to be copied');
});

test('also after the server was asked for it', async ({ page }) => {
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('made-here');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(/PRIVATE KEY-----/);
  await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
  await expect(dialog).toBeHidden();
  await people.act(page, 'made-here', 'Copy public key');
  await expect(people.said(page, 'copied')).toBeVisible();
  const again = await people.openAddKey(page);
  expect(await pasted(page, again.getByRole('textbox', { name: 'Private key' }))).toMatch(/^ssh-/);
});

test('a kept session survives, and Account says what travels in the open', async ({ page }) => {
  await people.go(page, 'Account');
  await expect(notice(page)).toBeVisible();
  await page.getByRole('checkbox', { name: 'Stay signed in on this device' }).check();
  const later = await page.context().newPage();
  await page.close();
  await later.goto(page.url());
  await expect(people.title(later, 'Account')).toBeVisible();
  await expect(later.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
});
