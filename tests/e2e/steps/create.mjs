/** Making machines, as a person does. */
import { expect } from '@playwright/test';
import * as people from './people.mjs';

/** Has the server make and keep a key, and returns a token for further calls. */
export async function withKey(clouds, id = 'deploy') {
  const token = await clouds.token();
  const { priv } = await (await clouds.fetch('/keys', { method: 'POST', token })).json();
  const body = JSON.stringify({ id, priv });
  expect((await clouds.fetch('/keys', { method: 'PUT', token, body })).ok).toBe(true);
  return token;
}

/** The id of a backend by its title. */
export async function backendOf(clouds, token, title) {
  const backends = await (await clouds.fetch('/backends', { token })).json();
  return backends.find((one) => one.title === title).id;
}

export const list = (page, name) => page.getByRole('listbox', { name, exact: true });
export const option = (page, name, words) => list(page, name).getByRole('option').filter({ hasText: words }).first();
export const chosen = (page, name) => list(page, name).getByRole('option', { selected: true });
export const name = (page) => page.getByRole('textbox', { name: 'Name', exact: true });
export const summary = (page) => page.getByRole('complementary', { name: 'Summary' });
export const being = (page) => page.getByRole('region', { name: 'Being created' });
export const send = (page) => page.getByRole('button', { name: 'Create machine', exact: true }).click();

/** Opens the form of a backend from the machine list. */
export async function open(page, title) {
  await people.go(page, 'Machines');
  await page.getByRole('link', { name: 'Create machine', exact: true }).click();
  await expect(people.title(page, 'Create machine')).toBeVisible();
  if (title) await people.choose(page, 'Backend', title);
}

/** Picks the first option that fits; images are searched first. */
export async function pick(page, what, words) {
  if (what === 'Image') await page.getByRole('searchbox', { name: 'Search images' }).fill(words);
  await option(page, what, words).click();
  await expect(chosen(page, what)).toContainText(words);
}

/** Fills in what is given: `{ name, image, size, location, script }`. */
export async function fill(page, wish) {
  if (wish.name) await name(page).fill(wish.name);
  if (wish.image) await pick(page, 'Image', wish.image);
  if (wish.size) await pick(page, 'Size', wish.size);
  if (wish.location) await pick(page, 'Location', wish.location);
  if (wish.script) await page.getByRole('textbox', { name: 'Script', exact: true }).fill(wish.script);
}

/** Collects what the page asks servers to make. */
export function wishes(page) {
  const sent = [];
  page.on('request', (request) => {
    const isWish = request.method() === 'POST' && /\/backends\/[^/]+\/machines$/.test(request.url());
    if (isWish) sent.push(request.postDataJSON());
  });
  return sent;
}

/** Waits until a machine is made, listed, and no longer among those being made. */
export async function expectMade(page, machine) {
  await expect(people.said(page, `Machine ${machine} was created.`)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search machines' }).fill(machine);
  await expect(people.machineLink(page, machine).first()).toBeVisible({ timeout: 30_000 });
  await expect(being(page)).toHaveCount(0);
}
