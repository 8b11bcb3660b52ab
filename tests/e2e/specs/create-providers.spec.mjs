/** Making a machine on each kind of cloud: what is asked for, what it costs, and what is really sent. */
import { expect, test } from '../fixtures/test.mjs';
import * as create from '../steps/create.mjs';
import * as people from '../steps/people.mjs';

test('Linode: from the list and back to it; disk and image are told', async ({ page, clouds }) => {
  await create.withKey(clouds);
  const sent = create.wishes(page);
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await expect(page.getByRole('combobox', { name: 'Key' })).toHaveValue('deploy');
  await create.fill(page, { name: 'shop_9', image: 'Debian 7', size: 'Linode 2048', location: 'London' });
  await expect(create.summary(page)).toContainText('$0.060/hour');
  await expect(create.summary(page)).toContainText('≈ $44/month');
  await create.send(page);
  await expect(people.title(page, 'Machines')).toBeVisible();
  await create.expectMade(page, 'shop_9');
  expect(sent).toHaveLength(1);
  const { image, image_extra: extra, ...rest } = sent[0];
  expect(rest).toEqual({ name: 'shop_9', size: '2', key: 'deploy', location: '7', disk: 96 });
  expect(image).toBeTruthy();
  expect(Object.keys(extra).length).toBeGreaterThan(0);
  // The key is on it.
  await people.go(page, 'Keys');
  await expect(people.row(page, 'Keys', 'deploy')).toContainText('1');
});

test('Google: names go with the ids, capitals are refused while typing, the price follows the place', async ({
  page,
  clouds,
}) => {
  await create.withKey(clouds);
  const sent = create.wishes(page);
  await people.enter(page, clouds);
  await create.open(page, 'Google Compute Engine');
  await create.name(page).fill('Web-1');
  await expect(create.name(page)).toHaveAccessibleDescription(/W is a capital.*Small letters, digits and -/);
  await create.name(page).fill('web-901');
  await expect(create.name(page)).not.toHaveAttribute('aria-invalid', 'true');
  await create.pick(page, 'Image', 'debian-7');
  await expect(create.option(page, 'Size', 'f1-micro')).toContainText('from $0.019/hour');
  await create.pick(page, 'Size', 'f1-micro');
  await expect(create.summary(page)).toContainText('depends on the location');
  await create.pick(page, 'Location', 'us-central1-a');
  await expect(create.summary(page)).toContainText('$0.019/hour');
  await create.pick(page, 'Location', 'europe-west1-b');
  await expect(create.summary(page)).toContainText('$0.0209/hour');
  await expect(create.option(page, 'Size', 'f1-micro')).toContainText('$0.0209/hour');
  await create.send(page);
  await create.expectMade(page, 'web-901');
  expect(sent[0]).toMatchObject({
    name: 'web-901',
    size: '1000',
    size_name: 'f1-micro',
    location: '2103',
    location_name: 'europe-west1-b',
    key: 'deploy',
  });
  expect(sent[0].image_name).toContain('debian-7');
  expect(sent[0]).not.toHaveProperty('disk');
});

test('Docker: no key, no place, and its one size needs no choice', async ({ page, clouds }) => {
  const sent = create.wishes(page);
  await people.enter(page, clouds);
  await create.open(page, 'Docker host');
  await expect(create.chosen(page, 'Size')).toContainText('default');
  await expect(page.getByRole('combobox', { name: 'Key' })).toHaveCount(0);
  await expect(create.list(page, 'Location')).toHaveCount(0);
  await create.fill(page, { name: 'cache-9', image: 'tutum/mongodb' });
  await expect(create.summary(page)).toContainText('gives no price');
  await create.send(page);
  await create.expectMade(page, 'cache-9');
  expect(sent[0]).toEqual({ name: 'cache-9', image: 'tutum/mongodb', size: 'default' });
});

