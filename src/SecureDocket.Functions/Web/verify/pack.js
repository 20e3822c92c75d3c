/**
 * The verifier pack of this device: opened once, renewed when there is a network, never replaced by an older one.
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
 * The anchor that this device trusts, even if the pack that named it can no longer be read.
 * @type {string | null}
 */
let pinned = null;
/** @type {string | null} */
let refused = null;
// When this refusal began, by this device's clock.
let refusedSince = 0;

// An instance that lags behind may send an older pack for a minute. A current pack from the future would make all others older for good.
const olderFor = 10 * 60 * 1000;

/** @returns {any} The current pack; null when the device has none. */
export const pack = () => inHand;

/** @returns {string | null} The thumbprint of the anchor that this device trusts; null when it never had a pack. */
export const anchor = () => pinned;

/** @returns {string | null} Why the last pack from the server was refused. */
export const refusal = () => refused;

/** Deletes the pack and forgets the anchor. */
export async function forgetPack() {
  [inHand, kept, pinned, refused] = [null, undefined, null, null];
  await dropPack();
}

/** Opens the stored pack. A damaged one is fetched again, from the same issuer. */
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
 * Requests a newer pack, and accepts it if it is the issuer's and not older.
 * @returns {Promise<boolean>} Whether there is a new one.
 */
export async function renew() {
  try {
    const fetched = await fetchPack(kept ? { 'If-None-Match': kept.etag } : {});
    if (fetched === null) return false;
    await take(fetched, await openPack(fetched.bytes, { previous: inHand, anchor: pinned ?? await serversAnchor(), now: nowOrEnd() }));
    return true;
  } catch (failure) {
    // A missing network is not reported; a refused pack is.
    if (failure instanceof PackRefused && refused !== failure.reason) [refused, refusedSince] = [failure.reason, Date.now()];
    return false;
  }
}

/** @returns {boolean} Whether this device's trust does not lead to the server's pack, so that only a new start with it helps. */
export const isStranded = () => pinned !== null
  && (['unendorsed-key', 'key-withdrawn', 'unknown-issuer'].includes(refused ?? '') || (refused === 'older-pack' && Date.now() - refusedSince > olderFor));

/**
 * The anchor that the server names, to be shown to the officer before the device starts again with it.
 * @returns {Promise<string>} Its thumbprint.
 * @throws {NoAnswer} When the server does not respond with it.
 */
export async function serversAnchor() {
  const response = await get('/api/v1/keys', {});
  const { anchor: named } = await response.json();
  if (typeof named !== 'string') throw new PackRefused('unendorsed-key');
  return named;
}

/**
 * Discards this device's trust, and accepts the server's pack as a first one. For a signed-in officer who has agreed to the
 * anchor.
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

  // The server has the same pack as this device, so an earlier refusal no longer applies.
  refused = null;
  return null;
}

/**
 * @param {string} path
 * @param {Record<string, string>} headers
 * @throws {NoAnswer} When there is no response, or one other than 200 and 304.
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
