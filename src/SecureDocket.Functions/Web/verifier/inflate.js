/**
 * Inflates Deflate (RFC 1951) with a hard limit on the output.
 * @module
 */

// RFC 1951, section 3.2.5.
export const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
export const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];

/**
 * The extra bits after a length's code.
 * @param {number} code From 0, for a length of 3.
 */
export const lengthExtra = (code) => (code < 8 || code === 28 ? 0 : (code >> 2) - 1);

/**
 * The extra bits after a distance's code.
 * @param {number} code From 0, for a distance of 1.
 */
export const distanceExtra = (code) => (code < 4 ? 0 : (code >> 1) - 1);

const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;

/** Thrown only within this module, to leave the loops at a fault. */
class Broken extends Error {
  /** @param {'too-large' | 'bad-compression'} fault */
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

/**
 * Inflates a Deflate stream.
 * @param {Uint8Array} input The bytes that contain it.
 * @param {number} start Where it starts.
 * @param {number} limit The maximum number of bytes of output.
 * @returns {{ bytes: Uint8Array, end: number, fault: null } | { fault: 'too-large' | 'bad-compression' }} The bytes, and where the stream ended.
 */
export function inflate(input, start, limit) {
  const bits = new BitReader(input, start);
  const output = new Output(limit);
  try {
    let isLast;
    do {
      isLast = bits.read(1) === 1;
      switch (bits.read(2)) {
        case 0:
          copyStored(bits, output);
          break;
        case 1:
          readBlock(bits, output, FIXED_SYMBOLS, FIXED_DISTANCES);
          break;
        case 2:
          readBlock(bits, output, ...readTables(bits));
          break;
        default:
          throw new Broken('bad-compression');
      }
    } while (!isLast);
    return { bytes: output.bytes(), end: bits.byteEnd(), fault: null };
  } catch (broken) {
    if (broken instanceof Broken) return { fault: broken.fault };
    throw broken;
  }
}

/** Reads bits, the lowest of each byte first (RFC 1951, section 3.1.1). */
class BitReader {
  #input;
  #at;
  #pending = 0;
  #count = 0;

  /**
   * @param {Uint8Array} input
   * @param {number} start
   */
  constructor(input, start) {
    this.#input = input;
    this.#at = start;
  }

  /** @param {number} count At most 16. */
  read(count) {
    while (this.#count < count) {
      if (this.#at >= this.#input.length) throw new Broken('bad-compression');
      this.#pending |= this.#input[this.#at++] << this.#count;
      this.#count += 8;
    }
    const value = this.#pending & ((1 << count) - 1);
    this.#pending >>>= count;
    this.#count -= count;
    return value;
  }

  /** Skips the rest of the byte. */
  align() {
    this.#pending = 0;
    this.#count = 0;
  }

  /**
   * Whole bytes, after {@link align}; fewer where the input ends.
   * @param {number} length
   */
  take(length) {
    const start = this.#at;
    this.#at = Math.min(start + length, this.#input.length);
    return this.#input.subarray(start, this.#at);
  }

  /** The position of the first byte of which no bit was read. At most 7 bits are pending, so it is the next byte. */
  byteEnd() {
    return this.#at;
  }
}

/** Grows with the output, up to the limit. */
class Output {
  #limit;
  #room;
  #length = 0;

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
    this.#room = new Uint8Array(Math.min(limit, 4096));
  }

  /** @param {number} byte */
  write(byte) {
    this.#reserve(1);
    this.#room[this.#length++] = byte;
  }

