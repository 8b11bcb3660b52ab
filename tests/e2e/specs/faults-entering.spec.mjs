/**
 * The fault matrix before anybody is in, and around a session: the page's first question, signing in by
 * form and by link, signing in again in place. `mistd` stands behind a proxy that spoils its answers.
 */
import { installClock } from '../fixtures/clock.mjs';
import { EMAIL } from '../fixtures/mistd.mjs';
import { test } from '../fixtures/test.mjs';
import { breakIt, columnsFor, countRequests, eachCell, expect, expectNobodySignedOut } from '../steps/faults/columns.mjs';
import * as people from '../steps/people.mjs';

test.describe.configure({ timeout: 120_000 });

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

const BACKENDS = { method: 'GET', path: /^\/backends$/ };
const SIGN_IN = { method: 'POST', path: /^\/auth$/ };
const STALL = { name: 'stalled', fault: { stall: true } };

const alert = (page) => page.getByRole('alert').first();
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const signInButton = (page) => page.getByRole('button', { name: 'Sign in', exact: true });

/** A page without the API under it: a static host answers so, and so does a proxy whose server is away. */
const isNoServer = ({ name }) => name === '404' || /HTML|JSON|200/.test(name);

/** The link that signs in, through the proxy. */
async function link(mistd, faulty) {
  return (await mistd.link()).replace(mistd.origin, faulty.origin);
}

async function enter(page, mistd, faulty) {
  await page.goto(await link(mistd, faulty));
  await expect(people.title(page, 'Machines')).toBeVisible();
}

test("the page's first question fails: it says how, and comes in by Retry", async ({ page, legacy }) => {
  await legacy.seedCloud();
  const columns = columnsFor('list').filter(({ gone }) => !gone);
  await eachCell(columns, async (column) => {
    const mend = await breakIt(legacy, column, BACKENDS);
    try {
      await page.goto('about:blank');
      await page.goto(`${legacy.origin}/ui/#/machines?q=web`);
      await expect(alert(page)).toContainText(column.says);
      const title = page.getByRole('heading', { level: 1 });
      if (isNoServer(column)) {
        await expect(alert(page)).toContainText('No mist server answers at this address');
        await expect(field(page, 'Server')).toBeVisible();
      } else {
        await expect(title).toHaveText(/broken/.test(column.name) ? 'No connection' : "The server can't be used");
        await expectNobodySignedOut(page);
      }
    } finally {
      await mend();
    }
    await alert(page).getByRole('button', { name: 'Retry' }).click();
    await expect(people.machineLink(page, 'web-1')).toBeVisible();
    // The address is the one that was opened.
    await expect(page.getByRole('searchbox', { name: 'Search machines' })).toHaveValue('web');
  });
});

test("the page's first question comes right by itself, and is not repeated in a storm", async ({ page, legacy }) => {
  await legacy.seedCloud();
  await installClock(page.context());
  const mend = await breakIt(legacy, { fault: { status: 503, words: 'mark 503' } }, BACKENDS);
  const requests = countRequests(page);
  await page.goto(`${legacy.origin}/ui/`);
  await expect(alert(page)).toContainText('mark 503');
  requests.most();
  for (let seconds = 0; seconds < 600; seconds += 10) {
    await page.clock.fastForward(10_000);
    await expect(alert(page)).toContainText('mark 503');
  }
  const asked = requests.most();
  expect(asked, 'questions in ten minutes').toBeGreaterThan(3);
  expect(asked, 'questions in ten minutes').toBeLessThan(20);
  await mend();
  await page.clock.fastForward(61_000);
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
});

test("the page's first question is never answered: it waits visibly, then says so", async ({ page, legacy }) => {
  await legacy.seedCloud();
  await installClock(page.context());
  const mend = await breakIt(legacy, STALL, BACKENDS);
  await Promise.all([
    page.waitForRequest((request) => request.url().endsWith('/backends')),
    page.goto(`${legacy.origin}/ui/`),
  ]);
  await expect(page.getByRole('progressbar')).toBeVisible();
  // The question is asked before the module is there that counts the time.
  await expect(async () => {
    await page.clock.fastForward(31_000);
    await expect(alert(page)).toContainText(/did not answer in time/, { timeout: 1000 });
  }).toPass();
  await mend();
  await alert(page).getByRole('button', { name: 'Retry' }).click();
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
});

test('signing in fails in every way: what was typed stays, and it works in the end', async ({ page, mistd, faulty }) => {
  await page.goto(faulty.origin);
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await field(page, 'Email').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(await mistd.code());
  const requests = countRequests(page);
  await eachCell(columnsFor('session'), async (column) => {
    requests.most();
    const mend = await breakIt(faulty, column, SIGN_IN);
    try {
      await signInButton(page).click();
      await expect(alert(page)).toContainText(/404/.test(column.name) ? 'No mist server answers' : 'Signing in failed');
      await expect(alert(page)).toContainText(column.says);
      await expect(field(page, 'Email')).toHaveValue(EMAIL);
      await expect(page.getByLabel('Password', { exact: true })).not.toHaveValue('');
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    } finally {
      await mend();
    }
    expect(requests.most()).toBe(1);
  });
  await signInButton(page).click();
  await expect(people.title(page, 'Machines')).toBeVisible();
});

