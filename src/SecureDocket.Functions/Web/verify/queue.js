/**
 * The scans that were judged without a network, on their way to the server: nothing lost, nothing doubled. The server knows a
 * scan by its id, so one whose answer was lost is sent again.
 */
import { call, NoAnswer, Problem } from '../officer/api.js';
import { oneAtATime } from '../officer/browser.js';
import { dropScan, idOf, keepScan, readScans } from './device.js';

// As the server takes them.
const most = 50;

// How far a clock may be off before that is taken for the fault, in milliseconds.
const clockFault = 60_000;

/**
 * Uploads what the officer has in the queue.
 * @param {string} officer Whose scans.
 * @param {string | null} except A scan that the officer may still say more about.
 */
export async function upload(officer, except) {
  await oneAtATime('secure-docket-upload', async () => {
    const mine = (await readScans()).filter(queued => queued.officer === officer && !queued.refused && idOf(queued) !== except);
    for (const queued of mine) if ('finding' in queued) await sendFinding(queued);
    const scans = mine.filter(queued => 'scan' in queued);
    for (let first = 0; first < scans.length; first += most) {
      const part = scans.slice(first, first + most);
      const response = await call('POST', 'scans', { json: { scans: part.map(queued => queued.scan) } });
      const ahead = Date.now() - Date.parse(response.headers.get('Date') ?? new Date().toISOString());
      const { results } = await response.json().catch(cause => { throw new NoAnswer('', { cause }); });
      for (const queued of part) {
        const result = results.find((/** @type {any} */ candidate) => candidate.scanId === queued.scan.scanId);
        if (result?.outcome === 'recorded' || result?.outcome === 'known') await dropScan(queued.scan.scanId);
        else if (result) await keepScan(afterRefusal(queued, result, ahead));
      }
    }
  });
}

/** @param {import('./device.js').QueuedFinding} queued */
async function sendFinding(queued) {
  const { id, ...finding } = queued.finding;
  try {
    await call('PUT', `verifications/${id}/comparison`, { json: finding });
    await dropScan(id);
  } catch (failure) {
    if (!(failure instanceof Problem && failure.status >= 400 && failure.status < 500 && failure.status !== 429)) throw failure;
    await keepScan({ ...queued, refused: true });
  }
}

/**
 * A scan that the server did not take. One that is only dated ahead, by a clock that was fast, is sent again with the next upload.
 * @param {import('./device.js').QueuedScan} queued
 * @param {any} result
 * @param {number} ahead By how much this device's clock is ahead of the server's now, in milliseconds.
 */
function afterRefusal(queued, result, ahead) {
  const at = Date.parse(queued.scan.at);
  const isAhead = at > Date.now() - ahead && result.errors?.every((/** @type {any} */ error) => error.field === 'at' || error.field === 'statusAsOf');
  if (!isAhead) return { ...queued, refused: true };
  return ahead < clockFault ? queued : { ...queued, scan: { ...queued.scan, at: new Date(at - ahead).toISOString() } };
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
