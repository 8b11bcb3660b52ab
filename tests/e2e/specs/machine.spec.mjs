/** A machine's screen beyond its shell: health, metadata, tags, keys, a host key that changed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, newKey, test } from '../fixtures/test.mjs';
import { tabTo } from '../steps/keyboard.mjs';
import * as people from '../steps/people.mjs';
import { openShell, output, print, run, runToEnd, state } from '../steps/shell.mjs';

const WEB = 'i-00000001';

const health = (page) => page.getByRole('region', { name: 'Health' });
const metadata = (page) => page.getByRole('region', { name: 'Metadata' });
const said = (page, words) => page.getByRole('status').filter({ hasText: words }).first();
const calls = (legacy, call) => legacy.calls.filter((one) => one.call === call);

/** The fingerprint of the key that the server shows now. */
const fingerprint = (sshd) =>
  execFileSync('ssh-keygen', ['-lf', `${sshd.hostKeyFile}.pub`], { encoding: 'utf8' }).split(' ')[1];

/** Opens a tab of a machine by its address, as a link would. */
async function openTab(page, legacy, backend, tab = '', machine = WEB) {
  await page.goto(`${legacy.origin}/#/machines/${backend}/${machine}${tab && `?tab=${tab}`}`);
  await expect(page.getByRole('tablist', { name: 'Machine' })).toBeVisible();
}

/** Lets the next poll of the machines come. */
const nextPoll = (page) => page.waitForResponse((answer) => answer.url().endsWith('/machines'));

test.describe('health', () => {
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
});

test.describe('actions', () => {
  test('what the provider cannot do is disabled and says so', async ({ page, legacy }) => {
    legacy.seedKey('opskey');
    await page.goto(legacy.origin);
    await people.fillBackend(page, { host: '127.0.0.1', user: 'ops', port: legacy.port, key: 'opskey' });
    await people.sendBackend(page);
    await people.expectAdded(page, '127.0.0.1');
    await people.go(page, 'Machines');
    await people.machineLink(page, '127.0.0.1').click();
    await expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeEnabled();
    for (const [verb, words] of [
      ['Stop', "This provider can't stop machines."],
      ['Destroy', "This provider can't destroy machines."],
      ['Start', 'This machine is running already.'],
    ]) {
      const button = page.getByRole('button', { name: verb, exact: true });
      await expect(button).toBeDisabled();
      await expect(button).toHaveAccessibleDescription(words);
      // Under a finger nobody sees a description: pressed twice, it is said, once.
      await button.dispatchEvent('click');
      await button.dispatchEvent('click');
      await expect(said(page, words)).toBeVisible();
      await expect(page.getByText(words, { exact: true })).toHaveCount(1);
    }
  });

  test('the button that was pressed keeps the focus while the machine changes', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, '', 'i-00000003');
    const start = page.getByRole('button', { name: 'Start', exact: true });
    await start.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeEnabled();
    await expect(start).toBeFocused();
    await expect(start).toBeDisabled();
  });
});

