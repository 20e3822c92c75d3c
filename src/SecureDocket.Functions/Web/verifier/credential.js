/**
 * The content of a card's QR code: the CWT claims (RFC 8392) with the identity map of MOSIP Claim 169, read strictly.
 * @module
 */

import { CborReader } from './cbor.js';

const MAXIMUM_STRING = 512;
const MAXIMUM_FACE = 700;
const FACE_TYPES = new Map([[1, 'image/jpeg'], [4, 'image/webp']]);

/**
 * @typedef {object} Claims Times are seconds since 1970.
 * @property {string} issuer
 * @property {string} cardNumber 12 characters.
 * @property {number} expires From then on the card is no longer valid.
 * @property {number} notBefore Before then the card is not valid yet.
 * @property {number} issuedAt
 * @property {Identity} identity
 * @property {{ index: number, uri: string }} status The card's entry and its list.
 *
 * @typedef {object} Identity
 * @property {string} serial
 * @property {string} fullName The name in Latin letters.
 * @property {string} birthDate `YYYYMMDD`; unknown parts are zeros.
 * @property {string} nationality
 * @property {string} country
 * @property {{ bytes: Uint8Array, type: string } | null} face
 * @property {Uint8Array} photoHash 32 bytes.
 * @property {Uint8Array} docketKey 16 bytes.
 */

/**
 * Reads the claims of a payload whose signature has been checked.
 * @param {Uint8Array} payload
 * @returns {Claims | null} Null for anything but the seven claims in their only encoding.
 */
export function readClaims(payload) {
  const reader = new CborReader(payload);
  const due = new DueMembers(reader);
  if (reader.map() !== 7) return null;
  const issuer = due.text(1);
  const cardNumber = due.text(2);
  const expires = due.time(4);
  const notBefore = due.time(5);
  const issuedAt = due.time(6);
  const identity = due.member(169, () => readIdentity(reader, due));
  const status = due.member(65535, () => readStatus(reader, due));
  return due.allThere && reader.isAtEnd ? { issuer, cardNumber, expires, notBefore, issuedAt, identity, status } : null;
}

/**
 * @param {CborReader} reader
 * @param {DueMembers} due
 */
function readIdentity(reader, due) {
  const pairs = reader.map();
  if (pairs !== 8 && pairs !== 9) return undefined;
  const serial = due.text(1);
  const version = due.text(2);
  if (version !== '1') return undefined;
  return {
    serial,
    fullName: due.text(4),
    birthDate: due.text(8),
    nationality: due.text(13),
    country: due.text(23),
    face: pairs === 9 ? due.member(62, () => readFace(reader, due)) : null,
    photoHash: due.bytes(75, 32, 32),
    docketKey: due.bytes(76, 16, 16),
  };
}

/**
 * @param {CborReader} reader
 * @param {DueMembers} due
 */
function readFace(reader, due) {
  if (reader.array() !== 1 || reader.map() !== 3) return undefined;
  const bytes = due.bytes(0, 1, MAXIMUM_FACE);
  const format = due.member(1, () => reader.int());
  const type = FACE_TYPES.get(due.member(2, () => reader.int()));
  return format === 0 && type !== undefined ? { bytes, type } : undefined;
}

/**
 * @param {CborReader} reader
 * @param {DueMembers} due
 */
function readStatus(reader, due) {
  if (reader.map() !== 1 || !reader.key('status_list') || reader.map() !== 2) return undefined;
  const index = due.member('idx', () => reader.int());
  return index >= 0 && index <= 0x7fffffff ? { index, uri: due.text('uri') } : undefined;
}

/** Reads members in the expected order; after a missing one, all others count as missing. */
class DueMembers {
  #reader;
  allThere = true;

  /** @param {CborReader} reader */
  constructor(reader) {
    this.#reader = reader;
  }

  /**
   * @template T
   * @param {number | string} key
   * @param {() => T | undefined} read
   * @returns {T} The value; must not be used once a member is missing.
   */
  member(key, read) {
    const value = this.allThere && this.#reader.key(key) ? read() : undefined;
    this.allThere = this.allThere && value !== undefined;
    return /** @type {T} */ (value);
  }

  /** @param {number | string} key */
  text(key) {
    return this.member(key, () => this.#reader.text(MAXIMUM_STRING));
  }

  /** @param {number} key */
  time(key) {
    return this.member(key, () => this.#reader.time());
  }

  /**
   * @param {number} key
   * @param {number} atLeast
   * @param {number} atMost
   */
  bytes(key, atLeast, atMost) {
    return this.member(key, () => {
      const bytes = this.#reader.bytes();
      // A copy, so that the result neither keeps the input in memory nor changes with it.
      return bytes && bytes.length >= atLeast && bytes.length <= atMost ? bytes.slice() : undefined;
    });
  }
}
