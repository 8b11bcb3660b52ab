/** Two tabs of one browser, or two people: what one takes away the other's form survives. */
import { expect, test } from '../fixtures/test.mjs';
import * as create from '../steps/create.mjs';
import * as people from '../steps/people.mjs';

const WISH = { name: 'tab-1', image: 'Debian', size: 'Linode 1024', location: 'London' };

async function secondTab(page, clouds, address) {
  const other = await page.context().newPage();
  await other.goto(`${clouds.origin}/${address}`);
  return other;
}

test('a backend deleted in another tab: the form says so and keeps what was typed', async ({ page, clouds, watch }) => {
  watch.allowNetworkErrors();
  await create.withKey(clouds);
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, WISH);
  const other = await secondTab(page, clouds, '#/backends');
  await people.act(other, 'Linode', 'Delete');
  await other.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(people.table(other, 'Backends').getByRole('rowheader', { name: 'Linode' })).toHaveCount(0);
  await other.close();
  await create.send(page);
  // Either the list told first, and the form asks for a backend, or the server refuses what was sent.
  const told = page.getByText(/Backend not found|Choose a backend/).first();
  await expect(told).toBeVisible();
  if ((await people.title(page, 'Create machine').count()) === 0) {
    await create.being(page).getByRole('button', { name: 'Try again' }).click();
  }
  await expect(create.name(page)).toHaveValue('tab-1');
});

test('a key deleted in another tab is refused in the server’s words, and the form comes back filled', async ({
  page,
  clouds,
  watch,
}) => {
  watch.allowNetworkErrors();
  const token = await create.withKey(clouds);
  await people.enter(page, clouds);
  await create.open(page, 'Linode');
  await create.fill(page, { ...WISH, script: 'echo made' });
  await clouds.fetch('/keys/deploy', { method: 'DELETE', token });
  await create.send(page);
  const being = create.being(page);
  await expect(being).toContainText('deploy');
  await being.getByRole('button', { name: 'Try again' }).click();
  await expect(create.name(page)).toHaveValue('tab-1');
  await expect(page.getByRole('textbox', { name: 'Script', exact: true })).toHaveValue('echo made');
  await expect(create.summary(page)).toContainText('Linode 1024');
});

test('a star given in one tab is there in the other after a look at the list', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  const id = await create.backendOf(clouds, await clouds.token(), 'EC2 Tokyo');
  const address = `#/images?backend=${id}&q=precise`;
  await page.goto(`${clouds.origin}/${address}`);
  const star = page.getByRole('button', { name: /^Star / }).first();
  const name = (await star.getAttribute('aria-label')).replace(/^Star /, '');
  await star.click();
  const unstar = `Unstar ${name}`;
  await expect(page.getByRole('button', { name: unstar, exact: true }).first()).toBeVisible();
  const other = await secondTab(page, clouds, address);
  await expect(other.getByRole('button', { name: unstar, exact: true }).first()).toBeVisible();
});
