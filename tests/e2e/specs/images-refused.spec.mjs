/** Images where something is missing or fails: older servers, single servers, lists and searches that do not come. */
import { expect, test } from '../fixtures/test.mjs';
import { counted, image, openDetails, search, serverSearch, star, starredOnly, unstar } from '../steps/offered.mjs';
import * as people from '../steps/people.mjs';

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

const LIST = { method: 'GET', path: /\/images$/ };
const SEARCH = { method: 'POST', path: /\/images$/ };
const AMAZON = 'Amazon Linux AMI 2013.09.2 64-bit';

/** The page of a server of 2014 with one cloud, at its images. */
async function open(page, legacy, fault) {
  const cloud = await legacy.seedCloud();
  if (fault) legacy.faults.set(fault);
  await page.goto(`${legacy.origin}/ui/#/images`);
  return cloud;
}

test('on a server of 2014: listed once each, searched, starred', async ({ page, legacy }) => {
  await open(page, legacy);
  await counted(page, '2 of 2 images');
  await search(page).fill('gentoo');
  await counted(page, '1 of 2 images');
  await serverSearch(page).click();
  await expect(people.said(page, 'The server found 1 image. All are in the list already.')).toBeVisible();
  await search(page).fill('');
  await unstar(page, AMAZON).click();
  await expect(star(page, AMAZON)).toBeVisible();
  expect(legacy.calls.filter(({ call }) => call.endsWith('/images/ami-0d13700c')).length).toBe(1);
});

test('what the server answers is what the star is, whatever was pressed', async ({ page, legacy }) => {
  await open(page, legacy, { method: 'POST', path: /\/images\/.+/, body: 'false' });
  await star(page, 'Gentoo 64-bit').click();
  await expect(people.said(page, 'Gentoo 64-bit has no star any more.')).toBeVisible();
  await expect(star(page, 'Gentoo 64-bit')).toBeVisible();
});

test('an id with a slash is refused by servers of 2014, and that is said', async ({ page, legacy }) => {
  const images = [{ id: 'library/nginx', name: 'nginx', star: false, extra: {} }];
  legacy.faults.set({ ...LIST, body: JSON.stringify(images) });
  legacy.faults.set({
    method: 'POST',
    path: /\/images\/.+/,
    status: 404,
    type: 'text/plain',
    body: '404 Not Found\n\nThe resource could not be found.\n\n',
  });
  await open(page, legacy);
  await star(page, 'nginx').click();
  const alert = page.getByRole('alert').filter({ hasText: 'The star of nginx was not changed.' });
  await expect(alert).toContainText('slash');
  await expect(star(page, 'nginx')).toBeVisible();
});

test('a list that fails says why beside what it had, and comes with Retry', async ({ page, legacy }) => {
  const fault = { status: 500, words: 'Internal Server Error: no images today' };
  await open(page, legacy);
  legacy.faults.set({ ...LIST, ...fault });
  await page.reload();
  const alert = page.getByRole('alert').filter({ hasText: 'The images could not be fetched.' });
  await expect(alert).toContainText('no images today');
  legacy.faults.clear();
  await alert.getByRole('button', { name: 'Retry' }).click();
  await counted(page, '2 of 2 images');
  await expect(alert).toHaveCount(0);
});

test('without a list the server can still be searched', async ({ page, legacy }) => {
  await open(page, legacy, { ...LIST, status: 503, words: 'Backend unavailable' });
  await expect(page.getByRole('alert')).toContainText('Backend unavailable');
  await search(page).fill('gentoo');
  await serverSearch(page).click();
  await expect(image(page, 'Gentoo 64-bit')).toContainText('found by the server');
});

for (const [name, fault] of [
  ['cut off', { cut: true }],
  ['no JSON', { body: '[{"id": ' }],
  ['a page', { body: '<html><script>alert(1)</script></html>', type: 'text/html' }],
  ['refused for its credentials', { status: 401, words: 'Invalid backend credentials' }],
]) {
  test(`a list that is ${name} ends nothing else`, async ({ page, legacy }) => {
    await open(page, legacy, { ...LIST, ...fault });
    await expect(page.getByRole('alert').filter({ hasText: 'The images could not be fetched.' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
    await expect(page.getByRole('combobox', { name: 'Backend' })).toBeVisible();
  });
}

test('one bad item does not take the others with it', async ({ page, legacy }) => {
  const images = [{ name: 'no id' }, { id: 7, name: 'Seven' }, null, { id: 'x', extra: [1], star: 'true' }];
  await open(page, legacy, { ...LIST, body: JSON.stringify(images) });
  await counted(page, '2 of 2 images');
  await expect(page.getByText('2 items the server sent could not be read')).toBeVisible();
  await expect(unstar(page, 'x')).toBeVisible();
});

test('a search that fails is retried; a newer one overtakes it; it can be stopped', async ({ page, legacy }) => {
  await open(page, legacy);
  await search(page).fill('amazon');
  const broken = legacy.faults.set({ ...SEARCH, status: 500, words: 'Internal Server Error: search' });
  await serverSearch(page).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The server did not search for “amazon”.' });
  await expect(alert).toContainText('Internal Server Error: search');
  broken.mend();
  const held = legacy.faults.set({ ...SEARCH, held: true });
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('progressbar', { name: 'Searching on the server' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await serverSearch(page).click();
  await search(page).fill('gentoo');
  held.mend();
  await serverSearch(page).click();
  await expect(people.said(page, 'The server found 1 image.')).toBeVisible();
  await expect(image(page, 'Gentoo 64-bit')).toBeVisible();
});

test('metadata of any shape is text, three hundred entries of it searched', async ({ page, legacy }) => {
  const extra = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`key <b>${n}</b>`, { deep: [n, null] }]));
  const images = [{ id: 'x', name: '<img src=x onerror=alert(1)>', extra }];
  await open(page, legacy, { ...LIST, body: JSON.stringify(images) });
  const dialog = await openDetails(page, 'onerror');
  await expect(dialog.getByRole('heading').first()).toHaveText('<img src=x onerror=alert(1)>');
  await expect(dialog.getByRole('status')).toHaveText('600 of 600 entries');
  await dialog.getByRole('searchbox', { name: 'Search metadata' }).fill('<b>299');
  await expect(dialog.getByText('key <b>299</b>.deep.0')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
});

test('a single server has none, and that is said', async ({ page, local }) => {
  await people.enter(page, local);
  await people.go(page, 'Images');
  await expect(page.getByText('A single server has no images.')).toBeVisible();
  await expect(search(page)).toHaveCount(0);
});

test('no backend at all: the way to one', async ({ page, mistd }) => {
  await people.enter(page, mistd);
  await people.go(page, 'Images');
  await expect(page.getByText('There are no backends yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Add backend' }).click();
  await expect(people.title(page, 'Add backend')).toBeVisible();
});

test('no star anywhere, and a backend that is gone', async ({ page, legacy }) => {
  const images = [{ id: 'x', name: 'plain', star: false }];
  await open(page, legacy, { ...LIST, body: JSON.stringify(images) });
  await starredOnly(page).click();
  await expect(page.getByText('No image has a star yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all images' }).click();
  await counted(page, '1 of 1 images');
  await page.goto(`${legacy.origin}/ui/#/images?backend=nosuch`);
  await expect(page.getByText('This backend is not on the server.')).toBeVisible();
});
