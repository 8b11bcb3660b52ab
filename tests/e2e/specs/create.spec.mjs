/** The form that makes machines: what it offers, what it keeps, and what it says when a list fails. */
import { expect, test } from '../fixtures/test.mjs';
import * as create from '../steps/create.mjs';
import { furnish } from '../steps/screens/furnishing.mjs';
import * as people from '../steps/people.mjs';

const WISH = { image: 'Debian 7', size: 'Linode 1024', location: 'Tokyo' };

test('by keyboard alone, from the list to the machine', async ({ page, clouds }) => {
  await create.withKey(clouds);
  await people.enter(page, clouds);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tabTo = async (target) => {
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(target).toBeFocused({ timeout: 50 });
    }).toPass({ intervals: [0] });
  };
  await tabTo(page.getByRole('link', { name: 'Create machine' }));
  await press('Enter');
  await expect(people.title(page, 'Create machine')).toBeFocused();
  await tabTo(page.getByRole('combobox', { name: 'Backend' }));
  await page.keyboard.type('Linode');
  await expect(page.getByRole('searchbox', { name: 'Search images' })).toBeVisible();
  await tabTo(create.name(page));
  await page.keyboard.type('keys-1');
  await tabTo(page.getByRole('searchbox', { name: 'Search images' }));
  await page.keyboard.type('debian');
  await expect(create.list(page, 'Image').getByRole('option').first()).toContainText('Debian');
  await press('ArrowDown');
  await expect(create.list(page, 'Image')).toBeFocused();
  await press('ArrowDown', 'Enter');
  await expect(create.chosen(page, 'Image')).toContainText('Debian');
  await tabTo(create.list(page, 'Size'));
  await press('Home', ' ');
  await expect(create.chosen(page, 'Size')).toContainText('Linode 1024');
  await tabTo(create.list(page, 'Location'));
  await press('End', 'Enter');
  await tabTo(page.getByRole('textbox', { name: 'Script', exact: true }));
  await tabTo(page.getByRole('button', { name: 'Create machine' }));
  await press('Enter');
  await create.expectMade(page, 'keys-1');
});

test('what is left out is said at its place, one after the other, and nothing is sent', async ({ page, clouds }) => {
  const sent = create.wishes(page);
  await people.enter(page, clouds);
  await create.open(page);
  await create.send(page);
  await expect(page.getByRole('combobox', { name: 'Backend' })).toBeFocused();
  await people.choose(page, 'Backend', 'Linode');
  await expect(create.list(page, 'Size')).toBeVisible();
  await create.send(page);
  await expect(create.name(page)).toBeFocused();
  await expect(create.name(page)).toHaveAccessibleDescription(/Give it a name/);
  await create.name(page).fill('web-{1..');
  await expect(create.name(page)).toHaveAccessibleDescription(/lacks its closing bracket/);
  await create.name(page).fill('web.1');
  await expect(create.name(page)).toHaveAccessibleDescription(/web.1: this provider takes no \. in names/);
  await create.name(page).fill('web-1');
  await create.send(page);
  await expect(page.getByRole('searchbox', { name: 'Search images' })).toBeFocused();
  for (const words of ['Choose an image.', 'Choose a size.', 'Choose a location.']) {
    await expect(page.getByText(words, { exact: true })).toBeVisible();
  }
  await create.fill(page, WISH);
  await create.send(page);
  await expect(page.getByRole('combobox', { name: 'Key' })).toBeFocused();
  // A key is added without leaving the form.
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('fresh');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Private key' })).toHaveValue(/BEGIN/);
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(page.getByRole('combobox', { name: 'Key' })).toHaveValue('fresh');
  expect(sent).toEqual([]);
  await create.send(page);
  await create.expectMade(page, 'web-1');
  expect(sent).toHaveLength(1);
});

