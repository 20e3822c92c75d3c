/**
 * The scans that were judged without a network, on their way to the server: nothing lost, nothing doubled. The server knows a
 * scan by its id, so one whose answer was lost is sent again.
 */
import { callJson } from '../officer/api.js';
import { dropScan, keepScan, readScans } from './device.js';

// As the server takes them.
const most = 50;

/**
 * Uploads what the officer has in the queue.
 * @param {string} officer Whose scans.
 * @param {string | null} except A scan that the officer may still say more about.
 */
export async function upload(officer, except) {
  await navigator.locks.request('secure-docket-upload', async () => {
    const mine = (await readScans()).filter(queued => queued.officer === officer && !queued.refused && queued.scan.scanId !== except);
    for (let first = 0; first < mine.length; first += most) {
      const part = mine.slice(first, first + most);
      const { results } = await callJson('POST', 'scans', { json: { scans: part.map(queued => queued.scan) } });
      for (const queued of part) {
        const result = results.find((/** @type {any} */ candidate) => candidate.scanId === queued.scan.scanId);
        if (result?.outcome === 'recorded' || result?.outcome === 'known') await dropScan(queued.scan.scanId);
        else if (result) await keepScan({ ...queued, refused: true });
      }
    }
  });
}

/**
 * Counts the queue.
 * @param {string | undefined} officer Who is using the device.
 * @returns {Promise<{mine: number, others: number, refused: number}>}
 */
export async function count(officer) {
  const all = await readScans();
  return {
    mine: all.filter(queued => queued.officer === officer && !queued.refused).length,
    others: all.filter(queued => queued.officer !== officer && !queued.refused).length,
    refused: all.filter(queued => queued.refused).length,
  };
}
