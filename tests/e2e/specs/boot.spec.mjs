/** Before the module is there: what people see, type and send, and what is said when it does not come. */
import { EMAIL } from '../fixtures/mistd.mjs';
import { expect, test } from '../fixtures/test.mjs';
import { enter, go, machineLink, title } from '../steps/people.mjs';

const MODULE = /\/mist-web_bg[^/]*\.wasm$/;
const STYLE = /\/mist-web-[^/]*\.css$/;
const BOOT = /\/boot-[^/]*\.js$/;

const email = (page) => page.getByRole('textbox', { name: 'Email' });
const password = (page) => page.getByLabel('Password', { exact: true });
const submit = (page) => page.getByRole('button', { name: 'Sign in', exact: true });
const isEarly = (page) => page.evaluate(() => document.getElementById('boot') !== null);
const taken = (page) => expect.poll(() => isEarly(page)).toBe(false);

/** Holds a file, the module without another's name, back until it is let go. */
async function hold(page, file = MODULE) {
  let letGo;
  const held = new Promise((done) => (letGo = done));
  await page.route(file, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

/** How far what was shown has moved, as the browser counts it. */
const shifts = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) =>
          done(list.getEntries().reduce((sum, { value }) => sum + value, 0)),
        ).observe({ type: 'layout-shift', buffered: true });
        // There may be none to hear of: a frame later is late enough for what was buffered.
        requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
      }),
  );

/** Where the elements are that both the early page and the module's own have. */
const places = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, .brand, .nav-link, .field, label, .input, form .btn, .server-line, .rail-foot')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return `${element.tagName} ${element.textContent.trim()} ${[x, y, width, height].map(Math.round)}`;
      }),
  );

for (const size of [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
]) {
  test(`the form is there before the module, and nothing moves when that comes: ${size.width}`, async ({
    page,
    mistd,
    watch,
  }) => {
    watch.allowNetworkErrors();
    await page.setViewportSize(size);
    const letGo = await hold(page);
    await page.goto(mistd.origin);
    await expect(title(page, 'Sign in')).toBeVisible();
    await expect(email(page)).toBeFocused();
    expect(await isEarly(page)).toBe(true);
    const before = await places(page);
    letGo();
    await taken(page);
    await expect(email(page)).toBeFocused();
    expect(await places(page)).toEqual(before);
    expect(await shifts(page)).toBe(0);
  });

  test(`the frame is there before the module, and nothing of it moves: ${size.width}`, async ({ page, mistd }) => {
    await page.setViewportSize(size);
    await enter(page, mistd);
    await taken(page);
    const letGo = await hold(page);
    await page.reload();
    await expect(title(page, 'Machines')).toBeVisible();
    expect(await isEarly(page)).toBe(true);
    const frame = (all) => all.filter((one) => /^(A|H1|BUTTON More)/.test(one) || one.includes(EMAIL));
    const before = frame(await places(page));
    expect(before.length).toBeGreaterThan(4);
    letGo();
    await taken(page);
    const after = frame(await places(page));
    for (const place of before) expect(after).toContain(place);
  });
}

for (const size of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`form and frame look the same before the rest of their style is there: ${size.width}`, async ({ page, mistd, watch }) => {
    watch.allowNetworkErrors();
    await page.setViewportSize(size);
    const styled = () => page.evaluate(() => [...document.styleSheets].some(({ href }) => href?.includes('.css')));
    /** What is seen without the rest of the style, and with it; the module comes afterwards. */
    const both = async (open, heading) => {
      const [letModule, letStyle] = [await hold(page), await hold(page, STYLE)];
      await open();
      await expect(title(page, heading)).toBeVisible();
      expect(await styled()).toBe(false);
      const without = await page.screenshot();
      letStyle();
      await expect.poll(styled).toBe(true);
      const whole = await page.screenshot();
      letModule();
      await taken(page);
      await page.unrouteAll({ behavior: 'wait' });
      return [without, whole].map((picture) => picture.toString('base64'));
    };
    const [form, wholeForm] = await both(() => page.goto(mistd.origin, { waitUntil: 'commit' }), 'Sign in');
    expect(form === wholeForm).toBe(true);
    await enter(page, mistd);
    const [frame, wholeFrame] = await both(() => page.reload({ waitUntil: 'commit' }), 'Machines');
    expect(frame === wholeFrame).toBe(true);
  });
}

test('the first paint has the theme, the density and the language that were chosen', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(() => {
    localStorage.setItem('mist:theme', 'dark');
    localStorage.setItem('mist:density', 'compact');
    localStorage.setItem('mist:early', JSON.stringify(['el', 'ltr', { 'boot.loading': 'Φόρτωση' }]));
  });
  const letGo = await hold(page, BOOT);
  await page.goto(mistd.origin, { waitUntil: 'commit' });
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).toHaveAttribute('data-density', 'compact');
  await expect(root).toHaveAttribute('lang', 'el');
  const back = await page.locator('#boot').evaluate((boot) => getComputedStyle(boot).backgroundColor);
  expect(back).toBe('rgb(13, 18, 20)');
  // English words are not shown for a moment to somebody who reads Greek.
  const waiting = page.locator('#boot-wait [data-say="boot.loading"]');
  await expect(waiting).toHaveCSS('visibility', 'hidden');
  letGo();
  await expect(waiting).toHaveText('Φόρτωση');
});

