/** The page on simulated clouds: a world of eight providers to look around in, act on and break. */
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import { output, run, runToEnd, state, stopButton } from '../steps/shell.mjs';

const { machineLink, machineRow, said } = people;

const PROVIDERS = ['EC2', 'Rackspace', 'OpenStack', 'Linode', 'Google', 'DigitalOcean', 'Docker', 'SoftLayer'];

/** What the server lists of a kind of machine, as another client sees it. */
async function machines(clouds, provider) {
  const token = await clouds.token();
  const backends = await (await clouds.fetch('/backends', { token })).json();
  const backend = backends.find((one) => one.provider.startsWith(provider));
  const list = await clouds.fetch(`/backends/${backend.id}/machines`, { token });
  return { backend, list: await list.json() };
}

/** A machine of a provider that fits; its name is the only one of its kind. */
async function some(clouds, provider, fits) {
  const { backend, list } = await machines(clouds, provider);
  const machine = list.find((one) => fits(one) && list.filter(({ name }) => name === one.name).length === 1);
  const all = list.map(({ name, state }) => `${name} ${state}`);
  expect(machine, `a fitting machine among ${all.join(', ')}`).toBeDefined();
  return { ...machine, backend };
}

const runs = ({ state: now }) => now === 'running';

/** Finds a machine by its name: a long list draws only what is in view. */
async function find(page, name) {
  await people.go(page, 'Machines');
  await page.getByRole('searchbox', { name: 'Search machines' }).fill(name);
  await expect(machineLink(page, name)).toBeVisible();
}

test('forty machines of eight providers are there after the link, each marked as simulated', async ({
  page,
  clouds,
}) => {
  await people.enter(page, clouds);
  await expect(page.getByRole('status').filter({ hasText: /\b40\b.*machines/ })).toBeVisible();
  await people.go(page, 'Backends');
  const rows = people.table(page, 'Backends').getByRole('row');
  await expect(rows).toHaveCount(9);
  for (const provider of PROVIDERS) await expect(rows.filter({ hasText: provider }).first()).toBeVisible();
  await expect(rows.filter({ hasText: /simulated/i })).toHaveCount(8);
});

test('a cloud is added with anything for a secret; bad credentials are refused with all still typed', async ({
  page,
  clouds,
  watch,
}) => {
  watch.allowNetworkErrors();
  await people.enter(page, clouds);
  await people.openAdd(page, 'EC2', 'Ireland');
  await expect(page.getByText('Simulated here: type anything, never a real secret.')).toBeVisible();
  await people.fillIn(page, { 'API Key': 'AKIA-TRY', 'API Secret': 'wrong' });
  await people.sendBackend(page);
  await expect(page.getByRole('alert').filter({ hasText: 'Invalid backend credentials' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'API Key' })).toHaveValue('AKIA-TRY');
  await people.fillIn(page, { 'API Secret': 'anything at all' });
  await people.sendBackend(page);
  await people.expectAdded(page, 'EC2 Ireland');
  await people.go(page, 'Backends');
  const added = people.row(page, 'Backends', 'EC2 Ireland');
  await expect(added).toContainText(/simulated/i);
  await people.go(page, 'Machines');
  await expect(page.getByRole('status').filter({ hasText: /\b43\b.*machines/ })).toBeVisible();
});

test('a machine is stopped and started: the page waits with it, and says when it is done', async ({
  page,
  clouds,
}) => {
  const machine = await some(clouds, 'ec2', runs);
  await people.enter(page, clouds);
  await find(page, machine.name);
  await people.act(page, machine.name, 'Stop');
  await expect(said(page, `${machine.name} is stopping`)).toBeVisible({ timeout: 20_000 });
  await expect(machineRow(page, machine.name)).toContainText('stopped', { timeout: 40_000 });
  await people.act(page, machine.name, 'Start');
  await expect(machineRow(page, machine.name)).toContainText('running', { timeout: 40_000 });
});

