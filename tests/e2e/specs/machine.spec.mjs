/** A machine's screen as a whole: its actions, its tabs, the keyboard. */
import { expect, test } from '../fixtures/test.mjs';
import { tabTo } from '../steps/keyboard.mjs';
import { health, metadata, openTab } from '../steps/machine.mjs';
import * as people from '../steps/people.mjs';

const { said } = people;

test('what the provider cannot do is disabled and says so', async ({ page, legacy }) => {
  legacy.seedKey('opskey');
  await page.goto(legacy.origin);
  await people.fillBackend(page, { host: '127.0.0.1', user: 'ops', port: legacy.port, key: 'opskey' });
  await people.sendBackend(page);
  await people.expectAdded(page, '127.0.0.1');
  await people.go(page, 'Machines');
  await people.machineLink(page, '127.0.0.1').click();
  await expect(page.getByRole('button', { name: 'Reboot', exact: true })).toBeEnabled();
  for (const [verb, words] of [
    ['Stop', "This provider can't stop machines."],
    ['Destroy', "This provider can't destroy machines."],
    ['Start', 'This machine is running already.'],
  ]) {
    const button = page.getByRole('button', { name: verb, exact: true });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(words);
    // Under a finger nobody sees a description: pressed twice, it is said, once.
    await button.dispatchEvent('click');
    await button.dispatchEvent('click');
    await expect(said(page, words)).toBeVisible();
    await expect(page.getByText(words, { exact: true })).toHaveCount(1);
  }
});

test('the button that was pressed keeps the focus while the machine changes', async ({ page, legacy }) => {
  const cloud = await legacy.seedCloud();
  await openTab(page, legacy, cloud, '', 'i-00000003');
  const start = page.getByRole('button', { name: 'Start', exact: true });
  await start.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeEnabled();
  await expect(start).toBeFocused();
  await expect(start).toBeDisabled();
});

test('by keyboard alone: probe, tag, associate a key', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  legacy.backends.get(cloud).machines[0].public_ips = ['127.0.0.1'];
  await openTab(page, legacy, cloud);
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  await tabTo(page, page.getByRole('button', { name: 'Probe' }));
  await page.keyboard.press('Enter');
  await expect(health(page)).toContainText('30 minutes');
  await expect(page.getByRole('button', { name: 'Probe' })).toBeFocused();
  await tabTo(page, page.getByRole('searchbox', { name: 'Search metadata' }));
  await page.keyboard.type('volume');
  await expect(metadata(page).getByRole('status')).toContainText('1 of');
  await tabTo(page, page.getByText('Raw JSON', { exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Download', exact: true }));
  await page.getByRole('tab', { name: 'Overview' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Tags' })).toBeFocused();
  await tabTo(page, page.getByRole('textbox', { name: 'New tag' }));
  await page.keyboard.type('by keyboard');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove tag by keyboard' })).toBeVisible();
  await page.getByRole('tab', { name: 'Tags' }).focus();
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, page.getByRole('button', { name: 'Associate key', exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Associate key' });
  await expect(dialog.getByRole('combobox', { name: 'Key' })).toBeFocused();
  await tabTo(page, dialog.getByRole('textbox', { name: 'Port' }));
  await page.keyboard.type(String(legacy.port));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Associate key', exact: true })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Disassociate deploy' }));
});

test('every tab has its own address, and reload keeps it', async ({ page, legacy }) => {
  legacy.seedKey('deploy');
  const cloud = await legacy.seedCloud();
  await openTab(page, legacy, cloud);
  for (const [name, address] of [
    ['Keys', '?tab=keys'],
    ['Tags', '?tab=tags'],
  ]) {
    await page.getByRole('tab', { name }).click();
    expect(page.url()).toContain(address);
    await page.reload();
    await expect(page.getByRole('tab', { name, selected: true })).toBeVisible();
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
});
