// After the first `azd up`: asks Azure and the site for each row of "What to watch in the first deployment" of
// docs/operations/deploy.md, and says what passed. It changes nothing. Ends with 0 only if nothing failed.
import { readFileSync } from 'node:fs';
import { stage } from '../infra/hooks/settings.mjs';
import { Stop, call, needed, run, setting } from '../infra/hooks/tools.mjs';

const management = 'https://management.azure.com';
const deploy = 'docs/operations/deploy.md';
const alert = name => `docs/operations/alerts/${name}.md`;

// A row: what the page calls it, the page that mends it, whether this environment has it, and what is asked. A question answers
// with what it found, or throws what is wrong.
const rows = [
  { name: 'roles', page: alert('not-ready'), ask: askReady },
  { name: 'table roles on single tables', page: alert('storage-faults'), ask: askTables },
  { name: 'Event Grid → queue by a user-assigned identity, with the firewall closed', page: alert('sms-events-undelivered'), has: hasNumber, ask: askEvents },
  { name: 'the sender\'s role', page: 'docs/operations/drills/sms-provider-down.md', has: hasNumber, ask: askSender },
  { name: 'EC-HSM keys by Resource Manager with a rotation policy', page: alert('key-expiring'), ask: askPolicies },
  { name: 'the dockets\' key, and a role on it for `dockets` alone', page: `${deploy}#the-key-of-the-dockets`, ask: askDocketKey },
  { name: 'rotation after a year', page: alert('key-expiring'), ask: askExpiries },
  { name: 'a token by the Azure CLI without consent', page: `${deploy}#the-app-registration`, ask: askToken },
  { name: 'private endpoints to the copies (`blob_secondary`)', page: `${deploy}#private-network`, has: () => hasStandby() && isPrivate(), ask: askCopies },
  { name: 'the reference to the secret', page: 'docs/decisions/0015-identities-and-one-secret.md', ask: askSecret },
  { name: 'publishing from GitHub by the site\'s role alone', page: `${deploy}#publishing-from-github`, has: () => setting('SECUREDOCKET_GITHUB_REPOSITORY') !== '', ask: askPublisher },
  { name: 'a stopped site on Flex Consumption', page: `${deploy}#a-second-region`, has: hasStandby, ask: askStandby },
  { name: 'web tests from five places', page: alert('not-live'), ask: askPlaces },
];

await run(async () => {
  signIn();
  readEnvironment();
  await reach();
  let failed = 0;
  for (const row of rows) {
    if (row.has && !row.has()) {
      console.log(`-     ${row.name}: not in this environment`);
      continue;
    }

    try {
      console.log(`pass  ${row.name}: ${await row.ask()}`);
    } catch (failure) {
      failed++;
      console.log(`FAIL  ${row.name}: ${plain(failure.message)}\n      ${row.page}`);
    }
  }

  if (failed > 0) throw new Stop(`${failed} of ${rows.length} rows failed. What to do about each: ${deploy}#what-to-watch-in-the-first-deployment, and the pages above.`);
  console.log('\nNothing failed.');
});

function signIn() {
  if (call('az', ['account', 'show', '--output', 'none']).status !== 0) throw new Stop('The Azure CLI is not signed in: az login.');
}

function readEnvironment() {
  const answer = call('azd', ['env', 'get-values', '--output', 'json']);
  if (answer.status !== 0) throw new Stop('azd has no environment here: run this in the repository after azd up, or choose one with azd env select.');
  for (const [name, value] of Object.entries(JSON.parse(answer.out))) process.env[name] = value;
}

async function reach() {
  try {
    await ask('/health/live');
  } catch (failure) {
    throw new Stop(`${needed('SECUREDOCKET_ADDRESS')} does not answer (${plain(failure.cause?.message ?? failure.message)}): ${alert('not-live')}.`);
  }
}

async function ask(path) {
  const answer = await fetch(new URL(path, needed('SECUREDOCKET_ADDRESS')), { signal: AbortSignal.timeout(30_000), redirect: 'error' });
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
}

async function askReady() {
  await ask('/health/ready');
  return 'the site is ready, so it reads its tables, its keys and its secret';
}

function askTables() {
  const counts = metric(`${needed('SECUREDOCKET_DATA_ACCOUNT_ID')}/tableServices/default`, 'Transactions', ['--dimension', 'ResponseType', '--offset', '30m']);
  const refused = counts.get('AuthorizationError') ?? 0;
  if (refused > 0) throw new Error(`the tables refused ${refused} requests in the last half hour`);
  const all = sum(counts.values());
  if (all === 0) throw new Error('no request reached the tables in the last half hour');
  return `no refusal among ${all} requests of the last half hour`;
}