test.describe('metadata', () => {
  /** A machine with so many entries, some of them nested. */
  function fill(legacy, cloud, count) {
    const { extra } = legacy.backends.get(cloud).machines[0];
    for (let n = 0; n < count; n += 1) extra[`field_${n}`] = { value: `text ${n}` };
  }

  test('300 entries are searched by name and value, and a value is copied', async ({
    page,
    context,
    legacy,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const cloud = await legacy.seedCloud();
    fill(legacy, cloud, 300);
    await openTab(page, legacy, cloud);
    const count = metadata(page).getByRole('status');
    await expect(count).toHaveText('315 of 315 entries');
    await page.getByRole('button', { name: 'Show all 315 entries' }).click();
    await expect(metadata(page).getByText('text 299', { exact: true })).toBeVisible();
    const search = page.getByRole('searchbox', { name: 'Search metadata' });
    await search.fill('FIELD_1 text 199');
    await expect(count).toHaveText('1 of 315 entries');
    await search.fill('field_29');
    await expect(count).toHaveText('11 of 315 entries');
    await search.fill('vol-846');
    await expect(count).toHaveText('1 of 315 entries');
    await expect(metadata(page)).toContainText('block_device_mapping.0.ebs.volume_id');
    await page.getByRole('button', { name: 'Copy block_device_mapping.0.ebs.volume_id' }).click();
    await expect(said(page, 'is copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('vol-846da914');
    await search.fill('nothing like this');
    await expect(count).toHaveText('No entry matches this search.');
  });

  test('markup in it is text', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    const { extra } = legacy.backends.get(cloud).machines[0];
    extra['<b>name</b>'] = '<img src=x onerror="globalThis.broken=1">';
    await openTab(page, legacy, cloud);
    await expect(metadata(page).getByText('<b>name</b>')).toBeVisible();
    await expect(metadata(page).getByText('<img src=x')).toBeVisible();
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
  });

  test('a poll moves neither search, focus, scroll nor what is open', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    fill(legacy, cloud, 40);
    await openTab(page, legacy, cloud);
    const search = page.getByRole('searchbox', { name: 'Search metadata' });
    await search.fill('field_');
    await page.getByText('Raw JSON', { exact: true }).click();
    const raw = page.getByRole('region', { name: 'Raw JSON' });
    await expect(raw).toContainText('field_7');
    const copy = page.getByRole('button', { name: 'Copy field_7.value', exact: true });
    await copy.focus();
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    const element = await copy.elementHandle();
    legacy.backends.get(cloud).machines[0].extra.field_7.value = 'another text';
    await nextPoll(page);
    await expect(metadata(page)).toContainText('another text');
    await expect(copy).toBeFocused();
    expect(await element.evaluate((one) => one.isConnected)).toBe(true);
    await expect(search).toHaveValue('field_');
    await expect(raw).toBeVisible();
    await expect(raw).toContainText('text 7');
    expect(await scrolled()).toBe(before);
  });

  test('raw JSON is what the server sends, unknown fields included', async ({ page, context, legacy, watch }) => {
    watch.allowNetworkErrors();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const cloud = await legacy.seedCloud();
    const machine = legacy.backends.get(cloud).machines[0];
    machine.quirk = { deep: [1, 'two'] };
    await openTab(page, legacy, cloud);
    await expect(metadata(page)).toBeVisible();
    const fault = legacy.faults.set({ path: /\/machines$/, status: 503, words: 'Backend unavailable' });
    await page.getByText('Raw JSON', { exact: true }).click();
    const failed = page.getByRole('alert').filter({ hasText: 'raw JSON of web-1' });
    await expect(failed).toContainText('Backend unavailable');
    fault.mend();
    await failed.getByRole('button', { name: 'Retry' }).click();
    const raw = page.getByRole('region', { name: 'Raw JSON' });
    expect(JSON.parse(await raw.innerText())).toEqual(machine);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(said(page, 'Raw JSON is copied')).toBeVisible();
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(machine);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    expect((await download).suggestedFilename()).toBe('web-1.json');
  });
});

test.describe('tags', () => {
  const field = (page) => page.getByRole('textbox', { name: 'New tag' });
  const add = (page) => page.getByRole('button', { name: 'Add tag' });
  const remove = (page, tag) => page.getByRole('button', { name: `Remove tag ${tag}`, exact: true });
  const tagsOf = (legacy, cloud) => legacy.backends.get(cloud).machines[0].tags;

  test('added by button and by Enter, removed, and the list shows it at once', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, 'tags');
    await field(page).fill('  new one ');
    await add(page).click();
    await expect(remove(page, 'new one')).toBeVisible();
    await expect(said(page, 'Tag new one is added to web-1')).toBeVisible();
    await expect(field(page)).toHaveValue('');
    await expect(field(page)).toBeFocused();
    await page.keyboard.type('ετικέτα');
    await page.keyboard.press('Enter');
    await expect(remove(page, 'ετικέτα')).toBeVisible();
    expect(tagsOf(legacy, cloud)).toEqual(['web', 'prod', 'new one', 'ετικέτα', 'ap-northeast-1a']);
    await remove(page, 'web').click();
    await expect(remove(page, 'web')).toHaveCount(0);
    await expect(remove(page, 'prod')).toBeFocused();
    expect(tagsOf(legacy, cloud)).not.toContain('web');
    await people.go(page, 'Machines');
    await expect(people.machineRow(page, 'web-1')).toContainText('ετικέτα');
    await expect(people.machineRow(page, 'web-1')).not.toContainText(/web(?!-1)/);
  });

  test('after the last one the focus is in the field', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    await page.route('**/metadata', (route) => {
      tagsOf(legacy, cloud).pop();
      return route.fulfill({ contentType: 'text/html', body: 'OK' });
    });
    await openTab(page, legacy, cloud, 'tags');
    await remove(page, 'ap-northeast-1a').click();
    await expect(remove(page, 'ap-northeast-1a')).toHaveCount(0);
    await expect(field(page)).toBeFocused();
  });

  test('a tag that is there is not sent again', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, 'tags');
    await field(page).fill('web');
    await page.keyboard.press('Enter');
    await expect(page.getByText('web-1 has this tag already.')).toBeVisible();
    await expect(field(page)).toHaveValue('web');
    await field(page).fill(' ');
    await add(page).click();
    await expect(page.getByText('Type a tag first.')).toBeVisible();
    expect(legacy.calls.filter(({ call }) => call.endsWith('/metadata'))).toEqual([]);
  });

  test('what the server refuses is said in its words, and nothing typed is lost', async ({
    page,
    legacy,
    watch,
  }) => {
    watch.allowNetworkErrors();
    const cloud = await legacy.seedCloud();
    legacy.faults.set({
      path: /\/metadata$/,
      method: 'POST',
      times: 1,
      status: 500,
      words: 'Internal Server Error: error creating tag',
    });
    await openTab(page, legacy, cloud, 'tags');
    await field(page).fill('stubborn');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('error creating tag');
    await expect(field(page)).toHaveValue('stubborn');
    await page.getByRole('tab', { name: 'Keys' }).click();
    await page.getByRole('tab', { name: 'Tags' }).click();
    await expect(field(page)).toHaveValue('stubborn');
    await add(page).click();
    await expect(remove(page, 'stubborn')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('the zone among the tags cannot be removed, and the page says why', async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    const cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, 'tags');
    await remove(page, 'ap-northeast-1a').click();
    await expect(page.getByRole('alert')).toContainText('Not Found: tag not found');
    await expect(page.getByRole('alert')).toContainText("ap-northeast-1a can't be removed");
    await expect(remove(page, 'ap-northeast-1a')).toBeFocused();
  });

  test('a provider without tags gets no form', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    legacy.backends.get(cloud).machines[0].can_tag = false;
    await openTab(page, legacy, cloud, 'tags');
    await expect(page.getByText('This provider does not keep tags.')).toBeVisible();
    await expect(field(page)).toHaveCount(0);
    await expect(page.getByText('prod', { exact: true })).toBeVisible();
    await expect(remove(page, 'prod')).toHaveCount(0);
  });

  test('a real server has tags too, and this computer', async ({ page, local, sshd, key }) => {
    await people.enter(page, local);
    const computer = await people.table(page, 'Machines').getByRole('row').getByRole('link').first().innerText();
    await people.addServer(page, sshd, key);
    for (const name of [sshd.host, computer]) {
      await people.go(page, 'Machines');
      await people.machineLink(page, name).click();
      await page.getByRole('tab', { name: 'Tags' }).click();
      await expect(page.getByText('This machine has no tags yet.')).toBeVisible();
      await field(page).fill('of mine');
      await page.keyboard.press('Enter');
      await expect(remove(page, 'of mine')).toBeVisible();
      await people.go(page, 'Machines');
      await expect(people.machineRow(page, name)).toContainText('of mine');
      await people.machineLink(page, name).click();
      await page.getByRole('tab', { name: 'Tags' }).click();
      await remove(page, 'of mine').click();
      await expect(page.getByText('This machine has no tags yet.')).toBeVisible();
    }
  });

  test('a poll that brings another tag leaves the focus where it is', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, 'tags');
    await field(page).fill('half typed');
    await remove(page, 'prod').focus();
    tagsOf(legacy, cloud).unshift('from elsewhere');
    await expect(remove(page, 'from elsewhere')).toBeVisible({ timeout: 30_000 });
    await expect(remove(page, 'prod')).toBeFocused();
    await expect(field(page)).toHaveValue('half typed');
  });
});

