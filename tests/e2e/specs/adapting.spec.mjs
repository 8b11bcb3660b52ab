/** What people set in their browser and system: text size, zoom, contrast, colours, motion; and density, set here. */
import { expect, test } from '../fixtures/test.mjs';
import { tooSmall } from '../fixtures/axe.mjs';
import { sideways, walk } from '../steps/glass.mjs';
import * as people from '../steps/people.mjs';
import { furnished, openMachine } from '../steps/screens/furnishing.mjs';

const rowHeight = (page) =>
  people.machineRow(page, 'web-1').evaluate((row) => Math.round(row.getBoundingClientRect().height));
const token = (page, name) =>
  page.evaluate((property) => getComputedStyle(document.documentElement).getPropertyValue(property), name);

test.describe('density', () => {
  test('is chosen on Account, kept, and set before the page is drawn', async ({ page, legacy }) => {
    await furnished(page, { legacy });
    expect(await rowHeight(page)).toBe(44);
    await people.go(page, 'Account');
    const density = page.getByRole('radiogroup', { name: 'Density' });
    await expect(density.getByRole('radio', { name: 'Comfortable' })).toBeChecked();
    await density.getByRole('radio', { name: 'Compact' }).check();
    await people.go(page, 'Machines');
    await expect.poll(() => rowHeight(page)).toBe(34);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.densityAtFirst = document.documentElement.dataset.density;
        if (window.densityAtFirst) observer.disconnect();
      }).observe(document, { childList: true, subtree: true, attributes: true });
    });
    await page.reload();
    await expect.poll(() => rowHeight(page)).toBe(34);
    expect(await page.evaluate(() => window.densityAtFirst)).toBe('compact');
  });

  test.describe('under fingers', () => {
    test.use({ hasTouch: true, isMobile: true, viewport: { width: 1024, height: 768 } });
    for (const [density, height] of [['comfortable', 48], ['compact', 45]]) {
      test(`targets are 44 px, and rows as high as lists reckon with: ${density}`, async ({ page, legacy }) => {
        await page.addInitScript((chosen) => localStorage.setItem('mist:density', chosen), density);
        await furnished(page, { legacy });
        expect(await rowHeight(page)).toBe(height);
        expect(await token(page, '--row')).toBe(`${height}px`);
        expect(await tooSmall(page)).toEqual([]);
      });
    }
  });

  for (const density of ['comfortable', 'compact']) {
    test(`a list of thousands draws the rows in view, ${density}`, async ({ page, clouds }) => {
      await page.addInitScript((chosen) => localStorage.setItem('mist:density', chosen), density);
      await people.enter(page, clouds);
      await people.go(page, 'Images');
      await people.choose(page, 'Backend', 'EC2 Tokyo');
      const rows = page.getByRole('list', { name: 'Images' }).getByRole('listitem');
      await expect(rows.first()).toBeVisible();
      await page.mouse.move(800, 600);
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
      const gap = () =>
        page.evaluate(() => {
          const all = [...document.querySelectorAll('.image-row')].map((row) => row.getBoundingClientRect());
          const seen = all.filter(({ bottom, top }) => bottom > 200 && top < innerHeight);
          return seen.length === 0 ? 'nothing drawn' : Math.max(0, innerHeight - Math.max(...all.map(({ bottom }) => bottom)));
        });
      await expect.poll(gap).toBe(0);
    });
  }
});

test.describe('text twice as large', () => {
  const enlarge = (page) => page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));

  test('on a desk, screen by screen', async ({ page, legacy }) => {
    await furnished(page, { legacy });
    await walk(page, () => enlarge(page));
    await people.go(page, 'Machines');
    await expect.poll(() => rowHeight(page)).toBe(88);
    expect(await token(page, '--row')).toBe('88px');
  });

  test('a machine and its shell', async ({ page, legacy }) => {
    await openMachine(page, { legacy }, 'Shell');
    await enlarge(page);
    expect(await sideways(page)).toBe(0);
    await page.getByRole('textbox', { name: 'Command' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  });
});

test.describe('zoomed to 200 %', () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
  test('all screens are there, and none moves sideways', async ({ page, legacy }) => {
    await furnished(page, { legacy });
    await walk(page, () => {});
  });
});

test.describe('more contrast', () => {
  test('lines and quiet words get stronger', async ({ page, legacy }) => {
    await furnished(page, { legacy });
    const usual = [await token(page, '--line'), await token(page, '--muted')];
    await page.emulateMedia({ contrast: 'more' });
    expect([await token(page, '--line'), await token(page, '--muted')]).not.toEqual(usual);
  });
});

test.describe('colours of the system', () => {
  test.use({ forcedColors: 'active' });
  test('states, the chosen tab, switches and where one is are still drawn', async ({ page, legacy }) => {
    await openMachine(page, { legacy });
    const style = (selector, property) =>
      page.locator(selector).first().evaluate((one, name) => getComputedStyle(one)[name], property);
    const canvas = await style('body', 'backgroundColor');
    expect(await style('.state.good .dot', 'backgroundColor')).not.toBe(canvas);
    const chosen = await style('.tab[aria-selected=true]', 'borderBlockEndColor');
    expect(chosen).not.toBe(await style('.tab[aria-selected=false]', 'borderBlockEndColor'));
    expect(await style('.nav-link[aria-current]', 'outlineStyle')).toBe('solid');
    expect(await style('.beside-row[aria-current]', 'outlineStyle')).toBe('solid');
    await people.go(page, 'Backends');
    await expect(page.getByRole('switch', { name: 'Enabled' }).first()).toBeVisible();
    const on = await page.locator('.switch[aria-checked=true]').first().evaluate((one) => getComputedStyle(one, '::before').backgroundColor);
    expect(on).not.toBe(canvas);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)).toBe('solid');
  });
});

test('without motion nothing is animated', async ({ page, legacy }) => {
  await furnished(page, { legacy });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((one) => {
      const { animationName, transitionDuration } = getComputedStyle(one);
      return animationName !== 'none' || !/^0s(, 0s)*$/.test(transitionDuration);
    }).length,
  );
  expect(moving).toBe(0);
});

test('the list of machines fits where it can, and a machine has its menu in sight at every width', async ({ page, clouds }) => {
  await people.enter(page, clouds);
  await expect(people.machineLink(page, 'api').first()).toBeVisible();
  const first = page.getByRole('button', { name: /^Actions for / }).first();
  for (const width of [1440, 1280, 1180, 1024, 900, 768, 600, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(first, `${width}`).toBeInViewport({ ratio: 1 });
    const beyond = () => page.locator('.table-scroll').evaluate((around) => around.scrollWidth - around.clientWidth);
    await expect.poll(beyond, `${width}`).toBe(0);
  }
});
