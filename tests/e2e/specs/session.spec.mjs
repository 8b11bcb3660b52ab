/** Where the token lives, who gets it, and how a session ends. */
import { LegacyServer } from '../fixtures/legacy/server.mjs';
import { EMAIL } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { enter, go, signIn, title } from '../steps/people.mjs';

/** The token the page sends, read from a request. */
async function tokenOf(page) {
  const [request] = await Promise.all([
    page.waitForRequest((one) => Boolean(one.headers().authorization)),
    page.reload(),
  ]);
  const { authorization } = request.headers();
  expect(authorization.startsWith(`mist_1 ${EMAIL}:`)).toBe(true);
  return authorization.slice(authorization.lastIndexOf(':') + 1);
}

const stores = (page) =>
  page.evaluate(() => ({
    tab: JSON.stringify({ ...sessionStorage }),
    device: JSON.stringify({ ...localStorage }),
    cookie: document.cookie,
  }));

test('the token lives in this tab only, and in no cookie', async ({ page, mistd }) => {
  await enter(page, mistd);
  const token = await tokenOf(page);
  const { tab, device, cookie } = await stores(page);
  expect(tab).toContain(token);
  expect(device).not.toContain(token);
  expect(cookie).toBe('');
});

test('"Stay signed in on this device" keeps it after the browser is closed', async ({
  page,
  mistd,
  context,
  watch,
}) => {
  watch.allowNetworkErrors();
  await page.goto(mistd.origin);
  await expect(title(page, 'Sign in')).toBeVisible();
  await signIn(page, mistd, { stay: true });
  await expect(title(page, 'Machines')).toBeVisible();
  expect((await stores(page)).device).toContain(await tokenOf(page));
  await page.close();
  const later = await context.newPage();
  await later.goto(mistd.origin);
  await expect(title(later, 'Machines')).toBeVisible();
});

test('without it, a closed tab is the end of the session', async ({ page, mistd, context, watch }) => {
  watch.allowNetworkErrors();
  await enter(page, mistd);
  await page.close();
  const later = await context.newPage();
  await later.goto(mistd.origin);
  await expect(title(later, 'Sign in')).toBeVisible();
});

test('a new tab is handed the session by an open one, and keeps the address it was opened at', async ({
  page,
  mistd,
  context,
  watch,
}) => {
  watch.allowNetworkErrors();
  await enter(page, mistd);
  await go(page, 'Keys');
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(title(second, 'Keys')).toBeVisible();
  expect((await stores(second)).device).not.toContain(await tokenOf(second));
});

test('signing out ends the session on the server, in this tab and in the others', async ({
  page,
  mistd,
  context,
  watch,
}) => {
  watch.allowNetworkErrors();
  await enter(page, mistd);
  const token = await tokenOf(page);
  const second = await context.newPage();
  await second.goto(mistd.origin);
  await expect(title(second, 'Machines')).toBeVisible();
  await go(page, 'Account');
  await expect(page.getByText(EMAIL).first()).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(title(page, 'Sign in')).toBeVisible();
  // The page goes to the sign-in screen at once and tells the server meanwhile.
  await expect.poll(async () => (await mistd.fetch('/backends', { token })).status).toBe(401);
  expect(Object.values(await stores(page)).join()).not.toContain(token);
  await expect(second.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible({ timeout: 30_000 });
});

for (const address of [
  (other, mistd, code) =>
    `#/sign-in?server=${encodeURIComponent(other)}&email=${encodeURIComponent(EMAIL)}&code=${code}`,
  (other, mistd, code) =>
    `?server=${encodeURIComponent(other)}#/sign-in?email=${encodeURIComponent(EMAIL)}&code=${code}`,
  (other) => `#/machines?server=${encodeURIComponent(other)}`,
]) {
  test(`no link chooses the server: ${address('OTHER', null, 'CODE')}`, async ({ page, mistd, watch }) => {
    watch.allowNetworkErrors();
    const other = await LegacyServer.start();
    try {
      await page.goto(`${mistd.origin}/${address(other.origin, mistd, await mistd.code())}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const server = page.getByRole('textbox', { name: 'Server' });
      if (await server.isVisible()) await expect(server).not.toHaveValue(other.origin);
      // The watch fails the test on any request to another origin; the other server agrees.
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(other.calls).toEqual([]);
    } finally {
      await other.close();
    }
  });
}

test('the token goes to nobody but the server that gave it', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  const other = await LegacyServer.start();
  watch.server(other.origin);
  try {
    await enter(page, mistd);
    await tokenOf(page);
    await page.goto(`${other.origin}/`);
    await expect(title(page, 'Machines')).toBeVisible();
    expect(other.calls.length).toBeGreaterThan(0);
    for (const { headers } of other.calls) expect(headers.authorization).toBeUndefined();
  } finally {
    await other.close();
  }
});

test('the theme is kept on this device and follows the system unless told', async ({ page, mistd }) => {
  await enter(page, mistd);
  await go(page, 'Account');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background();
  expect(dark).not.toBe(light);
  const theme = page.getByRole('radiogroup', { name: 'Theme' });
  await theme.getByRole('radio', { name: 'Light' }).check();
  expect(await background()).toBe(light);
  await page.reload();
  await expect(theme.getByRole('radio', { name: 'Light' })).toBeChecked();
  expect(await background()).toBe(light);
});
