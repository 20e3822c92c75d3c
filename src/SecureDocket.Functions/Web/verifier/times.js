/**
 * Converts moments between claims and display.
 * @module
 */

/**
 * @param {Date | number} moment A date, or milliseconds since 1970.
 * @returns {number} Seconds since 1970, including the fraction.
 */
export function secondsOf(moment) {
  const seconds = Number(moment) / 1000;
  if (!Number.isFinite(seconds)) throw new TypeError('The clock must be a date, or milliseconds since 1970.');
  return seconds;
}

/**
 * @param {number} seconds Whole seconds since 1970.
 * @returns {string} ISO 8601 in UTC, to the second.
 */
export const isoTime = (seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
