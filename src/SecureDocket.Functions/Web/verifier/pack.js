/**
 * The verifier pack: everything that an offline verifier trusts, in one signed message.
 * @module
 */

import { CborReader } from './cbor.js';
import { reach } from './chain.js';
import { MAXIMUM_DEPTH, readSign1, signedBytes } from './cose.js';
import { covers, importKey, signerAmong } from './keys.js';
import { CLOCK_LEEWAY, readStatusList } from './status-list.js';
import { isoTime, secondsOf } from './times.js';

const TAGS = [18];
const TYPE = 'application/sdc-pack+cwt';
const MAXIMUM_LENGTH = 20 * 1024 * 1024;
const KEY_LIMIT = 1000;
const CHAIN_LIMIT = 4000;
const LIST_LIMIT = 64;
const AUDIENCE_LIMIT = 16;
const MAXIMUM_STRING = 512;
// Allows for one day of publishing one pack a second more than there are seconds.
const VERSIONS_AHEAD = 86400;

/**
 * @typedef {object} Pack Plain data: it may be posted to a worker. Only {@link openPack} and {@link openStoredPack} make one.
 * @property {string} issuer
 * @property {string} issuedAt ISO 8601: when it was made.
 * @property {number} issuedAtSeconds The same in seconds since 1970.
 * @property {number} version Increases with every pack.
 * @property {string} anchor The RFC 7638 thumbprint of the anchor.
 * @property {import('./keys.js').VerificationKey[]} keys The keys that endorsements lead to from the anchor, and the withdrawn ones.
 * @property {import('./status-list.js').StatusListToken[]} lists
 * @property {Record<string, number>} policy The maximum age of a status in seconds, by audience.
 */

/** A pack was refused; keep the current one. */
export class PackRefused extends Error {
  /** @param {string} reason The first reason against it, a code of docs/credential.md. */
  constructor(reason) {
    super(`The verifier pack is refused: ${reason}.`);
    this.name = 'PackRefused';
    /** The first reason against it. */
    this.reason = reason;
  }
}

/**
 * Accepts a fetched pack.
 * @param {Uint8Array | ArrayBuffer} bytes The pack as received.
 * @param {object} by
 * @param {Pack | null} [by.previous] The newest pack that this verifier has accepted; when given, only its anchor counts.
 * @param {string | null} [by.anchor] For the first pack: the RFC 7638 thumbprint of the issuer's anchor, obtained through another channel.
 * @param {Date | number} [by.now] The verifier's time, as a date or milliseconds since 1970; the current time if absent.
 * @returns {Promise<Pack>}
 * @throws {PackRefused} With the first reason against it.
 */
export async function openPack(bytes, { previous = null, anchor = null, now = Date.now() }) {
  if (previous === null && anchor === null) throw new TypeError('A first pack needs an anchor.');
  const pack = await readSigned(toBytes(bytes), previous?.anchor ?? anchor);
  refuseFor(previous === null ? null : reasonAgainstNext(pack, previous));
  refuseFor(secondsOf(now) < pack.issuedAtSeconds - CLOCK_LEEWAY ? 'clock-behind' : null);
  const opened = await withLists(pack);
  const goesBack = previous?.lists.some((known) => opened.lists.some((list) => list.uri === known.uri && list.issuedAt < known.issuedAt));
  refuseFor(goesBack ? 'older-pack' : null);
  return opened;
}

/**
 * Reads a pack that this verifier accepted earlier and stored where no one else can write, whatever the current time. Never use it for a
 * fetched pack: anyone can sign a pack with their own keys.
 * @param {Uint8Array | ArrayBuffer} bytes
 * @returns {Promise<Pack>}
 * @throws {PackRefused} When it is not valid in itself.
 */
export async function openStoredPack(bytes) {
  return withLists(await readSigned(toBytes(bytes), null));
}

/** @param {string | null} reason */
function refuseFor(reason) {
  if (reason !== null) throw new PackRefused(reason);
}

/** @param {Uint8Array | ArrayBuffer} bytes */
const toBytes = (bytes) => (bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));

/**
 * Reads a pack that is signed by a key to which the pack's own chain leads from its own anchor, so that an accepted pack can be read
 * again on its own.
 * @param {Uint8Array} bytes
 * @param {string | null} anchor The thumbprint that its anchor must have; null for any. It is compared first, so that a stranger's long chain is not followed.
 */
async function readSigned(bytes, anchor) {
  const message = bytes.length > MAXIMUM_LENGTH ? null : readSign1(bytes, TAGS, TYPE).message;
  if (message === null) throw new PackRefused('malformed');
  const pack = await readPackClaims(message.payload);
  const named = pack.keys.filter((key) => key.id === message.keyId);
  refuseFor(named.length === 0 ? 'unknown-key' : null);
  const signer = await signerAmong(named, message.signature, signedBytes(message));
  if (signer === null) throw new PackRefused('bad-signature');
  refuseFor(reasonAgainstSigner(pack.issuedAtSeconds, signer));
  refuseFor(anchor === null || pack.anchor === anchor ? null : 'unendorsed-key');
  const { chain, ...rest } = pack;
  const endorsed = await reach(pack.issuer, pack.keys, chain);
  if (endorsed === null) throw new PackRefused('malformed');
  refuseFor(endorsed.has(signer) ? null : 'unendorsed-key');
  // A withdrawn key needs no endorsement to be known as withdrawn.
  return { ...rest, keys: pack.keys.filter((key) => key.withdrawn !== null || endorsed.has(key)) };
}

/**
 * The reason against the signer of a pack, from the pack's own content; null for none.
 * @param {number} issuedAtSeconds When the pack was made.
 * @param {import('./keys.js').VerificationKey} signer
 */
