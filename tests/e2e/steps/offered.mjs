/** What people do with what backends offer: images, sizes, locations, networks. */
import { expect } from '@playwright/test';
import * as people from './people.mjs';

export const images = (page) => page.getByRole('list', { name: 'Images', exact: true });
export const search = (page) => page.getByRole('searchbox', { name: 'Search images' });
export const starredOnly = (page) => page.getByRole('switch', { name: 'Starred only' });
export const serverSearch = (page) => page.getByRole('button', { name: 'Search on the server' });
export const star = (page, name) => page.getByRole('button', { name: `Star ${name}`, exact: true });
export const unstar = (page, name) => page.getByRole('button', { name: `Unstar ${name}`, exact: true });

/** The row of an image, by a part of what it says. */
export const image = (page, words) => images(page).getByRole('listitem').filter({ hasText: words });

/** Waits for "n of total images". */
export const counted = (page, words) => expect(people.said(page, words)).toBeVisible({ timeout: 30_000 });

/** Opens the details of the first image that says so. */
export async function openDetails(page, words) {
  await image(page, words).first().getByRole('button').nth(1).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The backends that a server lists, as another client sees them, by the beginning of their provider. */
export async function backendOf(server, provider) {
  const token = await server.token();
  const backends = await (await server.fetch('/backends', { token })).json();
  const found = backends.find((one) => one.provider.startsWith(provider));
  expect(found, `a backend of ${provider}`).toBeDefined();
  const list = async (what, body) => {
    const options = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return (await server.fetch(`/backends/${found.id}/${what}`, { token, ...options })).json();
  };
  return { ...found, list };
}

/** Signs in and opens an address. */
export async function enterAt(page, server, address) {
  await people.enter(page, server);
  await page.goto(`${server.origin}/${address}`);
}

/** The tab of a backend's own screen. */
export const tab = (page, name) =>
  page.getByRole('tablist', { name: 'Backend' }).getByRole('tab', { name, exact: true });
