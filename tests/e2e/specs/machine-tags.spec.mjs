/** A machine's tags, added and removed. */
import { expect, test } from '../fixtures/test.mjs';
import { openTab } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';

const { said } = people;

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
