/** Remembering on this device, and what a browser then holds. */
import { expect } from '@playwright/test';
import { go } from './people.mjs';

const API = /^\/(auth|account|providers|backends|keys|monitoring)(\/|$)/;

/** From now on no call of the API is answered; the page's own files are. `mend()` ends it. */
export const cutOff = (server) => server.faults.set({ path: API, reset: true });

export const choice = (page) => page.getByRole('checkbox', { name: 'Remember on this device', exact: true });
export const forgetButton = (page) => page.getByRole('button', { name: 'Forget what is remembered', exact: true });
export const banner = (page) => page.getByRole('alert').filter({ hasText: 'Offline.' });
export const known = (page) => page.getByText(/^This is what was known .+ ago, on [A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d\s[AP]M\.$/);

/** Switches it on and waits until the lists are kept. */
export async function remember(page) {
  await go(page, 'Account');
  await choice(page).check();
  await expect(page.getByText(/^Last kept on /)).toBeVisible({ timeout: 30_000 });
}

/** All that the browser holds of the page's origin between visits, as one text. The session is not among it. */
export const held = (page) =>
  page.evaluate(async () => {
    const device = { ...localStorage };
    for (const key of Object.keys(device)) if (key.startsWith('mist:session:')) delete device[key];
    const parts = [JSON.stringify(device)];
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        parts.push(JSON.stringify(await Promise.all([done(all.getAllKeys()), done(all.getAll())])));
      }
      database.close();
    }
    for (const name of await globalThis.caches.keys()) {
      const cache = await globalThis.caches.open(name);
      parts.push(...(await cache.keys()).map(({ url }) => new URL(url).pathname));
    }
    return parts.join('\n');
  });
