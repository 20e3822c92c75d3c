// After everything is made: the one secret, the pages' way to sign in, and the journal's lock where it was asked for.
//
// The secret keys the index of people by A-number and phone, the PINs and the sessions. With another one nobody is found and
// nobody can sign in, so it is made once: only where the vault is there and says itself that the secret is not. It goes by
// Resource Manager, which needs no role in the vault and no way through its firewall, and is never written down here.
// Why: docs/decisions/0015-identities-and-one-secret.md.
import { randomBytes } from 'node:crypto';
import { allowPages } from './entra.mjs';
import { Stop, isMissing, keep, mustRest, needed, rest, run, setting } from './tools.mjs';

const management = 'https://management.azure.com';
const made = 'SECUREDOCKET_LOOKUP_SECRET_MADE';

await run(async () => {
  makeSecret(needed('SECUREDOCKET_VAULT_ID'));
  refreshReferences([needed('SECUREDOCKET_SITE_ID'), setting('SECUREDOCKET_STANDBY_SITE_ID')].filter(id => id !== ''));
  allowPages([needed('SECUREDOCKET_ADDRESS'), needed('SECUREDOCKET_PORTAL_ADDRESS')]);
  if (setting('SECUREDOCKET_JOURNAL_LOCKED') === 'true') lockJournal(needed('SECUREDOCKET_JOURNAL_ACCOUNT_ID'));
});

function makeSecret(vault) {
  const version = 'api-version=2026-02-01';
  mustRest('get', `${management}${vault}?${version}`);
  const address = `${management}${vault}/secrets/lookup-secret?${version}`;
  const found = rest('get', address);
  if (found.status === 0) {
    console.log('The lookup secret is there, and stays as it is.');
    if (setting(made) === '') keep(made, 'before');
    return;
  }

  if (!isMissing(found)) throw new Stop(`Whether the lookup secret exists could not be found out, so none was made:\n${found.err}`);
  if (setting(made) !== '') {
    throw new Stop(`The lookup secret of this environment was made (${setting(made)}) and is gone. Another one would lose everybody: nothing was made.\n`
      + 'Recover or restore it: docs/decisions/0015-identities-and-one-secret.md, "When it is gone".');
  }

  const answer = rest('put', address, { properties: { value: randomBytes(48).toString('base64'), contentType: 'HMAC key, Base64; never replace', attributes: { enabled: true } } });
  if (answer.status !== 0) {
    throw new Stop(`The lookup secret could not be made. If the name is taken by a deleted one, recover that: az keyvault secret recover --vault-name ${vault.split('/').pop()} --name lookup-secret\n${answer.err}`);
  }

  keep(made, new Date().toISOString().slice(0, 10));
  console.log('The lookup secret was made, inside the vault. Back it up before the first person is enrolled: docs/operations/deploy.md.');
}

// A site remembers a reference that led nowhere for up to a day.
function refreshReferences(sites) {
  for (const site of sites) {
    const answer = rest('post', `${management}${site}/config/configreferences/appsettings/refresh?api-version=2022-03-01`);
    if (answer.status !== 0) console.log(`The site did not take up its references at once; the deployment will, or a restart:\n${answer.err}`);
  }
}

// For good: not even Azure's support can undo it before the last blob's time is over.
function lockJournal(account) {
  const policy = `${management}${account}/blobServices/default/containers/journal/immutabilityPolicies/default`;
  const found = mustRest('get', `${policy}?api-version=2026-04-01`);
  if (found.properties.state === 'Locked') return;
  mustRest('post', `${policy}/lock?api-version=2026-04-01`, undefined, 'If-Match=*');
  console.log(`The journal's policy is locked: nothing in it can be changed or deleted for ${found.properties.immutabilityPeriodSinceCreationInDays} days.`);
}
