/** Several machines at once, and what becomes of them: made, refused, lost, given up, tried again. */
import { expect, test } from '../fixtures/test.mjs';
import * as create from '../steps/create.mjs';
import * as people from '../steps/people.mjs';

const LINODE = { image: 'Debian 7', size: 'Linode 1024', location: 'Tokyo' };
const MAKE = /\/backends\/[^/]+\/machines$/;

/** Keeps every wish for a machine waiting until `release` lets one through, or all from then on. */
async function hold(page) {
  const held = [];
  let open = false;
  await page.route(MAKE, async (route) => {
    if (route.request().method() === 'POST' && !open) await new Promise((go) => held.push(go));
    await route.continue();
  });
  return {
    held,
    release(all = false) {
      open = all;
      for (const go of all ? held.splice(0) : held.splice(0, 1)) go();
    },
  };
}

const row = (page, machine) => create.being(page).getByRole('listitem').filter({ hasText: machine });

test('each of several has its own result; the one refused is tried again with all filled in', async ({
  page,
  clouds,
  watch,
}) => {
  watch.allowNetworkErrors();
  const token = await create.withKey(clouds);
  const id = await create.backendOf(clouds, token, 'Linode');
  const sent = create.wishes(page);
  await people.enter(page, clouds);
  // A name that is taken is refused there.
  await create.open(page, 'Linode');
  await create.fill(page, { name: 'app-1', ...LINODE });
  await create.send(page);
  await create.expectMade(page, 'app-1');
  await page.getByRole('searchbox', { name: 'Search machines' }).fill('');
  await create.open(page, 'Linode');
  // What was chosen is there again; the name is not.
  await expect(create.chosen(page, 'Size')).toContainText('Linode 1024');
  await expect(create.name(page)).toHaveValue('');
  await create.fill(page, { name: 'app-{1..3}', script: 'echo one' });
  await expect(page.getByText('There is a machine called app-1 on this backend already.')).toBeVisible();
  await create.send(page);
  const refused = row(page, 'app-1');
  await expect(refused.getByRole('alert')).toContainText('app-1 was not created.');
  await expect(refused.getByRole('alert')).toContainText("The resource 'app-1' already exists");
  for (const made of ['app-2', 'app-3']) await expect(people.machineLink(page, made)).toBeVisible({ timeout: 30_000 });
  await expect(create.being(page).getByRole('listitem')).toHaveCount(1);
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expect(people.title(page, 'Create machine')).toBeVisible();
  await expect(create.name(page)).toBeFocused();
  await expect(create.name(page)).toHaveValue('app-1');
  await expect(page.getByRole('textbox', { name: 'Script', exact: true })).toHaveValue('echo one');
  await expect(create.chosen(page, 'Location')).toContainText('Tokyo');
  await expect(page).toHaveURL(new RegExp(`backend=${id}`));
  await create.name(page).fill('app-4');
  await create.send(page);
  await create.expectMade(page, 'app-4');
  expect(sent.map(({ name }) => name)).toEqual(['app-1', 'app-1', 'app-2', 'app-3', 'app-4']);
  expect(sent.at(-1)).toMatchObject({ script: 'echo one', disk: 48 });
});

test('three at once at most; those not sent can be given up; leaving the screen ends nothing', async ({
  page,
  clouds,
}) => {
  await create.withKey(clouds);
  const sent = create.wishes(page);
  const wishes = await hold(page);
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, { name: 'job-{1..9}', ...LINODE });
  await create.send(page);
  await expect(people.said(page, '9 machines are being created.')).toBeVisible();
  await expect.poll(() => wishes.held.length).toBe(3);
  await expect(create.being(page).getByRole('progressbar')).toHaveCount(3);
  await expect(create.being(page)).toContainText('And 3 more.');
  wishes.release();
  await expect.poll(() => sent.length).toBe(4);
  await page.getByRole('button', { name: 'Cancel those not sent' }).click();
  await expect(people.said(page, '5 machines were not sent.')).toBeVisible();
  await people.go(page, 'Keys');
  wishes.release(true);
  await expect(people.said(page, /Machine job-[234] was created/)).toBeVisible();
  await people.go(page, 'Machines');
  for (const made of [1, 2, 3, 4]) await expect(people.machineLink(page, `job-${made}`)).toBeVisible();
  await expect(create.being(page)).toHaveCount(0);
  expect(sent).toHaveLength(4);
});

test('a failure while another screen shows is said there; its words stay until put away', async ({
  page,
  clouds,
  watch,
}) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  await page.route(MAKE, (route) => {
    if (route.request().method() === 'GET') return route.continue();
    return route.fulfill({ status: 500, body: 'Machine creation failed: Linode, got exception Out of stock' });
  });
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, { name: 'late-1', ...LINODE });
  await create.send(page);
  await expect(row(page, 'late-1').getByRole('alert')).toContainText('Out of stock');
  await people.go(page, 'Backends');
  await people.go(page, 'Machines');
  await expect(row(page, 'late-1').getByRole('alert')).toContainText('Out of stock');
  await row(page, 'late-1').getByRole('button', { name: 'Dismiss' }).click();
  await expect(create.being(page)).toHaveCount(0);
  await expect(people.title(page, 'Machines')).toBeFocused();
});

test('an answer that is lost is not asked for again: the list is', async ({ page, clouds, watch }) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  const sent = create.wishes(page);
  await page.route(MAKE, async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    // The server does it, and nobody hears.
    await route.fetch();
    return route.abort();
  });
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, { name: 'ghost-1', ...LINODE });
  await create.send(page);
  const alert = row(page, 'ghost-1').getByRole('alert');
  await expect(alert).toContainText('it may have been done all the same');
  await expect(alert).toContainText('Look in the list below whether ghost-1 is there');
  await expect(people.machineLink(page, 'ghost-1')).toBeVisible();
  expect(sent).toHaveLength(1);
});

test('a session that ends meanwhile: signed in again, what waits is sent and nothing is lost', async ({
  page,
  clouds,
  watch,
}) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  const sent = create.wishes(page);
  let authorization;
  page.on('request', (request) => (authorization = request.headers().authorization ?? authorization));
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, { name: 'mid-1', ...LINODE, script: 'echo é' });
  await expect(page.getByText('The script has characters such as é')).toBeVisible();
  await expect.poll(() => authorization).toBeTruthy();
  const headers = { Authorization: authorization };
  expect((await clouds.fetch('/auth', { method: 'DELETE', headers })).ok).toBe(true);
  await create.send(page);
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
  await people.signIn(page, clouds);
  await create.expectMade(page, 'mid-1');
  expect(sent.map(({ name }) => name)).toEqual(['mid-1', 'mid-1']);
  expect(sent[1].script).toBe('echo é');
});
