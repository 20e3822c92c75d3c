/**
 * How trust passes from the anchor to the signing keys: each is endorsed by the anchor or by another key of its own use.
 * @module
 */

import { CborReader } from './cbor.js';
import { MAXIMUM_DEPTH, readSign1, signedBytes } from './cose.js';
import { base64Url, covers, signerAmong } from './keys.js';

const TAGS = [18];
const TYPE = 'application/sdc-endorsement+cwt';
const MAXIMUM_STRING = 512;

/** @typedef {import('./keys.js').VerificationKey} VerificationKey */

/**
 * Finds the keys that endorsements lead to from the anchor, in one pass. Endorsements by a withdrawn key do not count, whatever their
 * date: a thief could have written any date.
 * @param {string} issuer The issuer that an endorsement must name.
 * @param {VerificationKey[]} keys The keys, with one anchor.
 * @param {Uint8Array[]} chain The endorsements, each after those it depends on. One that does not count is skipped.
 * @returns {Promise<Set<VerificationKey> | null>} The anchor, and the keys in force that endorsements lead to; null when an endorsement is malformed.
 */
export async function reach(issuer, keys, chain) {
  const inForce = keys.filter((key) => key.withdrawn === null);
  const reached = new Set(inForce.filter((key) => key.use === 'anchor'));
  for (const bytes of chain) {
    const { message } = readSign1(bytes, TAGS, TYPE);
    const endorsement = message && readClaims(message.payload);
    if (!endorsement) return null;
    const named = [...reached].filter((key) => key.id === message.keyId);
    const signer = named.length === 0 ? null : await signerAmong(named, message.signature, signedBytes(message));
    const key = inForce.find((candidate) => candidate.thumbprint === endorsement.thumbprint && candidate.use === endorsement.use);
    const counts = signer !== null && (signer.use === 'anchor' || signer.use === endorsement.use)
      && covers(signer, endorsement.issuedAtSeconds) && endorsement.issuer === issuer;
    if (counts && key !== undefined) reached.add(key);
  }
  return reached;
}

/**
 * @param {Uint8Array} payload
 * @returns {{ issuer: string, issuedAtSeconds: number, use: string, thumbprint: string } | null}
 */
function readClaims(payload) {
  const reader = new CborReader(payload);
  if (!CborReader.isDeterministic(payload, MAXIMUM_DEPTH) || reader.map() !== 4) return null;
  const issuer = reader.key(1) ? reader.text(MAXIMUM_STRING) : undefined;
  const issuedAtSeconds = reader.key(6) ? reader.time() : undefined;
  const use = reader.key('use') ? reader.text() : undefined;
  const thumbprint = reader.key('thumbprint') ? reader.bytes() : undefined;
  return issuer !== undefined && issuedAtSeconds !== undefined && (use === 'cards' || use === 'lists') && thumbprint?.length === 32
    ? { issuer, issuedAtSeconds, use, thumbprint: base64Url(thumbprint) }
    : null;
}