test.describe('keys', () => {
  const associate = (page) => page.getByRole('button', { name: 'Associate key', exact: true });
  const dialog = (page) => page.getByRole('dialog', { name: 'Associate key' });
  const send = (page) => dialog(page).getByRole('button', { name: 'Associate key' });
  const row = (page, key) => page.getByRole('row').filter({ hasText: key });

  test('refused with the key alone, then with user and port', async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    const cloud = await legacy.seedCloud();
    const path = `/backends/${cloud}/machines/${WEB}/keys/deploy`;
    legacy.faults.set({
      path: /\/keys\/deploy$/,
      method: 'PUT',
      times: 1,
      status: 401,
      words: "Couldn't authenticate to machine: Couldn't connect to deploy new SSH keypair.",
    });
    legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
    await openTab(page, legacy, cloud, 'keys');
    await expect(page.getByText('No key is associated with web-1 yet.')).toBeVisible();
    await associate(page).click();
    await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('deploy');
    await send(page).click();
    await expect(dialog(page).getByRole('alert')).toContainText("Couldn't connect to deploy");
    await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('deploy');
    await expect(dialog(page).getByRole('textbox', { name: 'User' })).toBeFocused();
    await page.keyboard.type('ubuntu');
    await dialog(page).getByRole('textbox', { name: 'Port' }).fill('ssh');
    await send(page).click();
    await expect(dialog(page).getByText('A port is a number')).toBeVisible();
    await dialog(page).getByRole('textbox', { name: 'Port' }).fill(String(legacy.port));
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(row(page, 'deploy')).toContainText('ubuntu');
    await expect(row(page, 'deploy')).toContainText(String(legacy.port));
    await expect(row(page, 'deploy')).toContainText('default');
    await expect(row(page, 'deploy')).toContainText(/\d+ seconds? ago/);
    await expect(associate(page)).toBeFocused();
    const sent = calls(legacy, `PUT ${path}`).map(({ body }) => JSON.parse(body));
    expect(sent).toEqual([
      { host: '127.0.0.1' },
      { host: '127.0.0.1', user: 'ubuntu', port: legacy.port },
    ]);
  });

  test('a try that takes long shows progress and can be cancelled, with what was typed kept', async ({
    page,
    legacy,
    watch,
  }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    const cloud = await legacy.seedCloud();
    legacy.faults.set({ path: /\/keys\/deploy$/, stall: true });
    await openTab(page, legacy, cloud, 'keys');
    await associate(page).click();
    await dialog(page).getByRole('textbox', { name: 'User' }).fill('ops');
    await send(page).click();
    await expect(dialog(page).getByRole('progressbar')).toBeVisible();
    const given = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/keys/deploy'));
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await given;
    await expect(dialog(page)).toBeHidden();
    await expect(associate(page)).toBeFocused();
    await associate(page).click();
    await expect(dialog(page).getByRole('textbox', { name: 'User' })).toHaveValue('ops');
    await expect(dialog(page).getByRole('progressbar')).toHaveCount(0);
  });

  test('without any key one is added on the spot and then associated', async ({ page, legacy }) => {
    const cloud = await legacy.seedCloud();
    legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
    await openTab(page, legacy, cloud, 'keys');
    await page.getByRole('button', { name: 'Add key' }).click();
    const adding = page.getByRole('dialog', { name: 'Add key' });
    await adding.getByRole('textbox', { name: 'Name' }).fill('fresh');
    await adding.getByRole('button', { name: 'Generate' }).click();
    await expect(adding.getByRole('textbox', { name: 'Private key' })).not.toBeEmpty();
    await adding.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('fresh');
    await dialog(page).getByRole('textbox', { name: 'Port' }).fill(String(legacy.port));
    await send(page).click();
    await expect(row(page, 'fresh')).toBeVisible();
  });

  test('this computer needs no key', async ({ page, local }) => {
    await people.enter(page, local);
    await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
    await page.getByRole('tab', { name: 'Keys' }).click();
    await expect(page.getByText('This computer needs no key.')).toBeVisible();
    await expect(associate(page)).toHaveCount(0);
  });

  test('a machine without an address: the button says why', async ({ page, legacy }) => {
    legacy.seedKey('deploy');
    const cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, 'keys', 'i-00000003');
    await expect(associate(page)).toBeDisabled();
    await expect(associate(page)).toHaveAccessibleDescription('This machine is not running.');
  });

  test('a real server: let in by another key, then taken out again, that line and no other', async ({
    page,
    mistd,
    sshd,
    key,
    watch,
  }) => {
    watch.allowNetworkErrors();
    const spare = newKey();
    await people.enter(page, mistd);
    await people.addServer(page, sshd, key);
    await people.addKey(page, 'spare', spare.privateKey);
    const before = sshd.authorizedKeys;
    await people.go(page, 'Machines');
    await people.machineLink(page, sshd.host).click();
    await page.getByRole('tab', { name: 'Keys' }).click();
    await expect(row(page, 'deploy')).toContainText(sshd.user);
    await associate(page).click();
    await expect(dialog(page).getByRole('combobox', { name: 'Key' })).toHaveValue('spare');
    await dialog(page).getByRole('textbox', { name: 'User' }).fill('nobodyhere');
    await send(page).click();
    await expect(dialog(page).getByRole('alert')).toContainText(/refused the key for user nobodyhere/);
    await expect(dialog(page).getByRole('textbox', { name: 'User' })).toHaveValue('nobodyhere');
    await dialog(page).getByRole('textbox', { name: 'User' }).fill(sshd.user);
    await send(page).click();
    await expect(said(page, 'Key spare opens')).toBeVisible();
    const blob = spare.publicKey.split(' ')[1];
    expect(sshd.authorizedKeys.filter((line) => line.includes(blob))).toHaveLength(1);
    expect(sshd.authorizedKeys).toHaveLength(before.length + 1);

    await page.getByRole('button', { name: 'Disassociate spare' }).click();
    const question = page.getByRole('alertdialog');
    await expect(question).toContainText('authorized_keys');
    await expect(question).not.toContainText('last key');
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Disassociate spare' })).toBeFocused();
    expect(sshd.authorizedKeys).toHaveLength(before.length + 1);
    await page.keyboard.press('Enter');
    await question.getByRole('button', { name: 'Disassociate' }).click();
    await expect(said(page, 'Key spare no longer opens')).toBeVisible();
    await expect(row(page, 'spare')).toHaveCount(0);
    await expect(associate(page)).toBeFocused();
    expect(sshd.authorizedKeys).toEqual(before);

    await page.getByRole('button', { name: 'Disassociate deploy' }).click();
    await expect(question).toContainText('It is the last key');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(row(page, 'deploy')).toBeVisible();
    expect(sshd.authorizedKeys).toEqual(before);
  });
});

