/**
 * Verifies cards without a network. Plain modules, for a page, a worker or Node; docs/credential.md is what they implement.
 * @module
 */

export { openPack, openStoredPack, PackRefused } from './pack.js';
export { looksLikeCard, verify } from './verdict.js';
