/**
 * The offline verdict on a card, based on its own bytes and then on its entry in a status list of the pack.
 * @module
 */

import { decodeBase45 } from './base45.js';
import { CborReader } from './cbor.js';
import { MAXIMUM_DEPTH, readSign1, signedBytes } from './cose.js';
import { readClaims } from './credential.js';
import { covers, isSignatureInRange, signerAmong } from './keys.js';
import { reasonList } from './reasons.js';
import { CLOCK_LEEWAY, entryAt, entryCount } from './status-list.js';
import { isoTime, secondsOf } from './times.js';
import { isPackedAsSealed, startsAsZlib, unzip } from './zlib.js';

// The maximum number of alphanumeric characters in a QR code.
const MAXIMUM_TEXT = 4296;
const MAXIMUM_INFLATED = 65536;
const TAGS = [61, 18];
const TYPE = 'application/sdc+cwt';
const CHECK_BY_EYE = ['photo-matches-bearer', 'printed-details-match', 'card-is-undamaged'];

/**
 * Whether a text begins like every credential, so that it gets a verdict, unlike a web address or a boarding pass.
 * @param {string} text The text of the QR code.
 * @returns {boolean}
 */
export function looksLikeCard(text) {
  const start = decodeBase45(text.slice(0, 3));
  return start !== null && startsAsZlib(start);
}

/**
 * @typedef {object} Verdict The format of POST /api/v1/verifications, with everything that a pack can provide. Times are ISO 8601 in UTC.
 * @property {'valid' | 'invalid' | 'undetermined'} verdict
 * @property {string[]} reasons Stable codes, the general before the specific; empty when valid.
 * @property {Evidence} evidence
 * @property {Credential | null} credential The printed details; null unless the issuer signed the card.
 *
 * @typedef {object} Evidence
 * @property {'credential'} method
 * @property {string | null} keyId The key that the credential names; null when the text is malformed.
 * @property {string} checkedAt
 * @property {string | null} statusAsOf The time of the status; null when none was consulted.
 * @property {number | null} statusAgeSeconds The age of the status; null when none was consulted, or the clock is behind.
 * @property {string} audience The audience whose policy limits the age of a status.
 * @property {number} packVersion
 * @property {string} packAsOf
 * @property {number | null} packAgeSeconds Null when the clock is behind.
 * @property {string[]} checkByEye What must be checked by eye.
 *
 * @typedef {object} Credential
 * @property {string} cardNumber In groups of four, as printed.
 * @property {string} serial
 * @property {string} fullName The name in Latin letters, as printed.
 * @property {string} birthDate As far as known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
 * @property {string} nationality ISO 3166-1 alpha-3.
 * @property {string} issued
 * @property {string} validFrom
 * @property {string} expires
 * @property {{ bytes: Uint8Array, type: 'image/jpeg' | 'image/webp' } | null} face
 * @property {string} photoHash SHA-256 of the enrolled photo, hexadecimal.
 */

/**
 * Verifies a card.
 * @param {string} text The QR code's text, exactly as scanned.
 * @param {import('./pack.js').Pack} pack The trusted pack.
 * @param {object} as
 * @param {string} as.audience An audience in the pack's policy: `officer`, `partner` or `public`.
 * @param {Date | number} [as.now] The verifier's time, as a date or milliseconds since 1970; the current time if absent.
 * @returns {Promise<Verdict>} The verdict; no text makes it throw.
 * @throws {RangeError} The pack has no policy for such an audience.
 */
export async function verify(text, pack, { audience, now = Date.now() }) {
  if (!Object.hasOwn(pack.policy, audience)) throw new RangeError(`The pack has no policy for '${audience}'; it has one for ${Object.keys(pack.policy).join(', ')}.`);
  const seconds = secondsOf(now);
  const authentication = await authenticate(String(text), pack, seconds);
  const { verdict, reason, list } = judge(authentication, pack, pack.policy[audience], seconds);
  const { keyId, claims } = authentication;
  return {
    verdict,
    reasons: reasonList(reason),
    evidence: {
      method: 'credential',
      keyId,
      checkedAt: new Date(seconds * 1000).toISOString(),
      statusAsOf: list === null ? null : isoTime(list.issuedAt),
      statusAgeSeconds: list === null ? null : age(list.issuedAt, seconds),
      audience,
      packVersion: pack.version,
      packAsOf: pack.issuedAt,
      packAgeSeconds: age(pack.issuedAtSeconds, seconds),
      checkByEye: claims === null ? [] : [...CHECK_BY_EYE],
    },
    credential: claims === null ? null : shown(claims),
  };
}

/**
 * @typedef {object} Authentication What the credential's own bytes prove.
 * @property {string | null} reason The first reason against it; null for none.
 * @property {string | null} keyId
 * @property {import('./credential.js').Claims | null} claims
 */

/**
 * Checks the signer, the integrity and the validity period of a credential.
 * @param {string} text
 * @param {import('./pack.js').Pack} pack
 * @param {number} now
 * @returns {Promise<Authentication>}
 */
