// After the code is there: does it answer, is what it needs within its reach, and can it sign?
import { Stop, eventually, needed, run, setting } from './tools.mjs';

// Roles take up to ten minutes to be known everywhere, and the first timers a minute to have run.
const bounds = { tries: 90, seconds: Number(setting('SECUREDOCKET_SMOKE_SECONDS') || '10') };

await run(async () => {
  const address = needed('SECUREDOCKET_ADDRESS');
  const ask = async path => {
    const answer = await fetch(new URL(path, address), { signal: AbortSignal.timeout(30_000), redirect: 'error' });
    const text = (await answer.text()).slice(0, 2_000);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text;
  };

  await eventually('The application does not answer', bounds, () => ask('/health/live'));
  await eventually('The application is not ready', bounds, () => ask('/health/ready'));
  const set = await eventually('There are no keys', bounds, async () => {
    const { keys } = JSON.parse(await ask('/api/v1/keys'));
    if (!Array.isArray(keys) || keys.length === 0) throw new Error('/api/v1/keys names none');
    return keys;
  });
  const odd = set.find(key => key.kty !== 'EC' || key.crv !== 'P-256' || key.d !== undefined);
  if (odd) throw new Stop(`/api/v1/keys names a key that is no public key on P-256: ${odd.kid}`);
  console.log(`${address} answers, is ready, and publishes ${set.length} key${set.length === 1 ? '' : 's'}.`);
});
