/** A machine's health: probes by themselves and by hand, their age, what they could not find. */
import { readFileSync } from 'node:fs';
import { expect, test } from '../fixtures/test.mjs';
import { calls, health, nextPoll, openTab, WEB } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';

const PATH = /\/probe$/;

test('a machine that runs is probed once when its screen opens, and the result stays', async ({
  page,
  legacy,
}) => {
  legacy.seedKey();
  const cloud = await legacy.seedCloud();
  await openTab(page, legacy, cloud);
  await expect(health(page)).toContainText('30 minutes');
  await expect(health(page)).toContainText('Reachable');
  await expect(health(page)).toContainText(/0\.14 idle.*1 min.*0\.44 light.*5 min.*0\.63 light.*15 min/);
  await expect(health(page)).toContainText(/Cores\s*2.*Users\s*0/);
  await expect(health(page)).toContainText('0.04 ms 0.01–0.05 ms');
  await expect(health(page)).toContainText('0 % 10 of 10 answered');
  await expect(health(page)).toContainText(/\d+ s ago/);
  const [call] = calls(legacy, `POST /backends/${cloud}/machines/${WEB}/probe`);
  expect(JSON.parse(call.body)).toEqual({ host: '127.0.0.11' });
  await people.go(page, 'Machines');
  await people.machineLink(page, 'web-1').click();
  await expect(health(page)).toContainText(/30 minutes/);
  await expect(health(page)).toContainText(/\d+ s ago/);
  expect(calls(legacy, call.call)).toHaveLength(1);
  await health(page).getByRole('button', { name: 'Probe' }).click();
  await expect(() => expect(calls(legacy, call.call)).toHaveLength(2)).toPass();
});

test('it is probed again as long as it shows: sooner after a failure, never while hidden', async ({
  page,
  legacy,
  watch,
}) => {
  watch.allowNetworkErrors();
  legacy.seedKey();
  const cloud = await legacy.seedCloud();
  const probes = () => calls(legacy, `POST /backends/${cloud}/machines/${WEB}/probe`).length;
  const become = (hidden) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await page.clock.install();
  // This clock's timers have numbers beyond those of browsers, which are 32 bits.
  await page.addInitScript(() => {
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    const numbers = new Map();
    globalThis.setTimeout = (...timer) => numbers.set(numbers.size + 1, set(...timer)).size;
    globalThis.clearTimeout = (number) => clear(numbers.get(number));
  });
  await openTab(page, legacy, cloud);
  await expect(health(page)).toContainText('30 minutes');
  await page.clock.fastForward(90_000);
  await expect(health(page)).toContainText('1 min ago');
  expect(probes()).toBe(1);
  const fault = legacy.faults.set({ path: PATH, status: 503, words: 'Backend unavailable' });
  await page.clock.fastForward(11_000);
  await expect(health(page).getByRole('alert')).toContainText('Backend unavailable');
  await expect(health(page)).toContainText('30 minutes');
  expect(probes()).toBe(2);
  await become(true);
  await page.clock.fastForward(300_000);
  expect(probes()).toBe(2);
  fault.mend();
  await become(false);
  await expect(health(page).getByRole('alert')).toHaveCount(0);
  expect(probes()).toBe(3);
  await people.go(page, 'Keys');
  await page.clock.fastForward(300_000);
  expect(probes()).toBe(3);
});

test('what is missing is called unknown, and SSH that did not work leads to the keys', async ({
  page,
  legacy,
}) => {
  const cloud = await legacy.seedCloud();
  legacy.seedKey();
  legacy.faults.set({ path: PATH, body: '{"packets_tx": 10, "packets_rx": 10, "rtt_avg": 3.25}' });
  await openTab(page, legacy, cloud);
  await expect(health(page)).toContainText('Reachable, but SSH did not work');
  await expect(health(page)).toContainText(/Uptime\s*unknown.*Load\s*unknown/);
  await expect(health(page)).toContainText('3.25 ms');
  await health(page).getByRole('link', { name: 'Associate a key' }).click();
  await expect(page.getByRole('tab', { name: 'Keys', selected: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Associate key' })).toBeVisible();
});

test('nothing at all means not reachable', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  legacy.faults.set({ path: PATH, body: '{}' });
  await openTab(page, legacy, cloud);
  await expect(health(page)).toContainText('Not reachable');
  await expect(health(page)).toContainText('127.0.0.11');
});

test('a probe under way shows, and ends when the screen is left', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  const cloud = await legacy.seedCloud();
  legacy.faults.set({ path: PATH, stall: true, times: 1 });
  await openTab(page, legacy, cloud);
  await expect(health(page).getByRole('progressbar')).toBeVisible();
  await expect(health(page).getByRole('button', { name: 'Probe' })).toHaveAttribute('aria-busy', 'true');
  const given = page.waitForEvent('requestfailed', (request) => PATH.test(request.url()));
  await people.go(page, 'Machines');
  await given;
  await people.machineLink(page, 'web-1').click();
  await expect(health(page)).toContainText('Reachable');
  await expect(health(page).getByRole('progressbar')).toHaveCount(0);
});

test('a stopped machine is not probed, and the button says why', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  await openTab(page, legacy, cloud, '', 'i-00000003');
  const button = health(page).getByRole('button', { name: 'Probe' });
  await expect(button).toBeDisabled();
  await expect(health(page)).toContainText('This machine is not running');
  await nextPoll(page);
  expect(legacy.calls.filter(({ call }) => call.endsWith('/probe'))).toEqual([]);
});

test('a real server: its own numbers', async ({ page, mistd, sshd, key }) => {
  await people.enter(page, mistd);
  await people.addServer(page, sshd, key);
  await people.machineLink(page, sshd.host).click();
  await expect(health(page)).toContainText('Reachable', { timeout: 30_000 });
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  const unit = uptime < 3600 ? /\d+ minutes?/ : uptime < 86_400 ? /\d+ hours?/ : /\d+ days?/;
  await expect(health(page)).toContainText(unit);
  await expect(health(page)).toContainText(/Load\s*\d+\.\d\d (idle|light|moderate|busy|overloaded)/);
  await expect(health(page)).toContainText(/Round trip\s*\d+\.\d\d ms/);
  await expect(health(page)).toContainText(/Packet loss\s*0 %/);
  await health(page).getByRole('button', { name: 'Probe' }).click();
  await expect(health(page).getByRole('button', { name: 'Probe' })).not.toHaveAttribute('aria-busy');
});

test('this computer: uptime and load, and no round trip', async ({ page, local }) => {
  await people.enter(page, local);
  await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
  await expect(health(page)).toContainText('Reachable');
  await expect(health(page)).toContainText(/Uptime\s*\d+/);
  await expect(health(page)).toContainText(/Round trip\s*unknown/);
});
