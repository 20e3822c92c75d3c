/**
 * What the device keeps in IndexedDB: the verifier pack, who may use the device until when, and the scans to upload.
 * No name is kept.
 */

/**
 * @typedef {object} Kept
 * @property {Uint8Array} bytes The pack as the server sent it.
 * @property {string} etag Under which tag.
 * @property {string} anchor The thumbprint that the first pack was signed with.
 */

/**
 * @typedef {object} Leave
 * @property {string} id The officer.
 * @property {string} name What the officer is called, to show.
 * @property {number} until When the device asks for a sign-in again, in milliseconds since 1970.
 */

/**
 * @typedef {object} Queued
 * @property {string} officer Whose it is: only they upload it.
 * @property {boolean} refused Whether the server has said that it will never take it.
 *
 * @typedef {Queued & {finding: {id: string, cardNumber: string, checkedAt: string, comparison: string}}} QueuedFinding
 * What an officer found by eye after a live verdict, when the network was gone.
 *
 * @typedef {Queued & {scan: Scan}} QueuedScan
 * @typedef {{scanId: string, cardNumber: string, at: string, verdict: string, reasons: string[], statusAsOf?: string, comparison?: string}} Scan
 */

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('secure-docket', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('state');
      request.result.createObjectStore('scans');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/**
 * @param {'state' | 'scans'} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>} The request's result, once the transaction is on the disk.
 */
async function transact(store, mode, act) {
  const transaction = (await database()).transaction(store, mode, { durability: 'strict' });
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @returns {Promise<Kept | undefined>} */
export const readPack = () => transact('state', 'readonly', store => store.get('pack'));

/** @param {Kept} pack */
export const keepPack = pack => transact('state', 'readwrite', store => store.put(pack, 'pack'));

/** @returns {Promise<Leave | undefined>} */
export const readLeave = () => transact('state', 'readonly', store => store.get('leave'));

/** @param {Leave} leave */
export const keepLeave = leave => transact('state', 'readwrite', store => store.put(leave, 'leave'));

/** Nobody may use the device until somebody signs in. */
export const dropLeave = () => transact('state', 'readwrite', store => store.delete('leave'));

/** @returns {Promise<(QueuedScan | QueuedFinding)[]>} */
export const readScans = () => transact('scans', 'readonly', store => store.getAll());

/** @param {QueuedScan | QueuedFinding} queued Takes the place of the one with the same id. */
export const keepScan = queued => transact('scans', 'readwrite', store => store.put(queued, idOf(queued)));

/** @param {string} id As {@link idOf}. */
export const dropScan = id => transact('scans', 'readwrite', store => store.delete(id));

/** @param {QueuedScan | QueuedFinding} queued @returns {string} The scan's id, or the verification's that a finding is of. */
export const idOf = queued => 'scan' in queued ? queued.scan.scanId : queued.finding.id;
