/** Adding a backend of every provider: what is asked for, and what of it is sent. */
import { PROVIDERS } from '../fixtures/legacy/providers.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { LATER, PEM, SECRET, field, formOf, listProviders, region, sent, stored } from '../steps/clouds.mjs';
import * as people from '../steps/people.mjs';

const { fillIn, openAdd, said } = people;
const EC2 = { 'API Key': 'AKIAGOOD', 'API Secret': SECRET };

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

test.describe('what is sent', () => {
  test.describe.configure({ timeout: 180_000 });

  test('of every provider that a server of 2014 lists', async ({ page, legacy }) => {
    legacy.backends.takesAll = true;
    const clouds = PROVIDERS.filter(({ provider: id }) => id !== 'bare_metal');
    expect(clouds).toHaveLength(26);
    await page.goto(legacy.origin);
    for (const { title, provider: id } of clouds) {
      const { offer, region: place, typed, sent: fields } = formOf(id);
      await openAdd(page, offer, place);
      await expect(region(page)).toHaveCount(place ? 1 : 0);
      await expect(field(page, 'Title')).toHaveAccessibleDescription(`What to call it here. Without one it is called ${title}.`);
      await fillIn(page, typed);
      await people.sendBackend(page);
      await expect(said(page, `Backend ${title} is added.`)).toBeVisible();
      await expect(people.title(page, 'Machines')).toBeVisible();
      expect(sent(legacy).at(-1)).toEqual({ provider: id, title, ...fields });
    }
    expect(sent(legacy)).toHaveLength(26);
  });

  test('of what later servers have, and of one that nobody knows', async ({ page, legacy }) => {
    legacy.backends.takesAll = true;
    legacy.seedKey('deploy');
    listProviders(legacy, LATER);
    await page.goto(legacy.origin);
    const add = async (offer, fields, params, place) => {
      await openAdd(page, offer, place);
      if (fields) await fillIn(page, fields);
      await fillIn(page, { Title: `my ${offer}` });
      await people.sendBackend(page);
      await people.expectAdded(page, 'my');
      await expect(people.title(page, 'Machines')).toBeVisible();
      expect(sent(legacy).at(-1)).toEqual({ title: `my ${offer}`, ...params });
    };
    await add('This computer', null, { provider: 'local' });
    await add(
      'Amazon EC2',
      EC2,
      { provider: 'ec2', region: 'ec2_eu_west', apikey: 'AKIAGOOD', apisecret: SECRET },
      'Ireland',
    );
    await add(
      'Azure',
      { 'Subscription ID': 's1', 'Certificate file': PEM },
      { provider: 'azure', apikey: 's1', apisecret: PEM },
    );
    const docker = { provider: 'docker', apiurl: '192.0.2.7', docker_port: '4243' };
    await add('Docker', { Host: '192.0.2.7' }, docker);
    const basic = { apikey: 'ops', apisecret: SECRET };
    await add(
      'Docker',
      { Host: '192.0.2.8', Port: '2375', 'BasicAuth User': 'ops', 'BasicAuth Password': SECRET },
      { ...docker, apiurl: '192.0.2.8', docker_port: '2375', ...basic },
    );
    const cloud = { username: 'ops', password: SECRET, organization: 'acme' };
    await add(
      'VMware vCloud',
      { Username: 'ops', Password: SECRET, Organization: 'acme', Host: 'vc.example.net' },
      { provider: 'vcloud', ...cloud, host: 'vc.example.net' },
    );
    // No key is chosen for anybody where none is needed.
    await add(
      'KVM (via libvirt)',
      { Hostname: 'kvm.example.net' },
      { provider: 'libvirt', machine_hostname: 'kvm.example.net', machine_user: 'root' },
    );
    await add('Moon Cloud', { 'API Secret': SECRET }, { provider: 'moon', apisecret: SECRET });
  });

  test('OpenStack: what few need is out of sight, and is sent where it is filled in', async ({ page, legacy }) => {
    legacy.backends.takesAll = true;
    await page.goto(legacy.origin);
    await openAdd(page, 'OpenStack');
    const endpoint = field(page, 'Compute Endpoint');
    await expect(endpoint).toBeHidden();
    await page.getByText('Advanced', { exact: true }).click();
    await fillIn(page, { ...formOf('openstack').typed, Region: 'north', 'Compute Endpoint': 'nova' });
    await page.getByText('Advanced', { exact: true }).click();
    await expect(endpoint).toBeHidden();
    await people.sendBackend(page);
    // What is wrong is brought to light.
    await expect(endpoint).toBeFocused();
    await expect(endpoint).toHaveAccessibleDescription(/no web address/);
    await endpoint.fill('http://nova:8774/v2');
    await people.sendBackend(page);
    await people.expectAdded(page, 'OpenStack');
    expect(sent(legacy)).toEqual([
      {
        provider: 'openstack',
        title: 'OpenStack',
        ...formOf('openstack').sent,
        region: 'north',
        compute_endpoint: 'http://nova:8774/v2',
      },
    ]);
  });

  test('another region with the secret that the server has', async ({ page, legacy }) => {
    await legacy.seedCloud({ title: 'Tokyo account' });
    await page.goto(legacy.origin);
    await openAdd(page, 'EC2', 'Ireland');
    // Typing stays the way that needs no explanation.
    await expect(field(page, 'API Secret')).toBeVisible();
    await people.choose(page, 'Credentials', 'Use the saved secret of Tokyo account');
    await expect(field(page, 'API Secret')).toHaveCount(0);
    await people.sendBackend(page);
    await people.expectAdded(page, 'EC2 EU Ireland');
    expect(sent(legacy)).toEqual([
      { provider: 'ec2_eu_west', title: 'EC2 EU Ireland', apikey: 'AKIAGOOD', apisecret: 'getsecretfromdb' },
    ]);
    await openAdd(page, 'Rackspace');
    await expect(field(page, 'Username')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Credentials' })).toHaveCount(0);
  });
});

test.describe('before anything is sent', () => {
  for (const [offer, first, words, count] of [
    ['EC2', 'API Key', 'Please fill this in.', 2],
    ['Google Compute Engine', 'Email address', 'Please fill this in.', 3],
    ['OpenStack', 'Username', 'Please fill this in.', 3],
    ['DigitalOcean', 'API Key', 'Please fill this in.', 1],
    ['HP Cloud', 'Username', 'Please fill this in.', 3],
  ]) {
    test(`${offer}: what is required is said at its field`, async ({ page, legacy }) => {
      await page.goto(legacy.origin);
      await openAdd(page, offer);
      await people.sendBackend(page);
      await expect(field(page, first)).toBeFocused();
      await expect(field(page, first)).toHaveAccessibleDescription(words);
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(count);
      expect(sent(legacy)).toEqual([]);
    });
  }

  test('addresses and ports are checked', async ({ page, legacy }) => {
    listProviders(legacy, LATER);
    await page.goto(legacy.origin);
    await openAdd(page, 'Docker');
    await fillIn(page, { Host: '192.0.2.7', Port: '70000' });
    await people.sendBackend(page);
    await expect(field(page, 'Port')).toHaveAccessibleDescription(/1 to 65535/);
    await fillIn(page, { Port: '' });
    await people.sendBackend(page);
    await expect(field(page, 'Port')).toBeFocused();
    expect(sent(legacy)).toEqual([]);
  });

  test('secrets are no account password to a browser', async ({ page, legacy }) => {
    await page.goto(legacy.origin);
    await openAdd(page, 'EC2');
    const secret = field(page, 'API Secret');
    await expect(secret).toHaveAttribute('type', 'password');
    await expect(secret).toHaveAttribute('autocomplete', 'new-password');
  });
});

test.describe('a file', () => {
  const gce = { 'Email address': 'sa@project.example', 'Project ID': 'project-1' };
  const key = (page) => field(page, 'Private key');

  test.beforeEach(async ({ page, legacy }) => {
    legacy.backends.takesAll = true;
    await page.goto(legacy.origin);
    await openAdd(page, 'Google Compute Engine');
    await fillIn(page, gce);
  });

  async function chooseFile(page, name, buffer) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose file' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  }

  test('is chosen, and sent as it is', async ({ page, legacy }) => {
    await chooseFile(page, 'service.pem', Buffer.from(PEM));
    await expect(said(page, 'service.pem is filled in.')).toBeVisible();
    await expect(key(page)).toHaveValue(PEM);
    await people.sendBackend(page);
    await people.expectAdded(page, 'Google Compute Engine');
    expect(sent(legacy)).toEqual([
      { provider: 'gce', title: 'Google Compute Engine', ...formOf('gce').sent },
    ]);
  });

  test('is dropped', async ({ page }) => {
    const data = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'dropped.pem'));
      return data;
    }, PEM);
    await key(page).dispatchEvent('drop', { dataTransfer: data });
    await expect(key(page)).toHaveValue(PEM);
  });

  test('that is too large, empty or no text is refused, and what was there stays', async ({ page }) => {
    await key(page).fill(PEM);
    for (const [buffer, words] of [
      [Buffer.alloc(300 * 1024, 'a'), /too large/],
      [Buffer.from(' \n'), /empty/],
      [Buffer.from([0x30, 0x82, 0x0a, 0, 0xff, 0xfe]), /could not be read as text/],
    ]) {
      await chooseFile(page, 'service.p12', buffer);
      await expect(key(page)).toHaveAccessibleDescription(words);
      await expect(key(page)).toHaveValue(PEM);
    }
  });

  test('is not shown again after the screen was left, and still sent', async ({ page, legacy }) => {
    await chooseFile(page, 'service.pem', Buffer.from(PEM));
    await expect(key(page)).toHaveValue(PEM);
    await people.go(page, 'Keys');
    expect(await stored(page)).not.toContain('BEGIN RSA');
    await openAdd(page, 'Google Compute Engine');
    await expect(page.getByText(`(${PEM.length} characters) and not shown again`)).toBeVisible();
    await expect(key(page).getByRole('textbox')).toHaveCount(0);
    expect(await page.content()).not.toContain('BEGIN RSA');
    await people.sendBackend(page);
    await people.expectAdded(page, 'Google Compute Engine');
    expect(sent(legacy).at(-1).apisecret).toBe(PEM);
  });

  test('that was kept can be replaced', async ({ page }) => {
    await key(page).fill(PEM);
    await people.go(page, 'Keys');
    await openAdd(page, 'Google Compute Engine');
    await page.getByRole('button', { name: 'Replace' }).click();
    await expect(page.getByRole('textbox', { name: 'Private key' })).toBeFocused();
    await expect(page.getByRole('textbox', { name: 'Private key' })).toHaveValue('');
  });
});
