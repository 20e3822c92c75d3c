/**
 * The issuer's public keys: EC P-256, used only with ES256.
 * @module
 */

const ES256 = { name: 'ECDSA', hash: 'SHA-256' };

/** n - 1, where n is the order of P-256 (SEC 2, section 2.4.2). */
const HIGHEST_R = [
  0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x50,
];

/** (n - 1) / 2. Both s and n - s verify, but this issuer only uses the lower. */
const HIGHEST_S = [
  0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/**
 * @typedef {object} VerificationKey A pinned key. Times are seconds since 1970; null where there is none.
 * @property {CryptoKey} publicKey
 * @property {string} id The first 8 bytes of the thumbprint, base64url.
 * @property {string} thumbprint RFC 7638, base64url.
 * @property {'cards' | 'lists' | 'anchor'} use What it signs; an anchor only endorses other keys.
 * @property {number | null} from The start of its signing period.
 * @property {number | null} until The end of its signing period.
 * @property {number | null} withdrawn When it was withdrawn; from then on it is invalid for all signatures, whatever their date.
 */

/**
 * Pins a key.
 * @param {Uint8Array} x 32 bytes.
 * @param {Uint8Array} y 32 bytes.
 * @param {Pick<VerificationKey, 'use' | 'from' | 'until' | 'withdrawn'>} said What the issuer states about it.
 * @returns {Promise<VerificationKey | null>} Null for coordinates that are not a point of the curve.
 */
export async function importKey(x, y, said) {
  const point = new Uint8Array([4, ...x, ...y]);
  let publicKey;
  try {
    publicKey = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  } catch {
    return null;
  }
  // RFC 7638, section 3.2: the required members in lexicographic order, no white space.
  const json = `{"crv":"P-256","kty":"EC","x":"${base64Url(x)}","y":"${base64Url(y)}"}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(json)));
  return Object.freeze({ publicKey, id: base64Url(digest.subarray(0, 8)), thumbprint: base64Url(digest), ...said });
}

/**
 * Whether a moment is in a key's signing period. Data issued at any other time was not signed by the issuer with this key.
 * @param {VerificationKey} key
 * @param {number} seconds
 */
export const covers = (key, seconds) => (key.from === null || seconds >= key.from) && (key.until === null || seconds < key.until);

/**
 * Whether r is from 1 to n - 1 (RFC 9053, section 2.1), and s from 1 to (n - 1) / 2.
 * @param {Uint8Array} signature r and s, 64 bytes.
 */
export const isSignatureInRange = (signature) => isUpTo(HIGHEST_R, signature.subarray(0, 32)) && isUpTo(HIGHEST_S, signature.subarray(32));

/**
 * @param {number[]} highest
 * @param {Uint8Array} number
 */
function isUpTo(highest, number) {
  const differs = number.findIndex((byte, at) => byte !== highest[at]);
  return (differs < 0 || number[differs] < highest[differs]) && number.some((byte) => byte !== 0);
}

/**
 * The first of the keys that made a signature. A signature with a high s was made by none.
 * @param {VerificationKey[]} keys
 * @param {Uint8Array} signature r and s, 64 bytes.
 * @param {Uint8Array} signed The bytes that were signed.
 * @returns {Promise<VerificationKey | null>}
 */
export async function signerAmong(keys, signature, signed) {
  if (!isSignatureInRange(signature)) return null;
  for (const key of keys) {
    if (await crypto.subtle.verify(ES256, key.publicKey, signature, signed)) return key;
  }
  return null;
}

/**
 * Base64url without padding (RFC 4648, section 5).
 * @param {Uint8Array} bytes
 */
export const base64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
