/**
 * What some browsers lack or refuse, with what the pages do instead.
 */

/**
 * A signal that ends a request.
 * @param {number} milliseconds After how long.
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
 * Does something that must not run twice at once: in all tabs, or where the browser has no locks, in this one.
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
 * A channel to the browser's other tabs; one that leads nowhere where there is none.
 * @param {string} name
 * @returns {Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>}
 */
export function channel(name) {
  return typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : { postMessage() {}, addEventListener() {} };
}

/** @param {string} key @returns {string | null} A choice that the browser remembers; null where it remembers none. */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key A choice that is no longer to be remembered. */
export function forgetChoice(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There was none.
  }
}

/** @param {string} key @param {string} value A choice to remember, where the browser does. */
export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is asked for again with the next page.
  }
}

/** @type {Map<string, string>} */
const here = new Map();

/** What this tab keeps over a reload; where the browser keeps nothing, what this page keeps. */
export const tab = {
  /** @param {string} key @returns {string | null} */
  get(key) {
    try {
      return here.get(key) ?? sessionStorage.getItem(key);
    } catch {
      return here.get(key) ?? null;
    }
  },

  /** @param {string} key @param {string} value @returns {boolean} Whether it outlives the page. */
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
