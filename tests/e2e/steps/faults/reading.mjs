/**
 * What a person looks at, as rows of the fault matrix (`columns.mjs` has the columns). A new screen joins
 * with one entry: `{ name, furnish?, address, feeds, typed?, right, meanwhile?, cold?, waiting? }`
 *   furnish    what is on the server, where that is not what it is for all
 *   address    where it is, from the ids of the furnished server
 *   feeds      the requests that fill it: `{ name, method, path, kind, every | ask, patience, says }`;
 *              `every` is its poll's pace in milliseconds, `ask` how a person has it asked again
 *   typed      `{ fill, kept, late? }`: what stands in its fields; `late` where they are not there before the feeds
 *   right      how to tell that all is well
 *   meanwhile  what stays while a feed fails that has answered before (default: the same)
 *   cold       what shows beside the alert when a feed fails from the start
 *   waiting    how to tell, when a feed is not answered from the start, that the page waits for it
 */
import * as people from '../people.mjs';
import { command, runButton } from '../shell.mjs';
import { expect } from './columns.mjs';
import { WEB, exactly, expectRows, field, rows } from './furnished.mjs';

export const BACKENDS = () => ({
  name: 'the backends',
  method: 'GET',
  path: /^\/backends$/,
  kind: 'list',
  every: 30_000,
  patience: 30_000,
  says: /The list of backends could not be fetched/,
});

const MACHINES = ({ bad }) => ({
  name: 'the machines of a backend',
  method: 'GET',
  path: exactly(`/backends/${bad}/machines`),
  kind: 'list',
  every: 10_000,
  patience: 120_000,
  // When all fail at once it is the server that does, and that is said once.
  says: /EC2 US EAST|The server does not answer/,
});

const KEYS = (away) => () => ({
  name: 'the keys',
  method: 'GET',
  path: /^\/keys$/,
  kind: 'list',
  // Nobody polls the keys: coming back to a screen that shows them asks again.
  ask: away,
  patience: 30_000,
  says: /The list of keys could not be fetched/,
});

const PROVIDERS = (away) => () => ({
  name: 'the providers',
  method: 'GET',
  path: /^\/providers$/,
  kind: 'list',
  ask: away,
  patience: 30_000,
  says: /The list of providers could not be fetched/,
});

/** Leaves the form and comes back to it. */
async function backToForm(page) {
  await people.go(page, 'Backends');
  await page.getByRole('link', { name: 'Add backend' }).first().click();
}

const search = (page) => page.getByRole('searchbox', { name: 'Search machines' });
const typedBackend = {
  async fill(page) {
    await field(page, 'Hostname').fill('192.0.2.7');
    await field(page, 'User').fill('ops');
  },
  async kept(page) {
    await expect(field(page, 'Hostname')).toHaveValue('192.0.2.7');
    await expect(field(page, 'User')).toHaveValue('ops');
  },
};

const typedCommand = {
  fill: (page) => command(page).fill('uptime; half typed'),
  async kept(page) {
    await expect(command(page)).toHaveValue('uptime; half typed');
    await expect(command(page)).toBeEditable();
  },
};

