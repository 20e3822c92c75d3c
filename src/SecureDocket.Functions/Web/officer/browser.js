/**
 * Fallbacks for features that some browsers lack or refuse.
 */

/**
 * A signal that ends a request.
 * @param {number} milliseconds The time until it does.
 * @returns {AbortSignal}
 */
export function endsAfter(milliseconds) {
  if (typeof AbortSignal.timeout === 'function') return AbortSignal.timeout(milliseconds);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Runs an action that must not run concurrently: across all tabs, or in this tab if the browser has no locks.
 * @param {string} name
 * @param {() => Promise<void>} act
 */
export async function oneAtATime(name, act) {
  if (navigator.locks) return navigator.locks.request(name, act);
  const turn = last.then(act);
  last = turn.catch(() => undefined);
  return turn;
}

/**
 * A channel to the browser's other tabs; a channel without effect if the browser has none.
 * @param {string} name
 * @returns {Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>}
 */
export function channel(name) {
  return typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : { postMessage() {}, addEventListener() {} };
}

/** @param {string} key @returns {string | null} The remembered choice; null if there is none. */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key The choice to forget. */
export function forgetChoice(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There was none.
  }
}

/** @param {string} key @param {string} value The choice to remember, if the browser allows it. */
export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It will be asked for again on the next page.
  }
}

/** @type {Map<string, string>} */
const here = new Map();

/** Storage that survives a reload of this tab, or only this page if the browser stores nothing. */
export const tab = {
  /** @param {string} key @returns {string | null} */
  get(key) {
    try {
      return here.get(key) ?? sessionStorage.getItem(key);
    } catch {
      return here.get(key) ?? null;
    }
  },

  /** @param {string} key @param {string} value @returns {boolean} Whether it survives a reload. */
  set(key, value) {
    try {
      sessionStorage.setItem(key, value);
      here.delete(key);
      return true;
    } catch {
      here.set(key, value);
      return false;
    }
  },

  /** @param {string} key */
  remove(key) {
    here.delete(key);
    try {
      sessionStorage.removeItem(key);
    } catch {
      // There was none.
    }
  },

  /** @returns {string[]} */
  keys() {
    try {
      return [...here.keys(), ...Object.keys(sessionStorage)];
    } catch {
      return [...here.keys()];
    }
  },
};