test('what is typed before the module comes stays, with focus and caret', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  const letGo = await hold(page);
  await page.goto(mistd.origin);
  await email(page).pressSequentially(EMAIL);
  await page.keyboard.press('Tab');
  await page.keyboard.type('half a password');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('checkbox', { name: 'Stay signed in on this device' }).check();
  await page.getByRole('button', { name: 'Change server' }).click();
  await page.getByRole('textbox', { name: 'Server' }).fill(mistd.origin);
  await password(page).focus();
  letGo();
  await taken(page);
  await expect(email(page)).toHaveValue(EMAIL);
  await expect(password(page)).toBeFocused();
  await page.keyboard.type('-');
  await expect(password(page)).toHaveValue('half a passwor-d');
  await expect(page.getByRole('checkbox', { name: 'Stay signed in on this device' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue(mistd.origin);
});

test('a form that is sent early is carried out when the module is there', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  const letGo = await hold(page);
  await page.goto(mistd.origin);
  const address = page.url();
  await email(page).fill(EMAIL);
  await password(page).fill(await mistd.code());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'as soon as the page has loaded' })).toBeVisible();
  await expect(submit(page)).toHaveAttribute('aria-busy', 'true');
  expect(page.url(), 'an early Enter never leaves the page').toBe(address);
  letGo();
  await expect(title(page, 'Machines')).toBeVisible();
  await expect(title(page, 'Sign in')).toHaveCount(0);
});

test('an early Enter without a password goes to the field that is empty', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  const letGo = await hold(page);
  await page.goto(mistd.origin);
  await email(page).fill(EMAIL);
  await page.keyboard.press('Enter');
  await expect(password(page)).toBeFocused();
  letGo();
  await taken(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(email(page)).toHaveValue(EMAIL);
});

test('backends and machines are asked for once, by whoever is there first', async ({ page, clouds }) => {
  await enter(page, clouds);
  await expect(machineLink(page, 'api').first()).toBeVisible();
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await expect(machineLink(page, 'api').first()).toBeVisible();
  const calls = asked.filter((path) => path.startsWith('/backends'));
  expect(calls).toContain('/backends');
  expect(calls.filter((path) => path.endsWith('/machines')).length).toBeGreaterThan(4);
  expect(new Set(calls).size, calls.join(' ')).toBe(calls.length);
});

test('nothing moves while the machines appear', async ({ page, clouds }) => {
  await enter(page, clouds);
  const browser = await page.context().newCDPSession(page);
  // What comes in several steps shows in several frames.
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.reload();
  await expect(machineLink(page, 'api').first()).toBeVisible();
  const painted = () => performance.getEntriesByName('mist:machines:painted').length;
  await expect.poll(() => page.evaluate(painted)).toBeGreaterThan(0);
  expect(await shifts(page)).toBe(0);
});

test('links of the early frame lead where they say', async ({ page, mistd }) => {
  await enter(page, mistd);
  await taken(page);
  const letGo = await hold(page);
  await page.reload();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Keys' }).click();
  await expect(title(page, 'Keys')).toBeVisible();
  expect(await isEarly(page)).toBe(true);
  letGo();
  await taken(page);
  await expect(title(page, 'Keys')).toBeVisible();
  await go(page, 'Account');
});

test('a module that does not come is said in words, nothing typed is lost, and Retry gets it', async ({
  page,
  mistd,
  watch,
}) => {
  watch.allowNetworkErrors();
  await page.route(MODULE, (route) => route.abort());
  await page.goto(mistd.origin);
  await email(page).fill(EMAIL);
  await expect(page.getByRole('alert')).toContainText('could not be loaded completely');
  await expect(email(page)).toHaveValue(EMAIL);
  await page.unroute(MODULE);
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await taken(page);
  await expect(email(page)).toHaveValue(EMAIL);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('without WebAssembly the page says so', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  watch.allow(/was preloaded using link preload but not used/);
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(mistd.origin);
  await expect(page.getByRole('alert')).toContainText('needs WebAssembly');
});

test('without JavaScript the page says so, and nothing else', async ({ browser, mistd }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(mistd.origin);
  // This way of switching scripts off leaves `noscript` as it is; what it holds a browser shows by itself.
  expect(await (await mistd.fetch('/')).text()).toMatch(/<noscript>.*needs JavaScript and WebAssembly/);
  await expect(page.getByText('Loading', { exact: true }).first()).toBeHidden();
  await expect(title(page, 'Sign in')).toBeHidden();
  await context.close();
});

test('when even boot.js does not come, a way to load the page again appears', async ({ page, mistd, watch }) => {
  watch.allowNetworkErrors();
  watch.allow(/was preloaded using link preload but not used/);
  await page.route(/\/boot[^/]*\.js$/, (route) => route.abort());
  await page.goto(mistd.origin);
  await expect(page.getByRole('main').getByText('Loading', { exact: true })).toBeVisible();
  const again = page.getByRole('link', { name: 'Load it again' });
  await expect(again).toBeVisible({ timeout: 30_000 });
});
