/** The shell on glass, and fields above a soft keyboard. */
import { expect, test } from '../fixtures/test.mjs';
import { GLASS, IN_SIGHT, PHONE, fakeViewport, keyboardOf, openKeyboard, outOfSight, sideways, sizeName } from '../steps/glass.mjs';
import * as people from '../steps/people.mjs';
import { command, openShell, output, print, runToEnd, state, stopButton } from '../steps/shell.mjs';

const keys = (page) => page.getByRole('toolbar', { name: 'Keys for the command line' });
const key = (page, name) => keys(page).getByRole('button', { name, exact: true });
const caret = (page) =>
  command(page).evaluate(({ value, selectionStart: from, selectionEnd: to }) => [value.slice(0, from), value.slice(from, to), value.slice(to)].join('·'));

async function shellOfThisComputer(page, local) {
  await people.enter(page, local);
  const name = await people.table(page, 'Machines').getByRole('row').getByRole('link').first().innerText();
  await openShell(page, name);
}

test.describe('on glass', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: PHONE });

  test('the command line is left as it is typed', async ({ page, local }) => {
    await shellOfThisComputer(page, local);
    for (const [name, value] of Object.entries({
      autocapitalize: 'off',
      autocorrect: 'off',
      autocomplete: 'off',
      spellcheck: 'false',
      enterkeyhint: 'send',
      inputmode: 'text',
    }))
      await expect(command(page)).toHaveAttribute(name, value);
  });

  test('keys write at the caret, in place of what is selected, and leave the focus where it is', async ({ page, local }) => {
    await shellOfThisComputer(page, local);
    await command(page).tap();
    await command(page).fill('ls  wc');
    await command(page).evaluate((input) => input.setSelectionRange(3, 3));
    await key(page, 'Pipe |').tap();
    await expect(command(page)).toHaveValue('ls | wc');
    expect(await caret(page)).toBe('ls |·· wc');
    await expect(command(page)).toBeFocused();
    await command(page).fill('echo X');
    await command(page).evaluate((input) => input.setSelectionRange(5, 6));
    const signs = ['Dollar $', 'Double quote "', "Quote '", 'Star *', 'Tilde ~', 'Hyphen -', 'Slash /'];
    for (const name of signs) await key(page, name).tap();
    await expect(command(page)).toHaveValue('echo $"\'*~-/');
    await expect(command(page)).toBeFocused();
  });

  test('history, and Cancel: it empties the line, which is not lost, and stops what runs', async ({ page, local }) => {
    await shellOfThisComputer(page, local);
    await runToEnd(page, print('first one'));
    await runToEnd(page, print('second one'));
    await key(page, 'Earlier command').tap();
    await expect(command(page)).toHaveValue(print('second one'));
    await key(page, 'Earlier command').tap();
    await expect(command(page)).toHaveValue(print('first one'));
    await key(page, 'Later command').tap();
    await expect(command(page)).toHaveValue(print('second one'));
    await command(page).fill('half a comm');
    await key(page, 'Cancel').tap();
    await expect(command(page)).toHaveValue('');
    await key(page, 'Earlier command').tap();
    await expect(command(page)).toHaveValue('half a comm');
    await command(page).fill('sleep 60');
    await command(page).press('Enter');
    await expect(state(page, 'running')).toBeVisible();
    await expect(stopButton(page)).toHaveCount(1);
    await key(page, 'Cancel').tap();
    await expect(state(page, 'stopped')).toBeVisible();
  });

  test('Paste writes one line; where the browser refuses, it says what to do', async ({ page, context, local }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: local.origin });
    await shellOfThisComputer(page, local);
    await page.evaluate(() => navigator.clipboard.writeText('uptime\n'));
    await key(page, 'Paste').tap();
    await expect(command(page)).toHaveValue('uptime');
    await context.clearPermissions();
    await page.evaluate(() => {
      navigator.clipboard.readText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await key(page, 'Paste').tap();
    await expect(people.said(page, 'Press long on the command line')).toBeVisible();
    await expect(command(page)).toHaveValue('uptime');
  });

  test('the keys are one stop of a real keyboard, and arrow keys lead from one to the next', async ({ page, local }) => {
    await shellOfThisComputer(page, local);
    await command(page).focus();
    await page.keyboard.press('Tab');
    if (!(await key(page, 'Earlier command').evaluate((one) => one === document.activeElement)))
      await page.keyboard.press('Tab');
    await expect(key(page, 'Earlier command')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(command(page)).toHaveValue('|');
    await page.keyboard.press('End');
    await expect(key(page, 'Cancel')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(command(page)).toHaveValue('');
    await page.keyboard.press('Tab');
    await expect(keys(page).locator(':focus')).toHaveCount(0);
  });

  test('the row scrolls in itself, never the page, and each key takes a finger', async ({ page, local }) => {
    await shellOfThisComputer(page, local);
    expect(await sideways(page)).toBe(0);
    for (const one of await keys(page).getByRole('button').all()) {
      const { width, height } = await one.boundingBox();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    await key(page, 'Cancel').scrollIntoViewIfNeeded();
    await expect(key(page, 'Cancel')).toBeInViewport({ ratio: 1 });
    expect(await sideways(page)).toBe(0);
  });

  test('a long press selects output, also while more comes', async ({ page, local }) => {
    await shellOfThisComputer(page, local);
    await command(page).fill(`${print('selected words')}; for i in $(seq 200); do sleep 0.2; echo line $i; done`);
    await command(page).press('Enter');
    const line = output(page).locator('.term-row').filter({ hasText: /^selected words$/ });
    await expect(line).toBeVisible();
    expect(await line.evaluate((row) => getComputedStyle(row).userSelect)).toBe('text');
    const { x, y, height } = await line.boundingBox();
    const finger = await page.context().newCDPSession(page);
    await finger.send('Input.synthesizeTapGesture', { x: x + 12, y: y + height / 2, duration: 900, gestureSourceType: 'touch' });
    const selected = () => page.evaluate(() => String(getSelection()));
    // Chromium's own gesture for a long press needs a screen; where it does nothing a script selects.
    if (!(await selected())) await line.evaluate((row) => getSelection().selectAllChildren(row));
    const words = await selected();
    expect(words).toMatch(/selected/);
    await expect(output(page)).toContainText('line 9');
    expect(await selected()).toBe(words);
  });
});

test('with a pointer there are no such keys', async ({ page, local }) => {
  await shellOfThisComputer(page, local);
  await expect(keys(page)).toHaveCount(0);
  await expect(page.getByText('Arrow up and down: earlier commands')).toBeVisible();
});

for (const size of GLASS) {
  test.describe(`above a soft keyboard, ${sizeName(size)}`, () => {
    test.use({ hasTouch: true, isMobile: true, viewport: size });
    test.beforeEach(({ page }) => fakeViewport(page));
    const covered = keyboardOf(size);

    test('the password of the sign-in', async ({ page, watch, local }) => {
      watch.allowNetworkErrors();
      await page.goto(local.origin);
      await page.getByLabel('Password', { exact: true }).tap();
      await openKeyboard(page, covered);
      await expect.poll(() => outOfSight(page)).toEqual(IN_SIGHT());
    });

    test('the command line of a shell, with the newest output; the bar is out of the way', async ({ page, local }) => {
      await shellOfThisComputer(page, local);
      await runToEnd(page, 'seq 100');
      await command(page).tap();
      await openKeyboard(page, covered);
      await expect.poll(() => outOfSight(page)).toEqual(IN_SIGHT());
      const line = output(page).locator('.term-row').filter({ hasText: /^100$/ });
      await expect(line).toBeVisible();
      await expect.poll(async () => (await line.boundingBox()).y + 20).toBeLessThanOrEqual(size.height - covered);
      if (size.width < 900) await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
      await openKeyboard(page, 0);
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    });

    test('the last field of the form for a backend', async ({ page, clouds }) => {
      await people.enter(page, clouds);
      await people.openAdd(page, 'EC2', 'Ireland');
      const last = page.locator('form.form').locator('input, textarea, select').last();
      await last.focus();
      await openKeyboard(page, covered);
      const field = await last.evaluate((one) => one.tagName);
      await expect.poll(() => outOfSight(page)).toEqual(IN_SIGHT(field));
    });

    test('a field in a dialog', async ({ page, local }) => {
      await people.enter(page, local);
      const dialog = await people.openAddKey(page);
      await dialog.getByRole('textbox', { name: 'Private key' }).tap();
      await openKeyboard(page, covered);
      await expect.poll(async () => (await outOfSight(page)).above).toBe(0);
      // The field is taller than the room that lies before it; its first lines are there.
      const box = await dialog.boundingBox();
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height - covered);
      await dialog.getByRole('textbox', { name: 'Name' }).tap();
      await expect.poll(() => outOfSight(page)).toEqual(IN_SIGHT());
    });
  });
}

test.describe('a window that makes room for the keyboard', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: PHONE });

  test('the bar at the bottom is gone while somebody types, and comes back', async ({ page, local }) => {
    await people.enter(page, local);
    const bar = page.getByRole('navigation', { name: 'Main' });
    await page.getByRole('searchbox', { name: 'Search machines' }).tap();
    await page.setViewportSize({ ...PHONE, height: PHONE.height - 340 });
    await expect(bar).toBeHidden();
    await page.setViewportSize(PHONE);
    await expect(bar).toBeVisible();
  });

  test('zoom is never switched off', async ({ page, local, watch }) => {
    // Nobody is signed in.
    watch.allowNetworkErrors();
    await page.goto(local.origin);
    const viewport = await page.locator('meta[name=viewport]').getAttribute('content');
    expect(viewport).toContain('interactive-widget=resizes-content');
    expect(viewport).not.toMatch(/user-scalable|maximum-scale|minimum-scale/);
  });
});
