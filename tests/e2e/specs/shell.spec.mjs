/** A command's output, arriving as it is printed, from a real OpenSSH server. */
import { until } from '../fixtures/net.mjs';
import { withCommandLine } from '../fixtures/processes.mjs';
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import {
  print,
  command,
  openShell,
  output,
  run,
  runButton,
  runToEnd,
  state,
  stopButton,
} from '../steps/shell.mjs';

test.beforeEach(async ({ page, mistd, sshd, key }) => {
  await people.enter(page, mistd);
  await people.addServer(page, sshd, key);
  await openShell(page, sshd.host);
});

test('the first line of a slow loop is on screen before its third exists', async ({ page }) => {
  await run(page, 'for i in 1 2 3; do echo line $i; sleep 1; done');
  await expect(output(page)).toContainText('line 1');
  expect(await output(page).innerText()).not.toContain('line 3');
  await expect(state(page, 'running')).toBeVisible();
  await expect(output(page)).toContainText('line 3');
  await expect(state(page, 'finished')).toBeVisible();
});

test('a prompt without a newline is on screen while the command waits', async ({ page }) => {
  await run(page, "printf 'really? '; sleep 30");
  await expect(output(page)).toContainText('really?');
  await expect(state(page, 'running')).toBeVisible();
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
});

test('the exit status is shown, good or bad', async ({ page }) => {
  await runToEnd(page, 'exit 3');
  await expect(state(page, 'finished')).toContainText(/\b3\b/);
  await runToEnd(page, 'true');
  await expect(state(page, 'finished')).toContainText(/\b0\b|success/i);
});

test('Stop ends the remote process', async ({ page, sshd }) => {
  await run(page, `${print('started')}; sleep 86.40001`);
  await expect(output(page)).toContainText('started');
  const [pid] = withCommandLine('sleep 86.40001').filter((one) => sshd.sessionProcesses().includes(one));
  expect(pid).toBeDefined();
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
  await until('the remote process to end', () => withCommandLine('sleep 86.40001').length === 0, 5);
  await expect(runButton(page)).toBeEnabled();
});

test('Stop ends even a process group that ignores being hung up on', async ({ page, sshd }) => {
  await run(page, `trap '' HUP TERM INT; ${print('started')}; while true; do sleep 86.40002; done`);
  await expect(output(page)).toContainText('started');
  expect(sshd.sessionProcesses().length).toBeGreaterThan(0);
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
  await until('every process of the session to end', () => sshd.sessionProcesses().length === 0, 5);
});

test('closing the tab ends the remote process too', async ({ page, sshd }) => {
  await run(page, `${print('started')}; sleep 86.40003`);
  await expect(output(page)).toContainText('started');
  await page.close();
  await until('every process of the session to end', () => sshd.sessionProcesses().length === 0, 5);
});

test('going to another screen of the machine does not lose a running command', async ({ page, sshd }) => {
  await run(page, `${print('started')}; sleep 2; ${print('ended well')}`);
  await expect(output(page)).toContainText('started');
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('tab', { name: 'Shell' }).click();
  await expect(output(page)).toContainText('started');
  await expect(output(page)).toContainText('ended well');
  await expect(people.title(page, sshd.host)).toBeVisible();
});

test('the terminal is one: colours, carriage returns, backspaces and tabs', async ({ page }) => {
  await runToEnd(
    page,
    String.raw`printf 'progress 10%%\rprogress 20%%\rdone         \n'; printf 'abX\bc\n'; printf 'a\tb\n'; echo TERM=$TERM`,
  );
  const text = await output(page).innerText();
  expect(text).toMatch(/^done\s*$/m);
  expect(text).not.toMatch(/^progress/m);
  expect(text).toContain('abc');
  expect(text).toMatch(/a {7}b|a\tb/);
  expect(text).toContain('TERM=xterm-256color');
});

test('colours and weight reach the screen as style, not as letters', async ({ page }) => {
  await runToEnd(
    page,
    String.raw`printf '\033[31mred\033[0m \033[1mbold\033[0m \033[38;5;46mgreen256\033[0m \033[38;2;1;2;250mtrue\033[0m plain\n'`,
  );
  await expect(output(page)).toContainText('red bold green256 true plain');
  const style = (words) =>
    output(page)
      .getByText(words, { exact: true })
      .evaluate((element) => {
        const { color, fontWeight } = getComputedStyle(element);
        return { color, fontWeight: Number(fontWeight) };
      });
  const plain = await output(page).evaluate((element) => getComputedStyle(element).color);
  expect((await style('red')).color).not.toBe(plain);
  expect((await style('bold')).fontWeight).toBeGreaterThanOrEqual(600);
  expect((await style('true')).color).toBe('rgb(1, 2, 250)');
});

const HOSTILE = [
  ['an image with an error handler', `<img src=x onerror="globalThis.broken=1">`],
  ['the end of a script', `</script><script>globalThis.broken=1</script>`],
  ['its own framing', `', 'c1');</script>`],
  ['a whole record', `<script type='text/javascript'>parent.completeShell(1, 'c1');</script>`],
  ['a line break written out', `one<br/>two`],
  ['quotes and backslashes', String.raw`\' \\' \n "`],
  ['letters of the world', `κλειδί 世界 🚀 e\u0301`],
];

test('nothing a machine prints becomes markup, and every letter of it arrives', async ({ page }) => {
  for (const [, text] of HOSTILE) {
    const bytes = Buffer.from(`${text}\n`).toString('base64');
    await runToEnd(page, `echo ${bytes} | base64 -d; echo --end--`);
    await expect(output(page)).toContainText('--end--');
    expect.soft(await output(page).innerText(), text).toContain(text);
    await expect(output(page).locator('img, script')).toHaveCount(0);
  }
  expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
});

test('output can be selected and copied as the text it is', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await runToEnd(page, String.raw`printf 'one\ntwo  spaced\n\033[31mthree\033[0m\n'`);
  await expect(output(page)).toContainText('three');
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('[role=log]')));
  await page.keyboard.press('Control+C');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.replaceAll('\r', '').trimEnd()).toMatch(/one\ntwo  spaced\nthree$/);
});

test('a command that is not there says so and shows how it ended', async ({ page }) => {
  await runToEnd(page, 'no-such-program --x');
  await expect(output(page)).toContainText('not found');
  await expect(state(page, 'finished')).toContainText('127');
});

test('the command line remembers: arrow up brings the last commands back', async ({ page }) => {
  await runToEnd(page, print('first'));
  await runToEnd(page, print('second'));
  await command(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(command(page)).toHaveValue(print('second'));
  await page.keyboard.press('ArrowUp');
  await expect(command(page)).toHaveValue(print('first'));
  await page.keyboard.press('ArrowDown');
  await expect(command(page)).toHaveValue(print('second'));
  await page.keyboard.press('Enter');
  await expect(async () =>
    expect((await output(page).innerText()).match(/^second$/gm)).toHaveLength(2),
  ).toPass();
});