test('the address says what is chosen: handed over, pasted, and as it was left', async ({ page, context, clouds, watch }) => {
  watch.allowNetworkErrors();
  const token = await create.withKey(clouds);
  const id = await create.backendOf(clouds, token, 'Linode');
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/create?backend=${id}&size=2`);
  await expect(create.chosen(page, 'Size')).toContainText('Linode 2048');
  await create.fill(page, { name: 'kept-1', image: 'CentOS', location: 'London', script: 'echo kept' });
  await expect(page).toHaveURL(/size=2&location=7$/);
  // Another backend and back: each has its own choices, and what is typed stays.
  await people.choose(page, 'Backend', 'EC2 Tokyo');
  await create.pick(page, 'Size', 'Small Instance');
  await expect(create.summary(page)).not.toContainText('London');
  await people.choose(page, 'Backend', 'Linode');
  await expect(create.chosen(page, 'Size')).toContainText('Linode 2048');
  await expect(create.summary(page)).toContainText('London');
  await expect(create.summary(page)).toContainText('CentOS');
  // Away by mistake, and a server that restarts meanwhile.
  const address = page.url();
  await people.go(page, 'Keys');
  await clouds.stop();
  await clouds.start();
  await people.go(page, 'Machines');
  await page.getByRole('link', { name: 'Create machine', exact: true }).click();
  await expect(create.name(page)).toHaveValue('kept-1');
  await expect(page.getByRole('textbox', { name: 'Script', exact: true })).toHaveValue('echo kept');
  await expect(create.summary(page)).toContainText('CentOS');
  expect(page.url()).toBe(address);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain('echo kept');
  const second = await context.newPage();
  await second.goto(address);
  await expect(create.summary(second)).toContainText('CentOS');
  await expect(create.chosen(second, 'Location')).toContainText('London');
  await second.close();
});

test('each list fails on its own, with its own Retry', async ({ page, clouds, watch }) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  const broken = new Set(['images', 'sizes', 'locations']);
  await page.route(/\/backends\/[^/]+\/(images|sizes|locations)$/, (route) => {
    const what = route.request().url().split('/').at(-1);
    return broken.has(what) ? route.fulfill({ status: 503, body: 'Backend unavailable' }) : route.continue();
  });
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.name(page).fill('mended-1');
  for (const [what, section] of [['sizes', 'Size'], ['images', 'Image'], ['locations', 'Location']]) {
    const part = page.getByRole('region', { name: section, exact: true });
    await expect(part.getByRole('alert')).toContainText(`The ${what} could not be fetched.`);
    broken.delete(what);
    await part.getByRole('button', { name: 'Retry' }).click();
    await expect(create.list(page, section)).toBeVisible();
    await expect(part.getByRole('alert')).toHaveCount(0);
  }
  await create.fill(page, WISH);
  await create.send(page);
  await create.expectMade(page, 'mended-1');
});

test('images: those with a star first, then all, then those that only the server knows', async ({ page, clouds, watch }) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  const fail = { times: 1 };
  await page.route(/\/backends\/[^/]+\/images$/, (route) => {
    if (route.request().method() === 'GET') return route.continue();
    if (fail.times-- > 0) return route.fulfill({ status: 503, body: 'Backend unavailable' });
    return route.fulfill({ json: [{ id: 'ami-77777777', name: 'Marketplace Debian', star: false, extra: {} }] });
  });
  await people.enter(page, clouds);
  await create.open(page, 'EC2 Tokyo');
  const part = page.getByRole('region', { name: 'Image', exact: true });
  await expect(part).toContainText('15 starred images of');
  await part.getByRole('checkbox', { name: 'All images' }).check();
  await expect(part).toContainText(/2\d{4} images of 2\d{4}/);
  const search = page.getByRole('searchbox', { name: 'Search images' });
  await search.fill('ami-77777777');
  await expect(part).toContainText('Nothing matches this search.');
  await part.getByRole('button', { name: 'Search on the server' }).click();
  await expect(part.getByRole('alert')).toContainText('Backend unavailable');
  await part.getByRole('button', { name: 'Search on the server' }).click();
  await expect(part).toContainText('The server found 1 image.');
  await create.option(page, 'Image', 'Marketplace Debian').click();
  await expect(create.summary(page)).toContainText('Marketplace Debian');
  await expect(part.getByRole('alert')).toHaveCount(0);
  // In a new tab only a search can know it.
  await page.reload();
  await expect(create.summary(page)).toContainText('Marketplace Debian');
});

test('a server of April 2014: no networks, no monitoring, a refusal in its words', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  await furnish(legacy);
  await page.goto(`${legacy.origin}/ui/`);
  await create.open(page, 'EC2 US EAST');
  await create.fill(page, { name: 'old-1', image: 'Gentoo', size: 'Small', location: 'ap-northeast-1c' });
  await expect(page.getByRole('checkbox', { name: 'Monitor from the start' })).toHaveCount(0);
  await create.send(page);
  const alert = create.being(page).getByRole('alert');
  await expect(alert).toContainText('Machine creation failed: EC2, got exception InstanceLimitExceeded');
  const sent = legacy.calls.filter(({ call }) => /^POST \/backends\/[^/]+\/machines$/.test(call));
  expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
    { name: 'old-1', image: 'ami-0a0a0a02', size: 'm1.small', location: '1', key: 'deploy' },
  ]);
});

test('where no machine can be made the reason is told, and what mends it', async ({ page, legacy }) => {
  const { cloud, other } = await furnish(legacy);
  legacy.backends.setState(cloud, '0');
  await page.goto(`${legacy.origin}/ui/#/machines/create?backend=${cloud}`);
  await expect(page.getByText('EC2 AP NORTHEAST is switched off.')).toBeVisible();
  legacy.backends.setState(other, '0');
  await page.reload();
  await expect(page.getByText('Every backend that can is switched off.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Show backends' })).toBeVisible();
  legacy.backends.remove(cloud);
  legacy.backends.remove(other);
  await page.reload();
  await expect(page.getByText('Machines are made on clouds.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add backend' })).toBeVisible();
});

test('what is typed and what failed goes with the account', async ({ page, clouds, watch }) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  await page.route(/\/backends\/[^/]+\/machines$/, (route) =>
    route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 500, body: 'No room' }),
  );
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, { name: 'mine-1', ...WISH });
  await create.send(page);
  await expect(create.being(page).getByRole('alert')).toContainText('No room');
  await create.open(page);
  await create.name(page).fill('mine-2');
  await people.go(page, 'Account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await people.signIn(page, clouds);
  await people.go(page, 'Machines');
  await expect(create.being(page)).toHaveCount(0);
  await create.open(page, 'Linode');
  await expect(create.name(page)).toHaveValue('');
  await expect(create.chosen(page, 'Size')).toHaveCount(0);
});

test.describe('in a hostile world', () => {
  test.use({ cloudOptions: ['--sim-hostile'] });

  test('names of markup and two hundred characters are text, and fit a phone', async ({ page, clouds }) => {
    await people.enter(page, clouds);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const backend of ['EC2 Tokyo', 'Office OpenStack', 'Linode']) {
      await create.open(page, backend);
      await create.list(page, 'Image').getByRole('option').first().click();
      await create.list(page, 'Size').getByRole('option').last().click();
      await expect(create.chosen(page, 'Size')).toHaveCount(1);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide, `${backend}: the page scrolls sideways`).toBe(false);
    }
  });
});