test('OpenStack: networks are offered and sent; monitoring from the start too', async ({ page, clouds }) => {
  const token = await create.withKey(clouds);
  const id = await create.backendOf(clouds, token, 'Office OpenStack');
  const networks = await (await clouds.fetch(`/backends/${id}/networks`, { token })).json();
  expect(networks.length).toBeGreaterThan(0);
  const sent = create.wishes(page);
  await people.enter(page, clouds);
  await create.open(page, 'Office OpenStack');
  await create.fill(page, { name: 'Lab 9', image: 'ubuntu', size: 'm1.medium', script: 'echo hi' });
  await page.getByRole('checkbox', { name: networks[0].name }).check();
  await page.getByRole('checkbox', { name: 'Monitor from the start' }).check();
  await create.send(page);
  await create.expectMade(page, 'Lab 9');
  expect(sent[0]).toMatchObject({ networks: [networks[0].id], monitoring: true, script: 'echo hi' });
});

test('NephoScale: its smallest size is for few images, and says so', async ({ page, clouds }) => {
  const token = await create.withKey(clouds);
  const body = JSON.stringify({ provider: 'nephoscale', title: 'Nepho', apikey: 'a', apisecret: 'b' });
  expect((await clouds.fetch('/backends', { method: 'POST', token, body })).ok).toBe(true);
  const id = await create.backendOf(clouds, token, 'Nepho');
  const images = await (await clouds.fetch(`/backends/${id}/images`, { token })).json();
  const fits = images.find((image) => ['49', '27'].includes(image.id));
  const other = images.find((image) => !['49', '27'].includes(image.id));
  await people.enter(page, clouds);
  await create.open(page, 'Nepho');
  await create.pick(page, 'Image', fits.name);
  await create.pick(page, 'Size', 'CS025');
  await create.pick(page, 'Image', other.name);
  await expect(page.getByText(/does not fit the size CS025/)).toBeVisible();
  await expect(create.option(page, 'Size', 'CS025')).toHaveCount(0);
  // Back to the image, and the size is what it was.
  await create.pick(page, 'Image', fits.name);
  await expect(create.chosen(page, 'Size')).toContainText('CS025');
  await create.name(page).fill('Web');
  await expect(create.name(page)).toHaveAccessibleDescription(/W is a capital.*At most 64/);
});

test('Amazon: the price follows the system of the image; several cost several times as much', async ({
  page,
  clouds,
}) => {
  await people.enter(page, clouds);
  await create.open(page, 'EC2 Tokyo');
  await create.fill(page, { image: 'Amazon Linux', size: 'Small Instance' });
  await expect(create.summary(page)).toContainText('$0.044/hour');
  await create.pick(page, 'Image', 'Red Hat');
  await expect(create.summary(page)).toContainText('$0.073/hour');
  await create.pick(page, 'Image', 'SUSE Linux Enterprise');
  await expect(create.option(page, 'Size', 'Small Instance')).toContainText('$0.059/hour');
  await create.name(page).fill('web-{01..10}');
  await expect(create.summary(page)).toContainText('$0.590/hour');
  await expect(create.summary(page)).toContainText('≈ $431/month');
  await expect(create.summary(page)).toContainText('web-01, web-02, web-03, web-04, web-05 and 5 more');
  await expect(create.summary(page)).toContainText('for 10 machines');
});

test('a place without id or name is the default one, and works', async ({ page, clouds }) => {
  await create.withKey(clouds);
  const sent = create.wishes(page);
  await page.route(/\/backends\/[^/]+\/locations$/, (route) =>
    route.fulfill({ json: [{ id: '', name: '', country: '' }] }),
  );
  await people.enter(page, clouds);
  await create.open(page, 'SoftLayer');
  await expect(create.chosen(page, 'Location')).toContainText('Default');
  await create.fill(page, { name: 'db.example.com', image: 'Debian', size: '2 CPU' });
  await create.send(page);
  await create.expectMade(page, 'db.example.com');
  expect(sent[0]).not.toHaveProperty('location');
});
