/** The main job without a pointer: focus is always visible, always somewhere sensible. */
import { EMAIL } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { tabTo } from '../steps/keyboard.mjs';
import * as people from '../steps/people.mjs';
import { print, command, output, state } from '../steps/shell.mjs';

test('sign in, open a machine, run a command', async ({ page, local, watch }) => {
  // Asking whether the server wants a sign-in is answered 401.
  watch.allowNetworkErrors();
  await page.goto(local.origin);
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await tabTo(page, page.getByRole('textbox', { name: 'Email' }));
  await page.keyboard.type(EMAIL);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(await local.code());
  await page.keyboard.press('Enter');
  await expect(people.title(page, 'Machines')).toBeFocused();
  const machine = people.table(page, 'Machines').getByRole('row').getByRole('link').first();
  const name = await machine.innerText();
  await tabTo(page, machine);
  await page.keyboard.press('Enter');
  await expect(people.title(page, name)).toBeFocused();
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Shell' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Shell', selected: true })).toBeVisible();
  if (!(await command(page).evaluate((element) => element === document.activeElement)))
    await tabTo(page, command(page));
  await page.keyboard.type(print('by keyboard'));
  await page.keyboard.press('Enter');
  await expect(output(page)).toContainText('by keyboard');
  await expect(state(page, 'finished')).toBeVisible();
});

test('navigation moves the focus to the title; back goes back', async ({ page, local }) => {
  await people.enter(page, local);
  for (const name of ['Keys', 'Backends', 'Account']) {
    await tabTo(
      page,
      page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }),
    );
    await page.keyboard.press('Enter');
    await expect(people.title(page, name)).toBeFocused();
  }
  await page.goBack();
  await expect(people.title(page, 'Backends')).toBeVisible();
  await page.goForward();
  await expect(people.title(page, 'Account')).toBeVisible();
});

test('Escape closes a dialog and gives the focus back', async ({ page, local }) => {
  await people.enter(page, local);
  await people.go(page, 'Keys');
  const button = page.getByRole('button', { name: 'Add key', exact: true }).first();
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await expect(dialog).toBeVisible();
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('a menu opens with the keyboard, arrows move in it, Escape gives the focus back', async ({
  page,
  legacy,
}) => {
  legacy.seedKey('the default');
  legacy.seedKey('deploy');
  await page.goto(legacy.origin);
  await people.go(page, 'Keys');
  const button = page.getByRole('button', { name: 'Actions for deploy' });
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const items = page.getByRole('menuitem');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(items).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('asking before harm: the focus is on the harmless button, Escape leaves all as it was', async ({
  page,
  legacy,
}) => {
  legacy.seedKey('deploy');
  await page.goto(legacy.origin);
  await people.go(page, 'Keys');
  await page.getByRole('button', { name: 'Actions for deploy' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Actions for deploy' })).toBeFocused();
  expect(legacy.keys.has('deploy')).toBe(true);
});

test('Tab leaves the terminal pane again', async ({ page, local }) => {
  await people.enter(page, local);
  await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Shell' }).click();
  await command(page).fill('seq 1 300');
  await page.keyboard.press('Enter');
  await expect(state(page, 'finished')).toBeVisible();
  await tabTo(page, output(page));
  await page.keyboard.press('Home');
  await expect(output(page).getByText('1', { exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(output(page)).not.toBeFocused();
});
