/**
 * Whether an officer is in the middle of checking cards, when the page must not interrupt.
 */

// After this time without a card, a new round of checks begins.
const pause = 60 * 60 * 1000;

/** When the last card was checked, by a clock that cannot be set. */
let last = -Infinity;

/** @returns {boolean} Whether a card was checked within the last hour. */
export const hasScanned = () => performance.now() - last < pause;

/** Notes that a card was checked. */
export function noteScan() {
  last = performance.now();
}