test.describe('a changed host key', () => {
  const notice = (page) => page.getByRole('alert').filter({ hasText: 'host key' });
  const accept = (page) => page.getByRole('button', { name: 'Accept the new host key' });
  const question = (page) => page.getByRole('alertdialog', { name: 'Accept the new host key' });

  test.beforeEach(async ({ page, mistd, sshd, key, watch }) => {
    watch.allowNetworkErrors();
    await people.enter(page, mistd);
    await people.addServer(page, sshd, key);
  });

  test('the shell shows both keys, and runs the command once the new one is accepted', async ({
    page,
    sshd,
  }) => {
    const known = fingerprint(sshd);
    await openShell(page, sshd.host);
    await runToEnd(page, print('before'));
    await sshd.changeHostKey();
    await run(page, print('after the change'));
    await expect(notice(page)).toContainText(`Known until now${known}`);
    await expect(notice(page)).toContainText(`Shown now${fingerprint(sshd)}`);
    await expect(notice(page)).toContainText('ssh-keygen -lf -');
    await accept(page).click();
    await expect(question(page)).toContainText(fingerprint(sshd));
    await page.keyboard.press('Escape');
    await expect(accept(page)).toBeFocused();
    await expect(notice(page)).toBeVisible();
    await page.keyboard.press('Enter');
    await question(page).getByRole('button', { name: 'Accept' }).click();
    await expect(said(page, 'is accepted')).toBeVisible();
    await expect(output(page)).toContainText('after the change');
    await expect(state(page, 'finished')).toBeVisible();
    await expect(notice(page)).toHaveCount(0);
    await runToEnd(page, print('and again'));
    await expect(output(page)).toContainText('and again');
  });

  test('a key that changes again meanwhile is not taken for the one accepted', async ({ page, sshd }) => {
    await openShell(page, sshd.host);
    await sshd.changeHostKey();
    await run(page, print('never'));
    await accept(page).click();
    await sshd.changeHostKey();
    await question(page).getByRole('button', { name: 'Accept' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'was not accepted' })).toBeVisible();
    await expect(notice(page).first()).toBeVisible();
  });

  test('it can be accepted from the keys as well', async ({ page, sshd }) => {
    const known = fingerprint(sshd);
    await people.machineLink(page, sshd.host).click();
    await expect(health(page)).toContainText('Reachable');
    await sshd.changeHostKey();
    await health(page).getByRole('button', { name: 'Probe' }).click();
    await expect(health(page)).toContainText('SSH did not work', { timeout: 30_000 });
    await health(page).getByRole('link', { name: 'Associate a key' }).click();
    await page.getByRole('button', { name: 'Associate key', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Associate key' });
    await people.choose(page, 'Key', 'deploy');
    await dialog.getByRole('button', { name: 'Associate key' }).click();
    await expect(notice(page)).toContainText(known);
    await accept(page).click();
    await question(page).getByRole('button', { name: 'Accept' }).click();
    await expect(said(page, 'is accepted')).toBeAttached();
    await expect(dialog).toBeHidden();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await health(page).getByRole('button', { name: 'Probe' }).click();
    await expect(health(page)).toContainText(/Uptime\s*\d/, { timeout: 30_000 });
  });

  test('a command that prints the same words is no refusal', async ({ page, sshd }) => {
    await openShell(page, sshd.host);
    const words =
      'Failed to execute command\\nError: The host key of x has changed: it was SHA256:a, now it is SHA256:b. y\\n';
    await runToEnd(page, `printf '${words}'`);
    await expect(output(page)).toContainText('has changed');
    await expect(notice(page)).toHaveCount(0);
  });
});

test('by keyboard alone: probe, tag, associate a key', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
  await openTab(page, legacy, cloud);
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  await tabTo(page, page.getByRole('button', { name: 'Probe' }));
  await page.keyboard.press('Enter');
  await expect(health(page)).toContainText('30 minutes');
  await expect(page.getByRole('button', { name: 'Probe' })).toBeFocused();
  await tabTo(page, page.getByRole('searchbox', { name: 'Search metadata' }));
  await page.keyboard.type('volume');
  await expect(metadata(page).getByRole('status')).toContainText('1 of');
  await tabTo(page, page.getByText('Raw JSON', { exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Download', exact: true }));
  await page.getByRole('tab', { name: 'Overview' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Tags' })).toBeFocused();
  await tabTo(page, page.getByRole('textbox', { name: 'New tag' }));
  await page.keyboard.type('by keyboard');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove tag by keyboard' })).toBeVisible();
  await page.getByRole('tab', { name: 'Tags' }).focus();
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, page.getByRole('button', { name: 'Associate key', exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Associate key' });
  await expect(dialog.getByRole('combobox', { name: 'Key' })).toBeFocused();
  await tabTo(page, dialog.getByRole('textbox', { name: 'Port' }));
  await page.keyboard.type(String(legacy.port));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Associate key', exact: true })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Disassociate deploy' }));
});

test('every tab has its own address, and reload keeps it', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  await openTab(page, legacy, cloud);
  for (const [name, address] of [
    ['Keys', '?tab=keys'],
    ['Tags', '?tab=tags'],
  ]) {
    await page.getByRole('tab', { name }).click();
    expect(page.url()).toContain(address);
    await page.reload();
    await expect(page.getByRole('tab', { name, selected: true })).toBeVisible();
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
});
