/** The way in: a sign-in link, the form, and an empty server's first visit. */
import { EMAIL } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { enter, signIn, title } from '../steps/people.mjs';

test('a sign-in link goes straight in, and its code leaves the address and the history at once', async ({
  page,
  mistd,
}) => {
  const link = await mistd.link();
  const code = new URLSearchParams(link.slice(link.lastIndexOf('?') + 1)).get('code');
  expect(code).toBeTruthy();
  await page.goto(link);
  await expect(title(page, 'Machines')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toHaveCount(0);
  expect(page.url()).not.toContain(code);
  expect(page.url()).not.toContain(encodeURIComponent(EMAIL));
  const entries = await page.evaluate(() => navigation.entries().map((entry) => entry.url));
  expect(entries.join('\n')).not.toContain(code);
});

test('a link that failed leaves no code in the address either', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await page.goto(`${mistd.origin}/#/sign-in?email=${encodeURIComponent(EMAIL)}&code=not-a-code`);
  await expect(page.getByRole('alert')).toBeVisible();
  expect(page.url()).not.toContain('not-a-code');
});

test('a link used twice is refused in words, with the form to go on', async ({
  page,
  mistd,
  watch,
  context,
}) => {
  watch.allowNetworkErrors();
  const link = await mistd.link();
  await page.goto(link);
  await expect(title(page, 'Machines')).toBeVisible();
  await page.evaluate(() => sessionStorage.clear());
  await page.close();
  const second = await context.newPage();
  await second.goto(link);
  const alert = second.getByRole('alert');
  await expect(alert).toContainText(/link|code/i);
  await expect(alert).toContainText(/used|expired|no longer|works once|new/i);
  await expect(second.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('the form signs in; a wrong password is refused where the person is, and the email stays', async ({
  page,
  mistd,
  watch,
}) => {
  watch.allowNetworkErrors();
  await page.goto(mistd.origin);
  await expect(title(page, 'Sign in')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Continue without signing in' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue(EMAIL);
  await signIn(page, mistd);
  await expect(title(page, 'Machines')).toBeVisible();
});

test('a server that is not there is told apart from a wrong password', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await page.goto(mistd.origin);
  await expect(title(page, 'Sign in')).toBeVisible();
  const code = await mistd.code();
  await mistd.stop();
  await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(/reach|answer|connect/i);
  await mistd.start();
  await page
    .getByRole('button', { name: /^(Sign in|Retry)$/ })
    .first()
    .click();
  await expect(title(page, 'Machines')).toBeVisible();
});

test('the first visit to an empty server offers three steps, each a button', async ({ page, mistd }) => {
  await enter(page, mistd);
  for (const step of [/add a key/i, /add a (backend|server)/i, /run a command/i]) {
    await expect(
      page.getByRole('button', { name: step }).or(page.getByRole('link', { name: step })),
    ).toBeVisible();
  }
  await page
    .getByRole('button', { name: /add a key/i })
    .or(page.getByRole('link', { name: /add a key/i }))
    .click();
  await expect(page.getByRole('dialog', { name: 'Add key' })).toBeVisible();
});

test('with this computer offered, a command runs two clicks after the link', async ({ page, local }) => {
  await enter(page, local);
  const machine = page.getByRole('row').getByRole('link').first();
  await expect(machine).toBeVisible();
  await machine.click();
  await page.getByRole('tab', { name: 'Shell' }).click();
  await page.getByRole('textbox', { name: 'Command' }).fill('echo here-$((40 + 2))');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Output' })).toContainText('here-42');
});
