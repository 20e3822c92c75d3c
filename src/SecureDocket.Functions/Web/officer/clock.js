/**
 * The time by the server's clock. A device's own may be a year off, and no card must be refused for that.
 */
import { endsAfter, recall, remember } from './browser.js';

const key = 'secure-docket-clock';

// By less, clocks always differ; a server's `Date` has whole seconds.
const noticed = 60_000;

// How long after the last word of the server a device still works: as long as a leave.
const longest = 12 * 60 * 60 * 1000;

// Statuses that are older judge no card, so a pack that is newer tells the day at least.
const packTells = 24 * 60 * 60 * 1000;

// A pack is up to ten minutes old when it is fetched. The server takes a scan's date that is five minutes ahead.
const packIsOld = 4 * 60 * 1000;

/** @type {{server: number, device: number} | null} What the server's clock and this one showed at the same moment, in milliseconds since 1970. */
let last = remembered();

// Whether the server has told the time since this page was opened.
let told = false;

/** @returns What the browser remembers, where that can be read. */
function remembered() {
  try {
    const found = JSON.parse(recall(key) ?? 'null');
    return Number.isFinite(found?.server) && Number.isFinite(found?.device) ? found : null;
  } catch {
    return null;
  }
}

/** @returns {number} The present, in milliseconds since 1970. */
export const now = () => Date.now() + difference();

/** @returns {number} The present; the end of all times while the server has not told it, so that a pack that was just fetched is not taken for one of tomorrow. */
export const nowOrEnd = () => (told ? now() : 8.64e15);

/** @returns {number} How far the server's clock is ahead of this one, in milliseconds. */
export function difference() {
  if (last === null) return 0;
  const by = last.server - last.device;

  // A clock that was set right since then needs no correction any more.
  const setRight = Math.abs(by) >= noticed && !follows(Date.now() + by) && follows(Date.now());
  return setRight ? 0 : by;
}

/** @param {number} moment Whether it lies in the hours after the server's last word. */
const follows = moment => last !== null && moment >= last.server - noticed && moment <= last.server + longest;

/**
 * What is wrong with this device's clock, and by how much, in milliseconds. One that was `set-back` since the server's last word, by that much
 * at least, cannot be corrected before the next; null for a clock that is right within a minute.
 * @returns {{name: 'ahead' | 'behind' | 'set-back', by: number} | null}
 */
export function clockFault() {
  if (last !== null && now() < last.server - noticed) return { name: 'set-back', by: last.server - now() };
  const behind = difference();
  return Math.abs(behind) < noticed ? null : { name: behind > 0 ? 'behind' : 'ahead', by: Math.abs(behind) };
}

/**
 * Takes the time from an answer of the server that no cache of this browser can have given.
 * @param {Response} response
 * @param {number} sent When it was asked for, by this device's clock.
 */
export function hear(response, sent) {
  const date = Date.parse(response.headers.get('Date') ?? '');

  // With an age it comes from a cache on the way.
  if (Number.isNaN(date) || response.headers.has('Age')) return;
  told = true;
  keep({ server: date + 500, device: (sent + Date.now()) / 2 });
}

/**
 * Takes the time from a signed pack that was just fetched, where the server's answers do not tell it.
 * @param {number} issuedAt In milliseconds since 1970.
 */
export function hearPack(issuedAt) {
  const ahead = now() - issuedAt;
  if (!told && (ahead < -noticed || ahead > packTells)) keep({ server: issuedAt + packIsOld, device: Date.now() });
}

/** Asks the server for the time, unless it has told it since the page was opened. */
export async function askTime() {
  if (told) return;
  const sent = Date.now();
  try {
    hear(await fetch('/health/live', { method: 'HEAD', cache: 'no-store', credentials: 'omit', signal: endsAfter(5_000) }), sent);
  } catch {
    // Without an answer the device's own clock, or what was known of it, has to do.
  }
}

/** @param {{server: number, device: number}} both */
function keep(both) {
  last = both;
  remember(key, JSON.stringify(both));
}
