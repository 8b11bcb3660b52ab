/** What the page changed: listed with its result and the server's words, tried again where that does no harm. */
import { expect, newKey, test } from '../fixtures/test.mjs';
import { openTab, WEB } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';
import { runToEnd } from '../steps/shell.mjs';

const { said } = people;

const entries = (page) => page.getByRole('list', { name: 'Activity' }).getByRole('listitem');
const entry = (page, words) => entries(page).filter({ hasText: words });
const search = (page) => page.getByRole('searchbox', { name: 'Search activity' });
const onlyFailed = (page) => page.getByRole('checkbox', { name: 'Only failed' });
const retry = (place) => place.getByRole('button', { name: 'Retry' });

async function tag(page, words) {
  await page.getByRole('textbox', { name: 'New tag' }).fill(words);
  await page.getByRole('button', { name: 'Add tag' }).click();
}

/** Everywhere on the page where something could have been left. */
const left = (page) =>
  page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      location.href,
      ...Object.values(localStorage),
      ...Object.values(sessionStorage),
    ].join('\n'),
  );

test.describe('on a server of 2014', () => {
  let cloud;

  test.beforeEach(async ({ page, legacy, watch }) => {
    watch.allowNetworkErrors();
    legacy.seedKey('deploy');
    legacy.seedKey('backup');
    cloud = await legacy.seedCloud();
    await openTab(page, legacy, cloud, 'tags');
  });

  const metadata = (legacy) => legacy.calls.filter(({ call }) => call.endsWith('/metadata'));

  test('a change has its object, its result and, when refused, the server’s words and Retry', async ({
    page,
    legacy,
  }) => {
    await tag(page, 'blue');
    await expect(page.getByRole('button', { name: 'Remove tag blue' })).toBeVisible();
    legacy.faults.set({ path: /\/metadata$/, times: 1, status: 503, words: 'Not today <b>bold</b>' });
    await tag(page, 'green');
    await expect(page.getByRole('alert')).toContainText('Not today');
    // The navigation counts what failed unseen, outside of the link's name.
    const item = page.getByRole('navigation', { name: 'Main' }).getByRole('listitem').filter({ hasText: 'Activity' });
    await expect(item).toHaveText(/Activity\s*1/);
    await people.go(page, 'Activity');
    await expect(item).toHaveText('Activity');
    await expect(entries(page)).toHaveText([/Tag web-1 with green/, /Tag web-1 with blue/]);
    await expect(entry(page, 'blue')).toContainText('done');
    await expect(retry(entry(page, 'blue'))).toHaveCount(0);
    const refused = entry(page, 'green');
    await expect(refused).toContainText('failed');
    await expect(refused).toContainText('Not today <b>bold</b>');
    await retry(refused).click();
    await expect(said(page, 'Done: Tag web-1 with green.')).toBeVisible();
    await expect(entries(page)).toHaveCount(3);
    await expect(entries(page).first()).toContainText('done');
    expect(metadata(legacy).map(({ body }) => JSON.parse(body).tag)).toEqual(['blue', 'green', 'green']);
    // What was tried again can't be once more by mistake, and keeps the focus.
    const pressed = retry(entries(page).nth(1));
    await expect(pressed).toBeFocused();
    await expect(pressed).toBeDisabled();
    await entries(page).first().getByRole('link').click();
    await expect(page.getByRole('button', { name: 'Remove tag green' })).toBeVisible();
  });

  test('the filter is in the address; the list lasts as long as the visit', async ({ page, legacy }) => {
    await tag(page, 'blue');
    await expect(said(page, 'Tag blue is added')).toBeVisible();
    legacy.faults.set({ method: 'POST', path: /^\/keys\/backup$/, status: 500, words: 'Internal Server Error' });
    await people.go(page, 'Keys');
    await people.act(page, 'backup', 'Make default');
    await expect(page.getByRole('alert')).toBeVisible();
    await people.go(page, 'Activity');
    await expect(entries(page)).toHaveCount(2);
    await search(page).fill('BLUE');
    await expect(entries(page)).toHaveText([/blue/]);
    await expect(page.getByRole('status').filter({ hasText: '1 of 2 changes' })).toBeVisible();
    await search(page).fill('');
    await onlyFailed(page).check();
    await expect(entries(page)).toHaveText([/Make key backup the default/]);
    await search(page).fill('blue');
    await expect(page.getByText('No change matches.')).toBeVisible();
    await expect(page).toHaveURL(/#\/activity\?q=blue&failed=1$/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(entries(page)).toHaveCount(2);
    await expect(onlyFailed(page)).not.toBeChecked();
    await search(page).fill('deploy');
    await page.reload();
    await expect(search(page)).toHaveValue('deploy');
    await expect(page.getByText('Nothing was changed yet.')).toBeVisible();
  });

  test('what may have been done is not done twice', async ({ page, legacy }) => {
    legacy.faults.set({ method: 'POST', path: /\/metadata$/, times: 1, cut: true, done: true });
    await tag(page, 'once');
    await expect(page.getByRole('alert')).toContainText('was lost');
    legacy.faults.set({ method: 'POST', path: /^\/keys\/backup$/, times: 1, cut: true });
    await people.go(page, 'Keys');
    await people.act(page, 'backup', 'Make default');
    await expect(page.getByRole('alert')).toBeVisible();
    await people.go(page, 'Activity');
    const tagged = entry(page, 'once');
    await expect(tagged).toContainText('answer lost');
    await expect(tagged).toContainText('doing it twice would do harm');
    await expect(retry(tagged)).toHaveCount(0);
    // A default made twice is a default.
    await retry(entry(page, 'backup')).click();
    await expect(entries(page).first()).toContainText('done');
    expect(legacy.keys.default.id).toBe('backup');
  });

  test('a destruction that was refused asks before it is tried again', async ({ page, legacy }) => {
    const path = new RegExp(`/machines/${WEB}$`);
    legacy.faults.set({ method: 'POST', path, times: 1, status: 503, words: 'Not today' });
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Destroy' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Destroy' }).click();
    await expect(page.getByRole('alert')).toContainText('Not today');
    await people.go(page, 'Activity');
    const asked = () => legacy.calls.filter(({ call }) => call === `POST /backends/${cloud}/machines/${WEB}`);
    await retry(entry(page, 'Destroy web-1')).click();
    const question = page.getByRole('alertdialog', { name: 'Destroy web-1?' });
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    expect(asked()).toHaveLength(1);
    await retry(entry(page, 'Destroy web-1')).click();
    await question.getByRole('button', { name: 'Destroy' }).click();
    await expect(entries(page)).toHaveCount(2);
    await expect(entries(page).first()).toContainText('done');
    expect(asked()).toHaveLength(2);
  });

  test('no secret is kept: of a key its name, of a command that it was run', async ({ page, legacy }) => {
    legacy.faults.set({ method: 'PUT', path: /^\/keys$/, times: 1, status: 409, words: 'Keypair exists: secret' });
    const key = newKey();
    const dialog = await people.openAddKey(page);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('secret');
    await dialog.getByRole('textbox', { name: 'Private key' }).fill(key.privateKey);
    await dialog.getByRole('button', { name: 'Add key', exact: true }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await openTab(page, legacy, cloud, 'shell');
    await page.getByRole('tab', { name: 'Shell' }).click();
    await runToEnd(page, 'echo pass-41-word');
    await people.go(page, 'Activity');
    await expect(entry(page, 'Run a command on web-1')).toContainText('done');
    const added = entry(page, 'Add key secret');
    await expect(added).toContainText('Keypair exists: secret');
    await expect(retry(added)).toHaveCount(0);
    const everything = await left(page);
    expect(everything).not.toContain('pass-41-word');
    expect(everything).not.toContain(key.privateKey.split('\n')[1]);
    await added.getByRole('link', { name: 'Open the form' }).click();
    await expect(people.title(page, 'Keys')).toBeVisible();
  });

  test('what comes in meanwhile takes no focus', async ({ page, legacy }) => {
    const slow = legacy.faults.set({ method: 'POST', path: /^\/keys\/backup$/, held: true });
    await people.go(page, 'Keys');
    await people.act(page, 'backup', 'Make default');
    await people.go(page, 'Activity');
    await search(page).focus();
    await expect(entries(page)).toHaveText([/under way/]);
    slow.mend();
    await expect(entries(page)).toHaveText([/done/]);
    await expect(search(page)).toBeFocused();
  });
});

test('another account begins with nothing of it', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await people.enter(page, mistd);
  await people.addKey(page, 'mine', newKey().privateKey);
  await people.go(page, 'Activity');
  await expect(entry(page, 'Add key mine')).toContainText('done');
  await people.go(page, 'Account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await people.signIn(page, mistd);
  await expect(people.title(page, 'Account')).toBeVisible();
  await people.go(page, 'Activity');
  await expect(page.getByText('Nothing was changed yet.')).toBeVisible();
});