function askEvents() {
  const topic = `${group()}/providers/Microsoft.EventGrid/systemTopics/evgst-${token()}`;
  const subscription = get(`${topic}/eventSubscriptions/sms-events`, '2025-02-15').properties;
  if (subscription.provisioningState !== 'Succeeded') throw new Error(`the subscription sms-events is ${subscription.provisioningState}`);
  const [brought, failed, dead] = ['DeliverySuccessCount', 'DeliveryAttemptFailCount', 'DeadLetteredCount']
    .map(name => sum(metric(topic, name, ['--offset', '1d']).values()));
  if (failed + dead > 0) throw new Error(`of a day's events ${brought} were brought, ${failed} tries failed and ${dead} became dead letters`);
  if (brought === 0) throw new Error('no event was brought within a day: text STOP from your own phone, then START, and ask again');
  return `${brought} events were brought within a day, and none failed`;
}

function askSender() {
  const [sent] = query(`AppMetrics | where Name == "securedocket.reminders" and tostring(Properties.state) == "accepted" | summarize coalesce(sum(Sum), 0.0)`)[0];
  if (sent === 0) throw new Error('the provider accepted no reminder within a day: have one sent to your own phone, and ask again');
  return `the provider accepted ${sent} reminders within a day`;
}

function askPolicies() {
  const all = keys();
  for (const { name, properties } of all) {
    const rotates = properties.rotationPolicy?.lifetimeActions?.some(each => /^rotate$/i.test(each.action?.type ?? ''));
    if (!rotates) throw new Error(`${name} has no policy that rotates it`);
  }
  return `${all.map(key => `${key.name} is ${key.properties.kty}`).join(', ')}, and a policy rotates each`;
}

function askDocketKey() {
  const id = `${needed('SECUREDOCKET_VAULT_ID')}/keys/docket-shards`;
  const { kty, keyOps, attributes } = get(id, '2026-02-01').properties;
  if (!/^RSA(-HSM)?$/.test(kty) || [...keyOps ?? []].sort().join() !== 'unwrapKey,wrapKey') throw new Error(`docket-shards is ${kty} for ${keyOps?.join(', ') ?? 'everything'}`);
  if (attributes?.exp !== undefined) throw new Error('docket-shards expires');
  const { principalId } = azure(['identity', 'show', '--resource-group', groupName(needed('SECUREDOCKET_SITE_ID')), '--name', `id-dockets-${token()}`]);
  const given = azure(['role', 'assignment', 'list', '--scope', id]);
  const others = given.filter(each => each.principalId !== principalId || each.roleDefinitionName !== 'Key Vault Crypto Service Encryption User');
  if (others.length > 0) throw new Error(`docket-shards has other roles: ${others.map(each => `${each.roleDefinitionName} of ${each.principalId}`).join(', ')}`);
  if (given.length === 0) throw new Error('nobody has a role on docket-shards');
  return `it is ${kty}, and only id-dockets-${token()} has a role on it`;
}

function askExpiries() {
  const year = 365 * 24 * 3600;
  for (const { name, properties: { attributes, rotationPolicy } } of keys()) {
    const years = attributes?.exp === undefined ? NaN : (attributes.exp - attributes.created) / year;
    if (!(years > 1.9 && years < 2.1)) throw new Error(Number.isNaN(years) ? `${name} never expires` : `${name} expires ${years.toFixed(1)} years after it was made`);
    if (rotationPolicy?.attributes?.expiryTime !== 'P2Y') throw new Error(`the policy of ${name} does not let later versions expire after two years`);
  }
  return 'the keys and their later versions expire after two years';
}

function askToken() {
  // The token itself stays with the CLI.
  azure(['account', 'get-access-token', '--scope', `api://${needed('SECUREDOCKET_ENTRA_CLIENT_ID')}/access`, '--query', 'expiresOn']);
  return 'the CLI got one at once';
}

function askCopies() {
  const endpoints = azure(['network', 'private-endpoint', 'list', '--resource-group', groupName(setting('SECUREDOCKET_STANDBY_SITE_ID'))]).filter(each => each.name.includes('-copy'));
  if (endpoints.length === 0) throw new Error('the second group has no endpoint to a copy');
  const waiting = endpoints.filter(each => !each.privateLinkServiceConnections?.every(link => link.privateLinkServiceConnectionState?.status === 'Approved'));
  if (waiting.length > 0) throw new Error(`not approved: ${waiting.map(each => each.name).join(', ')}`);
  return `${endpoints.length} are approved`;
}

