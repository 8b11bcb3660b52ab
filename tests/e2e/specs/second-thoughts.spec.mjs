/** Taking back an action wherever the person is by then, and links that come while somebody is signed in. */
import { EMAIL } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';

const undo = (page) => page.getByRole('button', { name: 'Undo' });
const said = (page, words) => page.getByRole('status').filter({ hasText: words }).first();

/** The actions the page asked for, as the browser sent them. */
function watchActions(page) {
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && /\/machines\/[^/]+$/.test(request.url())) sent.push(request.postData());
  });
  return sent;
}

test.beforeEach(async ({ page, mistd }) => {
  await people.enter(page, mistd);
});

async function rebootFromRow(page, name) {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Reboot' }).click();
  await expect(undo(page)).toBeVisible();
}

test('Undo works when the menu it came from is long closed', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  const sent = watchActions(page);
  await rebootFromRow(page, sshd.host);
  await undo(page).click();
  await expect(said(page, 'left as it was')).toBeVisible();
  expect(sent).toEqual([]);
  expect(sshd.throwaway.harmfulCalls).toEqual([]);
});

test('Undo works on another screen', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  const sent = watchActions(page);
  await people.machineLink(page, sshd.host).click();
  await page.getByRole('button', { name: 'Reboot', exact: true }).click();
  await people.go(page, 'Keys');
  await undo(page).click();
  await expect(said(page, 'left as it was')).toBeVisible();
  expect(sent).toEqual([]);
});

test('a second action waits for the first to be taken back', async ({ page, sshd, key }) => {
  await people.addServer(page, sshd, key);
  await rebootFromRow(page, sshd.host);
  await page.getByRole('button', { name: `Actions for ${sshd.host}` }).click();
  await page.getByRole('menuitem', { name: 'Reboot' }).click();
  await expect(said(page, 'has an action waiting')).toBeVisible();
  await expect(undo(page)).toHaveCount(1);
  await undo(page).click();
  await expect(undo(page)).toHaveCount(0);
});

test('signing out drops what could still be taken back', async ({ page, sshd, key, mistd, watch }) => {
  watch.allowNetworkErrors();
  await people.addServer(page, sshd, key);
  const sent = watchActions(page);
  await rebootFromRow(page, sshd.host);
  await people.go(page, 'Account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await people.signIn(page, mistd);
  await expect(people.title(page, 'Account')).toBeVisible();
  await people.go(page, 'Machines');
  await expect(people.machineLink(page, sshd.host)).toBeVisible();
  await expect(undo(page)).toHaveCount(0);
  // By now the grace of the first account is over in any case: two polls have come and gone.
  await page.waitForResponse((answer) => answer.url().endsWith('/machines'), { timeout: 30_000 });
  expect(sent).toEqual([]);
  expect(sshd.throwaway.harmfulCalls).toEqual([]);
});

test('a stale link leaves a signed-in page as it is, and says so', async ({ page, watch }) => {
  watch.allowNetworkErrors();
  await people.openAddKey(page);
  await page.getByRole('textbox', { name: 'Name' }).fill('half typed');
  const link = `#/sign-in?email=${encodeURIComponent(EMAIL)}&code=not-a-code`;
  await page.evaluate((address) => {
    location.hash = address;
  }, link);
  await expect(said(page, 'still signed in')).toBeAttached();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toHaveCount(0);
  expect(page.url()).not.toContain('not-a-code');
});

test("somebody else's link asks first", async ({ page, watch }) => {
  watch.allowNetworkErrors();
  await page.evaluate(() => {
    location.hash = '#/sign-in?email=other%40example.net&code=abc';
  });
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('other@example.net');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await people.go(page, 'Account');
  await expect(page.getByText(EMAIL).first()).toBeVisible();
});
