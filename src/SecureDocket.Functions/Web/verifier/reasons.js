/**
 * The stable reason codes of a verdict and of a refused pack; docs/credential.md explains each.
 * @module
 */

/** Codes that specify why a text is malformed; each follows `malformed`. */
const FAULTS = new Set([
  'too-large', 'bad-base45', 'bad-compression', 'too-deep', 'indefinite-length', 'duplicate-key', 'not-canonical', 'trailing-bytes',
  'wrong-tag', 'bad-message', 'unprotected-header', 'bad-signature-length', 'unsupported-algorithm', 'wrong-type', 'bad-header', 'bad-claims',
]);

/**
 * The list of reasons for one code, with the general code before the specific one.
 * @param {string | null} code The code; null for none.
 * @returns {string[]} The reasons; empty for null.
 */
export function reasonList(code) {
  if (code === null) return [];
  if (FAULTS.has(code)) return ['malformed', code];
  return code === 'signature-out-of-range' ? ['bad-signature', code] : [code];
}
