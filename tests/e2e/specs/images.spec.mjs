/** The images of a backend: twenty-five thousand of them, found, starred, looked at, and searched by the server. */
import { expect, test } from '../fixtures/test.mjs';
import {
  backendOf,
  counted,
  enterAt,
  image,
  images,
  openDetails,
  search,
  serverSearch,
  star,
  starredOnly,
  unstar,
} from '../steps/offered.mjs';
import * as people from '../steps/people.mjs';

const rows = (page) => images(page).getByRole('listitem');

test.describe('on a cloud of 25,000', () => {
  test('all are there, and only those near the view are drawn', async ({ page, clouds }) => {
    await people.enter(page, clouds);
    await people.go(page, 'Images');
    await people.choose(page, 'Backend', /EC2/);
    await counted(page, /^(2[45]\d{3}) of \1 images$/);
    const total = Number(await rows(page).first().getAttribute('aria-setsize'));
    expect(await rows(page).count()).toBeLessThan(120);
    await page.keyboard.press('End');
    await expect(async () => {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      expect(await rows(page).last().getAttribute('aria-posinset')).toBe(String(total));
    }).toPass();
    await expect(rows(page).last()).toBeInViewport();
    expect(await rows(page).count()).toBeLessThan(120);
  });

  test('words find names and ids; the address keeps them; a search can be cleared', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    const all = await ec2.list('images');
    const one = all[20_000];
    await enterAt(page, clouds, `#/images?backend=${ec2.id}`);
    await search(page).fill(one.id.toUpperCase());
    await counted(page, /^1 of \d+ images$/);
    await expect(image(page, one.name)).toBeVisible();
    const [first, second] = one.name.split('-');
    await search(page).fill(`${second} ${first}`);
    await expect(rows(page).first()).toContainText(first);
    await page.reload();
    await expect(search(page)).toHaveValue(`${second} ${first}`);
    await expect(rows(page).first()).toContainText(first);
    await search(page).fill('nothing is called so');
    await expect(page.getByText('No image matches this search.')).toBeVisible();
    await page.getByRole('button', { name: 'Clear search' }).click();
    await counted(page, /^(\d+) of \1 images$/);
  });

  test('a star stays after a reload, and stars alone can be seen', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    const one = (await ec2.list('images')).find((known, _, all) => {
      const twins = all.filter(({ name }) => name === known.name);
      return !known.star && twins.length === 1;
    });
    await enterAt(page, clouds, `#/images?backend=${ec2.id}`);
    await search(page).fill(one.id);
    await star(page, one.name).click();
    await expect(unstar(page, one.name)).toBeFocused();
    await expect(people.said(page, `${one.name} has a star now.`)).toBeVisible();
    await page.reload();
    await expect(unstar(page, one.name)).toBeVisible();
    await search(page).fill('');
    await starredOnly(page).click();
    await expect(starredOnly(page)).toBeChecked();
    await counted(page, /^\d{1,2} of \d{5} images$/);
    await expect(image(page, one.id)).toBeVisible();
    await expect(page).toHaveURL(/starred=1/);
    await unstar(page, one.name).click();
    // A slip can be mended: the row stays until something else is asked for.
    await expect(star(page, one.name)).toBeVisible();
    await page.reload();
    await expect(rows(page).first()).toBeVisible();
    await expect(image(page, one.id)).toHaveCount(0);
  });

  test('the server is asked for what the list lacks: found ones come first, each once', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    const listed = new Set((await ec2.list('images')).map(({ id }) => id));
    const found = await ec2.list('images', { search_term: 'bitnami-' });
    const extra = found.filter(({ id }) => !listed.has(id));
    expect(extra.length, 'images that only a search finds').toBeGreaterThan(0);
    await enterAt(page, clouds, `#/images?backend=${ec2.id}`);
    await counted(page, /^(\d+) of \1 images$/);
    await expect(serverSearch(page)).toHaveCount(0);
    await search(page).fill('bitnami-');
    await expect(page.getByText('It answers with 40 images at most.')).toBeVisible();
    await serverSearch(page).click();
    await expect(people.said(page, 'The server found')).toBeVisible();
    await expect(rows(page).first()).toContainText('found by the server');
    const { name, id } = extra[0];
    await expect(image(page, id)).toHaveCount(1);
    await image(page, id).getByRole('button', { name: `Star ${name}`, exact: true }).click();
    await expect(image(page, id).getByRole('button', { name: `Unstar ${name}`, exact: true })).toBeVisible();
    const ids = await rows(page).locator('.mono').allTextContents();
    expect(new Set(ids).size).toBe(ids.length);
    await search(page).fill('ubuntu');
    await serverSearch(page).click();
    await expect(people.said(page, /The server found \d\d images. It tells 40 at most/)).toBeVisible();
    await search(page).fill('nothing is called so');
    await serverSearch(page).click();
    await expect(people.said(page, 'The server found none')).toBeVisible();
  });

  test('details: name, id, everything else, and a machine made of it', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    const one = (await ec2.list('images')).find(({ star: starred }) => starred);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await enterAt(page, clouds, `#/images?backend=${ec2.id}&q=${one.id}`);
    const dialog = await openDetails(page, one.id);
    await expect(dialog).toHaveAccessibleName(one.name);
    await expect(dialog).toContainText(one.id);
    await expect(dialog).toContainText(Object.keys(one.extra)[0]);
    await dialog.getByRole('button', { name: 'Copy id' }).click();
    await expect(people.said(page, 'Id is copied.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(one.id);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(image(page, one.id).getByRole('button').nth(1)).toBeFocused();
    await openDetails(page, one.id);
    await dialog.getByRole('link', { name: 'Create machine from it' }).click();
    await expect(people.title(page, 'Create machine')).toBeVisible();
    expect(page.url()).toContain(`#/machines/create?backend=${ec2.id}&image=${one.id}`);
  });

  test('another backend is chosen, and the address says which', async ({ page, clouds }) => {
    const openstack = await backendOf(clouds, 'openstack');
    await people.enter(page, clouds);
    await people.go(page, 'Images');
    await page.getByRole('combobox', { name: 'Backend' }).focus();
    await people.choose(page, 'Backend', openstack.title);
    await expect(page).toHaveURL(new RegExp(`backend=${openstack.id}`));
    await expect(image(page, 'cirros')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Backend' })).toBeFocused();
    await page.reload();
    await expect(page.getByRole('combobox', { name: 'Backend' }).locator('option:checked')).toHaveText(
      openstack.title,
    );
  });

  test('by keyboard alone, row by row, and the focus stays while the view goes elsewhere', async ({ page, clouds }) => {
    const ec2 = await backendOf(clouds, 'ec2');
    await enterAt(page, clouds, `#/images?backend=${ec2.id}`);
    await expect(rows(page).first()).toBeVisible();
    await search(page).focus();
    await page.keyboard.press('Tab');
    await expect(starredOnly(page)).toBeFocused();
    await page.keyboard.press('Tab');
    const first = rows(page).first().getByRole('button').first();
    await expect(first).toBeFocused();
    await page.evaluate(() => window.scrollTo(0, 40_000));
    await expect(rows(page).first()).not.toBeInViewport();
    await expect(first).toBeFocused();
    for (let row = 0; row < 40; row += 1) {
      for (let stop = 0; stop < 3; stop += 1) await page.keyboard.press('Tab');
    }
    const here = page.getByRole('listitem').filter({ has: page.locator(':focus') });
    await expect(here).toHaveAttribute('aria-posinset', '41');
    await expect(here).toBeInViewport();
  });
});

