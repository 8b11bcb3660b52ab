/** What the server says of a machine beyond what the page understands: searched, copied, as raw JSON. */
import { expect, test } from '../fixtures/test.mjs';
import { metadata, nextPoll, openTab } from '../steps/machine.mjs';
import { said } from '../steps/people.mjs';

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