test('signing in is never answered: the button is busy, then words say so', async ({ page, mistd, faulty }) => {
  await installClock(page.context());
  await page.goto(faulty.origin);
  await field(page, 'Email').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(await mistd.code());
  const mend = await breakIt(faulty, STALL, SIGN_IN);
  await Promise.all([page.waitForRequest((request) => request.url().endsWith('/auth')), signInButton(page).click()]);
  await expect(signInButton(page)).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(31_000);
  await expect(alert(page)).toContainText(/did not answer in time/);
  await mend();
  await signInButton(page).click();
  await expect(people.title(page, 'Machines')).toBeVisible();
});

test('a sign-in link fails in every way: the form takes over, and the next link works', async ({
  page,
  mistd,
  faulty,
}) => {
  const columns = columnsFor('session').filter(({ gone }) => !gone);
  await eachCell(columns, async (column) => {
    const mend = await breakIt(faulty, column, SIGN_IN);
    try {
      await page.goto('about:blank');
      await page.goto(await link(mistd, faulty));
      await expect(alert(page)).toContainText(column.says);
      await expect(signInButton(page)).toBeVisible();
      expect(page.url()).not.toContain('code');
    } finally {
      await mend();
    }
  });
  await page.goto('about:blank');
  await enter(page, mistd, faulty);
});

test('signed in, then the list fails: the session is kept and comes in by itself', async ({ page, mistd, faulty }) => {
  const columns = columnsFor('list').filter(({ gone }) => !gone);
  await enter(page, mistd, faulty);
  await eachCell(columns, async (column) => {
    const mend = await breakIt(faulty, column, BACKENDS);
    try {
      await page.reload();
      await expect(alert(page)).toContainText(column.says);
      await expectNobodySignedOut(page);
    } finally {
      await mend();
    }
    await alert(page).getByRole('button', { name: 'Retry' }).click();
    await expect(people.title(page, 'Machines')).toBeVisible();
    await people.go(page, 'Account');
    await expect(page.getByRole('main').getByText(EMAIL)).toBeVisible();
    await people.go(page, 'Machines');
  });
});

test('whatever fails under an open page, the session lives on', async ({ page, mistd, faulty }) => {
  await installClock(page.context());
  await enter(page, mistd, faulty);
  await people.go(page, 'Keys');
  const dialog = await people.openAddKey(page);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('half typed');
  const everything = { path: /^\/(backends|keys)/ };
  const requests = countRequests(page);
  await eachCell(columnsFor('list'), async (column) => {
    requests.most();
    let jumps = 0;
    const mend = await breakIt(faulty, column, everything);
    try {
      // Set forward until it asks: the page may not have heard the last answer yet when the time jumps.
      await expect(async () => {
        jumps += 1;
        await Promise.all([
          page.waitForRequest((request) => request.url().endsWith('/backends'), { timeout: 2000 }),
          page.clock.fastForward(121_000),
        ]);
      }).toPass({ timeout: 15_000 });
      await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('half typed');
      await expectNobodySignedOut(page);
    } finally {
      await mend();
    }
    expect(requests.most(), 'requests of one call in two minutes').toBeLessThan(4 * jumps);
  });
  await dialog.press('Escape');
  await people.go(page, 'Account');
  await expect(page.getByRole('main').getByText(EMAIL)).toBeVisible();
});

test('signing in again in place fails in every way, and nothing under it is lost', async ({ page, mistd, faulty }) => {
  let sent;
  page.on('request', (request) => (sent = request.headers().authorization ?? sent));
  await enter(page, mistd, faulty);
  const add = await people.openAddKey(page);
  await add.getByRole('textbox', { name: 'Name' }).fill('half typed');
  await mistd.fetch('/auth', { method: 'DELETE', headers: { Authorization: sent } });
  await add.getByRole('button', { name: 'Generate' }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again).toBeVisible();
  await again.getByLabel('Password', { exact: true }).fill(await mistd.code());
  await eachCell(columnsFor('session'), async (column) => {
    const mend = await breakIt(faulty, column, SIGN_IN);
    try {
      await again.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(again.getByRole('alert')).toContainText(column.says);
    } finally {
      await mend();
    }
  });
  // The token comes, the list after it does not: the page stays open all the same.
  const mend = await breakIt(faulty, { fault: { status: 503, words: 'mark 503' } }, BACKENDS);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
  await mend();
  await expect(add.getByRole('textbox', { name: 'Name' })).toHaveValue('half typed');
  await add.getByRole('button', { name: 'Generate' }).click();
  await expect(add.getByRole('textbox', { name: 'Private key' })).toHaveValue(/PRIVATE KEY/);
});

test('signing out works without the server', async ({ page, mistd, faulty }) => {
  await enter(page, mistd, faulty);
  await people.go(page, 'Account');
  await faulty.stop();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(people.title(page, 'Sign in')).toBeVisible();
  await expect(page.getByText('You are signed out')).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(kept).not.toContain('token');
  await faulty.start();
  await page.goto('about:blank');
  await enter(page, mistd, faulty);
});
