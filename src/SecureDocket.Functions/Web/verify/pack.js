/**
 * The verifier pack of this device: opened once, renewed when there is a network, never exchanged for an older one.
 */
import { endsAfter } from '../officer/browser.js';
import { hear, hearPack, nowOrEnd } from '../officer/clock.js';
import { openPack, openStoredPack, PackRefused } from '../verifier/index.js';
import { dropPack, keepPack, readPack } from './device.js';

/** @type {any} */
let inHand = null;
/** @type {import('./device.js').Kept | undefined} */
let kept;
/** @type {string | null} */
let refused = null;

/** @returns {any} The pack to judge with; null when the device has none. */
export const pack = () => inHand;

/** @returns {string | null} The thumbprint of the issuer's key that this device believed first; null when it has no pack. */
export const anchor = () => kept?.anchor ?? null;

/** @returns {string | null} Why the last pack that the server sent was not taken. */
export const refusal = () => refused;

/** Gives up what the device held. */
export async function forgetPack() {
  [inHand, kept, refused] = [null, undefined, null];
  await dropPack();
}

/** Opens the pack that the device has. */
export async function openKept() {
  kept = await readPack();
  if (kept) inHand = await openStoredPack(kept.bytes);
}

/**
 * Asks for a newer pack and takes it, when it is the issuer's and no older.
 * @returns {Promise<boolean>} Whether there is a new one.
 */
export async function renew() {
  const sent = Date.now();
  let response;
  try {
    response = await fetch('/api/v1/verifier-pack', {
      headers: kept ? { 'If-None-Match': kept.etag } : {}, cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000),
    });
    hear(response, sent);
    if (response.status !== 200) return false;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { next, by } = inHand === null ? await openFirst(bytes) : { next: await openPack(bytes, { previous: inHand, now: nowOrEnd() }), by: kept?.anchor ?? '' };
    hearPack(next.issuedAtSeconds * 1000);
    const newer = { bytes, etag: response.headers.get('ETag') ?? '', anchor: by };
    await keepPack(newer);
    [inHand, kept, refused] = [next, newer, null];
    return true;
  } catch (failure) {
    // No network: there is nothing to say. A pack that is not to be believed is.
    if (failure instanceof PackRefused) refused = failure.reason;
    return false;
  }
}

/**
 * Believes the first pack on the word of the origin that also served this page: its published keys. The one that signed is
 * pinned from then on, and shown, so that an officer can compare it with what the issuer says by another way.
 * @param {Uint8Array} bytes
 */
async function openFirst(bytes) {
  const response = await fetch('/api/v1/keys', { cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000) });
  const { keys } = await response.json();
  let reason = new PackRefused('unknown-key');
  for (const key of keys.filter((/** @type {any} */ candidate) => candidate.purpose === 'lists')) {
    try {
      return { next: await openPack(bytes, { anchor: key.thumbprint, now: nowOrEnd() }), by: key.thumbprint };
    } catch (failure) {
      if (!(failure instanceof PackRefused)) throw failure;
      if (failure.reason !== 'unknown-key') reason = failure;
    }
  }
  throw reason;
}
