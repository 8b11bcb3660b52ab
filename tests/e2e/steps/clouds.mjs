/** What the forms of the providers ask for, and what of it reaches the server (API notes §3). */

/** Nothing like it stands anywhere else on the page. */
export const SECRET = 'Zx9-sEcReT-41';

export const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34G\n-----END RSA PRIVATE KEY-----\n';
const IDENTITY = 'https://region-a.geo-1.identity.hpcloudsvc.com:35357/v2.0/tokens';

const account = { Username: 'ops', 'API Key': SECRET };
const asAccount = { apikey: 'ops', apisecret: SECRET };

/** By the part of a provider's id before its region: what is typed, and what is sent of it. */
const FORMS = {
  ec2: {
    offer: 'EC2',
    typed: { 'API Key': 'AKIA1', 'API Secret': SECRET },
    sent: { apikey: 'AKIA1', apisecret: SECRET },
  },
  rackspace: { offer: 'Rackspace', typed: account, sent: asAccount },
  softlayer: { offer: 'SoftLayer', typed: account, sent: asAccount },
  nephoscale: { offer: 'NephoScale', typed: { Username: 'ops', Password: SECRET }, sent: asAccount },
  digitalocean: {
    offer: 'DigitalOcean',
    typed: { 'Client ID': 'c1', 'API Key': SECRET },
    sent: { apikey: 'c1', apisecret: SECRET },
  },
  linode: { offer: 'Linode', typed: account, sent: asAccount },
  gce: {
    offer: 'Google Compute Engine',
    typed: { 'Email address': 'sa@project.example', 'Private key': PEM, 'Project ID': 'project-1' },
    sent: { apikey: 'sa@project.example', apisecret: PEM, tenant_name: 'project-1' },
  },
  openstack: {
    offer: 'OpenStack',
    typed: {
      Username: 'ops',
      Password: SECRET,
      'Auth URL': 'https://cloud.example.net:5000/v2.0/',
      'Tenant Name': 'web',
    },
    // Servers of 2014 mangle an address that ends in a slash.
    sent: { ...asAccount, apiurl: 'https://cloud.example.net:5000/v2.0', tenant_name: 'web' },
  },
  hpcloud: {
    offer: 'HP Cloud',
    typed: { Username: 'ops', Password: SECRET, 'Tenant Name': 'web' },
    sent: { ...asAccount, apiurl: IDENTITY, tenant_name: 'web' },
  },
};

/** Places by the ids of providers that contain them, as the page names them. */
const PLACES = {
  ec2_ap_northeast: 'Tokyo',
  ec2_ap_southeast: 'Singapore',
  ec2_ap_southeast_2: 'Sydney',
  ec2_eu_west: 'Ireland',
  ec2_sa_east: 'Sao Paulo',
  ec2_us_east: 'N. Virginia',
  ec2_us_west: 'N. California',
  ec2_us_west_oregon: 'Oregon',
  'rackspace:dfw': 'Dallas',
  'rackspace:ord': 'Chicago',
  'rackspace:iad': 'N. Virginia',
  'rackspace:lon': 'London',
  'rackspace:syd': 'Sydney',
  'rackspace:hkg': 'Hong Kong',
  'rackspace_first_gen:us': 'US-First Gen',
  'rackspace_first_gen:uk': 'UK-First Gen',
  'openstack:az-1.region-a.geo-1': 'US West AZ 1',
  'openstack:az-2.region-a.geo-1': 'US West AZ 2',
  'openstack:az-3.region-a.geo-1': 'US West AZ 3',
  'openstack:region-b.geo-1': 'US East',
};

/** How a provider of the server's list is added: `{ offer, region, typed, sent }`. */
export function formOf(provider) {
  const family = provider.includes('geo-1') ? 'hpcloud' : provider.split(/[:_]/)[0];
  return { ...FORMS[family], region: PLACES[provider] };
}

/** Regions inside their provider, and what only later servers have: one of each kind, and one nobody knows. */
export const LATER = [
  { provider: 'bare_metal', regions: [], title: 'Other Server' },
  { provider: 'local', title: 'This computer' },
  { provider: 'azure', regions: [], title: 'Azure' },
  {
    provider: 'ec2',
    title: 'Amazon EC2',
    regions: [
      { id: 'ec2_ap_northeast', location: 'Tokyo' },
      { id: 'ec2_eu_west', location: 'Ireland' },
    ],
  },
  { provider: 'docker', regions: [], title: 'Docker' },
  { provider: 'vcloud', regions: [], title: 'VMware vCloud' },
  { provider: 'libvirt', regions: [], title: 'KVM (via libvirt)' },
  { provider: 'moon', regions: [], title: 'Moon Cloud' },
];

/** Has the server list other providers than it does. */
export const listProviders = (server, providers) =>
  server.faults.set({
    method: 'GET',
    path: /^\/providers$/,
    body: JSON.stringify({ supported_providers: providers }),
  });

/** What a server that simulates clouds lists. */
export const SIMULATED = [
  { title: 'Bare Metal Server', provider: 'bare_metal' },
  ...['ec2_eu_west', 'ec2_us_east', 'linode'].map((provider) => ({
    title: { ec2_eu_west: 'EC2 EU Ireland', ec2_us_east: 'EC2 US EAST', linode: 'Linode' }[provider],
    provider,
    simulated: true,
  })),
];

/** Has the server say that these backends are simulated. */
export const simulate = (legacy, ...ids) =>
  legacy.faults.set({
    method: 'GET',
    path: /^\/backends$/,
    body: JSON.stringify(legacy.backends.list().map((one) => ({ ...one, simulated: ids.includes(one.id) }))),
  });

export const field = (page, name) => page.getByLabel(name, { exact: true });
export const provider = (page) => page.getByRole('combobox', { name: 'Provider' });
export const region = (page) => page.getByRole('combobox', { name: 'Region' });
export const chosen = (box) => box.locator('option:checked');

/** What a server was asked to add. */
export const sent = (legacy) =>
  legacy.calls.filter(({ call }) => call === 'POST /backends').map(({ body }) => JSON.parse(body));

/** Everything the browser keeps for the page beyond its memory. */
export const stored = (page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.cookie]));
