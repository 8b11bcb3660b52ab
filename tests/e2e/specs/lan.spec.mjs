/** The page as a tablet in the same network has it: over HTTPS, with a certificate nobody vouches for. */
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { Mistd } from '../fixtures/mistd.mjs';
import { expect, test as base } from '../fixtures/test.mjs';
import * as people from '../steps/people.mjs';
import { command, output, print, run, runToEnd, state, stopButton } from '../steps/shell.mjs';

const test = base.extend({
  // What people do once they have compared the fingerprint.
  ignoreHTTPSErrors: true,
  launchOptions: [
    async ({ launchOptions }, use) => {
      const args = [...launchOptions.args, '--ignore-certificate-errors'];
      await use({ ...launchOptions, args });
    },
    { scope: 'worker' },
  ],
  around: async ({ watch }, use, testInfo) => {
    // Another address of this computer stands for that of the network.
    const server = await Mistd.start({ thisComputer: true, host: '127.0.0.2', options: ['--tls-self-signed'] });
    watch.server(server.origin);
    await use(server);
    watch.end();
    await testInfo.attach('mistd.log', { body: server.log, contentType: 'text/plain' });
    await server.close();
  },
});

/** The certificate a server shows, as a browser would see it. */
const certificate = ({ host, port }) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate(true).raw));
      socket.destroy();
    });
    socket.once('error', reject);
  });

test('the link signs in, commands run and stop, and the page is one that may do everything', async ({
  page,
  around,
}) => {
  await page.goto(await around.link());
  await expect(people.title(page, 'Machines')).toBeVisible();
  expect(await page.evaluate(() => isSecureContext)).toBe(true);
  await people.table(page, 'Machines').getByRole('row').getByRole('link').first().click();
  await page.getByRole('tablist', { name: 'Machine' }).getByRole('tab', { name: 'Shell' }).click();
  await expect(command(page)).toBeVisible();
  await runToEnd(page, print('over the network'));
  await expect(output(page)).toContainText('over the network');
  await run(page, `${print('and this one')}; sleep 86.7`);
  await expect(output(page)).toContainText('and this one');
  await stopButton(page).click();
  await expect(state(page, 'stopped')).toBeVisible();
});

test('the fingerprint that is printed is that of the certificate, and stays', async ({ around }) => {
  const shown = await certificate(around);
  expect(around.log).toContain(`fingerprint ${shown.fingerprint256}\n`);
  expect(shown.checkIP('127.0.0.2')).toBe('127.0.0.2');
  expect(shown.checkHost('localhost')).toBe('localhost');
  const days = (Date.parse(shown.validTo) - Date.parse(shown.validFrom)) / 86_400_000;
  expect(days).toBeLessThanOrEqual(397);
  await around.kill();
  await around.start();
  expect((await certificate(around)).fingerprint256).toBe(shown.fingerprint256);
});
