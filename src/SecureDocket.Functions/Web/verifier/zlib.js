/**
 * zlib (RFC 1950), the envelope of Deflate: inflates with a hard limit, and checks that a stream is the only allowed compression of its content.
 * @module
 */

import { deflate } from './deflate.js';
import { inflate } from './inflate.js';

/**
 * Inflates one whole zlib stream.
 * @param {Uint8Array} bytes The stream, and nothing after it.
 * @param {number} limit The maximum number of bytes of output.
 * @returns {{ bytes: Uint8Array, fault: null } | { bytes: null, fault: 'too-large' | 'bad-compression' }}
 */
export function unzip(bytes, limit) {
  const isHeaderSound = bytes.length >= 8 && startsAsZlib(bytes)
    // A stream that requires a dictionary cannot be read.
    && (bytes[1] & 0x20) === 0;
  if (!isHeaderSound) return { bytes: null, fault: 'bad-compression' };
  const inflated = inflate(bytes, 2, limit);
  if (inflated.fault !== null) return { bytes: null, fault: inflated.fault };
  const isWhole = inflated.end + 4 === bytes.length
    && new DataView(bytes.buffer, bytes.byteOffset + inflated.end, 4).getUint32(0) === adler32(inflated.bytes);
  return isWhole ? { bytes: inflated.bytes, fault: null } : { bytes: null, fault: 'bad-compression' };
}

/**
 * Whether the first two bytes are those of a zlib stream (RFC 1950, section 2.2).
 * @param {Uint8Array} bytes
 */
export function startsAsZlib(bytes) {
  return bytes.length >= 2 && (bytes[0] & 0x0f) === 8 && bytes[0] >> 4 <= 7 && ((bytes[0] << 8) | bytes[1]) % 31 === 0;
}

/**
 * Whether a stream is the only compression of these bytes that a card may use.
 * @param {Uint8Array} packed The stream.
 * @param {Uint8Array} bytes Its inflated content.
 * @returns {boolean}
 */
export function isPackedAsSealed(packed, bytes) {
  const deflated = deflate(bytes);
  if (packed.length !== deflated.length + 6 || packed[0] !== 0x78 || packed[1] !== 0x01) return false;
  // The checksum was verified when the stream was read.
  return deflated.every((byte, at) => byte === packed[at + 2]);
}

/** @param {Uint8Array} bytes */
function adler32(bytes) {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length;) {
    // 5552 is the maximum number of bytes for which b stays below 2^32 (RFC 1950, appendix 9).
    for (const end = Math.min(at + 5552, bytes.length); at < end; at++) {
      a += bytes[at];
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 0x10000 + a;
}
