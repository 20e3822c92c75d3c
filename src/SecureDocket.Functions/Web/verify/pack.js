/**
 * The verifier pack of this device: opened once, renewed when there is a network, never exchanged for an older one.
 */
import { NoAnswer } from '../officer/api.js';
import { endsAfter } from '../officer/browser.js';
import { hear, hearPack, nowOrEnd } from '../officer/clock.js';
import { openPack, openStoredPack, PackRefused } from '../verifier/index.js';
import { dropPack, keepPack, readPack } from './device.js';

/** @type {any} */
let inHand = null;
/** @type {import('./device.js').Kept | undefined} */
let kept;
/**
 * The anchor that this device believes, whether or not the pack that named it can still be read.
 * @type {string | null}
 */
let pinned = null;
/** @type {string | null} */
let refused = null;
// Since when for this reason, by this device's clock.
let refusedSince = 0;

// An instance that is a little behind sends an older pack for a minute; a pack in hand that is ahead of its time makes all others older.
const olderFor = 10 * 60 * 1000;

/** @returns {any} The pack to judge with; null when the device has none. */
export const pack = () => inHand;

/** @returns {string | null} The thumbprint of the issuer's anchor that this device believes; null when it never had a pack. */
export const anchor = () => pinned;

/** @returns {string | null} Why the last pack that the server sent was not taken. */
export const refusal = () => refused;

/** Gives up what the device held. */
export async function forgetPack() {
  [inHand, kept, pinned, refused] = [null, undefined, null, null];
  await dropPack();
}

/** Opens the pack that the device has. One that is damaged is fetched again, from the same issuer. */
export async function openKept() {
  const found = await readPack();
  if (found === undefined) return;
  pinned = found.anchor;
  try {
    inHand = await openStoredPack(found.bytes);
    kept = found;
  } catch (failure) {
    if (!(failure instanceof PackRefused)) throw failure;
  }
}

/**
 * Asks for a newer pack and takes it, when it is the issuer's and no older.
 * @returns {Promise<boolean>} Whether there is a new one.
 */
export async function renew() {
  try {
    const fetched = await fetchPack(kept ? { 'If-None-Match': kept.etag } : {});
    if (fetched === null) return false;
    await take(fetched, await openPack(fetched.bytes, { previous: inHand, anchor: pinned ?? await serversAnchor(), now: nowOrEnd() }));
    return true;
  } catch (failure) {
    // No network: there is nothing to say. A pack that is not to be believed is.
    if (failure instanceof PackRefused && refused !== failure.reason) [refused, refusedSince] = [failure.reason, Date.now()];
    return false;
  }
}

/** @returns {boolean} Whether nothing leads from what this device believes to the server's pack: only a first pack does. */
export const isStranded = () => pinned !== null
  && (['unendorsed-key', 'key-withdrawn', 'unknown-issuer'].includes(refused ?? '') || (refused === 'older-pack' && Date.now() - refusedSince > olderFor));

/**
 * The anchor that the server names, to be shown to the officer before the device begins anew with it.
 * @returns {Promise<string>} Its thumbprint.
 * @throws {NoAnswer} When the server does not say.
 */
export async function serversAnchor() {
  const response = await get('/api/v1/keys', {});
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
  if (fetched === null) throw new NoAnswer();
  await take(fetched, await openPack(fetched.bytes, { anchor: by, now: nowOrEnd() }));
}

/**
 * @param {Record<string, string>} headers
 * @returns {Promise<{ bytes: Uint8Array, etag: string } | null>} Null when there is no newer one.
 */
async function fetchPack(headers) {
  const response = await get('/api/v1/verifier-pack', headers);
  if (response.status === 200) return { bytes: new Uint8Array(await response.arrayBuffer()), etag: response.headers.get('ETag') ?? '' };

  // What the server sends now is what this device has: what it once refused is gone.
  refused = null;
  return null;
}

/**
 * @param {string} path
 * @param {Record<string, string>} headers
 * @throws {NoAnswer} When neither an answer comes, nor that nothing is newer.
 */
async function get(path, headers) {
  const sent = Date.now();
  const response = await fetch(path, { headers, cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000) }).catch(() => null);
  if (response === null) throw new NoAnswer();
  hear(response, sent);
  if (!response.ok && response.status !== 304) throw new NoAnswer();
  return response;
}

/**
 * @param {{ bytes: Uint8Array, etag: string }} fetched
 * @param {any} opened
 */
async function take(fetched, opened) {
  hearPack(opened.issuedAtSeconds * 1000);
  const newer = { ...fetched, anchor: opened.anchor };
  await keepPack(newer);
  [inHand, kept, pinned, refused] = [opened, newer, opened.anchor, null];
}
