/**
 * Verifies a card twice: at once with the device's pack, and with the live record when there is a network. The live verdict takes
 * precedence.
 */
import { call, callJson } from '../officer/api.js';
import { now } from '../officer/clock.js';
import { verify } from '../verifier/index.js';
import { pack } from './pack.js';

// An officer in the street should not wait longer; after that the device's own verdict stands.
const patience = 4_000;

/**
 * @typedef {object} Result
 * @property {'valid' | 'invalid' | 'undetermined'} verdict
 * @property {string[]} reasons
 * @property {boolean} live Whether this is the live verdict.
 * @property {string | null} alone The device's own verdict, if it differs.
 * @property {boolean} typed Whether the card was identified by its number.
 * @property {string[]} checkByEye
 * @property {string | null} statusAsOf
 * @property {number | null} statusAgeSeconds
 * @property {{cardNumber: string, name: string, latinName: string | null, birthDate: string, nationality: string, expires: string | null} | null} person
 * @property {{bytes: Uint8Array, type: string} | null} face The picture signed into the card.
 * @property {any} docket The officer's view from the live record.
 * @property {{id: string, cardNumber: string, checkedAt: string} | null} verification The verification to which a comparison is added.
 * @property {string | null} foreign The kind of a code that is not a card's, which has no verdict; null for a card's.
 */

/**
 * This device's own verdict.
 * @param {string} text The text of the QR code.
 * @returns {Promise<Result>}
 */
export async function judgeAlone(text) {
  const held = pack();
  if (held === null) return { ...nothing, verdict: 'undetermined', reasons: ['no-pack'] };
  const answer = await verify(text, held, { now: now(), audience: 'officer' });
  const card = answer.credential;
  return {
    ...nothing,
    verdict: answer.verdict,
    reasons: answer.reasons,
    checkByEye: answer.evidence.checkByEye,
    statusAsOf: answer.evidence.statusAsOf,
    statusAgeSeconds: answer.evidence.statusAgeSeconds,
    person: card && {
      cardNumber: card.cardNumber, name: card.fullName, latinName: null, birthDate: card.birthDate, nationality: card.nationality, expires: card.expires,
    },
    face: card?.face ?? null,
  };
}

/**
 * The verdict of the live record.
 * @param {{credential: string} | {cardNumber: string}} question
 * @param {Result | null} alone The device's own verdict.
 * @returns {Promise<Result>}
 * @throws As {@link callJson} does.
 */
export async function judgeLive(question, alone) {
  const answer = await callJson('POST', 'verifications', { json: question, timeout: patience });
  const card = answer.card ?? null;
  return {
    verdict: answer.verdict,
    reasons: answer.reasons,
    live: true,
    alone: alone !== null && alone.verdict !== answer.verdict ? alone.verdict : null,
    typed: 'cardNumber' in question,
    checkByEye: answer.evidence.checkByEye,
    statusAsOf: answer.evidence.statusAsOf ?? null,
    statusAgeSeconds: answer.evidence.statusAgeSeconds ?? null,
    person: card === null ? alone?.person ?? null : { ...card, expires: answer.expires ?? null },
    face: alone?.face ?? null,
    docket: card,
    verification: card !== null && answer.id ? { id: answer.id, cardNumber: card.cardNumber, checkedAt: answer.evidence.checkedAt } : null,
    foreign: null,
  };
}

/**
 * The large photo of the live record.
 * @param {Result} result
 * @returns {Promise<Blob | null>} Null when there is none, or it cannot be loaded.
 */
export async function largePhoto(result) {
  const href = result.docket?.photo?.href;
  if (!href) return null;
  try {
    return await (await call('GET', href.replace(/^\/api\/v1\//, ''))).blob();
  } catch {
    return null;
  }
}

/**
 * The result for a code that is not a card's.
 * @param {string} kind
 * @returns {Result}
 */
export const notACard = kind => ({ ...nothing, foreign: kind });

/** @type {Result} */
const nothing = {
  verdict: 'undetermined', reasons: [], live: false, alone: null, typed: false, checkByEye: [], statusAsOf: null, statusAgeSeconds: null,
  person: null, face: null, docket: null, verification: null, foreign: null,
};
