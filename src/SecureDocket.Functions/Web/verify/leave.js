/**
 * For how long this device checks cards without another sign-in.
 */
import { now } from '../officer/clock.js';
import { dropLeave, keepLeave, readLeave } from './device.js';

const length = 12 * 60 * 60 * 1000;

/** @type {import('./device.js').Leave | undefined} */
let held;

/** @returns {import('./device.js').Leave | undefined} The leave that was given last, even if it has ended. */
export const leave = () => held;

/** @returns {boolean} Whether cards may be checked on this device now. */
export const mayScan = () => held !== undefined && !held.ended && held.until > now();

// A shift, and how much of a sign-in may be used up before it.
const shift = 8 * 60 * 60 * 1000;
const used = 30 * 60 * 1000;

/**
 * Until when work goes on as it is, where that is shorter than a shift and signing in now would make it longer.
 * @param {import('../officer/sign-in.js').Officer} officer
 * @returns {number | null} In milliseconds since 1970 by the server's clock; null when there is no need.
 */
export function endsInShift(officer) {
  const until = Math.min(held?.until ?? 0, officer.lasts);
  const whole = Math.min(length, officer.lasts - officer.began);
  return until - now() < Math.min(shift, whole - used) ? until : null;
}

/** Reads what the device keeps: another tab may have ended it. */
export async function readAgain() {
  held = await readLeave();
}

/** @param {import('../officer/sign-in.js').Officer} officer Who has just signed in. */
export async function give(officer) {
  held = { id: officer.id, name: officer.name, until: now() + length };
  await keepLeave(held);
}

/** An administrator has ended it: the device is not asked for its name any more, and remembers only that. */
export async function endForGood() {
  held = { id: '', name: '', until: 0, ended: true };
  await keepLeave(held);
}

/** Ends it: the officer has signed out. */
export async function end() {
  await dropLeave();
  held = undefined;
}
