/**
 * What a person sends, as rows of the fault matrix (`columns.mjs` has the columns). Something new joins
 * with one entry: `{ name, call, kind, what, open, send, where?, kept?, done, lost?, busy?, giveUp?, patience }`
 *   call       the request, `{ method, path }`; `kind` is what a good answer is
 *   what       the alert about it; `where` the part of the page it stands in
 *   open       gets there and fills everything in; `send` does it
 *   kept       what must still stand after a refusal; `done` how to tell that it worked
 *   lost       how the truth shows when the server did it and its answer was lost; absent where nothing changes
 *   busy       how to tell that it is under way (default: something says so to a screen reader)
 *   giveUp     the button that gives the request up, where there is one
 */
import { run, state } from '../shell.mjs';
import { expect } from './columns.mjs';
import { WEB, exactly } from './furnished.mjs';
import { BACKENDS } from './sending-backends.mjs';
import { KEYS } from './sending-keys.mjs';
import { MACHINES } from './sending-machines.mjs';

export const SENDING = [...BACKENDS, ...KEYS, ...MACHINES];

/** How a command's stream can fail: what broke off may have begun, and nobody reruns it unasked. */
export const COMMAND = {
  call: ({ good }) => ({ method: 'GET', path: exactly(`/backends/${good}/machines/${WEB}/shell`) }),
  open: (page, server, { good }) => page.goto(`${server.origin}/ui/#/machines/${good}/${WEB}?tab=shell`),
  send: (page) => run(page, 'echo told-$((40 + 2))'),
  done: (page) => expect(state(page, 'finished')).toBeVisible(),
};
