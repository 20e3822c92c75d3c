/**
 * Tells the server how this device is, and hears whether an administrator has ended its leave, as when it was lost.
 */
import { callJson } from '../officer/api.js';
import { endsAfter, forgetChoice, recall, remember } from '../officer/browser.js';
import { setting } from '../officer/settings.js';
import { officer } from '../officer/sign-in.js';
import { readScans } from './device.js';
import { pack } from './pack.js';

const key = 'secure-docket-device';

/** This device's random id, for as long as this page is open where the browser remembers nothing. */
let id = recall(key);

/**
 * Reports. Nothing happens without an answer: it is asked again in a minute.
 * @returns {Promise<boolean>} Whether the leave was ended.
 */
export async function report() {
  try {
    return (await (officer() === null ? ask() : tell())).ended;
  } catch {
    return false;
  }
}

/** The next officer's device is another one. */
export function forgetDevice() {
  id = null;
  forgetChoice(key);
}

async function tell() {
  if (id === null) {
    id = crypto.randomUUID();
    remember(key, id);
  }
  const waiting = (await readScans()).filter(queued => !queued.refused).length;
  const held = pack();
  return callJson('PUT', `scanners/${id}`, { json: { release: setting('release'), waiting, ...(held ? { packIssuedAt: held.issuedAt } : {}) } });
}

/** Whoever found the device may have opened the page anew, so that no officer is signed in. */
async function ask() {
  if (id === null) return { ended: false };
  const response = await fetch(`/api/v1/scanners/${id}/leave`, { cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000) });
  return response.json();
}
