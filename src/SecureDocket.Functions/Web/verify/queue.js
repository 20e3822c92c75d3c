/**
 * The scans that were judged without a network, on their way to the server: nothing lost, nothing doubled. The server knows a
 * scan by its id, so one whose answer was lost is sent again.
 */
import { call, NoAnswer, Problem } from '../officer/api.js';
import { oneAtATime } from '../officer/browser.js';
import { difference, now } from '../officer/clock.js';
import { dropScan, idOf, keepScan, readScans } from './device.js';

// As the server takes them.
const most = 50;

// How far two dates of one scan may lie apart before the clock is taken for the fault, in milliseconds.
const clockDiffers = 60_000;

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
      const { results } = await response.json().catch(cause => { throw new NoAnswer('', { cause }); });
      for (const queued of part) {
        const result = results.find((/** @type {any} */ candidate) => candidate.scanId === queued.scan.scanId);
        if (result?.outcome === 'recorded' || result?.outcome === 'known') await dropScan(queued.scan.scanId);
        else if (result) await keepScan(afterRefusal(queued, result));
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
 * A scan that the server did not take. Where its date is the fault, because this device's clock was changed out of the server's sight, it is
 * dated anew by what is known of the clock now, and sent with the next upload.
 * @param {import('./device.js').QueuedScan} queued
 * @param {any} result
 */
function afterRefusal(queued, result) {
  const isOfTime = result.errors?.every((/** @type {any} */ error) => error.field === 'at' || error.field === 'statusAsOf');
  const at = Date.parse(queued.scan.at);
  const anew = queued.device + difference();
  if (isOfTime && Math.abs(anew - at) >= clockDiffers) return { ...queued, scan: { ...queued.scan, at: new Date(anew).toISOString() } };
  return isOfTime && at > now() ? queued : { ...queued, refused: true };
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
