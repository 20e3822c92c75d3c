/**
 * The issuer's public keys: EC P-256, used with ES256 and nothing else.
 * @module
 */

const ES256 = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * @typedef {object} VerificationKey A pinned key. Times are seconds since 1970; null where there is none.
 * @property {CryptoKey} publicKey
 * @property {string} id The first 8 bytes of the thumbprint, base64url.
 * @property {string} thumbprint RFC 7638, base64url.
 * @property {'cards' | 'lists'} use What it signs.
 * @property {number | null} from From when it signs.
 * @property {number | null} until From when it no longer signs.
 * @property {number | null} withdrawn When it was withdrawn: it is void, whatever the time.
 */

/**
 * Pins a key.
 * @param {Uint8Array} x 32 bytes.
 * @param {Uint8Array} y 32 bytes.
 * @param {Pick<VerificationKey, 'use' | 'from' | 'until' | 'withdrawn'>} said What its issuer says of it.
 * @returns {Promise<VerificationKey | null>} Null for coordinates that are no point of the curve.
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
 * Whether a moment is in a key's period: what says that it was issued at another time is not the key's work.
 * @param {VerificationKey} key
 * @param {number} seconds
 */
export const covers = (key, seconds) => (key.from === null || seconds >= key.from) && (key.until === null || seconds < key.until);

/**
 * The first of some keys that made a signature.
 * @param {VerificationKey[]} keys
 * @param {Uint8Array} signature r and s, 64 bytes.
 * @param {Uint8Array} signed The bytes that were signed.
 * @returns {Promise<VerificationKey | null>}
 */
export async function signerAmong(keys, signature, signed) {
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
