/**
 * The fault matrix: every screen against every way a server fails (`steps/faults/columns.mjs` has the
 * columns, `reading.mjs` and `sending.mjs` beside it the rows). A test goes through all faults of one request without a reload,
 * mending each, so that coming right again is part of every cell.
 */
import { installClock } from '../fixtures/clock.mjs';
import { test } from '../fixtures/test.mjs';
import {
  alertAbout,
  breakIt,
  columnsFor,
  columnsForStream,
  countRequests,
  eachCell,
  expect,
  expectNobodySignedOut,
} from '../steps/faults/columns.mjs';
import { furnish as furnishAll } from '../steps/faults/furnished.mjs';
import { BACKENDS, READING } from '../steps/faults/reading.mjs';
import { COMMAND, SENDING } from '../steps/faults/sending.mjs';
import { command, output, runButton, state, stopButton } from '../steps/shell.mjs';

test.describe.configure({ timeout: 120_000 });

test.beforeEach(({ watch }) => watch.allowNetworkErrors());

/** Requests one call may cost in one cell: the one that fails, one asked for, and one that follows from it. */
const FEW = 3;

/** Presses Retry until nothing is wrong, as a person would. */
async function retryAll(page) {
  const alerts = page.getByRole('alert');
  const retry = alerts.first().getByRole('button', { name: 'Retry' });
  for (let left = await alerts.count(); left > 0; left = await alerts.count()) {
    const fewer = expect(async () => expect(await alerts.count()).toBeLessThan(left)).toPass({ timeout: 6000 });
    // A poll may mend it first and take the button away; what counts is that the alert goes.
    await Promise.all([fewer, retry.click({ timeout: 2000 }).catch(() => {})]);
  }
}

/** Has a feed asked again: at its poll's pace, or as a person does. */
const askAgain = (page, { every, ask }) => (every ? page.clock.fastForward(every + 1000) : ask(page));

/** Waits until the page asks for a feed. */
const askedFor = (page, { path }) =>
  page.waitForRequest((request) => path.test(decodeURIComponent(new URL(request.url()).pathname)));

/** How to tell that a screen waits for a feed. */
const waitingOf = ({ waiting }) =>
  waiting ?? ((page) => expect(page.getByRole('progressbar').first()).toBeVisible());

for (const screen of READING) {
  const { furnish = furnishAll, typed = { fill: async () => {}, kept: async () => {} }, right } = screen;
  const meanwhile = screen.meanwhile ?? right;
  const { cold = async () => {} } = screen;
  const waiting = waitingOf(screen);

  screen.feeds.forEach((feedOf, index) => {
    const { name } = feedOf({});

    test(`${screen.name}: ${name} fail later`, async ({ page, legacy }) => {
      const ids = await furnish(legacy);
      const feed = screen.feeds[index](ids);
      await installClock(page.context());
      await page.goto(`${legacy.origin}/ui/${screen.address(ids)}`);
      await right(page);
      await typed.fill(page);
      const requests = countRequests(page);
      await eachCell(columnsFor(feed.kind), async (column) => {
        requests.most();
        const mend = await breakIt(legacy, column, feed);
        try {
          await askAgain(page, feed);
          const alert = alertAbout(page, feed.says).first();
          await expect(alert).toContainText(column.says);
          await meanwhile(page);
          await typed.kept(page);
          await expect(page.getByText(/as (it was|they were) .* ago/).first()).toBeVisible();
          await expectNobodySignedOut(page);
        } finally {
          await mend();
          await retryAll(page);
        }
        await right(page);
        await typed.kept(page);
        expect(requests.most(), 'requests of one call').toBeLessThanOrEqual(FEW);
      });
    });

    // What comes of it when the page's first question fails: see faults-entering.spec.mjs.
    if (name === 'the backends') return;

    test(`${screen.name}: ${name} fail from the start`, async ({ page, legacy }) => {
      const ids = await furnish(legacy);
      const feed = screen.feeds[index](ids);
      const columns = columnsFor(feed.kind).filter(({ early }) => early);
      const requests = countRequests(page);
      await eachCell(columns, async (column) => {
        const mend = await breakIt(legacy, column, feed);
        try {
          // Another document each time: an address that differs in its fragment only loads nothing.
          await page.goto('about:blank');
          requests.most();
          await page.goto(`${legacy.origin}/ui/${screen.address(ids)}`);
          const alert = alertAbout(page, feed.says).first();
          await expect(alert).toContainText(column.says);
          await cold(page);
          await expect(page.getByRole('progressbar')).toHaveCount(0);
          if (!typed.late) await typed.fill(page);
        } finally {
          await mend();
          await retryAll(page);
        }
        await right(page);
        if (!typed.late) await typed.kept(page);
        expect(requests.most(), 'requests of one call').toBeLessThanOrEqual(FEW);
      });
    });

    test(`${screen.name}: ${name} are never answered`, async ({ page, legacy }) => {
      const ids = await furnish(legacy);
      const feed = screen.feeds[index](ids);
      const stall = { name: 'stalled', fault: { stall: true } };
      await installClock(page.context());
      await page.goto(`${legacy.origin}/ui/${screen.address(ids)}`);
      await right(page);
      await typed.fill(page);
      let mend = await breakIt(legacy, stall, feed);
      await Promise.all([askedFor(page, feed), askAgain(page, feed)]);
      await meanwhile(page);
      await page.clock.fastForward(20_000);
      await expect(page.getByText(/as (it was|they were) .* ago/).first()).toBeVisible();
      await page.clock.fastForward(feed.patience);
      const alert = alertAbout(page, feed.says).first();
      await expect(alert).toContainText(/did not answer in time/);
      await meanwhile(page);
      await mend();
      await retryAll(page);
      await right(page);
      await typed.kept(page);

      // From the start: something moves until words come.
      mend = await breakIt(legacy, stall, feed);
      await page.goto('about:blank');
      await Promise.all([
        askedFor(page, feed),
        page.goto(`${legacy.origin}/ui/${screen.address(ids)}`),
      ]);
      await waiting(page);
      // The question may be asked before the module is there that counts the time.
      await expect(async () => {
        await page.clock.fastForward(feed.patience + 1000);
        const words = alertAbout(page, feed.says).first();
        await expect(words).toContainText(/did not answer in time/, { timeout: 1000 });
      }).toPass();
      await mend();
      await retryAll(page);
      await right(page);
    });
  });
}

