/** The page on hosts that the documentation describes, with its own recipes, and on a plain file server. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ask } from '../fixtures/hosts/ask.mjs';
import { Caddy } from '../fixtures/hosts/caddy.mjs';
import { Nginx } from '../fixtures/hosts/nginx.mjs';
import { PlainHost } from '../fixtures/hosts/plain.mjs';
import { expect, test } from '../fixtures/hosts/test.mjs';
import { PAGE_FOLDER } from '../fixtures/legacy/static.mjs';
import { EMAIL, Mistd } from '../fixtures/mistd.mjs';
import { until } from '../fixtures/net.mjs';
import { withCommandLine } from '../fixtures/processes.mjs';
import * as people from '../steps/people.mjs';
import { command, output, print, run, state, stopButton } from '../steps/shell.mjs';

const machine = (page) => people.table(page, 'Machines').getByRole('row').getByRole('link').first();

async function openThisComputer(page) {
  await machine(page).click();
  await page.getByRole('tablist', { name: 'Machine' }).getByRole('tab', { name: 'Shell' }).click();
  await expect(command(page)).toBeVisible();
}

/** A command that prints a line, waits for a file to appear, and prints another. */
async function expectOutputAsItComes(page, folder) {
  const go = join(folder, 'go-on');
  const waiting = `until [ -e ${go} ]; do sleep 0.05; done`;
  await run(page, `${print('first line')}; ${waiting}; ${print('last line')}`);
  await expect(output(page)).toContainText('first line');
  await expect(state(page, 'running')).toBeVisible();
  expect(await output(page).innerText()).not.toContain('last line');
  writeFileSync(go, '');
  await expect(output(page)).toContainText('last line');
  await expect(state(page, 'finished')).toBeVisible();
}

const PROXIES = [
  ['nginx', Nginx, '/'],
  ['nginx under a path', Nginx, '/ui/'],
  ['Caddy', Caddy, '/'],
  ['Caddy under a path', Caddy, '/ui/'],
];

for (const [name, Kind, path] of PROXIES) {
  test(`${name}: sign in, run a command, stop one, reload`, async ({ page, hosted, watch }) => {
    // Asked without a token, the server refuses: Chromium says so.
    watch.allowNetworkErrors();
    const { host, mistd } = await hosted(Kind, path);
    await page.goto(host.address);
    await people.signIn(page, mistd);
    await expect(machine(page)).toBeVisible();
    await openThisComputer(page);
    await expectOutputAsItComes(page, host.folder);

    const pause = `sleep 86.5${host.port}`;
    await run(page, `${print('started')}; ${pause}`);
    await expect(output(page)).toContainText('started');
    await stopButton(page).click();
    await expect(state(page, 'stopped')).toBeVisible();
    await until('the command to end', () => withCommandLine(pause).length === 0, 5);

    const before = page.url();
    expect(before.startsWith(`${host.address}#/machines/`), before).toBe(true);
    await page.reload();
    await expect(command(page)).toBeVisible();
    expect(page.url()).toBe(before);
  });

  test(`${name}: every file comes as the documentation says`, async ({ hosted }) => {
    const { host } = await hosted(Kind, path);
    await expectFiles(host);
    if (path === '/') return;
    const short = await ask(host, path.slice(0, -1));
    expect([301, 302, 308]).toContain(short.status);
    expect(new URL(short.headers.location, host.origin).href).toBe(host.address);
  });
}

const TYPES = {
  css: /^text\/css/,
  html: /^text\/html/,
  json: /^application\/json/,
  js: /^(text|application)\/javascript/,
  svg: /^image\/svg\+xml/,
  txt: /^text\/plain/,
  wasm: /^application\/wasm$/,
};
const HASHED = /-[0-9a-f]{16}\.(js|css|wasm|json)$/;

async function expectFiles(host) {
  const all = readdirSync(PAGE_FOLDER, { recursive: true, withFileTypes: true });
  const files = all
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => relative(PAGE_FOLDER, join(entry.parentPath, entry.name)));
  expect(files.filter((file) => HASHED.test(file)).length).toBeGreaterThan(3);
  for (const file of files) {
    const address = host.path + (file === 'index.html' ? '' : file);
    for (const [encoding, suffix] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ]) {
      const { status, headers } = await ask(host, address, { 'Accept-Encoding': encoding });
      expect(status, file).toBe(200);
      const packed = existsSync(join(PAGE_FOLDER, file + suffix));
      expect(headers['content-encoding'], `${file} as ${encoding}`).toBe(packed ? encoding : undefined);
      if (packed) expect(headers.vary, file).toMatch(/accept-encoding/i);
      const type = TYPES[file.split('.').at(-1)];
      if (type) expect(headers['content-type'], file).toMatch(type);
      const cache = HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
      expect(headers['cache-control'], file).toBe(cache);
      expectGuarded(headers);
    }
    const plain = await ask(host, address, { 'Accept-Encoding': 'identity' });
    expect(plain.headers['content-encoding'], file).toBeUndefined();
  }
  const gone = await ask(host, `${host.path}mist-web-0123456789abcdef.js`);
  expect(gone.status).toBe(404);
  // Tomorrow's file would be missing for a year.
  expect(gone.headers['cache-control'] ?? '').not.toContain('immutable');
  const unchanged = await ask(host, host.path);
  const again = await ask(host, host.path, { 'If-None-Match': unchanged.headers.etag });
  expect(again.status).toBe(304);
  const api = await ask(host, '/backends');
  expect(api.status).toBe(401);
  expect(api.headers['cache-control']).toBe('no-store');
  expect(api.headers['strict-transport-security']).toBe('max-age=31536000');
  expect(api.headers['x-content-type-options']).toBe('nosniff');
}

