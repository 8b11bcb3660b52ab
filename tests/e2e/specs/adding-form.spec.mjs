/** The form that adds a backend: what is typed, what the address says, how it is refused, what it does without a list. */
import { PROVIDERS } from '../fixtures/legacy/providers.mjs';
import { expect, test } from '../fixtures/test.mjs';
import {
  LATER,
  SECRET,
  SIMULATED,
  chosen,
  field,
  listProviders,
  provider,
  region,
  simulate,
  stored,
} from '../steps/clouds.mjs';
import * as people from '../steps/people.mjs';

const { fillIn, openAdd, said } = people;
const note = (page) => page.getByText('Simulated here: type anything, never a real secret.');
const mark = (page) => page.locator('.page-head').getByText('simulated', { exact: true });
const POST = { method: 'POST', path: /^\/backends$/ };
const EC2 = { 'API Key': 'AKIAGOOD', 'API Secret': SECRET };

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

test.describe('what is typed', () => {
  test('stays with its provider, also when the screen is left; nothing is stored', async ({ page, legacy }) => {
    await page.goto(legacy.origin);
    await openAdd(page, 'EC2', 'Ireland');
    await fillIn(page, { Title: 'mine', ...EC2 });
    await provider(page).focus();
    await people.choose(page, 'Provider', 'Linode');
    await expect(field(page, 'Title')).toHaveValue('');
    await expect(provider(page)).toBeFocused();
    await fillIn(page, { Username: 'ops' });
    await people.choose(page, 'Provider', 'EC2');
    await expect(chosen(region(page))).toHaveText('Ireland');
    await people.go(page, 'Keys');
    await people.go(page, 'Backends');
    await page.getByRole('link', { name: 'Add backend' }).first().click();
    // Back where one was.
    await expect(chosen(provider(page))).toHaveText('EC2');
    await expect(chosen(region(page))).toHaveText('Ireland');
    await expect(field(page, 'Title')).toHaveValue('mine');
    await expect(field(page, 'API Secret')).toHaveValue(SECRET);
    await people.choose(page, 'Provider', 'Linode');
    await expect(field(page, 'Username')).toHaveValue('ops');
    expect(await stored(page)).not.toContain(SECRET);
    expect(await stored(page)).not.toContain('AKIAGOOD');
  });

  test('is gone once it is added', async ({ page, legacy }) => {
    await page.goto(legacy.origin);
    await openAdd(page, 'EC2', 'Ireland');
    await fillIn(page, EC2);
    await people.sendBackend(page);
    await people.expectAdded(page, 'EC2 EU Ireland');
    await openAdd(page, 'EC2');
    await expect(field(page, 'API Key')).toHaveValue('');
    await expect(field(page, 'API Secret')).toHaveValue('');
  });

  test('is gone once somebody signs out', async ({ page, mistd, faulty }) => {
    listProviders(faulty, PROVIDERS);
    await page.goto((await mistd.link()).replace(mistd.origin, faulty.origin));
    await expect(people.title(page, 'Machines')).toBeVisible();
    await openAdd(page, 'EC2', 'Ireland');
    await fillIn(page, EC2);
    await people.go(page, 'Account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await people.signIn(page, mistd);
    await openAdd(page, 'EC2');
    await expect(chosen(region(page))).toHaveText('Ireland');
    await expect(field(page, 'API Key')).toHaveValue('');
    await expect(field(page, 'API Secret')).toHaveValue('');
  });
});

test.describe('the address', () => {
  test('names provider and region, and leads there', async ({ page, legacy }) => {
    await page.goto(`${legacy.origin}/#/backends/add?provider=rackspace%3Alon`);
    await expect(chosen(provider(page))).toHaveText('Rackspace');
    await expect(chosen(region(page))).toHaveText('London');
    await people.choose(page, 'Region', 'Hong Kong');
    await expect(page).toHaveURL(/\?provider=rackspace%3Ahkg$/);
    await page.reload();
    await expect(chosen(region(page))).toHaveText('Hong Kong');
    await people.choose(page, 'Provider', 'Bare Metal Server');
    await expect(page).toHaveURL(/#\/backends\/add$/);
    await expect(field(page, 'Hostname')).toBeVisible();
    await expect(region(page)).toHaveCount(0);
  });

  test('names a region inside its provider', async ({ page, legacy }) => {
    listProviders(legacy, LATER);
    await page.goto(`${legacy.origin}/#/backends/add?provider=ec2&region=ec2_ap_northeast`);
    await expect(chosen(region(page))).toHaveText('Tokyo');
    await people.choose(page, 'Region', 'Ireland');
    await expect(page).toHaveURL(/\?provider=ec2&region=ec2_eu_west$/);
    await page.reload();
    await expect(chosen(region(page))).toHaveText('Ireland');
  });

  test('of a provider that the server does not have', async ({ page, legacy }) => {
    await page.goto(`${legacy.origin}/#/backends/add?provider=moon`);
    await expect(said(page, 'This server does not offer moon.')).toBeVisible();
    await expect(field(page, 'Hostname')).toBeVisible();
    await people.choose(page, 'Provider', 'Linode');
    await expect(page.getByText(/does not offer/)).toHaveCount(0);
  });
});

test.describe('while the server tries', () => {
  test.beforeEach(async ({ page, legacy }) => {
    await page.goto(legacy.origin);
    await openAdd(page, 'EC2', 'Ireland');
    await fillIn(page, { Title: 'my account', ...EC2 });
  });

  async function expectTyped(page) {
    await expect(chosen(region(page))).toHaveText('Ireland');
    await expect(field(page, 'Title')).toHaveValue('my account');
    await expect(field(page, 'API Key')).toHaveValue('AKIAGOOD');
    await expect(field(page, 'API Secret')).toHaveValue(SECRET);
  }

  test('progress names the backend, and it can be given up', async ({ page, legacy }) => {
    legacy.faults.set({ ...POST, stall: true });
    await people.sendBackend(page);
    await expect(page.getByRole('progressbar', { name: /Connecting to my account/ })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expect(said(page, 'no longer waits')).toBeVisible();
    await expectTyped(page);
    legacy.faults.clear();
    await people.sendBackend(page);
    await people.expectAdded(page, 'my account');
  });

  for (const [status, words, advice] of [
    [401, 'Invalid backend credentials', 'does not accept these credentials'],
    [409, 'Backend exists: 4Vx', 'there already'],
    [409, 'The host key of db1 has changed: it was SHA256:a, now it is SHA256:b. Look.', 'not added'],
    [500, 'Internal Server Error', 'The server failed on its own'],
    [503, 'Backend unavailable', 'did not answer the server'],
  ]) {
    test(`${status} (${words.slice(0, 20)}): said at the form, with everything still there`, async ({ page, legacy }) => {
      const fault = legacy.faults.set({ ...POST, status, words });
      await people.sendBackend(page);
      const alert = page.getByRole('alert');
      await expect(alert).toContainText(words);
      await expect(alert).toContainText(advice);
      await expect(page.getByRole('group', { name: 'The backend was not added.' })).toBeFocused();
      await expectTyped(page);
      // What is between a mist server and a single server is none of a cloud's business.
      for (const name of ['Copy public key', 'Accept the new host key'])
        await expect(page.getByRole('button', { name })).toHaveCount(0);
      // It belongs to this provider.
      await people.choose(page, 'Provider', 'Linode');
      await expect(alert).toHaveCount(0);
      await people.choose(page, 'Provider', 'EC2');
      await expect(alert).toContainText(words);
      await expectTyped(page);
      fault.mend();
      await people.sendBackend(page);
      await people.expectAdded(page, 'my account');
    });
  }
});

test.describe('without the list of providers', () => {
  test('while it is asked for: said, and a single server can be added', async ({ page, legacy }) => {
    legacy.seedKey('deploy');
    const slow = legacy.faults.set({ path: /^\/providers$/, held: true });
    await page.goto(`${legacy.origin}/#/backends/add`);
    await expect(page.getByRole('progressbar', { name: 'Asking the server what it can add' })).toBeVisible();
    await expect(field(page, 'Hostname')).toBeVisible();
    await field(page, 'Hostname').fill('db1');
    slow.mend();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expect(field(page, 'Hostname')).toHaveValue('db1');
    await expect(field(page, 'Hostname')).toBeFocused();
    await people.choose(page, 'Provider', 'Linode');
  });

  test('an address waits for its provider', async ({ page, legacy }) => {
    const slow = legacy.faults.set({ path: /^\/providers$/, held: true });
    await page.goto(`${legacy.origin}/#/backends/add?provider=ec2_eu_west`);
    await expect(page.getByRole('progressbar')).toBeVisible();
    await expect(chosen(provider(page))).toHaveText('EC2');
    await expect(field(page, 'Hostname')).toHaveCount(0);
    slow.mend();
    await expect(chosen(region(page))).toHaveText('Ireland');
    await expect(field(page, 'API Key')).toBeVisible();
  });

  test('it fails: said with Retry, and a single server can be added', async ({ page, legacy }) => {
    legacy.seedKey('deploy');
    const fault = legacy.faults.set({ path: /^\/providers$/, status: 500, words: 'Disk full' });
    await page.goto(legacy.origin);
    await people.fillBackend(page, { host: '127.0.0.1', user: 'ops', port: legacy.port, key: 'deploy' });
    await expect(page.getByRole('alert')).toContainText('Disk full');
    await expect(page.getByRole('alert')).toContainText('A single server can be added all the same.');
    await people.sendBackend(page);
    await people.expectAdded(page, '127.0.0.1');
    await page.goto(`${legacy.origin}/#/backends/add?provider=gce`);
    await expect(field(page, 'Hostname')).toBeVisible();
    fault.mend();
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
    await expect(field(page, 'Project ID')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test.describe('what is simulated says so', () => {
  test('in the form, before its first field', async ({ page, legacy }) => {
    listProviders(legacy, SIMULATED);
    await legacy.seedCloud();
    await page.goto(legacy.origin);
    await openAdd(page, 'Bare Metal Server');
    await expect(note(page)).toHaveCount(0);
    await people.choose(page, 'Provider', 'EC2');
    await expect(said(page, 'Simulated here')).toBeVisible();
    const [above, below] = [await note(page).boundingBox(), await field(page, 'Title').boundingBox()];
    expect(above.y).toBeLessThan(below.y);
    // The secret of a real account has no place in a simulation.
    await expect(page.getByRole('combobox', { name: 'Credentials' })).toHaveCount(0);
  });

  test('in the lists and on every screen of a backend and its machines', async ({ page, legacy }) => {
    const id = await legacy.seedCloud();
    await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
    legacy.seedKey('deploy');
    simulate(legacy, id);
    const words = 'Simulated: nothing real happens there.';
    await page.goto(`${legacy.origin}/#/backends`);
    await expect(people.row(page, 'Backends', 'EC2 AP NORTHEAST')).toContainText(words);
    await expect(people.row(page, 'Backends', 'EC2 US EAST')).toBeVisible();
    await expect(people.row(page, 'Backends', 'EC2 US EAST')).not.toContainText(words);
    await page.getByRole('link', { name: 'EC2 AP NORTHEAST', exact: true }).click();
    await expect(mark(page)).toBeVisible();
    await people.go(page, 'Machines');
    const rows = people.machineRow(page, 'web-1');
    await expect(rows.filter({ hasText: 'EC2 AP NORTHEAST' })).toContainText(words);
    await expect(rows.filter({ hasText: 'EC2 US EAST' })).not.toContainText(words);
    // Also where there is no room for the backend's column, nor for a word: there it is a flask, and heard.
    await page.setViewportSize({ width: 390, height: 844 });
    const heard = people.table(page, 'Machines').getByRole('rowheader').getByText(words);
    await expect(heard.locator('visible=true')).toHaveCount(7);
    await page.goto(`${legacy.origin}/#/machines/${id}/i-00000001`);
    await expect(mark(page)).toBeVisible();
    await page.getByRole('tab', { name: 'Shell' }).click();
    await expect(page.getByText('This machine is simulated.')).toBeVisible();
  });
});
