/**
 * Deflate (RFC 1951) with exactly one output for an input: one block of fixed codes, always with the longest match, the nearest of several.
 * The rules are part of the card's format: a reader compresses again and compares.
 * @module
 */

import { DISTANCE_BASES, LENGTH_BASES, distanceExtra, lengthExtra } from './inflate.js';

const SHORTEST_MATCH = 3;
const LONGEST_MATCH = 258;
const WINDOW = 32768;
const END_OF_BLOCK = 256;

/**
 * Compresses bytes.
 * @param {Uint8Array} bytes The bytes.
 * @returns {Uint8Array} The Deflate stream.
 */
export function deflate(bytes) {
  const writer = new BitWriter(Math.ceil((bytes.length * 9 + 10) / 8));
  // The last block, of fixed codes.
  writer.write(1, 1);
  writer.write(1, 2);
  /** @type {Map<number, number>} The last position of three bytes. */
  const latest = new Map();
  const earlier = new Int32Array(bytes.length).fill(-1);
  for (let at = 0; at < bytes.length;) {
    const [length, distance] = longestMatch(bytes, at, latest, earlier);
    if (length < SHORTEST_MATCH) {
      writeSymbol(writer, bytes[at]);
    } else {
      const lengthCode = codeOf(LENGTH_BASES, length);
      writeSymbol(writer, END_OF_BLOCK + 1 + lengthCode);
      writer.write(length - LENGTH_BASES[lengthCode], lengthExtra(lengthCode));
      const distanceCode = codeOf(DISTANCE_BASES, distance);
      writer.writeCode(distanceCode, 5);
      writer.write(distance - DISTANCE_BASES[distanceCode], distanceExtra(distanceCode));
    }
    for (const end = at + Math.max(length, 1); at < end; at++) {
      if (at + SHORTEST_MATCH <= bytes.length) {
        const three = threeAt(bytes, at);
        earlier[at] = latest.get(three) ?? -1;
        latest.set(three, at);
      }
    }
  }
  writeSymbol(writer, END_OF_BLOCK);
  return writer.finish();
}

/**
 * The longest match of at least three bytes, the nearest of several.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {Map<number, number>} latest
 * @param {Int32Array} earlier
 * @returns {[length: number, distance: number]} Zeros for none.
 */
function longestMatch(bytes, at, latest, earlier) {
  const longest = Math.min(LONGEST_MATCH, bytes.length - at);
  let [length, distance] = [0, 0];
  if (longest < SHORTEST_MATCH) return [0, 0];
  for (let candidate = latest.get(threeAt(bytes, at)) ?? -1; candidate >= 0 && at - candidate <= WINDOW && length < longest; candidate = earlier[candidate]) {
    let common = 0;
    while (common < longest && bytes[candidate + common] === bytes[at + common]) common++;
    if (common > length) [length, distance] = [common, at - candidate];
  }
  return [length, distance];
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
const threeAt = (bytes, at) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];

/**
 * The last code whose base is not above the value.
 * @param {number[]} bases
 * @param {number} value
 */
function codeOf(bases, value) {
  let code = bases.length - 1;
  while (bases[code] > value) code--;
  return code;
}

/**
 * RFC 1951, section 3.2.6.
 * @param {BitWriter} writer
 * @param {number} symbol
 */
function writeSymbol(writer, symbol) {
  if (symbol < 144) writer.writeCode(0x30 + symbol, 8);
  else if (symbol < 256) writer.writeCode(0x190 + symbol - 144, 9);
  else if (symbol < 280) writer.writeCode(symbol - 256, 7);
  else writer.writeCode(0xc0 + symbol - 280, 8);
}

class BitWriter {
  #output;
  #length = 0;
  #pending = 0;
  #count = 0;

  /** @param {number} room */
  constructor(room) {
    this.#output = new Uint8Array(room);
  }

  /**
   * Writes the lowest bit first.
   * @param {number} value
   * @param {number} count
   */
  write(value, count) {
    this.#pending |= value << this.#count;
    for (this.#count += count; this.#count >= 8; this.#count -= 8) {
      this.#output[this.#length++] = this.#pending & 0xff;
      this.#pending >>>= 8;
    }
  }

  /**
   * Writes the highest bit first, as for Huffman codes.
   * @param {number} code
   * @param {number} count
   */
  writeCode(code, count) {
    for (let bit = count - 1; bit >= 0; bit--) this.write((code >> bit) & 1, 1);
  }

  /** Fills the last byte with zeros. */
  finish() {
    if (this.#count > 0) this.#output[this.#length++] = this.#pending & 0xff;
    return this.#output.subarray(0, this.#length);
  }
}