test('a machine is destroyed after asking, and is gone', async ({ page, clouds }) => {
  const machine = await some(clouds, 'digitalocean', runs);
  await people.enter(page, clouds);
  await find(page, machine.name);
  await people.act(page, machine.name, 'Destroy');
  const ask = page.getByRole('alertdialog');
  await ask.getByRole('button', { name: 'Destroy' }).click();
  await expect(ask).toHaveCount(0);
  await expect(machineLink(page, machine.name)).toHaveCount(0, { timeout: 40_000 });
  const { list } = await machines(clouds, 'digitalocean');
  expect(list.map(({ id }) => id)).not.toContain(machine.id);
});

test('tags are kept by the cloud; the zone among them is refused in its words', async ({
  page,
  clouds,
  watch,
}) => {
  watch.allowNetworkErrors();
  const machine = await some(clouds, 'ec2', runs);
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/${machine.backend.id}/${machine.id}?tab=tags`);
  await page.getByRole('textbox', { name: 'New tag' }).fill('mine');
  await page.getByRole('button', { name: 'Add tag' }).click();
  await expect(page.getByRole('button', { name: 'Remove tag mine' })).toBeVisible();
  const zone = machine.tags.at(-1);
  expect(zone).toMatch(/^ap-northeast-1[a-z]$/);
  await page.getByRole('button', { name: `Remove tag ${zone}` }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'tag not found' })).toBeVisible();
  const again = (await machines(clouds, 'ec2')).list.find(({ id }) => id === machine.id);
  expect(again.tags).toEqual(expect.arrayContaining(['mine', zone]));
});

test('a simulated machine has a shell: output in colour, exit status, an endless log that stops', async ({
  page,
  clouds,
}) => {
  const machine = await some(clouds, 'rackspace', runs);
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/${machine.backend.id}/${machine.id}?tab=shell`);
  await runToEnd(page, 'uname -s; echo "up: $(hostname)"');
  await expect(output(page)).toContainText('Linux');
  await runToEnd(page, 'apt-get update');
  await expect(output(page)).toContainText('Reading package lists');
  await runToEnd(page, 'frobnicate');
  await expect(output(page)).toContainText('not found');
  await expect(page.getByText(/127/).first()).toBeVisible();
  await run(page, 'tail -f /var/log/syslog');
  await expect(state(page, 'running')).toBeVisible();
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
});

test('a probe of a simulated machine tells uptime and load', async ({ page, clouds }) => {
  const machine = await some(clouds, 'linode', runs);
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/${machine.backend.id}/${machine.id}`);
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText(/up/i);
  await expect(health).toContainText(/load/i);
});

test.describe('when one cloud is down', () => {
  test.use({ cloudOptions: ['--sim-fault', 'linode=outage', '--sim-fault', 'gce/action=status:503'] });

  test('its error stands beside the machines of the others', async ({ page, clouds, watch }) => {
    watch.allowNetworkErrors();
    await people.enter(page, clouds);
    await expect(page.getByText('simulated outage').first()).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: /\b35\b.*machines/ })).toBeVisible();
  });

  test('an action it refuses is said in its words, and nothing has changed', async ({ page, clouds, watch }) => {
    watch.allowNetworkErrors();
    const machine = await some(clouds, 'gce', runs);
    await people.enter(page, clouds);
    await find(page, machine.name);
    await people.act(page, machine.name, 'Reboot');
    const refusal = page.getByRole('alert').filter({ hasText: 'simulated refusal' });
    await expect(refusal).toBeVisible({ timeout: 20_000 });
    await expect(machineRow(page, machine.name)).toContainText('running');
  });
});

test.describe('in a hostile world', () => {
  test.use({ cloudOptions: ['--sim-hostile'] });

  test('names of markup, other directions and two hundred characters are shown and do nothing', async ({
    page,
    clouds,
  }) => {
    const { list } = await machines(clouds, 'ec2');
    const odd = list.find(({ name }) => name.includes('<'));
    expect(odd, 'a name with markup').toBeDefined();
    await people.enter(page, clouds);
    await expect(machineLink(page, odd.name).first()).toBeVisible();
    for (const screen of ['Backends', 'Machines']) await people.go(page, screen);
    await machineLink(page, odd.name).first().click();
    await expect(people.title(page, odd.name)).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide, 'the page scrolls sideways').toBe(false);
  });
});
