/**
 * Verifies cards without a network. Plain modules, for a page, a worker or Node, that implement docs/credential.md.
 * @module
 */

export { openPack, openStoredPack, PackRefused } from './pack.js';
export { looksLikeCard, verify } from './verdict.js';
