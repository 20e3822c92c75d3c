/**
 * Reports this device's state to the server, and learns whether an administrator has ended its leave, e.g. because it was lost.
 */
import { callJson } from '../officer/api.js';
import { endsAfter, forgetChoice, recall, remember } from '../officer/browser.js';
import { setting } from '../officer/settings.js';
import { officer } from '../officer/sign-in.js';
import { readScans } from './device.js';
import { pack } from './pack.js';

const key = 'secure-docket-device';

/** This device's random ID; if the browser stores nothing, it lasts as long as the page. */
let id = recall(key);

/**
 * Reports. Without a response nothing happens; the next report follows in a minute.
 * @returns {Promise<boolean>} Whether the leave was ended.
 */
export async function report() {
  try {
    return (await (officer() === null ? ask() : tell())).ended;
  } catch {
    return false;
  }
}

/** Discards the ID: for the next officer, this counts as another device. */
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

/** Asks without a token, because the finder of a lost device may have reloaded the page, so that no officer is signed in. */
async function ask() {
  if (id === null) return { ended: false };
  const response = await fetch(`/api/v1/scanners/${id}/leave`, { cache: 'no-store', credentials: 'omit', signal: endsAfter(20_000) });
  return response.json();
}
