/** How the page is driven: Debian's own Chromium, one real server per test, nothing from outside. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const here = import.meta.dirname;

export default defineConfig({
  testDir: join(here, 'specs'),
  testMatch: '*.spec.mjs',
  outputDir: join(here, 'output', 'results'),
  globalSetup: join(here, 'fixtures', 'ready.mjs'),
  workers: Number(process.env.E2E_WORKERS ?? 2),
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // When this many have failed the rest has nothing new to say, and the reason is wanted soon.
  maxFailures: 25,
  reporter: [['list'], [join(here, 'fixtures', 'digest.mjs')]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    // Tests look at, hold back and spoil what the page asks for, and none of that reaches a request that
    // its worker answers or makes. offline.spec.mjs is about the worker and has it on.
    serviceWorkers: 'block',
    // Without pictures: traces of passing tests stay until their worker ends, gigabytes with them.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'page', testIgnore: 'screens.spec.mjs' },
    { name: 'screens', testMatch: 'screens.spec.mjs' },
  ],
});
