/**
 * Deterministic CBOR (RFC 8949, section 4.2.1) and nothing else.
 * @module
 */

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;

/** The last second that a claim may name: the end of the year 9999. */
const LATEST = 253402300799;

/**
 * Reads item by item. A caller that reads a map key by key in the expected order, and then finds the reader at its end, has accepted
 * the only valid encoding. Nothing throws: a missing or invalid item is undefined.
 */
export class CborReader {
  #bytes;
  #at = 0;
  /** @type {string | null} */
  #fault = null;
  #major = 0;
  #argument = 0;
  /** Whether the argument is below 2^63, as an integer must be. */
  #isLong = true;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** Whether all bytes were read. */
  get isAtEnd() {
    return this.#at === this.#bytes.length;
  }

  /** @returns {number | undefined} The number of pairs. */
  map() {
    return this.#count(MAP);
  }

  /** @returns {number | undefined} The number of items. */
  array() {
    return this.#count(ARRAY);
  }

  /** @param {number} expected */
  tag(expected) {
    return this.#head() && this.#major === TAG && this.#argument === expected;
  }

  /** @returns {number | undefined} An integer, exact up to 2^53, which exceeds every accepted value. */
  int() {
    if (!this.#head() || !this.#isLong || this.#major > NEGATIVE) return undefined;
    return this.#major === NEGATIVE ? -1 - this.#argument : this.#argument;
  }

  /** @returns {Uint8Array | undefined} */
  bytes() {
    return this.#head() && this.#major === BYTES ? this.#take(this.#argument) : undefined;
  }

  /**
   * @param {number} maximumBytes
   * @returns {string | undefined}
   */
  text(maximumBytes = Infinity) {
    const utf8 = this.#head() && this.#major === TEXT ? this.#take(this.#argument) : undefined;
    const text = utf8 && decodeUtf8(utf8);
    return utf8 && utf8.length <= maximumBytes ? text : undefined;
  }

  /** @returns {number | undefined} Whole seconds since 1970 (RFC 8392, section 2: NumericDate). */
  time() {
    const seconds = this.int();
    return seconds !== undefined && seconds >= 0 && seconds <= LATEST ? seconds : undefined;
  }

  /**
   * Reads an expected key.
   * @param {number | string} expected
   */
  key(expected) {
    return (typeof expected === 'number' ? this.int() : this.text()) === expected;
  }

  /**
   * Whether the bytes are exactly one item: no tags, keys unique and in bytewise order, no deeper than allowed.
   * @param {Uint8Array} bytes
   * @param {number} depth
   */
  static isDeterministic(bytes, depth) {
    const reader = new CborReader(bytes);
    return reader.#walk(depth) && reader.isAtEnd;
  }

  /**
   * Finds the fault of a refused item, if it is a fault of CBOR in general.
   * @param {Uint8Array} bytes The item's bytes.
   * @param {number} depth The deepest nesting, counted inside the tags.
   * @param {number} tags The maximum number of tags before the item.
   * @returns {string | null} The code of the first fault; null if only the reader of the item can determine the fault.
   */
  static faultIn(bytes, depth, tags = 0) {
    const reader = new CborReader(bytes);
    for (; tags > 0 && !reader.isAtEnd && bytes[reader.#at] >> 5 === TAG; tags--) reader.#head();
    return reader.#walk(depth) && !reader.isAtEnd ? 'trailing-bytes' : reader.#fault;
  }

  /**
   * @param {number} depth
   * @returns {boolean}
   */
  #walk(depth) {
    if (depth < 0) return this.#fail('too-deep');
    if (!this.#head()) return false;
    const argument = this.#argument;
    const rest = this.#bytes.length - this.#at;
    switch (this.#major) {
      case UNSIGNED:
      case NEGATIVE:
        return true;
      case BYTES:
        return this.#take(argument) !== undefined;
      case TEXT: {
        const utf8 = this.#take(argument);
        return utf8 !== undefined && decodeUtf8(utf8) !== undefined;
      }
      // An item takes at least one byte, so a count above the number of bytes left is false and must not drive a loop.
      case ARRAY:
        return argument <= rest && this.#walkItems(argument, depth - 1);
      case MAP:
        return argument <= Math.floor(rest / 2) && this.#walkPairs(argument, depth - 1);
      default:
        return this.#fail('wrong-tag');
    }
  }

  /**
   * @param {number} items
   * @param {number} depth
   */
  #walkItems(items, depth) {
    for (let i = 0; i < items; i++) if (!this.#walk(depth)) return false;
    return true;
  }

  /**
   * @param {number} pairs
   * @param {number} depth
   */
  #walkPairs(pairs, depth) {
    /** @type {Uint8Array[]} */
    const keys = [];
    for (let i = 0; i < pairs; i++) {
      const start = this.#at;
      if (!this.#walk(depth)) return false;
      const key = this.#bytes.subarray(start, this.#at);
      if (i > 0 && compare(key, keys[i - 1]) <= 0) {
        return this.#fail(keys.some((other) => compare(key, other) === 0) ? 'duplicate-key' : 'not-canonical');
      }
      if (!this.#walk(depth)) return false;
      keys.push(key);
    }
    return true;
  }

  /**
   * Keeps the first fault.
   * @param {string} fault
   */
  #fail(fault) {
    this.#fault ??= fault;
    return false;
  }

  /** @param {number} expected */
  #count(expected) {
    return this.#head() && this.#major === expected && this.#argument <= this.#bytes.length - this.#at ? this.#argument : undefined;
  }

  /** @param {number} length */
  #take(length) {
    if (length > this.#bytes.length - this.#at) return undefined;
    return this.#bytes.subarray(this.#at, (this.#at += length));
  }

  /** Reads type and argument; refuses indefinite lengths, heads longer than needed, floats and simple values. */
  #head() {
    const rest = this.#bytes.length - this.#at;
    if (rest === 0) return false;
    const first = this.#bytes[this.#at];
    this.#major = first >> 5;
    this.#isLong = true;
    const info = first & 0x1f;
    if (info < 24) {
      this.#argument = info;
      this.#at++;
      return this.#major !== SIMPLE;
    }
    if (info === 31 && this.#major >= BYTES && this.#major <= MAP) return this.#fail('indefinite-length');
    const length = info < 28 ? 1 << (info - 24) : 0;
    if (length === 0 || rest <= length || this.#major === SIMPLE) return false;
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at + 1, length);
    const high = length === 8 ? view.getUint32(0) : 0;
    this.#isLong = high < 0x80000000;
    this.#argument = length === 1 ? view.getUint8(0) : length === 2 ? view.getUint16(0) : high * 0x100000000 + view.getUint32(length - 4);
    this.#at += 1 + length;
    const shortest = length === 1 ? 24 : length === 2 ? 0x100 : length === 4 ? 0x10000 : 0x100000000;
    return this.#argument >= shortest || this.#fail('not-canonical');
  }
}

/**
 * Bytewise, a prefix first.
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function compare(one, other) {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i++) if (one[i] !== other[i]) return one[i] - other[i];
  return one.length - other.length;
}

/**
 * @param {Uint8Array} utf8
 * @returns {string | undefined} Undefined if it is not UTF-8.
 */
function decodeUtf8(utf8) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8);
  } catch {
    return undefined;
  }
}
