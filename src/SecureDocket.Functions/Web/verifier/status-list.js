/**
 * A status list as its issuer signs it (IETF Token Status List, section 5.2).
 * @module
 */

import { CborReader } from './cbor.js';
import { MAXIMUM_DEPTH, readSign1, signedBytes } from './cose.js';
import { covers, signerAmong } from './keys.js';
import { unzip } from './zlib.js';

/** How far a verifier's clock may lag behind the issuer's, in seconds. */
export const CLOCK_LEEWAY = 60;

const TAGS = [18];
const TYPE = 'application/statuslist+cwt';
const MAXIMUM_STRING = 512;
const MAXIMUM_BYTES = 1 << 20;

/**
 * @typedef {object} StatusListToken Times are seconds since 1970.
 * @property {string} uri The list's address.
 * @property {number} issuedAt
 * @property {number} expires The list must not be used from then on.
 * @property {number} bits The size of an entry: 1, 2, 4 or 8.
 * @property {Uint8Array} bytes The packed entries.
 */

/**
 * Reads and verifies the token of any list.
 * @param {Uint8Array} bytes The token.
 * @param {import('./keys.js').VerificationKey[]} keys The keys whose signature counts.
 * @param {number} now The time for which it is verified.
 * @returns {Promise<{ token: StatusListToken, reason: null } | { token: null, reason: string }>}
 */
export async function readStatusList(bytes, keys, now) {
  const refuse = (/** @type {string} */ reason) => ({ token: null, reason });
  const { message } = readSign1(bytes, TAGS, TYPE);
  if (message === null) return refuse('malformed');
  const named = keys.filter((key) => key.id === message.keyId);
  if (named.length === 0) return refuse('unknown-key');
  const signer = await signerAmong(named, message.signature, signedBytes(message));
  if (signer === null) return refuse('bad-signature');
  if (signer.use !== 'lists') return refuse('wrong-key-use');
  if (signer.withdrawn !== null) return refuse('key-withdrawn');
  const token = readTokenClaims(message.payload);
  if (token === null) return refuse('malformed');
  if (!covers(signer, token.issuedAt)) return refuse('outside-key-period');
  if (now < token.issuedAt - CLOCK_LEEWAY) return refuse('not-yet-valid');
  return now >= token.expires ? refuse('expired') : { token, reason: null };
}

/** @param {StatusListToken} list */
export const entryCount = (list) => Math.floor((list.bytes.length * 8) / list.bits);

/**
 * The value of an entry that the list has.
 * @param {StatusListToken} list
 * @param {number} index
 */
export function entryAt(list, index) {
  const at = index * list.bits;
  return (list.bytes[at >> 3] >> (at & 7)) & ((1 << list.bits) - 1);
}

/**
 * @param {Uint8Array} payload
 * @returns {StatusListToken | null}
 */
function readTokenClaims(payload) {
  const reader = new CborReader(payload);
  if (!CborReader.isDeterministic(payload, MAXIMUM_DEPTH) || reader.map() !== 5) return null;
  const uri = reader.key(2) ? reader.text(MAXIMUM_STRING) : undefined;
  if (uri === undefined) return null;
  const expires = reader.key(4) ? reader.time() : undefined;
  if (expires === undefined) return null;
  const issuedAt = reader.key(6) ? reader.time() : undefined;
  if (issuedAt === undefined || !reader.key(65533) || reader.map() !== 2) return null;
  const packed = reader.key('lst') ? reader.bytes() : undefined;
  if (packed === undefined) return null;
  const bits = reader.key('bits') ? reader.int() : undefined;
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8) return null;
  const { bytes } = unzip(packed, MAXIMUM_BYTES);
  if (bytes === null || bytes.length === 0) return null;
  const timeToLive = reader.key(65534) ? reader.int() : undefined;
  return timeToLive !== undefined && timeToLive >= 1 && timeToLive <= 0x7fffffff ? { uri, issuedAt, expires, bits, bytes } : null;
}
