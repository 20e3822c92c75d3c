/**
 * The field that takes a card: its number as somebody types it, or the text of its code from a hand scanner, which ends it with Enter.
 */
import { callJson, Problem, SignedOut } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { say } from '../officer/words.js';
import { actsOf, perform, reportOf, whoOf } from './acts.js';
import { askWith } from './dialog.js';
import { clockOf } from './offices.js';
import { done, faultOf, sayFault, trouble, wordsOf } from './parts.js';

// With these alone the card is one of ours, and its person is known. A card that no longer holds is a reason to ask, not to send somebody away.
const ofOurs = ['suspended', 'revoked', 'replaced', 'expired', 'key-withdrawn'];

// Longer than the longest code.
const longest = 4_400;

/** Cards are taken one after the other, however fast they are scanned. */
let taking = Promise.resolve();

/**
 * The field.
 * @param {object} day
 * @param {import('./offices.js').Office} day.office
 * @param {() => any[]} day.rows The rows of the list.
 * @param {() => Promise<void>} day.refresh Reads the list again.
 * @param {(row: any, failure: unknown) => Promise<void>} day.refuse Says at a row why it was refused.
 */
export function scanForm(day) {
  const field = el('input', {
    id: 'card', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: longest, 'aria-keyshortcuts': 'F2', 'aria-describedby': 'card-hint card-fault',
  });
  const fault = faultOf('card');
  fault.setAttribute('role', 'alert');
  const form = el('form', { novalidate: true }, el('label', { for: 'card', text: say('card-field') }), el('p', { class: 'hint', id: 'card-hint', text: say('card-field-hint') }), field, fault);
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.value = '';
    if (text !== '') taking = taking.then(() => take(text, day));
  });
  return form;
}

/** @param {string} text @param {Parameters<typeof scanForm>[0]} day */
async function take(text, day) {
  tell('');
  done('');
  try {
    const answer = await callJson('POST', 'verifications', { json: questionOf(text) });
    const row = await rowOf(answer, day);
    if (row !== null) await arrive(row, answer, day);
  } catch (failure) {
    if (failure instanceof SignedOut) trouble(failure);
    else tell(failure instanceof Problem && failure.code === 'invalid' ? say('card-mistyped') : wordsOf(failure, 'row'));
  }
}

/** @param {string} text A number, the address on the back of a card, which ends with the number, or the text of the code on the front. */
function questionOf(text) {
  const number = text.slice(text.indexOf('#') + 1).replace(/[\s-]/g, '');
  return /^[0-9A-Za-z]{12}$/.test(number) ? { cardNumber: number } : { credential: text };
}

/** The row of the person whose card it is; null once it has said that there is none. @param {any} answer @param {Parameters<typeof scanForm>[0]} day */
async function rowOf(answer, day) {
  // A verification names the docket by the address of its photo only.
  const id = /\/cardholders\/([^/?]+)\/photo/.exec(answer.card?.photo?.href ?? '')?.[1];
  if (id === undefined || answer.reasons.some((/** @type {string} */ reason) => !ofOurs.includes(reason))) {
    tell(say(answer.verdict === 'undetermined' ? 'card-unread' : 'card-unknown'));
    return null;
  }
  const find = () => {
    const theirs = day.rows().filter(row => row.cardholderId === id);
    return theirs.find(row => actsOf(row, day.office).includes('arrival')) ?? theirs.find(row => row.checkIn.status !== 'cancelled') ?? null;
  };
  if (find() === null) await day.refresh();
  const row = find();
  if (row === null) tell(say('card-not-listed', { who: answer.card.latinName }));
  return row;
}

/** @param {any} row @param {any} answer @param {Parameters<typeof scanForm>[0]} day */
async function arrive(row, answer, day) {
  const { arrivedAt } = row.checkIn;
  if (!actsOf(row, day.office).includes('arrival')) {
    done(arrivedAt ? say('arrived-before', { who: whoOf(row), time: clockOf(arrivedAt, day.office) }) : say('arrival-closed', { who: whoOf(row) }));
    return;
  }
  if (answer.verdict !== 'valid') {
    const question = say('ask-card', { who: answer.card.latinName });
    const sure = await askWith(question, say('act-arrival'), [el('p', { class: 'note', text: answer.reasons.map((/** @type {string} */ reason) => say(`card-${reason}`)).join(' ') })], () => true);
    document.getElementById('card')?.focus();
    if (sure === null) return;
  }
  try {
    const noted = await perform('arrival', row, { officeId: day.office.officeId });
    done(reportOf('arrival', row, noted, day.office));
    await day.refresh();
  } catch (failure) {
    if (failure instanceof SignedOut) throw failure;
    await day.refuse(row, failure);
  }
}

/** @param {string} text What is wrong with the card; empty for nothing. */
function tell(text) {
  if (document.getElementById('card') !== null) sayFault(byId('card'), byId('card-fault'), text);
}
