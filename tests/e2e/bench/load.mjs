/**
 * Opens our page beside Cockpit's and a small Leptos page, fast and on a slow line, and prints how they
 * compare. A measurement: it fails when it can't measure, never for a number. Started by
 * `cargo xtask bench load`, which builds what it opens.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import config from '../playwright.config.mjs';
import { ms, row, summary, table, verdicts } from './figures.mjs';
import { cockpitVersion, start } from './subjects.mjs';
import { visit } from './visit.mjs';

/** Bytes per second, milliseconds before each answer, how many times slower scripts run. */
const LINES = {
  fast: { title: 'fast', download: -1, upload: -1, latency: 0, cpu: 1 },
  slow: { title: 'slow', download: 1.6e6 / 8, upload: 750e3 / 8, latency: 150, cpu: 4 },
};

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
if (!(Number.isInteger(runs) && runs > 0)) throw new Error('--runs wants a whole number from 1');
const results = resolve(
  process.env.BENCH_RESULTS ?? join(import.meta.dirname, '..', '..', '..', 'target', 'xtask', 'load.json'),
);

/**
 * Every page in turn, `runs` times, beginning with another one each time: what disturbs the machine disturbs
 * all.
 */
async function measure(browser, subjects, line) {
  const names = Object.keys(subjects);
  const visits = Object.fromEntries(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    process.stdout.write(`${line.title}, run ${run + 1} of ${runs} …\n`);
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(run + turn) % names.length];
      visits[name].push(await visit(browser, subjects[name], line));
    }
  }
  return visits;
}

function tell(facts, subjects, lines) {
  const say = (text) => process.stdout.write(`${text}\n`);
  const { chromium, cockpit, processors, load } = facts;
  const busy = load.map((number) => number.toFixed(1)).join(' before, ');
  say(`\nChromium ${chromium}, Cockpit ${cockpit}; ${runs} runs each.`);
  say(`${processors} processors; processes that wanted them: ${busy} after.`);
  say('Median (least–most). Slow: 1.6 Mbit/s, 150 ms, processor slowed 4 times. Usable means:');
  for (const { title, usable } of Object.values(subjects)) say(`  ${title} – ${usable}`);
  const rows = Object.entries(lines).flatMap(([line, figures]) =>
    Object.keys(subjects).map((name) => row(subjects[name].title, line, figures[name])),
  );
  say('By then: until it was usable. In all: until it had loaded.');
  say(`\n${table(rows)}`);
  for (const [line, figures] of Object.entries(lines)) {
    say(`\n${line}:`);
    for (const { what, met, words } of verdicts(figures)) {
      say(`  ${met ? 'met    ' : 'not met'}  ${what}: ${words}`);
    }
    const { signIn, hello } = figures;
    if (signIn.usable && hello.usable) {
      const times = `${ms(signIn.usable.median)} / ${ms(hello.usable.median)}`;
      say(`  beside the small Leptos page: signing in / hello usable after ${times}`);
    }
  }
  say(`\nEvery visit: ${results}`);
}

const { launchOptions } = config.use;
const browser = await chromium.launch(launchOptions);
let served = null;
try {
  served = await start(browser);
  const { subjects } = served;
  const [before] = loadavg();
  // Once without counting: files come from the disk only the first time.
  for (const subject of Object.values(subjects)) await visit(browser, subject, LINES.fast);
  const visits = {};
  for (const [name, line] of Object.entries(LINES)) visits[name] = await measure(browser, subjects, line);
  const facts = {
    chromium: browser.version(),
    cockpit: await cockpitVersion(),
    processors: availableParallelism(),
    // More than processors: everything took longer than it had to, and unevenly.
    load: [before, loadavg()[0]],
    runs,
    lines: LINES,
  };
  mkdirSync(dirname(results), { recursive: true });
  writeFileSync(results, `${JSON.stringify({ ...facts, visits }, null, 2)}\n`);
  const lines = Object.entries(visits).map(([line, pages]) => [
    line,
    Object.fromEntries(Object.entries(pages).map(([name, all]) => [name, summary(all)])),
  ]);
  tell(facts, subjects, Object.fromEntries(lines));
} finally {
  await served?.close();
  await browser.close();
}
