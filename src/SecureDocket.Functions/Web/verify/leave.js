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
export const mayScan = () => held !== undefined && held.until > now();

/** Reads what the device keeps: another tab may have ended it. */
export async function readAgain() {
  held = await readLeave();
}

/** @param {import('../officer/sign-in.js').Officer} officer Who has just signed in. */
export async function give(officer) {
  held = { id: officer.id, name: officer.name, until: now() + length };
  await keepLeave(held);
}

/** Ends it: the officer has signed out. */
export async function end() {
  await dropLeave();
  held = undefined;
}