  /** @param {Uint8Array} bytes */
  writeAll(bytes) {
    this.#reserve(bytes.length);
    this.#room.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * @param {number} length
   * @param {number} distance
   */
  repeat(length, distance) {
    if (distance > this.#length) throw new Broken('bad-compression');
    this.#reserve(length);
    for (const end = this.#length + length; this.#length < end; this.#length++) {
      this.#room[this.#length] = this.#room[this.#length - distance];
    }
  }

  bytes() {
    return this.#room.subarray(0, this.#length);
  }

  /** @param {number} more */
  #reserve(more) {
    const length = this.#length + more;
    if (length > this.#limit) throw new Broken('too-large');
    if (length > this.#room.length) {
      const room = new Uint8Array(Math.min(this.#limit, Math.max(length, this.#room.length * 2)));
      room.set(this.bytes());
      this.#room = room;
    }
  }
}

/** A Huffman code (RFC 1951, section 3.2.2): symbols in the order of their codes, and how many codes each length has. */
class HuffmanCode {
  #counts = new Uint16Array(LONGEST_CODE + 1);
  #symbols;

  /**
   * @param {ArrayLike<number>} lengths The length of each symbol's code; 0 for none.
   * @param {boolean} mayBeOneCode Whether a single code of one bit is allowed.
   */
  constructor(lengths, mayBeOneCode) {
    for (let symbol = 0; symbol < lengths.length; symbol++) this.#counts[lengths[symbol]]++;
    const codes = lengths.length - this.#counts[0];
    this.#counts[0] = 0;
    let left = 1;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      left = left * 2 - this.#counts[length];
      if (left < 0) throw new Broken('bad-compression');
    }
    // A table without codes is valid as long as none is read.
    if (left > 0 && codes > 0 && !(mayBeOneCode && codes === 1 && this.#counts[1] === 1)) throw new Broken('bad-compression');

    const next = new Uint16Array(LONGEST_CODE + 1);
    for (let length = 1; length < LONGEST_CODE; length++) next[length + 1] = next[length] + this.#counts[length];
    this.#symbols = new Uint16Array(codes);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) this.#symbols[next[lengths[symbol]]++] = symbol;
    }
  }

  /** @param {BitReader} bits */
  read(bits) {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= bits.read(1);
      const count = this.#counts[length];
      if (code - first < count) return this.#symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Broken('bad-compression');
  }
}

// RFC 1951, section 3.2.6; including the two codes of each that are never used.
const FIXED_SYMBOLS = new HuffmanCode(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)), false);
const FIXED_DISTANCES = new HuffmanCode(new Array(32).fill(5), false);

/**
 * @param {BitReader} bits
 * @param {Output} output
 */
function copyStored(bits, output) {
  bits.align();
  const head = bits.take(4);
  const length = head[0] | (head[1] << 8);
  if (head.length < 4 || (length ^ (head[2] | (head[3] << 8))) !== 0xffff) throw new Broken('bad-compression');
  const stored = bits.take(length);
  output.writeAll(stored);
  if (stored.length < length) throw new Broken('bad-compression');
}

/**
 * RFC 1951, section 3.2.7.
 * @param {BitReader} bits
 * @returns {[HuffmanCode, HuffmanCode]}
 */
function readTables(bits) {
  const symbols = bits.read(5) + 257;
  const distances = bits.read(5) + 1;
  const codes = bits.read(4) + 4;
  if (symbols > 286 || distances > 30) throw new Broken('bad-compression');
  const codeLengths = new Uint8Array(CODE_ORDER.length);
  for (let i = 0; i < codes; i++) codeLengths[CODE_ORDER[i]] = bits.read(3);
  const code = new HuffmanCode(codeLengths, false);
  const lengths = new Uint8Array(symbols + distances);
  for (let at = 0; at < lengths.length;) {
    const symbol = code.read(bits);
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    if (symbol === 16 && at === 0) throw new Broken('bad-compression');
    const value = symbol === 16 ? lengths[at - 1] : 0;
    const times = symbol === 16 ? 3 + bits.read(2) : symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
    if (at + times > lengths.length) throw new Broken('bad-compression');
    lengths.fill(value, at, (at += times));
  }
  if (lengths[END_OF_BLOCK] === 0) throw new Broken('bad-compression');
  return [new HuffmanCode(lengths.subarray(0, symbols), true), new HuffmanCode(lengths.subarray(symbols), true)];
}

/**
 * @param {BitReader} bits
 * @param {Output} output
 * @param {HuffmanCode} symbols
 * @param {HuffmanCode} distances
 */
function readBlock(bits, output, symbols, distances) {
  for (let symbol = symbols.read(bits); symbol !== END_OF_BLOCK; symbol = symbols.read(bits)) {
    if (symbol < END_OF_BLOCK) {
      output.write(symbol);
      continue;
    }
    const length = symbol - END_OF_BLOCK - 1;
    if (length >= LENGTH_BASES.length) throw new Broken('bad-compression');
    const count = LENGTH_BASES[length] + bits.read(lengthExtra(length));
    const distance = distances.read(bits);
    if (distance >= DISTANCE_BASES.length) throw new Broken('bad-compression');
    output.repeat(count, DISTANCE_BASES[distance] + bits.read(distanceExtra(distance)));
  }
}