function askSecret() {
  const references = get(`${needed('SECUREDOCKET_SITE_ID')}/config/configreferences/appsettings`, '2022-03-01').value;
  if (references.length === 0) throw new Error('the site refers to no secret');
  const open = references.filter(each => each.properties.status !== 'Resolved');
  if (open.length > 0) throw new Error(open.map(each => `${each.name} is ${each.properties.status}`).join(', '));
  return 'it is resolved';
}

function askPublisher() {
  const given = azure(['role', 'assignment', 'list', '--assignee', needed('SECUREDOCKET_PUBLISHER_CLIENT_ID'), '--all']);
  if (given.length !== 1 || given[0].roleDefinitionName !== 'Website Contributor' || given[0].scope.toLowerCase() !== needed('SECUREDOCKET_SITE_ID').toLowerCase()) {
    throw new Error(`the publisher has ${given.map(each => each.roleDefinitionName).join(', ') || 'no role'}; it must have Website Contributor on the site and nothing else`);
  }
  return 'it has that role and no other; whether it is enough is seen in the first run of the workflow';
}

function askStandby() {
  const site = setting('SECUREDOCKET_STANDBY_SITE_ID');
  const { state } = get(site, '2025-03-01').properties;
  if (state !== 'Stopped') throw new Error(`the copy is ${state}`);
  const [runs] = query(`AppMetrics | where Name == "securedocket.timers.runs" and AppRoleName == "${site.split('/').pop()}" | summarize coalesce(sum(Sum), 0.0)`)[0];
  if (runs > 0) throw new Error(`timers ran ${runs} times in the stopped copy within a day`);
  return 'the copy is stopped, and no timer ran in it within a day';
}

function askPlaces() {
  const tests = query(`AppAvailabilityResults | summarize dcount(Location), countif(Success) by Name`);
  if (tests.length < 2) throw new Error(`${tests.length} of two web tests have results`);
  const bad = tests.filter(([, places, good]) => places < 5 || good === 0);
  if (bad.length > 0) throw new Error(bad.map(([name, places, good]) => `${name} has results from ${places} places, ${good} of them good`).join('; '));
  return 'both tests have results from five places';
}

// What answers ask of Azure. A row fails with the first line of what the CLI says.
function azure(args, body) {
  const { status, out, err } = call('az', [...args, '--only-show-errors', '--output', 'json'], body);
  if (status !== 0) throw new Error(err || `az ${args.slice(0, 3).join(' ')} failed`);
  return JSON.parse(out);
}

function get(id, version) {
  return azure(['rest', '--method', 'get', '--url', `${management}${id}?api-version=${version}`]);
}

function metric(id, name, args) {
  const { value } = azure(['monitor', 'metrics', 'list', '--resource', id, '--metric', name, '--aggregation', 'Total', '--interval', 'PT5M', ...args]);
  const series = value.flatMap(each => each.timeseries);
  return new Map(series.map(each => [each.metadatavalues?.[0]?.value ?? '', sum(each.data.map(point => point.total ?? 0))]));
}

function query(text) {
  const url = `https://api.loganalytics.io/v1${group()}/providers/Microsoft.OperationalInsights/workspaces/log-${token()}/query`;
  const asked = JSON.stringify({ query: text, timespan: 'P1D' });
  return azure(['rest', '--method', 'post', '--url', url, '--resource', 'https://api.loganalytics.io', '--headers', 'Content-Type=application/json', '--body', '@-'], asked).tables[0].rows;
}

function keys() {
  return ['card-signing', 'list-signing'].map(name => get(`${needed('SECUREDOCKET_VAULT_ID')}/keys/${name}`, '2026-02-01'));
}

function hasNumber() {
  return setting('SECUREDOCKET_SMS_SENDERS') !== '';
}

function hasStandby() {
  return setting('SECUREDOCKET_STANDBY_SITE_ID') !== '';
}

function isPrivate() {
  return JSON.parse(readFileSync(new URL(`../infra/environments/${stage()}.json`, import.meta.url), 'utf8')).privateNetwork;
}

function group() {
  return needed('SECUREDOCKET_SITE_ID').split('/').slice(0, 5).join('/');
}

function groupName(id) {
  return id.split('/')[4];
}

function token() {
  return needed('SECUREDOCKET_APP').replace('func-', '');
}

function sum(numbers) {
  return [...numbers].reduce((all, each) => all + each, 0);
}

// One line, and no address of a person in it.
function plain(message) {
  return message.trim().split('\n')[0].slice(0, 300).replace(/\S+@\S+/g, '…');
}
