/** The account: what the server told, the servers this browser knows, and leaving them. */
import { FileHost } from '../fixtures/file-host.mjs';
import { EMAIL, Mistd } from '../fixtures/mistd.mjs';
import { expect, newKey, test as base } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';

const { said, title } = people;

const server = (page, origin) =>
  page.getByRole('list', { name: 'Servers' }).getByRole('listitem').filter({ hasText: origin });
const switchTo = (page, origin) => page.getByRole('button', { name: `Switch to ${origin}` });

/** The page on a host of its own, and two servers it may be used with. */
const test = base.extend({
  host: async ({ watch }, use) => {
    const host = await FileHost.start();
    watch.server(host.origin);
    await use(host);
    await host.close();
  },
  two: async ({ host, watch }, use) => {
    const servers = [];
    for (const thisComputer of [true, false]) {
      const one = await Mistd.start({ thisComputer, allowed: [host.origin] });
      watch.server(one.origin);
      servers.push(one);
    }
    await use(servers);
    watch.end();
    for (const one of servers) await one.close();
  },
});

/** Signs in to a server from the sign-in screen. */
async function signInTo(page, mistd, options) {
  const field = page.getByRole('textbox', { name: 'Server' });
  await expect(title(page, 'Sign in')).toBeVisible();
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Change server' }).click();
  await field.fill(mistd.origin);
  await people.signIn(page, mistd, options);
  await expect(page.getByRole('heading', { level: 1, name: /Machines|Account/ })).toBeVisible();
}

/** Signs in to both, and ends on the account of the second. */
async function knowBoth(page, host, [first, second], options) {
  await page.goto(`${host.origin}/ui/`);
  await signInTo(page, first, options);
  await people.go(page, 'Account');
  await page.getByRole('button', { name: 'Use another server' }).click();
  await signInTo(page, second, options);
  await people.go(page, 'Account');
  await expect(server(page, second.origin)).toContainText('in use');
}

const tokens = (page) =>
  page.evaluate(() =>
    [localStorage, sessionStorage].flatMap((store) =>
      Object.keys(store)
        .filter((key) => key.startsWith('mist:session:'))
        .map((key) => JSON.parse(store[key]).token),
    ),
  );