function expectGuarded(headers) {
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
}

for (const [name, Kind] of [
  ['nginx', Nginx],
  ['Caddy', Caddy],
]) {
  test(`${name} logs who called what, and neither commands nor tokens`, async ({ page, hosted, watch }) => {
    watch.allowNetworkErrors();
    const { host, mistd } = await hosted(Kind, '/');
    const tokens = new Set();
    page.on('request', async (request) => {
      const { authorization } = await request.allHeaders();
      if (authorization) tokens.add(authorization.split(':').at(-1));
    });
    await page.goto(host.address);
    await people.signIn(page, mistd);
    await openThisComputer(page);
    await run(page, `${print('well')}; : nobody-logs-this`);
    await expect(state(page, 'finished')).toBeVisible();

    // Proxies say more about what goes wrong: the server vanishes under a command, and then is not there.
    await run(page, `${print('started')}; : nobody-logs-this; sleep 86.6`);
    await expect(output(page)).toContainText('started');
    await mistd.kill();
    await expect(state(page, 'running')).toHaveCount(0);
    await ask(host, '/backends/1/machines/2/shell?command=nobody-logs-this&command_id=c9');
    await ask(host, `/backends/${'x'.repeat(100_000)}?command=nobody-logs-this`).catch(() => {});

    await until('the calls to be logged', () => /"?GET\W.*\/machines\/2\/shell/.test(host.log));
    expect(host.log).toMatch(/POST\W.*\/auth\b/);
    expect(tokens.size).toBeGreaterThan(0);
    for (const secret of ['nobody-logs-this', 'command_id', ...tokens]) {
      expect(host.log.includes(secret), `the log of ${name} holds ${secret}`).toBe(false);
    }
  });
}

test('Account leads to the licences of what the page is made of', async ({ page, hosted, watch }) => {
  watch.allowNetworkErrors();
  const { host, mistd } = await hosted(Nginx, '/ui/');
  await page.goto(host.address);
  await people.signIn(page, mistd);
  await people.go(page, 'Account');
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Licences' }).click();
  const licences = await opened;
  expect(licences.url()).toBe(`${host.address}licenses.txt`);
  await expect(licences.locator('body')).toContainText('leptos 0.');
  await expect(licences.locator('body')).toContainText('Permission is hereby granted');
});

test('a page over https says at the field that it may call no server over http', async ({ page, hosted, watch }) => {
  watch.allowNetworkErrors();
  const { host, mistd } = await hosted(Nginx, '/');
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Change server' }).click();
  const server = page.getByRole('textbox', { name: 'Server' });
  const told = page.getByText(/came over https, and browsers let such a page call no server over http/);
  await server.fill('http://192.168.1.5:8080');
  await expect(told).toBeVisible();
  await expect(server).toHaveAttribute('aria-invalid', 'true');
  await server.fill('http://127.0.0.1:8080');
  await expect(told).toHaveCount(0);
  await server.fill('http://mist.example');
  await expect(told).toBeVisible();
  // Nothing is sent, and nothing typed is lost.
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await people.signIn(page, mistd);
  await expect(server).toHaveValue('http://mist.example');
  await server.fill('');
  await people.signIn(page, mistd);
  await expect(machine(page)).toBeVisible();
  expect(asked.filter((url) => url.startsWith('http:'))).toEqual([]);
});

test('a plain file server, and mistd elsewhere', async ({ page, watch }) => {
  // The host itself knows no API: Chromium says so.
  watch.allowNetworkErrors();
  const host = await new PlainHost().settle();
  await host.start();
  const mistd = await Mistd.start({ thisComputer: true, allowed: ['https://other.example', host.origin] });
  watch.server(host.origin);
  watch.server(mistd.origin);
  try {
    const asked = [];
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).origin}`));
    await page.goto(host.address);
    const server = page.getByRole('textbox', { name: 'Server' });
    await expect(people.title(page, 'Sign in')).toBeVisible();
    if (!(await server.isVisible())) await page.getByRole('button', { name: 'Change server' }).click();
    await server.fill(mistd.origin);
    await page.getByRole('textbox', { name: 'Email' }).fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(await mistd.code());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await openThisComputer(page);
    await expectOutputAsItComes(page, host.folder);
    const before = page.url();
    await page.reload();
    await expect(command(page)).toBeVisible();
    expect(page.url()).toBe(before);
    expect(asked).toContain(`GET ${mistd.origin}`);
  } finally {
    watch.end();
    await mistd.close();
    await host.close();
  }
});

test('a page that mistd was not told of gets nothing, also with a token', async ({ page, watch }) => {
  watch.allowNetworkErrors();
  watch.allow(/blocked by CORS policy/);
  const host = await new PlainHost().settle();
  await host.start();
  const mistd = await Mistd.start({ origins: [host.origin] });
  watch.server(host.origin);
  watch.server(mistd.origin);
  try {
    await page.goto(`${host.address}icon.svg`);
    const token = await mistd.token();
    const call = (headers) =>
      page.evaluate(
        ({ url, headers }) =>
          fetch(url, { headers }).then(
            (answer) => answer.status,
            () => 'refused by the browser',
          ),
        { url: `${mistd.origin}/backends`, headers },
      );
    expect(await call({})).toBe('refused by the browser');
    expect(await call({ Authorization: `mist_1 ${EMAIL}:${token}` })).toBe('refused by the browser');
  } finally {
    watch.end();
    await mistd.close();
    await host.close();
  }
});
