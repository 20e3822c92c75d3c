/**
 * Base45 (RFC 9285), the alphabet of a QR code's alphanumeric mode, read strictly: one byte string has exactly one text.
 * @module
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const VALUES = new Map([...ALPHABET].map((character, value) => [character.charCodeAt(0), value]));

/**
 * Decodes a text.
 * @param {string} text The characters.
 * @returns {Uint8Array | null} The bytes; null for a character outside the alphabet, a length of 3n+1, or a group above its range.
 */
export function decodeBase45(text) {
  if (text.length % 3 === 1) return null;
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3) / 2);
  let written = 0;
  for (let at = 0; at < text.length; at += 3) {
    const isPair = at + 2 === text.length;
    const c = VALUES.get(text.charCodeAt(at));
    const d = VALUES.get(text.charCodeAt(at + 1));
    const e = isPair ? 0 : VALUES.get(text.charCodeAt(at + 2));
    if (c === undefined || d === undefined || e === undefined) return null;
    const value = c + d * 45 + e * 2025;
    if (value > (isPair ? 0xff : 0xffff)) return null;
    if (!isPair) bytes[written++] = value >> 8;
    bytes[written++] = value & 0xff;
  }
  return bytes;
}
