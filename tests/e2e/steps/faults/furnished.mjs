/** What the rows of the fault matrix have in common: the server they stand on, and finding one's way. */
import * as people from '../people.mjs';
import { expect } from './columns.mjs';

/** The machine that the rows are about; deploy opens it on both clouds. */
export const WEB = 'i-00000001';

/** The 2014-like server with two clouds and two keys: `good` never fails, `bad` does. */
export async function furnish(legacy) {
  legacy.seedKey('deploy');
  legacy.seedKey('backup');
  const good = await legacy.seedCloud();
  const bad = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  for (const cloud of [good, bad]) {
    // Keys are associated where something listens: on the server itself.
    legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
    legacy.keys.associate(legacy.keys.get('deploy'), cloud, WEB, 'ubuntu', legacy.port);
  }
  return { good, bad };
}

/** An id of ours as it stands in a pattern. */
export const exactly = (path) => new RegExp(`^${path}$`);

export const field = (page, name) => page.getByRole('textbox', { name, exact: true });
export const rows = (page, name) => people.table(page, name).getByRole('row');

export async function expectRows(page, name, words) {
  await expect(rows(page, name).filter({ hasText: words })).toHaveCount(1);
}

/** Presses a button by its name. */
export const pressed = (name) => (page) => page.getByRole('button', { name, exact: true }).click();