for (const screen of READING) {
  test(`${screen.name}: ten slow seconds`, async ({ page, legacy }) => {
    const { furnish = furnishAll } = screen;
    const ids = await furnish(legacy);
    const waiting = waitingOf(screen);
    const held = screen.feeds
      .map((feed) => feed(ids))
      .filter(({ name }) => name !== BACKENDS().name)
      .map(({ method, path }) => legacy.faults.set({ method, path, held: true }));
    await installClock(page.context());
    await page.goto(`${legacy.origin}/ui/${screen.address(ids)}`);
    await waiting(page);
    await page.clock.fastForward(10_000);
    await waiting(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
    for (const fault of held) fault.mend();
    await screen.right(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

/** How to tell that something sent is under way. */
const busyOf = ({ busy }) =>
  busy ?? ((page) => expect(page.locator('[aria-busy=true], progress').first()).toBeVisible());

for (const row of SENDING) {
  const where = row.where ?? ((page) => page.locator('#content'));
  const kept = row.kept ?? (async () => {});
  const busy = busyOf(row);
  const saidIn = (page) => where(page).getByRole('alert').filter({ hasText: row.what }).first();

  test(`${row.name}: refused, unanswered, unreadable`, async ({ page, legacy }) => {
    const ids = await furnishAll(legacy);
    const call = row.call(ids);
    await installClock(page.context());
    await row.open(page, legacy, ids);
    const requests = countRequests(page);
    await eachCell(columnsFor(row.kind), async (column) => {
      requests.most();
      const mend = await breakIt(legacy, column, call);
      try {
        await row.send(page);
        await expect(saidIn(page)).toContainText(column.says);
        await kept(page, legacy);
        await expect(where(page).locator('[aria-busy=true]')).toHaveCount(0);
        await expectNobodySignedOut(page);
      } finally {
        await mend();
      }
      expect(requests.most(), 'requests of one call').toBeLessThanOrEqual(FEW);
      const dismiss = page.getByRole('button', { name: 'Dismiss' });
      while ((await dismiss.count()) > 0) await dismiss.first().click();
    });
    await row.send(page);
    await row.done(page);
    await expect(saidIn(page)).toHaveCount(0);
  });

  test(`${row.name}: never answered`, async ({ page, legacy }) => {
    const ids = await furnishAll(legacy);
    const call = row.call(ids);
    await installClock(page.context());
    await row.open(page, legacy, ids);
    const mend = await breakIt(legacy, { fault: { stall: true } }, call);
    await row.send(page);
    await busy(page);
    await page.clock.fastForward(row.patience + 1000);
    await expect(saidIn(page)).toContainText(/did not answer in time/);
    await kept(page, legacy);
    await mend();
    await row.send(page);
    await row.done(page);
  });

  test(`${row.name}: ten slow seconds`, async ({ page, legacy }) => {
    const ids = await furnishAll(legacy);
    await installClock(page.context());
    await row.open(page, legacy, ids);
    const fault = legacy.faults.set({ ...row.call(ids), held: true });
    await row.send(page);
    await busy(page);
    await page.clock.fastForward(10_000);
    await busy(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
    fault.mend();
    await row.done(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  if (row.giveUp) {
    test(`${row.name}: given up`, async ({ page, legacy }) => {
      const ids = await furnishAll(legacy);
      const call = row.call(ids);
      await row.open(page, legacy, ids);
      legacy.faults.set({ ...call, stall: true });
      await row.send(page);
      await busy(page);
      await Promise.all([
        page.waitForEvent('requestfailed', (request) => request.method() === call.method),
        where(page).getByRole('button', { name: row.giveUp, exact: true }).click(),
      ]);
      await expect(where(page).locator('[aria-busy=true]')).toHaveCount(0);
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  }

  if (row.lost) {
    test(`${row.name}: done, and the answer lost`, async ({ page, legacy }) => {
      const ids = await furnishAll(legacy);
      const call = row.call(ids);
      await installClock(page.context());
      await row.open(page, legacy, ids);
      const fault = legacy.faults.set({ ...call, cut: true, done: true });
      await row.send(page);
      await expect(saidIn(page)).toContainText(/may have been done/);
      fault.mend();
      await row.lost(page);
    });
  }
}

test('a command: refused, broken off, unreadable; it can be run again and is never rerun unasked', async ({
  page,
  legacy,
}) => {
  const ids = await furnishAll(legacy);
  const call = COMMAND.call(ids);
  await COMMAND.open(page, legacy, ids);
  const sent = () => legacy.calls.filter(({ call: made }) => made.endsWith('/shell')).length;
  await eachCell(columnsForStream(), async (column) => {
    const before = sent();
    const mend = await breakIt(legacy, column, call);
    const alert = page.getByRole('alert').first();
    try {
      await COMMAND.send(page);
      await expect(alert).toContainText(column.says);
      if (column.lost) await expect(state(page, 'connection lost')).toBeVisible();
      await expect(stopButton(page)).toHaveCount(0);
      await command(page).fill('half typed');
      // Where a connection breaks that was used before, Chromium sends the request once more by itself.
      expect(sent() - before).toBeLessThanOrEqual(column.name === 'broken off before an answer' ? 2 : 1);
    } finally {
      await mend();
    }
    await alert.getByRole('button', { name: 'Retry' }).click();
    if (column.lost) {
      // It may have been carried out: the command is put back, and running it is for the person to say.
      await expect(command(page)).toHaveValue('echo told-$((40 + 2))');
      await runButton(page).click();
    } else {
      await expect(command(page)).toHaveValue('half typed');
    }
    await COMMAND.done(page);
    await expect(output(page)).toContainText('told-42');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: 'Clear' }).click();
  });
});

test('a command that is never answered can be stopped, and ends in words by itself', async ({ page, legacy }) => {
  const ids = await furnishAll(legacy);
  await installClock(page.context());
  await COMMAND.open(page, legacy, ids);
  const mend = await breakIt(legacy, { fault: { stall: true } }, COMMAND.call(ids));
  await COMMAND.send(page);
  await expect(state(page, 'running')).toBeVisible();
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
  await COMMAND.send(page);
  await expect(state(page, 'running')).toBeVisible();
  await page.clock.fastForward(181_000);
  await expect(state(page, 'connection lost')).toBeVisible();
  await mend();
  await COMMAND.send(page);
  await COMMAND.done(page);
});

test('a server that fails for ten minutes is not stormed', async ({ page, legacy }) => {
  await furnishAll(legacy);
  await installClock(page.context());
  await page.goto(`${legacy.origin}/ui/`);
  await READING[0].right(page);
  const mend = await breakIt(legacy, { fault: { status: 503, words: 'mark 503' } }, { path: /^\/backends/ });
  const requests = countRequests(page);
  for (let seconds = 0; seconds < 600; seconds += 10) {
    await page.clock.fastForward(10_000);
    // What was asked is answered before time goes on.
    await page.waitForLoadState('networkidle');
  }
  await expect(page.getByRole('alert').filter({ hasText: 'mark 503' }).first()).toBeVisible();
  // At their usual pace of ten seconds it would be sixty.
  const asked = requests.most();
  expect(asked, 'requests of one call in ten minutes').toBeGreaterThan(3);
  expect(asked, 'requests of one call in ten minutes').toBeLessThan(15);
  await mend();
  await page.clock.fastForward(121_000);
  await READING[0].right(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