test('everything the server told of person and plan is shown, as text', async ({ page, legacy, watch }) => {
  watch.allowNetworkErrors();
  const body = JSON.stringify({
    current_plan: {
      title: 'Basic <b>plan</b>',
      started: 1396310400,
      expiration: 1427846400,
      has_expired: true,
      promo_code: 'SPRING',
      machine_limit: 20,
    },
    user_details: {
      name: 'Ada Lovelace',
      company_name: 'Engines',
      country: 'UK',
      number_of_servers: '1-5',
      number_of_people: '2',
    },
  });
  legacy.faults.set({ method: 'POST', path: /^\/auth$/, body });
  await page.goto(`${legacy.origin}/#/account`);
  await expect(page.getByText('This server asks nobody to sign in.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.net');
  await page.getByLabel('Password', { exact: true }).fill('any');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const details = page.getByRole('region', { name: 'Account' });
  for (const told of [
    'ada@example.net',
    'Ada Lovelace',
    'Engines',
    'UK',
    '1-5',
    'Basic <b>plan</b> (expired)',
    'Apr 1, 2014',
    'Apr 1, 2015',
    'SPRING',
    '20',
  ]) {
    await expect(details.getByText(told, { exact: true })).toBeVisible();
  }
  await expect(details.getByText('Ended')).toBeVisible();
});

test('what is told only at sign-in says so after a reload', async ({ page, mistd }) => {
  await people.enter(page, mistd);
  await page.goto(`${mistd.origin}/#/account`);
  await page.reload();
  await expect(page.getByText(EMAIL).first()).toBeVisible();
  await expect(page.getByText(/tells plan and person only when you sign in/)).toBeVisible();
});

test('from one server to the other and back: no second sign-in, and nothing of one on the other', async ({
  page,
  host,
  two,
  watch,
}) => {
  watch.allowNetworkErrors();
  const [first, second] = two;
  await knowBoth(page, host, two);
  await people.addKey(page, 'of-the-second', newKey().privateKey);
  await people.go(page, 'Machines');
  await expect(people.table(page, 'Machines')).toHaveCount(0);
  await people.go(page, 'Account');
  await expect(server(page, first.origin)).toContainText(`${EMAIL}, signed in until this tab closes`);
  await switchTo(page, first.origin).click();
  await expect(server(page, first.origin)).toContainText('in use');
  await people.go(page, 'Keys');
  await expect(page.getByText('There are no keys yet.')).toBeVisible();
  await people.go(page, 'Activity');
  await expect(page.getByText('Nothing was changed yet.')).toBeVisible();
  await people.go(page, 'Machines');
  await expect(people.table(page, 'Machines').getByRole('row').getByRole('link').first()).toBeVisible();
  // A reload stays where the person went.
  await page.reload();
  await expect(people.table(page, 'Machines').getByRole('row').getByRole('link').first()).toBeVisible();
  await people.go(page, 'Account');
  await switchTo(page, second.origin).click();
  await people.go(page, 'Keys');
  await expect(people.row(page, 'Keys', 'of-the-second')).toBeVisible();
});

test('a server is forgotten with its session, which is over there too', async ({ page, host, two, watch }) => {
  watch.allowNetworkErrors();
  const [first, second] = two;
  await knowBoth(page, host, two, { stay: true });
  const [token] = await page.evaluate(
    (key) => [JSON.parse(localStorage[key]).token],
    `mist:session:${first.origin}`,
  );
  await page.getByRole('button', { name: `Forget ${first.origin}` }).click();
  await expect(said(page, `Server ${first.origin} is forgotten`)).toBeVisible();
  await expect(server(page, first.origin)).toHaveCount(0);
  await expect(title(page, 'Account')).toBeFocused();
  await expect.poll(async () => (await first.fetch('/backends', { token })).status).toBe(401);
  expect(await tokens(page)).toHaveLength(1);
  await expect(server(page, second.origin)).toContainText('signed in on this device');
});

test('all sessions end at once: of both servers, in both tabs', async ({ page, host, two, context, watch }) => {
  watch.allowNetworkErrors();
  const [first, second] = two;
  await knowBoth(page, host, two);
  const other = await context.newPage();
  await other.goto(`${host.origin}/ui/#/account`);
  await expect(server(other, second.origin)).toContainText('in use');
  const held = await tokens(page);
  expect(held).toHaveLength(2);
  await page.getByRole('button', { name: 'End all sessions' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toHaveAccessibleDescription(/signed out of 2 servers/);
  await question.getByRole('button', { name: 'End all sessions' }).click();
  for (const tab of [page, other]) {
    await expect(title(tab, 'Sign in')).toBeVisible();
    expect(await tokens(tab)).toEqual([]);
  }
  for (const token of held) {
    for (const one of [first, second]) {
      await expect.poll(async () => (await one.fetch('/backends', { token })).status).toBe(401);
    }
  }
});

test('a server that is down is left for one that is up', async ({ page, host, two, watch }) => {
  watch.allowNetworkErrors();
  const [first, second] = two;
  await knowBoth(page, host, two);
  await first.stop();
  await switchTo(page, first.origin).click();
  await expect(title(page, 'No connection')).toBeVisible();
  await page.getByRole('button', { name: `Go to ${second.origin}` }).click();
  await expect(server(page, second.origin)).toContainText('in use');
});

test('looking for another server leaves the session here, one press away', async ({ page, mistd }) => {
  await people.enter(page, mistd);
  await people.go(page, 'Account');
  await page.getByRole('button', { name: 'Use another server' }).click();
  await expect(page.getByRole('textbox', { name: 'Server' })).toBeVisible();
  await page.getByRole('button', { name: `Go to ${mistd.origin}` }).click();
  await expect(title(page, 'Account')).toBeVisible();
});

test('staying signed in on this device can be chosen later, and given up', async ({ page, mistd }) => {
  await people.enter(page, mistd);
  await people.go(page, 'Account');
  const stay = page.getByRole('checkbox', { name: 'Stay signed in on this device' });
  const onDevice = () => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('mist:session:')));
  await expect(stay).not.toBeChecked();
  await stay.check();
  expect(await onDevice()).toBe(true);
  await page.reload();
  await expect(stay).toBeChecked();
  await stay.uncheck();
  expect(await onDevice()).toBe(false);
  await page.reload();
  await expect(title(page, 'Account')).toBeVisible();
});

test('a running command is spoken of before another server is gone to', async ({ page, host, two, watch }) => {
  watch.allowNetworkErrors();
  const [first, second] = two;
  await knowBoth(page, host, [second, first]);
  await people.go(page, 'Machines');
  await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Shell' }).click();
  await page.getByRole('textbox', { name: 'Command' }).fill('sleep 60');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  await people.go(page, 'Account');
  await switchTo(page, second.origin).click();
  const question = page.getByRole('alertdialog', { name: 'Switch to another server?' });
  await expect(question).toHaveAccessibleDescription(/1 command runs/);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(server(page, first.origin)).toContainText('in use');
  await switchTo(page, second.origin).click();
  await question.getByRole('button', { name: 'Switch' }).click();
  await expect(server(page, second.origin)).toContainText('in use');
});
