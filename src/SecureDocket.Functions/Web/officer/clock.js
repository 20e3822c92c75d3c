/**
 * The time by the server's clock. A device's clock may be a year off, and no card must be refused because of that.
 */
import { endsAfter, recall, remember } from './browser.js';

const key = 'secure-docket-clock';

// Smaller differences are normal, and a server's `Date` only has whole seconds.
const noticed = 60_000;

// How long a device works after the server last gave the time: as long as a leave.
const longest = 12 * 60 * 60 * 1000;

// Older statuses give no verdict, so a usable pack gives at least the day.
const packTells = 24 * 60 * 60 * 1000;

// A pack is up to ten minutes old when it is fetched. The server accepts a scan dated up to five minutes ahead.
const packIsOld = 4 * 60 * 1000;

/** @type {{server: number, device: number} | null} The times of the server's clock and this one at the same moment, in milliseconds since 1970. */
let last = remembered();

// Whether the server has given the time since this page was opened.
let told = false;

/** @returns The remembered times; null if they cannot be read. */
function remembered() {
  try {
    const found = JSON.parse(recall(key) ?? 'null');
    return Number.isFinite(found?.server) && Number.isFinite(found?.device) ? found : null;
  } catch {
    return null;
  }
}

/** @returns {number} The current time, in milliseconds since 1970. */
export const now = () => Date.now() + difference();

/**
 * The current time. Until the server has given it, it is the latest possible time, so that a pack just fetched does not seem to be from the
 * future.
 * @returns {number}
 */
export const nowOrEnd = () => (told ? now() : 8.64e15);

/** @returns {number} How far the server's clock is ahead of this one, in milliseconds. */
export function difference() {
  if (last === null) return 0;
  const by = last.server - last.device;

  // A clock that was corrected since then needs no correction any more.
  const setRight = Math.abs(by) >= noticed && !follows(Date.now() + by) && follows(Date.now());
  return setRight ? 0 : by;
}

/** @param {number} moment The moment. Returns whether it is within the hours after the server last gave the time. */
const follows = moment => last !== null && moment >= last.server - noticed && moment <= last.server + longest;

/**
 * The fault of this device's clock, and its size in milliseconds; null for a clock that is right within a minute. A clock that was `set-back`
 * by at least that much since the server last gave the time cannot be corrected until the server gives it again.
 * @returns {{name: 'ahead' | 'behind' | 'set-back', by: number} | null}
 */
export function clockFault() {
  if (last !== null && now() < last.server - noticed) return { name: 'set-back', by: last.server - now() };
  const behind = difference();
  return Math.abs(behind) < noticed ? null : { name: behind > 0 ? 'behind' : 'ahead', by: Math.abs(behind) };
}

/**
 * Takes the time from a response of the server that this browser cannot have cached.
 * @param {Response} response
 * @param {number} sent When the request was sent, by this device's clock.
 */
export function hear(response, sent) {
  const date = Date.parse(response.headers.get('Date') ?? '');

  // A response with an Age header comes from a cache on the way.
  if (Number.isNaN(date) || response.headers.has('Age')) return;
  told = true;
  keep({ server: date + 500, device: (sent + Date.now()) / 2 });
}

/**
 * Takes the time from a signed pack that was just fetched, if no response of the server gives it.
 * @param {number} issuedAt In milliseconds since 1970.
 */
export function hearPack(issuedAt) {
  const ahead = now() - issuedAt;
  if (!told && (ahead < -noticed || ahead > packTells)) keep({ server: issuedAt + packIsOld, device: Date.now() });
}

/** Asks the server for the time, unless it has given it since the page was opened. */
export async function askTime() {
  if (told) return;
  const sent = Date.now();
  try {
    hear(await fetch('/health/live', { method: 'HEAD', cache: 'no-store', credentials: 'omit', signal: endsAfter(5_000) }), sent);
  } catch {
    // Without a response, the device's clock with its last known correction is used.
  }
}

/** @param {{server: number, device: number}} both */
function keep(both) {
  last = both;
  remember(key, JSON.stringify(both));
}
