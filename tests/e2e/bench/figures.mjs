/**
 * What the numbers of many visits come to: medians, sums over what a browser reports, and whether the
 * page keeps up with those it is opened beside. Pure: no browser, no clock.
 */

/** Our machine list is to be usable in so much of the time that Cockpit's overview takes; and the aim. */
export const SHARE = 0.4;
export const AIM = 1 / 3;
/** Milliseconds for which opening the page may keep a person's input waiting. */
export const BLOCKING = 100;

/** A longer task is felt; of each only what is beyond counts. */
const LONG = 50;
/** How long after the page can be used its tasks still count. */
const AFTERMATH = 1000;

/** The median of some numbers; null if one is missing, for then there is none to tell. */
export function median(numbers) {
  if (numbers.length === 0 || numbers.some((number) => !Number.isFinite(number))) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `{ median, least, most }`, or null as `median` is. */
export function spread(numbers) {
  const middle = median(numbers);
  if (middle === null) return null;
  return { median: middle, least: Math.min(...numbers), most: Math.max(...numbers) };
}

/**
 * How long `tasks` (`{ start, length }`) keep input waiting, from the first paint to a second after the page
 * is usable.
 */
export function blocking(tasks, firstPaint, usable) {
  return tasks
    .map(({ start, length }) => Math.min(start + length, usable + AFTERMATH) - Math.max(start, firstPaint))
    .reduce((sum, length) => sum + Math.max(0, length - LONG), 0);
}

/**
 * How far things moved: the worst group of `shifts` (`{ at, score }`) that follow each other within a
 * second, five seconds at most.
 */
export function movement(shifts) {
  let worst = 0;
  let group = null;
  for (const { at, score } of [...shifts].sort((a, b) => a.at - b.at)) {
    if (!group || at - group.last > 1000 || at - group.first > 5000) group = { first: at, sum: 0 };
    group.last = at;
    group.sum += score;
    worst = Math.max(worst, group.sum);
  }
  return worst;
}

/** Bytes and number of the requests that were over, or begun, at `time`. */
export function traffic(requests, time = Infinity) {
  return {
    bytes: requests.filter(({ end }) => end <= time).reduce((sum, { bytes }) => sum + bytes, 0),
    requests: requests.filter(({ start }) => start <= time).length,
  };
}

/** One visit's numbers from what was observed; `usable` is null if what was typed got lost. */
export function figures({ firstPaint, usable, lost, tasks, shifts, requests }) {
  const until = traffic(requests, usable);
  const all = traffic(requests);
  return {
    firstPaint,
    usable: lost ? null : usable,
    blocking: blocking(tasks, firstPaint, usable),
    movement: movement(shifts),
    bytes: until.bytes,
    requests: until.requests,
    bytesInAll: all.bytes,
    requestsInAll: all.requests,
  };
}

/** The figures of all visits to one page on one line, each as a spread. */
export function summary(visits) {
  const names = Object.keys(visits[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, spread(visits.map((visit) => visit[name]))]));
}

/**
 * What is asked of the page on one line, from the summaries of `signIn`, `machines` (ours), `login` and
 * `overview` (Cockpit's): each `{ what, met, words }`.
 */
export function verdicts({ signIn, machines, login, overview }) {
  const worse = (name) => latest(signIn[name], machines[name]);
  const usable = (ours, theirs) => [middle(ours.usable), middle(theirs.usable)];
  return [
    judge('first paint no later than Cockpit’s login', 1, worse('firstPaint'), middle(login.firstPaint)),
    judge('signing in: typed into before Cockpit’s login', 1, ...usable(signIn, login)),
    judge(`machines usable in ${SHARE} of Cockpit’s overview`, SHARE, ...usable(machines, overview)),
    limit(`blocked for less than ${BLOCKING} ms`, worse('blocking')),
  ];
}

function middle(figure) {
  return figure ? figure.median : null;
}

/** Of both our pages the later, so that neither hides behind the other. */
function latest(one, other) {
  return one && other ? Math.max(one.median, other.median) : null;
}

function judge(what, share, ours, theirs) {
  // Typed text that was lost is a page that could not be used, however early.
  if (ours === null) return { what, met: false, words: 'what was typed got lost' };
  if (theirs === null) return { what, met: true, words: `${ms(ours)} beside a page that lost what was typed` };
  const ratio = ours / theirs;
  const aim = share === SHARE ? `, aim ${AIM.toFixed(2)}` : '';
  return { what, met: ratio <= share, words: `${ms(ours)} / ${ms(theirs)} = ${ratio.toFixed(2)}${aim}` };
}

function limit(what, ours) {
  return { what, met: ours !== null && ours < BLOCKING, words: ours === null ? 'unknown' : ms(ours) };
}

/** Milliseconds as people read them. */
export function ms(number) {
  return `${Math.round(number).toLocaleString('en-GB')} ms`;
}

/** The table's row of one page on one line. */
export function row(title, line, figures) {
  const range = (figure, form) =>
    figure ? `${form(figure.median)} (${form(figure.least)}–${form(figure.most)})` : 'typed text lost';
  const whole = (number) => Math.round(number).toLocaleString('en-GB');
  const both = (then, inAll, unit = 1) => `${whole(then.median / unit)} / ${whole(inAll.median / unit)}`;
  return {
    page: title,
    line,
    'first paint ms': range(figures.firstPaint, whole),
    'usable ms': range(figures.usable, whole),
    'blocked ms': range(figures.blocking, whole),
    CLS: figures.movement.median.toFixed(3),
    'KB by then / in all': both(figures.bytes, figures.bytesInAll, 1000),
    'requests by then / in all': both(figures.requests, figures.requestsInAll),
  };
}

/** Rows of the same keys as a Markdown table, padded so that it reads in a terminal too. */
export function table(rows) {
  const names = Object.keys(rows[0]);
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => row[name].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(names), rule, ...rows.map((row) => line(names.map((name) => row[name])))].join('\n');
}
