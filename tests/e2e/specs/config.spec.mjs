/** What whoever hosts the page may edit after the build: `config.json` beside it. */
import { FileHost } from '../fixtures/file-host.mjs';
import { EMAIL, Mistd } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { enter, go, signIn, title } from '../steps/people.mjs';

/** The host has this in its `config.json`. */
const says = (page, body, options = {}) =>
  page.route('**/config.json', (route) =>
    route.fulfill({
      contentType: 'application/json',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...options,
    }),
  );

test('the page is called what the host calls it', async ({ page, mistd }) => {
  await says(page, { title: 'Acme <b>Cloud</b>' });
  await page.goto(await mistd.link());
  await expect(title(page, 'Machines')).toBeVisible();
  await expect(page).toHaveTitle('Machines · Acme <b>Cloud</b>');
  await expect(page.getByRole('banner').getByText('Acme <b>Cloud</b>')).toBeVisible();
});

test('a host without such a file is as one that changes nothing', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await page.route('**/config.json', (route) => route.fulfill({ status: 404, body: 'not here' }));
  await enter(page, mistd);
  await expect(page).toHaveTitle('Machines · Mist');
});

test('a file that cannot be read is named where people look, and Retry reads it again', async ({
  page,
  mistd,
  watch,
}) => {
  watch.allowNetworkErrors();
  await says(page, '{ "title": "Acme", }');
  await page.goto(mistd.origin);
  await expect(page.getByRole('alert')).toContainText('config.json');
  await page.unroute('**/config.json');
  await says(page, { title: 'Acme' });
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page).toHaveTitle('Sign in · Acme');
});

test.describe('a server elsewhere', () => {
  let host;
  let elsewhere;

  test.beforeEach(async ({ watch }) => {
    watch.allowNetworkErrors();
    host = await FileHost.start();
    elsewhere = await Mistd.start({ allowed: [host.origin] });
    watch.server(host.origin);
    watch.server(elsewhere.origin);
  });

  test.afterEach(async () => {
    await elsewhere.close();
    await host.close();
  });

  test('a visit begins with the server that the host names', async ({ page }) => {
    await says(page, { server: `${elsewhere.origin}/` });
    await page.goto(`${host.origin}/ui/`);
    await expect(page.getByText(`Server: ${elsewhere.origin}`)).toBeVisible();
    await signIn(page, elsewhere);
    await expect(title(page, 'Machines')).toBeVisible();
    await page.reload();
    await expect(title(page, 'Machines')).toBeVisible();
    await expect(page.getByRole('banner').getByText(elsewhere.origin)).toBeVisible();
  });

  test('a sign-in link goes to it too', async ({ page }) => {
    await says(page, { server: elsewhere.origin });
    const code = await elsewhere.code();
    await page.goto(`${host.origin}/ui/#/sign-in?email=${encodeURIComponent(EMAIL)}&code=${code}`);
    await expect(title(page, 'Machines')).toBeVisible();
  });

  test('where people may not choose, nothing offers them another, and one kept before is not used', async ({
    page,
  }) => {
    await page.addInitScript(() => localStorage.setItem('mist:server', 'http://127.0.0.9:9'));
    await says(page, { server: elsewhere.origin, may_change_server: false });
    await page.goto(`${host.origin}/ui/`);
    await expect(title(page, 'Sign in')).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.getElementById('boot') === null)).toBe(true);
    await expect(page.getByRole('button', { name: 'Change server' })).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'Server' })).toHaveCount(0);
    await signIn(page, elsewhere);
    await go(page, 'Account');
    await expect(page.getByRole('button', { name: 'Use another server' })).toHaveCount(0);
    await expect(page.getByText('127.0.0.9')).toHaveCount(0);
  });
});
