/** What the servers hold when a screen is looked at: two accounts, keys, a server behind SSH. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ec2 } from '../../fixtures/legacy/machines.mjs';
import * as people from '../people.mjs';

/** A command of the server behind SSH, `health`. */
const HEALTH = String.raw`#!/bin/sh
printf '\033[1m%-18s %-9s %s\033[0m\n' SERVICE STATE MEMORY
printf '%-18s \033[32m%-9s\033[0m %s\n' app running '212 MB' queue running '48 MB' postgres running '1.3 GB'
printf '%-18s \033[1;31m%-9s\033[0m %s\n' cache failed -
printf '\n\033[33mwarning:\033[0m /var is 81%% full\n'
`;

/** The second account: its machines are others than those of the first. */
function eastern() {
  const zone = 'us-east-1b';
  const machine = (n, name, more) => {
    const one = ec2({
      id: `i-0000010${n}`,
      name,
      address: `127.0.0.${n + 1}`,
      zone,
      size: 'm1.small',
      ...more,
    });
    one.private_ips = [`10.12.8.${20 + n}`];
    return one;
  };
  return [
    machine(1, 'api-1', { tags: ['api', 'prod'] }),
    machine(2, 'api-2', { tags: ['api', 'prod'] }),
    machine(3, 'build-1', { state: 'stopped', size: 'c1.xlarge', tags: ['ci'] }),
    machine(4, 'cache-1', { tags: ['cache', 'prod'] }),
    machine(5, 'db-replica', { size: 'm1.large', tags: ['db', 'prod'] }),
    machine(6, 'queue-1', { state: 'rebooting', tags: ['queue'] }),
  ];
}

/** The 2014-like server with a cloud, a second one, and keys. */
export async function furnish(legacy) {
  legacy.seedKey('deploy');
  legacy.seedKey('backup');
  const cloud = await legacy.seedCloud();
  const other = await legacy.seedCloud({ title: 'EC2 US EAST', provider: 'ec2_us_east' });
  legacy.backends.get(other).machines = eastern();
  // That names are text and no markup is for other tests to show.
  legacy.backends.get(cloud).machines[2].name = 'db-1';
  return { cloud, other };
}

/** Opens the page on the furnished server. */
export async function furnished(page, { legacy }) {
  const ids = await furnish(legacy);
  await page.goto(`${legacy.origin}/ui/`);
  await expect(people.machineLink(page, 'web-1')).toBeVisible();
  return ids;
}

/** One of the main screens of the furnished server. */
export async function furnishedAt(page, servers, name) {
  const ids = await furnished(page, servers);
  await people.go(page, name);
  return ids;
}

/** A machine of the furnished server, at a tab of its screen. */
export async function openMachine(page, servers, tab = 'Overview', name = 'web-1') {
  const ids = await furnished(page, servers);
  await people.machineLink(page, name).click();
  await expect(people.title(page, name)).toBeVisible();
  await page.getByRole('tab', { name: tab }).click();
  return ids;
}

/** What the server behind SSH is called. */
export const SERVER = 'db1.example.net';

/** Signs in to a `mistd` that has had a key and a server behind SSH for long, with a command to run there. */
export async function enterWithServer(page, { mistd, sshd, key }) {
  const command = join(sshd.throwaway.bin, 'health');
  writeFileSync(command, HEALTH);
  chmodSync(command, 0o755);
  const token = await mistd.token();
  const send = async (method, path, body) => {
    const answer = await mistd.fetch(path, { method, token, body: JSON.stringify(body) });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer;
  };
  await send('PUT', '/keys', { id: 'deploy', priv: key.privateKey });
  const { host, port, user } = sshd;
  const server = { machine_ip: host, machine_port: port, machine_user: user, machine_key: 'deploy' };
  const added = await send('POST', '/backends', { provider: 'bare_metal', ...server });
  await send('PUT', `/backends/${(await added.json()).id}`, { new_name: SERVER });
  await people.enter(page, mistd);
  await expect(people.machineLink(page, SERVER)).toBeVisible();
}
