/**
 * Every screen in every state worth looking at: for axe, for fingers and for pictures.
 * Each entry is `{ name, server, open, show? }`:
 *   name     what it is; pictures are called after it
 *   server   the fixture it wants: mistd, legacy, local, clouds (mistd with simulated clouds), or sshd
 *            (mistd with a server behind SSH)
 *   open     how a person gets there, from `(page, servers)`
 *   show     what has to be done again whenever the window has another size, such as scrolling
 */
import { ACCOUNT } from './account.mjs';
import { ACTIVITY } from './activity.mjs';
import { ADDING } from './adding.mjs';
import { BACKENDS } from './backends.mjs';
import { CREATE } from './create.mjs';
import { KEYS } from './keys.mjs';
import { MACHINE_KEYS } from './machine-keys.mjs';
import { MACHINE } from './machine.mjs';
import { MACHINES } from './machines.mjs';
import { OFFERED } from './offered.mjs';
import { SIGNING_IN } from './signing-in.mjs';
import { SIZES } from './sizes.mjs';

/** The screens as people think of them, in the order they meet them. */
export const AREAS = [
  { title: 'Signing in', screens: SIGNING_IN },
  { title: 'Machines', screens: MACHINES },
  { title: 'A machine', screens: MACHINE },
  { title: 'A machine’s keys and tags', screens: MACHINE_KEYS },
  { title: 'Making machines', screens: CREATE },
  { title: 'Sizes', screens: SIZES },
  { title: 'Backends', screens: BACKENDS },
  { title: 'Adding a backend', screens: ADDING },
  { title: 'What backends offer', screens: OFFERED },
  { title: 'Keys', screens: KEYS },
  { title: 'Activity', screens: ACTIVITY },
  { title: 'Account and the rest', screens: ACCOUNT },
];

/** Declares one test per screen that wants exactly the servers the screen needs. */
export function eachScreen(test, what, look) {
  for (const screen of AREAS.flatMap(({ screens }) => screens)) {
    const body = async (page, watch, servers) => {
      watch.allowNetworkErrors();
      await screen.open(page, servers);
      await screen.show?.(page);
      await look(page, screen.name, screen);
    };
    const name = `${what}: ${screen.name}`;
    if (screen.server === 'mistd') {
      test(name, ({ page, watch, mistd }) => body(page, watch, { mistd }));
    } else if (screen.server === 'legacy') {
      test(name, ({ page, watch, legacy }) => body(page, watch, { legacy }));
    } else if (screen.server === 'clouds') {
      test(name, ({ page, watch, clouds }) => body(page, watch, { clouds }));
    } else if (screen.server === 'local') {
      test(name, ({ page, watch, local }) => body(page, watch, { local }));
    } else {
      test(name, ({ page, watch, mistd, sshd, key }) => body(page, watch, { mistd, sshd, key }));
    }
  }
}
