/** What many numbers come to, with numbers that a person can check. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocking, figures, median, movement, spread, summary, traffic, verdicts } from './figures.mjs';
import { row, table } from './figures.mjs';

test('the median is the middle, or between the two middles, whatever the order', () => {
  assert.equal(median([30, 10, 20]), 20);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.deepEqual(spread([30, 10, 20]), { median: 20, least: 10, most: 30 });
});

test('there is no median of nothing, nor where one visit has no number', () => {
  for (const numbers of [[], [1, null, 3], [1, undefined], [Number.NaN]]) {
    assert.equal(median(numbers), null);
    assert.equal(spread(numbers), null);
  }
});

test('what tasks take beyond 50 ms blocks, from the first paint to a second after the page is usable', () => {
  const tasks = [
    { start: 0, length: 90 }, // before the first paint
    { start: 380, length: 170 }, // begins 20 ms before it: 150 after it, 100 of them felt
    { start: 700, length: 50 }, // just not long
    { start: 800, length: 80 }, // 30
    { start: 1950, length: 200 }, // ends after the second: 50 within it, none felt
    { start: 2500, length: 400 }, // later
  ];
  assert.equal(blocking(tasks, 400, 1000), 130);
});

test('movement is the worst group of shifts, not their sum', () => {
  const shifts = [
    { at: 100, score: 0.1 },
    { at: 900, score: 0.2 },
    { at: 3000, score: 0.25 },
  ];
  assert.ok(Math.abs(movement(shifts) - 0.3) < 1e-9);
  assert.equal(movement([]), 0);
  // A group lasts five seconds at most.
  const steady = Array.from({ length: 13 }, (_, at) => ({ at: at * 500, score: 1 }));
  assert.equal(movement(steady), 11);
});

const REQUESTS = [
  { start: 0, end: 200, bytes: 1000 },
  { start: 200, end: 900, bytes: 40_000 },
  { start: 850, end: 1500, bytes: 5000 },
];

test('what came over the wire counts when it was over, a request when it was made', () => {
  assert.deepEqual(traffic(REQUESTS, 900), { bytes: 41_000, requests: 3 });
  assert.deepEqual(traffic(REQUESTS, 300), { bytes: 1000, requests: 2 });
  assert.deepEqual(traffic(REQUESTS), { bytes: 46_000, requests: 3 });
});

test('a page that loses what is typed was never usable', () => {
  const seen = { firstPaint: 100, usable: 300, tasks: [], shifts: [], requests: REQUESTS };
  assert.equal(figures({ ...seen, lost: false }).usable, 300);
  assert.equal(figures({ ...seen, lost: true }).usable, null);
  const often = summary([
    figures({ ...seen, lost: false }),
    figures({ ...seen, usable: 310, lost: true }),
    figures({ ...seen, usable: 320, lost: false }),
  ]);
  assert.equal(often.usable, null);
  assert.equal(often.firstPaint.median, 100);
});

const WIRE = { bytes: 1e5, requests: 9, bytesInAll: 2e5, requestsInAll: 12 };

/** A page with one visit. */
const page = (firstPaint, usable, blocked = 0) =>
  summary([{ firstPaint, usable, blocking: blocked, movement: 0, ...WIRE }]);
const PEERS = { login: page(700, 1539), overview: page(2000, 7760) };
const met = (pages) => verdicts({ ...PEERS, ...pages }).map(({ met }) => met);

test('the four demands are met up to their limits and not beyond', () => {
  const kept = met({ signIn: page(700, 1538, 99), machines: page(600, 3104, 20) });
  assert.deepEqual(kept, [true, true, true, true]);
  const missed = met({ signIn: page(701, 1540, 0), machines: page(600, 3105, 100) });
  assert.deepEqual(missed, [false, false, false, false]);
});

test('neither of our pages hides behind the other', () => {
  assert.equal(met({ signIn: page(100, 200), machines: page(701, 1000) })[0], false);
  assert.equal(met({ signIn: page(100, 200, 150), machines: page(100, 1000, 0) })[3], false);
});

test('text that was lost fails the demand, and says so', () => {
  const verdict = verdicts({ ...PEERS, signIn: page(100, null), machines: page(100, 1000) })[1];
  assert.equal(verdict.met, false);
  assert.match(verdict.words, /lost/);
  const ours = { signIn: page(100, 300), machines: page(100, 1000) };
  assert.equal(met({ ...ours, login: page(700, null) })[1], true);
});

test('the numbers behind a verdict stand beside it', () => {
  const [, , list] = verdicts({ ...PEERS, signIn: page(100, 200), machines: page(100, 3880) });
  assert.equal(list.words, '3,880 ms / 7,760 ms = 0.50, aim 0.33');
});

test('the table has one line per page, its columns in line', () => {
  const text = table([row('ours', 'slow', page(700, 1539)), row('Cockpit: overview', 'fast', page(20, null))]);
  const lines = text.split('\n');
  assert.equal(lines.length, 4);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  assert.match(lines[2], /\| 1,539 \(1,539–1,539\) .*\| 100 \/ 200 /);
  assert.match(lines[3], /typed text lost/);
});
