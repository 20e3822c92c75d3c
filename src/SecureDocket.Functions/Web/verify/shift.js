/**
 * Whether an officer is in the middle of checking cards: then the page asks for nothing.
 */

// Who has checked no card for so long begins anew.
const pause = 60 * 60 * 1000;

/** When the last card was checked, by a clock that nobody sets. */
let last = -Infinity;

/** @returns {boolean} Whether a card was checked within the last hour. */
export const hasScanned = () => performance.now() - last < pause;

/** Notes that a card is checked. */
export function noteScan() {
  last = performance.now();
}
