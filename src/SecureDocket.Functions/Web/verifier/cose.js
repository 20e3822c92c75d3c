/**
 * The only form of COSE_Sign1 (RFC 9052, section 4.2) in this issuer's tokens: alg, kid and typ protected, nothing unprotected.
 * @module
 */

import { CborReader } from './cbor.js';
import { base64Url } from './keys.js';

/** The maximum nesting. */
export const MAXIMUM_DEPTH = 8;

const ES256 = -7;
const SIGNATURE_LENGTH = 64;

/**
 * @typedef {object} SignedMessage
 * @property {Uint8Array} protectedHeader
 * @property {Uint8Array} payload
 * @property {Uint8Array} signature 64 bytes.
 * @property {string} keyId Base64url, 11 characters.
 */

/**
 * Reads exactly one message. The algorithm is taken from the protected header and must be ES256.
 * @param {Uint8Array} bytes The message.
 * @param {number[]} tags The tags around it, the outermost first.
 * @param {string} type The media type that `typ` must name.
 * @returns {{ message: SignedMessage, fault: null } | { message: null, fault: string }}
 */
export function readSign1(bytes, tags, type) {
  const parts = readParts(bytes, tags);
  if (typeof parts === 'string') {
    // A fault of the CBOR itself is more informative than the point where the reader failed.
    return { message: null, fault: CborReader.faultIn(bytes, MAXIMUM_DEPTH, tags.length) ?? parts };
  }
  const header = readHeader(parts.protectedHeader, type);
  return header.fault === null
    ? { message: { ...parts, keyId: header.keyId }, fault: null }
    : { message: null, fault: CborReader.faultIn(parts.protectedHeader, MAXIMUM_DEPTH) ?? header.fault };
}

/**
 * The bytes that were signed: the Sig_structure of RFC 9052, section 4.4, without external data.
 * @param {SignedMessage} message
 */
export function signedBytes({ protectedHeader, payload }) {
  const head = [0x84, 0x6a, ...new TextEncoder().encode('Signature1'), ...byteStringHead(protectedHeader.length), ...protectedHeader, 0x40];
  head.push(...byteStringHead(payload.length));
  const signed = new Uint8Array(head.length + payload.length);
  signed.set(head);
  signed.set(payload, head.length);
  return signed;
}

/**
 * @param {Uint8Array} bytes
 * @param {number[]} tags
 * @returns {Omit<SignedMessage, 'keyId'> | string} The parts, or the fault's code.
 */
function readParts(bytes, tags) {
  const reader = new CborReader(bytes);
  for (const tag of tags) if (!reader.tag(tag)) return 'wrong-tag';
  if (reader.array() !== 4) return 'bad-message';
  const protectedHeader = reader.bytes();
  if (protectedHeader === undefined) return 'bad-message';
  if (reader.map() !== 0) return 'unprotected-header';
  const payload = reader.bytes();
  const signature = payload && reader.bytes();
  if (payload === undefined || signature === undefined) return 'bad-message';
  if (signature.length !== SIGNATURE_LENGTH) return 'bad-signature-length';
  return reader.isAtEnd ? { protectedHeader, payload, signature } : 'trailing-bytes';
}

/**
 * @param {Uint8Array} bytes
 * @param {string} type
 * @returns {{ keyId: string, fault: null } | { keyId: null, fault: string }}
 */
function readHeader(bytes, type) {
  const header = new CborReader(bytes);
  const pairs = header.map();
  if (pairs === undefined || !header.key(1) || header.int() !== ES256) return { keyId: null, fault: 'unsupported-algorithm' };
  const keyId = header.key(4) ? header.bytes() : undefined;
  if (keyId?.length !== 8) return { keyId: null, fault: 'bad-header' };
  if (!header.key(16) || header.text() !== type) return { keyId: null, fault: 'wrong-type' };
  return pairs === 3 && header.isAtEnd ? { keyId: base64Url(keyId), fault: null } : { keyId: null, fault: 'bad-header' };
}

/** @param {number} length */
function byteStringHead(length) {
  if (length < 24) return [0x40 | length];
  if (length < 0x100) return [0x58, length];
  if (length < 0x10000) return [0x59, length >> 8, length & 0xff];
  return [0x5a, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
}
