/**
 * How long this device may check cards without another sign-in.
 */
import { now } from '../officer/clock.js';
import { dropLeave, keepLeave, readLeave } from './device.js';

const length = 12 * 60 * 60 * 1000;

/** @type {import('./device.js').Leave | undefined} */
let held;

/** @returns {import('./device.js').Leave | undefined} The last leave, even if it has ended. */
export const leave = () => held;

/** @returns {boolean} Whether cards may be checked on this device now. */
export const mayScan = () => held !== undefined && !held.ended && held.until > now();

// The length of a shift, and how much of a sign-in may be used up before the shift.
const shift = 8 * 60 * 60 * 1000;
const used = 30 * 60 * 1000;

/**
 * When work will be interrupted, if that is within a shift and signing in now would postpone it.
 * @param {import('../officer/sign-in.js').Officer} officer
 * @returns {number | null} In milliseconds since 1970 by the server's clock; null if no sign-in is needed.
 */
export function endsInShift(officer) {
  const until = Math.min(held?.until ?? 0, officer.lasts);
  const whole = Math.min(length, officer.lasts - officer.began);
  return until - now() < Math.min(shift, whole - used) ? until : null;
}

/** Reads the stored leave, which another tab may have ended. */
export async function readAgain() {
  held = await readLeave();
}

/** @param {import('../officer/sign-in.js').Officer} officer The officer who has just signed in. */
export async function give(officer) {
  held = { id: officer.id, name: officer.name, until: now() + length };
  await keepLeave(held);
}

/** Records that an administrator has ended the leave, and nothing else. */
export async function endForGood() {
  held = { id: '', name: '', until: 0, ended: true };
  await keepLeave(held);
}

/** Ends the leave because the officer has signed out. */
export async function end() {
  await dropLeave();
  held = undefined;
}