test.describe('a slow server', () => {
  test.use({ cloudOptions: ['--sim-latency', '400ms'] });

  test('two quick presses of a star end where they began, one question at a time', async ({ page, clouds }) => {
    const openstack = await backendOf(clouds, 'openstack');
    const [one] = await openstack.list('images');
    await enterAt(page, clouds, `#/images?backend=${openstack.id}&q=${one.id}`);
    const [press, back] = one.star ? [unstar, star] : [star, unstar];
    await expect(press(page, one.name)).toBeVisible();
    let under = 0;
    let most = 0;
    const isStar = (request) => request.method() === 'POST' && request.url().includes('/images/');
    page.on('request', (request) => {
      if (isStar(request)) most = Math.max(most, (under += 1));
    });
    page.on('requestfinished', (request) => {
      if (isStar(request)) under -= 1;
    });
    await press(page, one.name).click();
    await back(page, one.name).click();
    await expect(press(page, one.name)).toBeVisible();
    await expect(press(page, one.name)).not.toHaveAttribute('aria-busy', 'true');
    expect(most).toBe(1);
    const now = (await openstack.list('images')).find(({ id }) => id === one.id);
    expect(now.star).toBe(one.star);
  });
});

test.describe('in a hostile world', () => {
  test.use({ cloudOptions: ['--sim-hostile'] });

  test('names and ids are text, whatever stands in them', async ({ page, clouds }) => {
    const openstack = await backendOf(clouds, 'openstack');
    const all = await openstack.list('images');
    const odd = all.filter(({ id }) => id.startsWith('odd/'));
    expect(odd.length).toBeGreaterThan(10);
    await enterAt(page, clouds, `#/images?backend=${openstack.id}&q=odd%2F`);
    await counted(page, new RegExp(`^${odd.length} of ${all.length} images$`));
    const marked = odd.find(({ name }) => name.includes('<script>'));
    const button = (one, has) => (has ? unstar : star)(page, one.name);
    await button(marked, marked.star).click();
    await expect(button(marked, !marked.star)).toBeVisible();
    for (const one of [marked, odd.find(({ name }) => name.length > 150), odd.find(({ name }) => /\p{Script=Arabic}/u.test(name))]) {
      const dialog = await openDetails(page, one.id);
      await expect(dialog).toContainText(one.id);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide, `the page scrolls sideways at ${width}`).toBe(false);
    }
  });
});
