// The app registration that tokens are for. Resource Manager cannot make one; Graph can, and finds it again by its name.
import { readFileSync } from 'node:fs';
import { Stop, call, eventually, json, keep, mustRest, needed, setting } from './tools.mjs';

const graph = 'https://graph.microsoft.com/v1.0/applications';

/** Makes the registration, or brings an existing one up to date, unless the operator named one. */
export async function register() {
  if (setting('SECUREDOCKET_ENTRA_CLIENT_ID') !== '' && setting('SECUREDOCKET_ENTRA_OBJECT_ID') === '') {
    console.log(`Tokens are for the app registration ${setting('SECUREDOCKET_ENTRA_CLIENT_ID')}, which is looked after elsewhere.`);
    return;
  }

  const name = `secure-docket-${needed('AZURE_ENV_NAME')}`;
  const wanted = { ...read('app'), displayName: name };
  const found = json('az', ['ad', 'app', 'list', '--display-name', name]).filter(app => app.displayName === name);
  if (found.length > 1) throw new Stop(`There are ${found.length} app registrations named ${name}. Name yours: azd env set SECUREDOCKET_ENTRA_CLIENT_ID <its application id>`);

  const app = found[0] ?? mustRest('post', graph, wanted);
  await eventually('The app registration could not be completed', { tries: 6, seconds: 5 }, () => {
    mustRest('patch', `${graph}/${app.id}`, { ...wanted, identifierUris: [`api://${app.appId}`] });
    // Only a scope that is there can be named: people get tokens of their own by the Azure CLI, and are asked for no consent.
    mustRest('patch', `${graph}/${app.id}`, read('azure-cli'));
    if (call('az', ['ad', 'sp', 'show', '--id', app.appId]).status !== 0) json('az', ['ad', 'sp', 'create', '--id', app.appId]);
  });
  keep('SECUREDOCKET_ENTRA_CLIENT_ID', app.appId);
  keep('SECUREDOCKET_ENTRA_OBJECT_ID', app.id);
  console.log(`Tokens are for the app registration ${name} (${app.appId}).`);
}

const read = file => JSON.parse(readFileSync(new URL(`../entra/${file}.json`, import.meta.url), 'utf8'));

/** Lets the officers' pages sign people in from these origins, beside those that are there already. */
export function allowPages(addresses) {
  const pages = [...new Set(addresses)].flatMap(address => ['/verify', '/enroll', '/inbox', '/desk'].map(page => new URL(page, address).href));
  const id = setting('SECUREDOCKET_ENTRA_OBJECT_ID');
  if (id === '') {
    console.log(`Whoever looks after the app registration adds these redirect addresses of a single-page application:\n  ${pages.join('\n  ')}`);
    return;
  }

  const known = mustRest('get', `${graph}/${id}`).spa?.redirectUris ?? [];
  if (pages.every(page => known.includes(page))) return;
  mustRest('patch', `${graph}/${id}`, { spa: { redirectUris: [...new Set([...known, ...pages])] } });
  console.log('The officers\' pages may sign people in.');
}
