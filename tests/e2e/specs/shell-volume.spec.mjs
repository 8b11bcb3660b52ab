/** Much output: the page answers all along, keeps few rows and reaches the last line. */
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import { command, mark, openShell, output, run, state, stopButton } from '../steps/shell.mjs';

/** 20 MB in lines of growing length; the last is its own number. */
const TWENTY_MEGABYTES = 'seq 1 2700000';
const BYTES = 20_488_896;

test.describe.configure({ timeout: 120_000 });

test.beforeEach(async ({ page, mistd, sshd, key }) => {
  await people.enter(page, mistd);
  await people.addServer(page, sshd, key);
  await openShell(page, sshd.host);
});

/** Milliseconds from asking for a frame to its being painted. */
const frameTime = (page) =>
  page.evaluate(async () => {
    const start = performance.now();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - start;
  });

test('20 MB of output leaves the page responsive and ends on its last line', async ({ page, mistd }) => {
  await run(page, TWENTY_MEGABYTES);
  await expect(state(page, 'running')).toBeVisible();
  const frames = [];
  let most = 0;
  let typed = '';
  while (!(await state(page, 'finished').isVisible())) {
    frames.push(await frameTime(page));
    most = Math.max(most, await output(page).locator('*').count());
    if (typed.length < 8 && (await command(page).isEditable())) {
      typed += 'x';
      await command(page).fill(typed);
      await expect(command(page)).toHaveValue(typed, { timeout: 2000 });
    }
  }
  await expect(output(page)).toContainText('2700000');
  expect(typed, 'letters typed while output came in').not.toBe('');
  expect(Math.max(...frames), 'the longest wait for a frame, in ms').toBeLessThan(1000);
  expect(most, 'elements in the output pane').toBeLessThan(2000);
  const end = await mark(page, 'mist:shell:end');
  expect(end.detail.bytes).toBeGreaterThanOrEqual(BYTES);
  expect(await mark(page, 'mist:shell:first-byte')).not.toBeNull();
  expect(mistd.residentBytes, 'memory of the server').toBeLessThan(200 * 1024 * 1024);
});

test('an endless command is stopped at once, however fast it prints', async ({ page, sshd }) => {
  await run(page, 'yes "all work and no play"');
  await expect(output(page)).toContainText('all work and no play');
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible({ timeout: 5000 });
  await expect(() => expect(sshd.sessionProcesses()).toEqual([])).toPass({ timeout: 5000 });
});

test('a line of megabytes without an end is no trouble', async ({ page }) => {
  await run(page, "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo after the long line");
  await expect(state(page, 'finished')).toBeVisible({ timeout: 60_000 });
  await expect(output(page)).toContainText('after the long line');
  expect(await frameTime(page)).toBeLessThan(1000);
});

test('output follows its end until the reader scrolls, and follows again at the end', async ({ page }) => {
  const follow = page.getByRole('button', { name: 'Follow output' });
  /** The line at the pane's upper edge, once scrolling has come to rest. */
  const topLine = () =>
    output(page).evaluate(async (log) => {
      const frame = () => new Promise(requestAnimationFrame);
      for (let before = NaN; before !== log.scrollTop; await frame(), await frame()) before = log.scrollTop;
      const { left, top } = log.getBoundingClientRect();
      return document.elementFromPoint(left + 20, top + 10).closest('[data-row]').textContent;
    });
  await run(page, 'seq 1 500; sleep 2; seq 501 1000; sleep 2; seq 1001 1500');
  await expect(output(page)).toContainText('500');
  await expect(follow).toHaveCount(0);
  await output(page).hover();
  await page.mouse.wheel(0, -3000);
  await expect(follow).toBeVisible();
  const seen = await topLine();
  await expect(state(page, 'finished')).toBeVisible();
  expect(await topLine()).toBe(seen);
  await expect(follow).toBeVisible();
  await output(page).hover();
  await page.mouse.wheel(0, 1_000_000);
  await expect(output(page)).toContainText('1500');
  await expect(follow).toHaveCount(0);
});
