/**
 * Distinguishes codes that never belonged to a card from codes of cards, valid or not. The former are shown as such and sent nowhere.
 */
import { decodeBase45 } from '../verifier/base45.js';
import { looksLikeCard } from '../verifier/index.js';
import { unzip } from '../verifier/zlib.js';

// The type that every card's code names, even a forged or damaged one.
const type = new TextEncoder().encode('application/sdc+cwt');

// The same limits as in the verifier.
const longest = 4296;
const largest = 65536;

/**
 * The kind of a code that is not a card's.
 * @param {string} text
 * @returns {'link' | 'health' | 'credential' | 'text' | null} Null for a card's, valid or not.
 */
export function foreignKind(text) {
  if (/^https?:\/\//i.test(text)) return 'link';
  if (/^(HC1:|shc:\/)/i.test(text)) return 'health';
  if (!looksLikeCard(text)) return 'text';
  const packed = text.length <= longest ? decodeBase45(text) : null;
  const inflated = packed && unzip(packed, largest).bytes;
  return inflated && !holds(inflated, type) ? 'credential' : null;
}

/** @param {Uint8Array} bytes @param {Uint8Array} part */
function holds(bytes, part) {
  for (let at = bytes.indexOf(part[0]); at >= 0; at = bytes.indexOf(part[0], at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