async function authenticate(text, pack, now) {
  const { packed, inflated, message, fault } = readText(text);
  if (fault !== null) return { reason: fault, keyId: null, claims: null };
  const refused = (/** @type {string} */ reason) => ({ reason, keyId: message.keyId, claims: null });

  // Several keys may share an id, which is only 8 bytes long.
  const keys = pack.keys.filter((key) => key.id === message.keyId);
  if (keys.length === 0) return refused('unknown-key');
  if (!isSignatureInRange(message.signature)) return refused('signature-out-of-range');
  const signer = await signerAmong(keys, message.signature, signedBytes(message));
  if (signer === null) return refused('bad-signature');
  const claims = readClaims(message.payload);
  if (claims === null) return refused(CborReader.faultIn(message.payload, MAXIMUM_DEPTH) ?? 'bad-claims');
  return isPackedAsSealed(packed, inflated)
    ? { reason: reasonAgainst(claims, signer, pack, now), keyId: message.keyId, claims }
    : refused('not-canonical');
}

/**
 * Base45 → zlib → COSE_Sign1.
 * @param {string} text
 */
function readText(text) {
  const none = (/** @type {string} */ fault) => ({ packed: null, inflated: null, message: null, fault });
  if (text.length > MAXIMUM_TEXT) return none('too-large');
  const packed = decodeBase45(text);
  if (packed === null) return none('bad-base45');
  const { bytes: inflated, fault } = unzip(packed, MAXIMUM_INFLATED);
  return inflated === null ? none(fault) : { packed, inflated, ...readSign1(inflated, TAGS, TYPE) };
}

/**
 * @param {import('./credential.js').Claims} claims
 * @param {import('./keys.js').VerificationKey} signer
 * @param {import('./pack.js').Pack} pack
 * @param {number} now
 */
function reasonAgainst(claims, signer, pack, now) {
  if (claims.issuer !== pack.issuer) return 'unknown-issuer';
  if (signer.use !== 'cards') return 'wrong-key-use';
  if (signer.withdrawn !== null) return 'key-withdrawn';
  if (!covers(signer, claims.issuedAt)) return 'outside-key-period';
  if (now < claims.notBefore) return 'not-yet-valid';
  return now >= claims.expires ? 'expired' : null;
}

/**
 * @param {Authentication} authentication
 * @param {import('./pack.js').Pack} pack
 * @param {number} maximumAge
 * @param {number} now
 * @returns {{ verdict: Verdict['verdict'], reason: string | null, list: import('./status-list.js').StatusListToken | null }}
 */
function judge({ reason, claims }, pack, maximumAge, now) {
  const isBehindPack = isBehind(now, pack.issuedAtSeconds);
  // An invalid or expired card's status is not consulted (IETF Token Status List, section 8.3).
  if (claims === null || (reason !== null && !(isBehindPack && reason === 'not-yet-valid'))) return { verdict: 'invalid', reason, list: null };
  const list = pack.lists.find((known) => known.uri === claims.status.uri);
  if (list === undefined) return { verdict: 'undetermined', reason: isBehindPack ? 'clock-behind' : 'status-unavailable', list: null };

  const { index } = claims.status;
  const entry = index < entryCount(list) ? entryAt(list, index) : null;
  // A revocation is final, however old the list is and whatever the clock says.
  if (entry === null) return { verdict: 'invalid', reason: 'status-out-of-range', list };
  if (entry === 1) return { verdict: 'invalid', reason: 'revoked', list };
  if (entry === 3) return { verdict: 'invalid', reason: 'replaced', list };
  // With a wrong clock, neither an age nor the start of a card's validity can be determined.
  if (isBehindPack || isBehind(now, list.issuedAt)) return { verdict: 'undetermined', reason: 'clock-behind', list };
  if (now >= list.expires || now - list.issuedAt > maximumAge) return { verdict: 'undetermined', reason: 'status-stale', list };
  if (entry === 2) return { verdict: 'invalid', reason: 'suspended', list };
  return entry === 0 ? { verdict: 'valid', reason: null, list } : { verdict: 'undetermined', reason: 'status-unavailable', list };
}

/**
 * @param {number} now
 * @param {number} moment
 */
const isBehind = (now, moment) => now < moment - CLOCK_LEEWAY;

/**
 * The age in whole seconds: 0 if the clock is behind by no more than the leeway, null if it is further behind.
 * @param {number} moment
 * @param {number} now
 */
const age = (moment, now) => (isBehind(now, moment) ? null : Math.max(0, Math.floor(now - moment)));

/**
 * @param {import('./credential.js').Claims} claims
 * @returns {Credential}
 */
function shown({ cardNumber, issuedAt, notBefore, expires, identity }) {
  return {
    cardNumber: cardNumber.match(/[^]{1,4}/g)?.join('-') ?? '',
    serial: identity.serial,
    fullName: identity.fullName,
    birthDate: shownBirthDate(identity.birthDate),
    nationality: identity.nationality,
    issued: isoTime(issuedAt),
    validFrom: isoTime(notBefore),
    expires: isoTime(expires),
    face: identity.face,
    photoHash: [...identity.photoHash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

/** @param {string} claim */
function shownBirthDate(claim) {
  if (claim.length !== 8) return claim;
  const [year, month, day] = [claim.slice(0, 4), claim.slice(4, 6), claim.slice(6)];
  return month + day === '0000' ? year : day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`;
}
