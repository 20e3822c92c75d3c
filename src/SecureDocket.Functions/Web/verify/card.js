/**
 * The card on the screen: its verdict, the comparison with its bearer, and the step to the next card.
 */
import { callJson, NoAnswer } from '../officer/api.js';
import { now } from '../officer/clock.js';
import { byId } from '../officer/dom.js';
import { officer } from '../officer/sign-in.js';
import { say } from '../officer/words.js';
import { dropScan, keepScan } from './device.js';
import { foreignKind } from './foreign.js';
import { judgeAlone, judgeLive, largePhoto, notACard } from './judge.js';
import { leave, mayScan } from './leave.js';
import { drawPicture, drawResult, spokenResult } from './result.js';
import { noteScan } from './shift.js';
import { drawStatus } from './status.js';
import { attempt, trouble } from './trouble.js';

/**
 * @type {{result: import('./judge.js').Result, queued: import('./device.js').QueuedScan | null, photo: string | null, face: string | null, waiting: boolean, note: string, answer: string | null, said: string | null} | null}
 * `answer` is the recorded comparison, `said` the one that the officer gave last.
 */
let shown = null;

// The number of the card on the screen; a late response for another card is dropped.
let turn = 0;

/** @returns {boolean} Whether a card is on the screen. */
export const isShown = () => shown !== null;

/** @returns {string | null} The ID of the scan to which the officer can still add a comparison. */
export const openScan = () => shown?.queued?.scan.scanId ?? null;

/**
 * Verifies a code: first the device's own verdict, then that of the live record.
 * @param {string} text
 * @param {number} capturedAt When the frame was taken, `performance.now()`.
 */
export async function judge(text, capturedAt) {
  const mine = ++turn;
  const foreign = foreignKind(text);
  if (foreign !== null) return show(notACard(foreign), null);
  const scanned = { at: new Date(now()), device: Date.now() };
  const alone = await judgeAlone(text);
  if (mine !== turn) return;
  const asks = navigator.onLine && officer() !== null;
  if (asks) {
    await show(alone, null, true);
    performance.measure('verdict', { start: capturedAt });
    try {
      const live = await judgeLive({ credential: text }, alone);
      if (mine === turn) await show(live, null);
      return;
    } catch (failure) {
      if (mine !== turn) return;
      if (!(failure instanceof NoAnswer)) trouble(failure);
    }
  }
  await show(alone, scanOf(alone, scanned));
  if (!asks) performance.measure('verdict', { start: capturedAt });
}

/**
 * Verifies a card by its number, which only the live record can.
 * @param {string} number
 * @throws As {@link judgeLive} does.
 */
export async function judgeNumber(number) {
  clear();
  byId('number').value = number;
  const mine = ++turn;
  byId('spoken').textContent = say('checking');
  const result = await judgeLive({ cardNumber: number }, null);
  if (mine === turn) await show(result, null);
}

/**
 * The stored part of a scan without a network, which contains no name. Null for a code that names no card.
 * @param {import('./judge.js').Result} result
 * @param {{at: Date, device: number}} scanned By the server's clock, and by this device's own.
 * @returns {import('./device.js').QueuedScan | null}
 */
function scanOf(result, { at, device }) {
  const held = leave();
  if (result.person === null || held === undefined) return null;
  const scan = { scanId: crypto.randomUUID(), cardNumber: result.person.cardNumber, at: at.toISOString(), verdict: result.verdict, reasons: result.reasons };
  return { officer: held.id, refused: false, device, scan: result.statusAsOf ? { ...scan, statusAsOf: result.statusAsOf } : scan };
}

/**
 * @param {import('./judge.js').Result} result
 * @param {import('./device.js').QueuedScan | null} queued
 * @param {boolean} [waiting] Whether the live verdict is still awaited.
 */
async function show(result, queued, waiting = false) {
  noteScan();
  const first = shown === null;
  const mine = turn;
  const face = shown?.face ?? (result.face ? URL.createObjectURL(new Blob([/** @type {BlobPart} */ (result.face.bytes)], { type: result.face.type })) : null);
  shown = { result, queued, photo: null, face, waiting, note: '', answer: null, said: null };
  byId('scanner').hidden = true;
  byId('result').hidden = false;
  drawShown();
  if (first) byId('verdict').focus();

  // The Back button leads from a card to the scanner, not out of it.
  if (!history.state?.card) history.pushState({ card: true }, '');
  if (!waiting) byId('spoken').textContent = spokenResult(result, null);
  if (queued) {
    await keepScan(queued);
    await drawStatus();
  }
  if (result.live) {
    const photo = await largePhoto(result);
    if (photo && mine === turn && shown) {
      shown.photo = URL.createObjectURL(photo);

      // Nothing else is redrawn, because a button being pressed must still be there when it is released.
      drawPicture(byId('shown'), shown.result, shown);
    }
  }
  await drawStatus();
}

/** Redraws the card in the current language. */
export function drawShown() {
  if (shown === null) return;
  const focused = document.activeElement?.id || document.activeElement?.getAttribute('data-answer');
  drawResult(byId('shown'), shown.result, { ...shown, compare: answer => attempt(() => compare(answer)) });
  if (focused) /** @type {HTMLElement | null} */ (byId('shown').querySelector(`#${focused}, [data-answer="${focused}"]`))?.focus();
}

/** @param {Promise<boolean>} kept @param {string} answer */
const noteOf = async (kept, answer) => say(await kept ? 'comparison-queued' : 'comparison-unkept', { answer: say(answer) });

/** @param {string} answer */
async function compare(answer) {
  if (shown === null || shown.waiting) return;
  const current = shown;
  current.said = answer;
  drawShown();

  // The buttons are far below the banner that has just changed.
  if (answer === 'not-same-person') byId('verdict').focus();
  if (current.queued) {
    current.queued.scan.comparison = answer;
    current.note = await noteOf(keepScan(current.queued), answer);
  } else if (current.result.verification) {
    const { id, cardNumber, checkedAt } = current.result.verification;
    const finding = { cardNumber, checkedAt, comparison: answer };
    const held = leave();
    try {
      await callJson('PUT', `verifications/${id}/comparison`, { json: finding });
      await dropScan(id);
      current.note = say('comparison-kept', { answer: say(answer) });
    } catch (failure) {
      if (failure instanceof NoAnswer && held !== undefined) {
        // It may have arrived; sending it twice has no further effect.
        current.note = await noteOf(keepScan({ officer: held.id, refused: false, finding: { id, ...finding } }), answer);
      } else {
        current.note = say('comparison-failed');
        current.answer = null;
        drawShown();
        throw failure;
      }
    }
  }
  current.answer = answer;
  if (current === shown) {
    drawShown();
    byId('spoken').textContent = spokenResult(current.result, answer);
  }
  await drawStatus();
}

/** Removes the card from the screen and from memory. */
export function clear() {
  turn++;
  if (shown?.photo) URL.revokeObjectURL(shown.photo);
  if (shown?.face) URL.revokeObjectURL(shown.face);
  shown = null;
  byId('shown').replaceChildren();
  byId('result').hidden = true;
  byId('scanner').hidden = !mayScan();
  byId('spoken').textContent = '';
  byId('number').value = '';
}
