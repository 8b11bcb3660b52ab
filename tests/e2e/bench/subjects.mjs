/**
 * The pages that are opened, and the servers behind them: all on loopback, in throwaway folders, ended by
 * process id.
 */
import { execFile, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { ThrowawayHome } from '../fixtures/home.mjs';
import { Mistd } from '../fixtures/mistd.mjs';
import { freePort, listening, until } from '../fixtures/net.mjs';
import { descendants, signal } from '../fixtures/processes.mjs';
import { observe } from './observe.mjs';

const MACHINES = 40;
const LIST = { mark: 'mist:machines:painted', rows: MACHINES, row: 'table tbody tr' };

/** Cockpit's web server, with a folder for its settings that holds none. */
class Cockpit {
  static async start(...options) {
    const cockpit = new Cockpit();
    cockpit.throwaway = new ThrowawayHome('cockpit');
    const settings = join(cockpit.throwaway.folder, 'settings');
    mkdirSync(join(settings, 'cockpit'), { recursive: true });
    cockpit.port = await freePort();
    cockpit.origin = `http://127.0.0.1:${cockpit.port}`;
    const program = process.env.COCKPIT_WS ?? '/usr/lib/cockpit/cockpit-ws';
    const words = ['--no-tls', '--address', '127.0.0.1', '--port', String(cockpit.port), ...options];
    const env = {
      ...cockpit.throwaway.environment,
      XDG_CONFIG_DIRS: settings,
      XDG_RUNTIME_DIR: cockpit.throwaway.home,
      LANG: 'C.UTF-8',
    };
    cockpit.process = spawn(program, words, { env, stdio: 'ignore' });
    let failure = null;
    cockpit.process.once('error', (error) => (failure = error));
    await until(`Cockpit on port ${cockpit.port}`, () => {
      if (failure) throw failure;
      if (cockpit.process.exitCode !== null) throw new Error(`${program} ended`);
      return listening(cockpit.port);
    });
    return cockpit;
  }

  async close() {
    const children = descendants(this.process.pid);
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((done) => this.process.once('exit', done));
      this.process.kill('SIGTERM');
      await ended;
    }
    for (const pid of children) signal(pid, 'SIGKILL');
    this.throwaway.remove();
  }
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** A plain host of the small page, which sends what was compressed beforehand. */
class SmallHost {
  static async start(folder) {
    const host = new SmallHost();
    host.server = createServer(({ url }, response) => {
      const path = new URL(url, 'http://localhost').pathname;
      const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
      const packed = `${file}.br`;
      if (!file.startsWith(folder + sep) || !existsSync(packed)) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Encoding': 'br',
        'Content-Length': statSync(packed).size,
      });
      createReadStream(packed).pipe(response);
    });
    await new Promise((ready) => host.server.listen(0, '127.0.0.1', ready));
    host.origin = `http://127.0.0.1:${host.server.address().port}`;
    return host;
  }

  close() {
    return new Promise((closed) => {
      this.server.close(closed);
      this.server.closeAllConnections();
    });
  }
}

/** What a page that signed in keeps for its next visit: its session, and nothing that would be a head start. */
async function session(browser, mistd) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(observe, LIST);
  await page.goto(await mistd.link());
  await page.waitForFunction(() => typeof window.benched?.usable === 'number');
  const kept = await page.evaluate(() =>
    [sessionStorage, localStorage].flatMap((storage) =>
      Object.entries(storage).filter(([key]) => key.startsWith('mist:session:')),
    ),
  );
  await context.close();
  if (kept.length === 0) throw new Error('the page kept no session after signing in');
  return kept;
}

/** Starts everything; `close` ends it. */
export async function start(browser) {
  const servers = [];
  const close = () => Promise.all(servers.map((server) => server.close()));
  const started = async (server) => {
    servers.push(await server);
    return server;
  };
  try {
    const mistd = await started(Mistd.start({ demo: ['--sim-machines', String(MACHINES)] }));
    const login = await started(Cockpit.start());
    const hello = await started(SmallHost.start(process.env.BENCH_HELLO));
    const subjects = {
      signIn: {
        title: 'ours: sign in',
        usable: 'e-mail field typed into',
        origin: mistd.origin,
        path: '/',
        sign: { field: 'input[type=email]' },
        settled: 'mist:interactive',
      },
      machines: {
        title: `ours: ${MACHINES} machines`,
        usable: `${MACHINES} rows painted, one in sight`,
        origin: mistd.origin,
        path: '/#/machines',
        sign: LIST,
        session: await session(browser, mistd),
      },
      login: {
        title: 'Cockpit: login',
        usable: 'user name typed into',
        origin: login.origin,
        path: '/',
        sign: { field: '#login-user-input' },
      },
      overview: {
        title: 'Cockpit: overview',
        usable: 'heading “Usage” in sight in its frame',
        // A session that nobody looks at ends after a while, and its server with it.
        serve: () => Cockpit.start('--local-session=cockpit-bridge'),
        path: '/',
        sign: { text: 'Usage', of: '[class*="card__title"]' },
      },
      hello: {
        title: 'Leptos: hello',
        usable: 'heading in sight',
        origin: hello.origin,
        path: '/',
        sign: { text: 'Hello, world!', of: 'h1' },
      },
    };
    return { subjects, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What Cockpit calls its version. */
export async function cockpitVersion() {
  const { stdout } = await promisify(execFile)('cockpit-bridge', ['--version']);
  return stdout.match(/Version: (\S+)/i)?.[1] ?? stdout.trim().split('\n')[0];
}