export const READING = [
  {
    name: 'machines',
    address: () => '#/machines',
    feeds: [MACHINES, BACKENDS],
    typed: {
      fill: (page) => search(page).fill('web-1'),
      kept: (page) => expect(search(page)).toHaveValue('web-1'),
    },
    right: (page) => expect(people.machineLink(page, 'web-1')).toHaveCount(2),
    cold: (page) => expect(people.machineLink(page, 'web-1')).toHaveCount(1),
    async waiting(page) {
      await expect(people.machineLink(page, 'web-1')).toHaveCount(1);
      await expect(page.getByRole('progressbar', { name: 'Asking EC2 US EAST' })).toBeVisible();
    },
  },
  {
    name: 'providers',
    address: () => '#/providers',
    feeds: [
      PROVIDERS(async (page) => {
        await people.go(page, 'Backends');
        await people.go(page, 'Providers');
      }),
    ],
    right: (page) => expect(page.getByRole('listitem').filter({ hasText: 'Linode' })).toBeVisible(),
    cold: (page) => expect(page.getByRole('listitem').filter({ hasText: 'Bare Metal Server' })).toBeVisible(),
    waiting: (page) => expect(page.getByRole('progressbar', { name: 'Asking for the providers' })).toBeVisible(),
  },
  {
    name: 'machine, overview',
    address: ({ bad }) => `#/machines/${bad}/${WEB}`,
    feeds: [MACHINES],
    async right(page) {
      await expect(people.title(page, 'web-1')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeVisible();
    },
  },
  {
    name: 'machine, shell',
    address: ({ bad }) => `#/machines/${bad}/${WEB}?tab=shell`,
    feeds: [MACHINES],
    typed: typedCommand,
    async right(page) {
      await expect(people.title(page, 'web-1')).toBeVisible();
      await expect(runButton(page)).not.toHaveAttribute('aria-disabled', 'true');
    },
    waiting: (page) => expect(page.getByText('Asking for this machine')).toBeVisible(),
  },
  {
    name: 'machine, tags',
    address: ({ bad }) => `#/machines/${bad}/${WEB}?tab=tags`,
    feeds: [MACHINES],
    typed: {
      late: true,
      fill: (page) => field(page, 'New tag').fill('half typed'),
      kept: (page) => expect(field(page, 'New tag')).toHaveValue('half typed'),
    },
    right: (page) => expect(page.getByRole('button', { name: 'Remove tag prod' })).toBeVisible(),
    waiting: (page) => expect(page.getByText('Asking for this machine')).toBeVisible(),
  },
  {
    name: 'machine, keys',
    address: ({ bad }) => `#/machines/${bad}/${WEB}?tab=keys`,
    feeds: [
      MACHINES,
      KEYS(async (page) => {
        await page.getByRole('tab', { name: 'Tags' }).click();
        await page.getByRole('tab', { name: 'Keys' }).click();
      }),
    ],
    async right(page) {
      await expectRows(page, 'Keys of web-1', 'deploy');
      await expect(page.getByRole('button', { name: 'Associate key', exact: true })).toBeEnabled();
    },
    meanwhile: (page) => expectRows(page, 'Keys of web-1', 'deploy'),
  },
  {
    name: 'first steps',
    async furnish(legacy) {
      legacy.seedKey('deploy');
      return {};
    },
    address: () => '#/machines',
    feeds: [
      KEYS(async (page) => {
        await people.go(page, 'Backends');
        await people.go(page, 'Machines');
      }),
    ],
    async right(page) {
      const step = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Add a key' }) });
      await expect(step).toContainText('done');
      await expect(page.getByRole('button', { name: 'Add a backend' })).toBeEnabled();
    },
    cold: (page) => expect(page.getByRole('button', { name: 'Add a backend' })).toBeEnabled(),
    waiting: (page) => expect(page.getByRole('button', { name: 'Add a backend' })).toBeEnabled(),
  },
  {
    name: 'backends',
    address: () => '#/backends',
    feeds: [BACKENDS, MACHINES],
    async right(page) {
      await expect(rows(page, 'Backends').filter({ hasText: 'EC2 US EAST' })).toContainText('answers');
      await expectRows(page, 'Backends', 'EC2 AP NORTHEAST');
    },
    async meanwhile(page) {
      for (const title of ['EC2 US EAST', 'EC2 AP NORTHEAST']) await expectRows(page, 'Backends', title);
    },
    cold: (page) => expect(rows(page, 'Backends').filter({ hasText: 'EC2 US EAST' })).toContainText('failing'),
    waiting: (page) => expect(rows(page, 'Backends').filter({ hasText: 'EC2 US EAST' })).toContainText('asking'),
  },
  {
    name: 'backend',
    address: ({ bad }) => `#/backends/${bad}`,
    feeds: [BACKENDS, MACHINES],
    async right(page) {
      await expect(people.title(page, 'EC2 US EAST')).toBeVisible();
      await expect(people.machineLink(page, 'web-1')).toBeVisible();
    },
    async cold(page) {
      await expect(people.title(page, 'EC2 US EAST')).toBeVisible();
      await expect(page.getByText('ec2_us_east')).toBeVisible();
    },
  },
  {
    name: 'keys',
    address: () => '#/keys',
    feeds: [
      KEYS(async (page) => {
        await people.go(page, 'Backends');
        await people.go(page, 'Keys');
      }),
    ],
    async right(page) {
      await expectRows(page, 'Keys', 'deploy');
      await expectRows(page, 'Keys', 'backup');
    },
  },
  {
    name: 'add backend',
    address: () => '#/backends/add',
    feeds: [KEYS(backToForm), PROVIDERS(backToForm)],
    typed: typedBackend,
    async right(page) {
      await expect(people.title(page, 'Add backend')).toBeVisible();
      await expect(page.getByRole('combobox', { name: 'SSH Key' })).toContainText('backup');
      await expect(page.getByRole('combobox', { name: 'Provider' })).toContainText('Rackspace');
    },
    // A single server can be added without knowing what else could be.
    cold: (page) => expect(field(page, 'Hostname')).toBeEditable(),
  },
];
