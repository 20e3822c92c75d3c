/**
 * The data that the device stores in IndexedDB: the verifier pack, the leave (who may use the device, and until when), and the scans to
 * upload. No cardholder's name is stored.
 */

/**
 * @typedef {object} Kept
 * @property {Uint8Array} bytes The pack as the server sent it.
 * @property {string} etag Its ETag.
 * @property {string} anchor The thumbprint of the issuer's anchor, which the first pack named.
 */

/**
 * @typedef {object} Leave
 * @property {string} id The officer.
 * @property {string} name The officer's name, for display.
 * @property {boolean} [ended] Whether an administrator has ended it.
 * @property {number} until When the device asks for a sign-in again, in milliseconds since 1970 by the server's clock.
 */

/**
 * @typedef {object} Queued
 * @property {string} officer The officer it belongs to; only that officer uploads it.
 * @property {boolean} refused Whether the server has permanently refused it.
 *
 * @typedef {Queued & {finding: {id: string, cardNumber: string, checkedAt: string, comparison: string}}} QueuedFinding
 * The comparison that an officer made after a live verdict, when the network was gone.
 *
 * @typedef {Queued & {scan: Scan, device: number}} QueuedScan
 * `device` is the time by this device's clock, in milliseconds since 1970; the scan's own time is by the server's clock, as far as known.
 * @typedef {{scanId: string, cardNumber: string, at: string, verdict: string, reasons: string[], statusAsOf?: string, comparison?: string}} Scan
 */

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('secure-docket', 1);

    // Some browsers never respond.
    setTimeout(() => reject(new Error('silent')), 3_000);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('state');
      request.result.createObjectStore('scans');
    };
    request.onsuccess = () => {
      // A browser may close the database while the page is suspended.
      request.result.onclose = () => { opened = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
  opened.catch(() => { opened = undefined; });
  return opened;
}

/**
 * @param {'state' | 'scans'} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>} The request's result, once the transaction is on the disk.
 */
async function transact(store, mode, act) {
  let transaction;
  try {
    transaction = (await database()).transaction(store, mode, { durability: 'strict' });
  } catch {
    // The database was closed in the meantime; it is reopened once.
    opened = undefined;
    transaction = (await database()).transaction(store, mode, { durability: 'strict' });
  }
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * The data that the browser could not store, because the disk is full or the page may not use storage. It is lost when the page closes.
 * @type {{state: Map<string, any>, scans: Map<string, any>}}
 */
const unkept = { state: new Map(), scans: new Map() };

/** @returns {number} The number of scans and findings that are lost with this page unless they are uploaded first. */
export const unkeptScans = () => unkept.scans.size;

/**
 * @param {'state' | 'scans'} store
 * @param {string} key
 * @param {any} value
 * @returns {Promise<boolean>} Whether it is on the disk; otherwise only this page has it.
 */
async function put(store, key, value) {
  try {
    await transact(store, 'readwrite', target => target.put(value, key));
    unkept[store].delete(key);
    return true;
  } catch {
    unkept[store].set(key, value);
    return false;
  }
}

/** @param {string} key */
async function state(key) {
  return unkept.state.get(key) ?? await transact('state', 'readonly', store => store.get(key)).catch(() => undefined);
}

/** @param {'state' | 'scans'} store @param {string} key */
async function drop(store, key) {
  unkept[store].delete(key);

  // A scan that stays on the disk is sent again, and the server recognizes its ID.
  await transact(store, 'readwrite', target => target.delete(key)).catch(() => undefined);
}

/** @returns {Promise<Kept | undefined>} */
export const readPack = () => state('pack');

/** @param {Kept} pack */
export const keepPack = pack => put('state', 'pack', pack);

/** Deletes the pack, without which the device cannot check cards. */
export const dropPack = () => drop('state', 'pack');

/** @returns {Promise<Leave | undefined>} */
export const readLeave = () => state('leave');

/** @param {Leave} leave */
export const keepLeave = leave => put('state', 'leave', leave);

/** Deletes the leave; no one may use the device until an officer signs in. */
export const dropLeave = () => drop('state', 'leave');

/** @returns {Promise<(QueuedScan | QueuedFinding)[]>} */
export async function readScans() {
  const kept = await transact('scans', 'readonly', store => store.getAll()).catch(() => []);
  return [...kept.filter((/** @type {any} */ queued) => !unkept.scans.has(idOf(queued))), ...unkept.scans.values()];
}

/** @param {QueuedScan | QueuedFinding} queued Replaces the one with the same ID. @returns Whether it is on the disk. */
export const keepScan = queued => put('scans', idOf(queued), queued);

/** @param {string} id As {@link idOf}. */
export const dropScan = id => drop('scans', id);

/** @param {QueuedScan | QueuedFinding} queued @returns {string} The ID of the scan, or of the finding's verification. */
export const idOf = queued => 'scan' in queued ? queued.scan.scanId : queued.finding.id;
