/** A machine beside the list it was chosen from, and what is left of that list where there is no room. */
import { expect, test } from '../fixtures/test.mjs';
import { TABLET } from '../fixtures/axe.mjs';
import * as people from '../steps/people.mjs';
import { furnished } from '../steps/screens/furnishing.mjs';

const beside = (page) => page.getByRole('navigation', { name: 'All machines' });
const row = (page, name) => beside(page).getByRole('link', { name: new RegExp(`^${name}\\b`) });
const filter = (page) => beside(page).getByRole('searchbox', { name: 'Filter machines' });

async function openFrom(page, servers, query, name) {
  await furnished(page, servers);
  await page.getByRole('searchbox', { name: 'Search machines' }).fill(query);
  await people.machineLink(page, name).click();
  await expect(people.title(page, name)).toBeVisible();
}

test('one goes from machine to machine; the search stays, also in the address', async ({ page, legacy }) => {
  await openFrom(page, { legacy }, 'prod', 'api-1');
  await expect(filter(page)).toHaveValue('prod');
  await expect(page).toHaveURL(/q=prod/);
  await expect(row(page, 'api-1')).toHaveAttribute('aria-current', 'page');
  await expect(beside(page).getByRole('link', { name: 'build-1' })).toHaveCount(0);
  await page.getByRole('tab', { name: 'Tags' }).click();
  await row(page, 'api-2').click();
  await expect(people.title(page, 'api-2')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Tags', selected: true })).toBeVisible();
  await expect(row(page, 'api-2')).toHaveAttribute('aria-current', 'page');
  await expect(row(page, 'api-1')).not.toHaveAttribute('aria-current', 'page');
  await page.reload();
  await expect(filter(page)).toHaveValue('prod');
  await filter(page).fill('build');
  await expect(row(page, 'build-1')).toBeVisible();
  await expect(people.title(page, 'api-2')).toBeVisible();
  await page.goBack();
  await expect(people.title(page, 'api-1')).toBeVisible();
});

test('by keyboard: one stop, arrow keys from row to row, and the focus stays there', async ({ page, legacy }) => {
  await openFrom(page, { legacy }, 'prod', 'api-1');
  await filter(page).focus();
  await page.keyboard.press('Tab');
  await expect(row(page, 'api-1')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'api-2')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(people.title(page, 'api-2')).toBeVisible();
  await expect(row(page, 'api-2')).toBeFocused();
  await page.keyboard.press('End');
  await expect(beside(page).locator('a:focus')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(beside(page).locator('a:focus')).toHaveCount(0);
});

test('there is one heading, one table fewer, and no second search of the list', async ({ page, legacy }) => {
  await openFrom(page, { legacy }, '', 'web-1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(people.table(page, 'Machines')).toHaveCount(0);
  await expect(page.getByRole('searchbox', { name: 'Search machines' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Back to the list' })).toHaveCount(0);
});

test('where there is no room it folds into a way back that keeps the search', async ({ page, legacy }) => {
  await openFrom(page, { legacy }, 'prod', 'api-1');
  await page.setViewportSize(TABLET);
  await expect(beside(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(people.title(page, 'Machines')).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Search machines' })).toHaveValue('prod');
});

test.describe('thousands', () => {
  test.use({ cloudOptions: ['--sim-machines', '10000'] });
  test('only the rows near the view are drawn, the machine itself among them', async ({ page, clouds }) => {
    await people.enter(page, clouds);
    const last = page.getByRole('columnheader').getByRole('button', { name: 'Name' });
    await last.click();
    const link = people.table(page, 'Machines').getByRole('rowheader').getByRole('link').first();
    const name = await link.innerText();
    await link.click();
    await expect(people.title(page, name)).toBeVisible();
    await expect(beside(page).locator('[aria-current=page]')).toBeVisible();
    await expect(beside(page)).toContainText(/of \d{4,} machines/);
    expect(await beside(page).getByRole('listitem').count()).toBeLessThan(150);
    await beside(page).locator('[aria-current=page]').focus();
    await page.keyboard.press('End');
    const rows = beside(page).getByRole('listitem');
    await expect(rows.last().getByRole('link')).toBeFocused();
    await expect(rows.last()).toBeInViewport();
  });
});
