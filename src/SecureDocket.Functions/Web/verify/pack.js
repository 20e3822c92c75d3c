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

/** @returns {string | null} The thumbprint of the issuer's anchor that this device believes; null when it has no pack. */
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
  const found = await readPack();
  if (found === undefined) return;
  inHand = await openStoredPack(found.bytes);
  kept = found;
}

/**
 * Asks for a newer pack and takes it, when it is the issuer's and no older.
 * @returns {Promise<boolean>} Whether there is a new one.
 */
export async function renew() {
  try {
    const fetched = await fetchPack(kept ? { 'If-None-Match': kept.etag } : {});
    if (fetched === null) return false;
    const by = inHand === null ? await serversAnchor() : inHand.anchor;
    await take(fetched, await openPack(fetched.bytes, { previous: inHand, anchor: by, now: nowOrEnd() }));
    return true;
  } catch (failure) {
    // No network: there is nothing to say. A pack that is not to be believed is.
    if (failure instanceof PackRefused) refused = failure.reason;
    return false;
  }
}

/** @returns {boolean} Whether nothing leads from the pack in hand to the server's: only a first pack does. */
export const isStranded = () => inHand !== null && ['unendorsed-key', 'key-withdrawn', 'unknown-issuer'].includes(refused ?? '');

/**
 * The anchor that the server names, to be shown to the officer before the device begins anew with it.
 * @returns {Promise<string>} Its thumbprint.
 */
export async function serversAnchor() {
  const response = await fetch('/api/v1/keys', { cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000) });
  const { anchor: named } = await response.json();
  if (typeof named !== 'string') throw new PackRefused('unendorsed-key');
  return named;
}

/**
 * Forgets what this device believed, and takes the server's pack as a first one. For an officer who is signed in, and has
 * agreed to the anchor.
 * @param {string} by The anchor's thumbprint.
 */
export async function beginAnew(by) {
  const fetched = await fetchPack({});
  if (fetched === null) throw new PackRefused('malformed');
  await take(fetched, await openPack(fetched.bytes, { anchor: by, now: nowOrEnd() }));
}

/**
 * @param {Record<string, string>} headers
 * @returns {Promise<{ bytes: Uint8Array, etag: string } | null>} Null when there is none, or no newer one.
 */
async function fetchPack(headers) {
  const sent = Date.now();
  const response = await fetch('/api/v1/verifier-pack', { headers, cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000) });
  hear(response, sent);
  return response.status === 200 ? { bytes: new Uint8Array(await response.arrayBuffer()), etag: response.headers.get('ETag') ?? '' } : null;
}

/**
 * @param {{ bytes: Uint8Array, etag: string }} fetched
 * @param {any} opened
 */
async function take(fetched, opened) {
  hearPack(opened.issuedAtSeconds * 1000);
  const newer = { ...fetched, anchor: opened.anchor };
  await keepPack(newer);
  [inHand, kept, refused] = [opened, newer, null];
}
