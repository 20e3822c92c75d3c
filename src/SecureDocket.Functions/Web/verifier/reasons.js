/**
 * The stable reason codes of a verdict and of a refused pack; docs/credential.md says what each means.
 * @module
 */

/** Codes that name the fault of a malformed text; each stands after `malformed`. */
const FAULTS = new Set([
  'too-large', 'bad-base45', 'bad-compression', 'too-deep', 'indefinite-length', 'duplicate-key', 'not-canonical', 'trailing-bytes',
  'wrong-tag', 'bad-message', 'unprotected-header', 'bad-signature-length', 'unsupported-algorithm', 'wrong-type', 'bad-header', 'bad-claims',
]);

/**
 * The list of reasons that one code stands for: the general code before the specific.
 * @param {string | null} code The code; null for none.
 * @returns {string[]} The reasons; empty for null.
 */
export function reasonList(code) {
  if (code === null) return [];
  if (FAULTS.has(code)) return ['malformed', code];
  return code === 'signature-out-of-range' ? ['bad-signature', code] : [code];
}
