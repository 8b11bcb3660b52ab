/** What people come for, on glass and with taps only: sign in, make a machine, act on it, run a command. */
import { expect, test } from '../fixtures/test.mjs';
import { tooSmall, violations } from '../fixtures/axe.mjs';
import { EMAIL } from '../fixtures/mistd.mjs';
import * as create from '../steps/create.mjs';
import { GLASS, sideways, sizeName } from '../steps/glass.mjs';
import * as people from '../steps/people.mjs';
import { command, output, runButton, state } from '../steps/shell.mjs';

test.describe.configure({ timeout: 180_000 });

/** What a screen owes a finger, an eye and a screen reader. */
async function expectFit(page, where) {
  expect.soft(await sideways(page), `${where}: sideways by`).toBe(0);
  expect.soft(await tooSmall(page), `${where}: too small`).toEqual([]);
  expect.soft(await violations(page), `${where}: axe`).toEqual([]);
}

/** A tap, then what the soft keyboard writes. */
async function type(page, field, text) {
  await field.tap();
  await page.keyboard.type(text);
}

async function signIn(page, clouds) {
  await page.goto(clouds.origin);
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await expectFit(page, 'sign in');
  await type(page, page.getByRole('textbox', { name: 'Email' }), EMAIL);
  await type(page, page.getByLabel('Password', { exact: true }), await clouds.code());
  await page.getByRole('button', { name: 'Sign in', exact: true }).tap();
  await expect(people.title(page, 'Machines')).toBeVisible();
  await expectFit(page, 'machines');
}

async function make(page, name) {
  await page.getByRole('link', { name: 'Create machine', exact: true }).tap();
  await expect(people.title(page, 'Create machine')).toBeVisible();
  // The choice itself is the browser's own.
  await people.choose(page, 'Backend', 'Linode');
  await type(page, create.name(page), name);
  await type(page, page.getByRole('searchbox', { name: 'Search images' }), 'Debian 7');
  for (const [what, words] of [['Image', 'Debian 7'], ['Size', 'Linode 1024'], ['Location', 'Tokyo']]) {
    await create.option(page, what, words).tap();
    await expect(create.chosen(page, what)).toContainText(words);
  }
  await expectFit(page, 'create machine');
  await page.getByRole('button', { name: 'Create machine', exact: true }).tap();
  await create.expectMade(page, name);
}

async function act(page) {
  const undo = page.getByRole('button', { name: 'Undo' });
  const reboot = page.getByRole('button', { name: 'Reboot', exact: true });
  // A machine that was just made takes a while to start.
  await expect(reboot).toBeEnabled({ timeout: 60_000 });
  await reboot.tap();
  await expect(undo).toBeVisible();
  await expectFit(page, 'a machine, about to reboot');
  await undo.tap();
  await expect(people.said(page, 'left as it was')).toBeVisible();
}

async function run(page) {
  await page.getByRole('tab', { name: 'Shell' }).tap();
  const key = (name) => page.getByRole('toolbar').getByRole('button', { name, exact: true });
  await type(page, command(page), 'echo one');
  await key('Slash /').tap();
  await key('Tilde ~').tap();
  await page.keyboard.type('two');
  await expect(command(page)).toHaveValue('echo one/~two');
  await expectFit(page, 'the shell');
  await runButton(page).tap();
  await expect(state(page, 'finished')).toBeVisible();
  await expect(output(page)).toContainText('one/~two');
  await key('Earlier command').tap();
  await expect(command(page)).toHaveValue('echo one/~two');
  await key('Cancel').tap();
  await expect(command(page)).toHaveValue('');
}

for (const size of GLASS) {
  test.describe(sizeName(size), () => {
    test.use({ hasTouch: true, isMobile: true, viewport: size });

    test('sign in, make a machine, act on it, run a command, and go back', async ({ page, watch, clouds }) => {
      // Asking whether the server wants a sign-in is answered 401.
      watch.allowNetworkErrors();
      await create.withKey(clouds);
      await signIn(page, clouds);
      await make(page, 'glass-1');
      await people.machineLink(page, 'glass-1').tap();
      await expect(people.title(page, 'glass-1')).toBeVisible();
      await act(page);
      await run(page);
      await page.getByRole('link', { name: 'Back to the list' }).tap();
      await expect(people.title(page, 'Machines')).toBeVisible();
      await expect(page.getByRole('searchbox', { name: 'Search machines' })).toHaveValue('glass-1');
      if (size.width < 900) {
        await page.getByRole('button', { name: 'More' }).tap();
        await expectFit(page, '“More”');
      }
      await page.getByRole('link', { name: 'Account', exact: true }).tap();
      await expect(page.getByRole('radiogroup', { name: 'Density' })).toBeVisible();
      await expectFit(page, 'account');
    });
  });
}