function reasonAgainstSigner(issuedAtSeconds, signer) {
  if (signer.use !== 'lists') return 'wrong-key-use';
  if (signer.withdrawn !== null) return 'key-withdrawn';
  return covers(signer, issuedAtSeconds) ? null : 'outside-key-period';
}

/**
 * @param {Omit<Pack, 'lists'>} next
 * @param {Pack} inHand
 */
function reasonAgainstNext(next, inHand) {
  if (next.issuer !== inHand.issuer) return 'unknown-issuer';
  // A withdrawn key stays withdrawn and stays in the pack; if one pack left it out, the next could list it as in force again.
  const withdrawn = new Set(next.keys.filter((key) => key.withdrawn !== null).map((key) => key.thumbprint));
  if (inHand.keys.some((known) => known.withdrawn !== null && !withdrawn.has(known.thumbprint))) return 'key-withdrawn';
  // Two packs with one version must be the same pack; otherwise someone signs different packs with one number.
  return next.version < inHand.version || next.issuedAtSeconds < inHand.issuedAtSeconds
    || (next.version === inHand.version && next.issuedAtSeconds !== inHand.issuedAtSeconds) ? 'older-pack' : null;
}

/**
 * Reads the lists and verifies each one's own signature, at the time of the pack: a list that has expired since then degrades the
 * verdict, not the pack.
 * @param {Omit<Pack, 'lists'> & { tokens: Uint8Array[] }} pack
 * @returns {Promise<Pack>}
 */
async function withLists({ tokens, ...pack }) {
  /** @type {import('./status-list.js').StatusListToken[]} */
  const lists = [];
  for (const bytes of tokens) {
    const { token, reason } = await readStatusList(bytes, pack.keys, pack.issuedAtSeconds);
    if (token === null) throw new PackRefused(reason);
    refuseFor(lists.some((other) => other.uri === token.uri) ? 'malformed' : null);
    lists.push(token);
  }
  return Object.freeze({ ...pack, lists });
}

/** @param {Uint8Array} payload */
async function readPackClaims(payload) {
  const malformed = new PackRefused('malformed');
  /**
   * @template T
   * @param {T | undefined | false} value
   * @returns {T}
   */
  const need = (value) => {
    if (value === undefined || value === false) throw malformed;
    return value;
  };
  const within = (/** @type {number | undefined} */ value, /** @type {number} */ least, /** @type {number} */ most) =>
    need(value !== undefined && value >= least && value <= most && value);

  const reader = new CborReader(payload);
  need(CborReader.isDeterministic(payload, MAXIMUM_DEPTH) && reader.map() === 7);
  need(reader.key(1));
  const issuer = need(reader.text(MAXIMUM_STRING));
  need(reader.key(6));
  const issuedAtSeconds = need(reader.time());

  need(reader.key('keys'));
  const keys = [];
  for (let left = within(reader.array(), 0, KEY_LIMIT); left > 0; left--) {
    const key = await readPackedKey(reader, need);
    // Two entries for one key would be ambiguous.
    need(keys.every((other) => other.thumbprint !== key.thumbprint));
    keys.push(key);
  }

  // Two anchors would be ambiguous, and the end of an anchor's period would invalidate every other key.
  const [anchor, another] = keys.filter((key) => key.use === 'anchor');
  need(anchor !== undefined && another === undefined && anchor.from === null && anchor.until === null && anchor.withdrawn === null);

  const items = (/** @type {number} */ limit) => Array.from({ length: within(reader.array(), 0, limit) }, () => need(reader.bytes()));
  need(reader.key('chain'));
  const chain = items(CHAIN_LIMIT);
  need(reader.key('lists'));
  const tokens = items(LIST_LIMIT);

  need(reader.key('policy'));
  const policy = Object.create(null);
  for (let left = within(reader.map(), 0, AUDIENCE_LIMIT); left > 0; left--) {
    const audience = need(reader.text(MAXIMUM_STRING));
    policy[audience] = within(reader.int(), 0, 0x7fffffff);
  }

  // A version far in the future would make every later pack look older.
  need(reader.key('version'));
  const version = within(reader.int(), 1, issuedAtSeconds + VERSIONS_AHEAD);
  return { issuer, issuedAt: isoTime(issuedAtSeconds), issuedAtSeconds, version, anchor: anchor.thumbprint, keys, chain, policy, tokens };
}

/**
 * A COSE_Key (RFC 9052, section 7) with what the issuer states about it.
 * @param {CborReader} reader
 * @param {<T>(value: T | undefined | false) => T} need
 */
async function readPackedKey(reader, need) {
  const pairs = need(reader.map());
  need(reader.key(1));
  // Types other than EC2 have other parameters.
  refuseFor(need(reader.int()) === 2 ? null : 'unsupported-key');
  need(pairs >= 6 && pairs <= 9);
  need(reader.key(3));
  const algorithm = need(reader.int());
  need(reader.key(-1));
  const curve = need(reader.int());
  need(reader.key(-2));
  const x = need(reader.bytes());
  need(reader.key(-3));
  const y = need(reader.bytes());
  need(reader.key('use'));
  const use = need(reader.text());

  /** @type {{ from: number | null, until: number | null, withdrawn: number | null }} */
  const times = { from: null, until: null, withdrawn: null };
  for (let i = 6; i < pairs; i++) {
    const name = need(reader.text());
    need(Object.hasOwn(times, name));
    times[/** @type {keyof typeof times} */ (name)] = need(reader.time());
  }

  const isSupported = algorithm === -7 && curve === 1 && x.length === 32 && y.length === 32 && (use === 'cards' || use === 'lists' || use === 'anchor');
  const key = isSupported ? await importKey(x, y, { use, ...times }) : null;
  if (key === null) throw new PackRefused('unsupported-key');
  return key;
}
