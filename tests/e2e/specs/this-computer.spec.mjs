/** The computer that mistd runs on, offered as a machine: commands run there too, in a throwaway HOME. */
import { until } from '../fixtures/net.mjs';
import { withCommandLine } from '../fixtures/processes.mjs';
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import { print, output, run, runToEnd, state, stopButton } from '../steps/shell.mjs';

const machine = (page) => people.table(page, 'Machines').getByRole('row').getByRole('link').first();

test.beforeEach(async ({ page, local }) => {
  await people.enter(page, local);
  await expect(machine(page)).toBeVisible();
  await machine(page).click();
});

test('it can never be rebooted, stopped or destroyed from the page', async ({ page }) => {
  await expect(page.getByRole('tab', { name: 'Shell' })).toBeVisible();
  for (const verb of ['Reboot', 'Stop', 'Destroy', 'Start']) {
    const button = page.getByRole('button', { name: verb, exact: true });
    if ((await button.count()) > 0) await expect(button).toBeDisabled();
  }
});

test('a command runs in a terminal of its own, and shows its exit status', async ({ page, local }) => {
  await page.getByRole('tab', { name: 'Shell' }).click();
  await runToEnd(page, `test -t 1 && ${print('on a terminal')}; echo $HOME; exit 7`);
  await expect(output(page)).toContainText('on a terminal');
  await expect(output(page)).toContainText(local.throwaway.home);
  await expect(state(page, 'finished')).toContainText(/\b7\b/);
});

for (const [what, command, mark] of [
  ['a plain command', `${print('started')}; sleep 77.50001`, 'sleep 77.50001'],
  [
    'one that ignores being hung up on',
    `trap '' HUP TERM INT; ${print('started')}; while true; do sleep 77.50002; done`,
    'sleep 77.50002',
  ],
]) {
  test(`Stop ends ${what} within seconds`, async ({ page }) => {
    await page.getByRole('tab', { name: 'Shell' }).click();
    await run(page, command);
    await expect(output(page)).toContainText('started');
    await until(`${mark} to run`, () => withCommandLine(mark).length > 0, 5);
    await stopButton(page).click();
    await expect(state(page, 'stopped')).toBeVisible();
    await until(`${mark} to end`, () => withCommandLine(mark).length === 0, 5);
  });
}

test('closing the tab ends the command', async ({ page }) => {
  await page.getByRole('tab', { name: 'Shell' }).click();
  await run(page, `${print('started')}; sleep 77.50003`);
  await expect(output(page)).toContainText('started');
  await page.close();
  await until('the command to end', () => withCommandLine('sleep 77.50003').length === 0, 5);
});
