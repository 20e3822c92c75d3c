/**
 * Uploads the scans made without a network, so that none is lost or counted twice. The server recognizes a scan by its ID, so a scan
 * whose response was lost is sent again.
 */
import { call, NoAnswer, Problem } from '../officer/api.js';
import { oneAtATime } from '../officer/browser.js';
import { difference, now } from '../officer/clock.js';
import { dropScan, idOf, keepScan, readScans } from './device.js';

// The server's limit per request.
const most = 50;

// The difference between two dates of one scan from which the clock is considered wrong, in milliseconds.
const clockDiffers = 60_000;

/**
 * Uploads the officer's scans in the queue.
 * @param {string} officer The officer's ID.
 * @param {string | null} except The ID of a scan to which the officer can still add a comparison.
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
 * Updates a scan that the server refused. If its date is the reason, because this device's clock was changed while there was no network, it
 * gets a new date from what is known of the clock now, and is sent with the next upload.
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
 * @param {string | undefined} officer The ID of the current officer.
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
