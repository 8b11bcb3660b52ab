/** Every screen in a world whose names try to break it: all is text, nothing runs, nothing sticks out. */
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';

test.use({ cloudOptions: ['--sim-hostile'] });
test.describe.configure({ timeout: 120_000 });

/** What no screen of ours has: somebody's names would have made it. */
const FOREIGN = '#content :is(script, img, b, iframe, marquee)';
const MARKUP = '<b>bold</b> & <script>alert(1)</script>';

async function expectHarmless(page, where) {
  await expect(page.locator(FOREIGN), `${where}: elements made of names`).toHaveCount(0);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(over, `${where} at ${width}: pixels beyond the window`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function backends(clouds) {
  const token = await clouds.token();
  return { token, list: await (await clouds.fetch('/backends', { token })).json() };
}

test('lists, forms and a backend’s tabs show names as they are', async ({ page, clouds }) => {
  const { list } = await backends(clouds);
  const id = (provider) => list.find((one) => one.provider.startsWith(provider)).id;
  await people.enter(page, clouds);
  const screens = [
    ['#/machines', 'Machines'],
    ['#/machines/sizes', 'Sizes'],
    [`#/machines/create?backend=${id('linode')}`, 'Create machine'],
    [`#/images?backend=${id('ec2')}`, 'Images'],
    [`#/backends/${id('openstack')}?tab=images`, 'Office OpenStack'],
    [`#/backends/${id('openstack')}?tab=sizes`, 'Office OpenStack'],
    [`#/backends/${id('openstack')}?tab=locations`, 'Office OpenStack'],
    [`#/backends/${id('openstack')}?tab=networks`, 'Office OpenStack'],
  ];
  for (const [address, title] of screens) {
    await page.goto(`${clouds.origin}/${address}`);
    await expect(people.title(page, title)).toBeVisible();
    await expect(page.locator('#content').getByText('<', { exact: false }).first()).toBeVisible();
    await expectHarmless(page, address);
  }
});

test('a size of markup is chosen in the finder, and the form knows it', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/sizes?q=linode`);
  await page.getByRole('link', { name: `Choose ${MARKUP} of Linode` }).click();
  await expect(people.title(page, 'Create machine')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Summary' })).toContainText(MARKUP);
});

test('what was done to a machine of markup is told as text', async ({ page, clouds }) => {
  const { token, list } = await backends(clouds);
  const ec2 = list.find((one) => one.provider.startsWith('ec2'));
  const machines = await (await clouds.fetch(`/backends/${ec2.id}/machines`, { token })).json();
  const odd = machines.find(({ name, state }) => name === MARKUP && state === 'running');
  expect(odd, 'a machine of markup that runs').toBeDefined();
  await people.enter(page, clouds);
  await page.goto(`${clouds.origin}/#/machines/${ec2.id}/${odd.id}?tab=tags`);
  await page.getByRole('textbox', { name: 'New tag' }).fill('<i>tag</i> \u202eback');
  await page.getByRole('button', { name: 'Add tag' }).click();
  await expect(page.getByRole('button', { name: 'Remove tag <i>tag</i> \u202eback' })).toBeVisible();
  await people.go(page, 'Activity');
  await expect(people.table(page, 'Activity').or(page.getByRole('list', { name: 'Activity' }))).toContainText(MARKUP);
  await expectHarmless(page, 'Activity');
});
