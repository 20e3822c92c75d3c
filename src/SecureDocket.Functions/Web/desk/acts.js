/**
 * What an officer does about one check-in: which acts are open, the question before each, and the request.
 */
import { callJson } from '../officer/api.js';
import { now } from '../officer/clock.js';
import { el } from '../officer/dom.js';
import { once } from '../officer/keys.js';
import { say } from '../officer/words.js';
import { askWith } from './dialog.js';
import { clockOf, dayAndTimeOf, dayAt } from './offices.js';
import { choice, faultOf, sayFault } from './parts.js';
import { freeSlots, slotFields } from './slots.js';

export const cancelReasons = ['office-closed', 'person-asked', 'not-required', 'booked-in-error'];
const sentHomeReasons = ['office-closed', 'no-officer', 'no-interpreter', 'system-down'];

/**
 * The acts that are open for a row, as the API allows them; the first is the usual next one, if the person's day is today.
 * @param {any} row
 * @param {import('./offices.js').Office} office
 * @returns {string[]}
 */
export function actsOf(row, office) {
  const { status, start, arrivedAt, calledAt } = row.checkIn;
  const [day, today] = [start.slice(0, 10), dayAt(office)];
  const isOpen = status === 'booked' || status === 'missed';
  return [
    isOpen && day === today && !arrivedAt && 'arrival',
    isOpen && day === today && !calledAt && 'call',
    isOpen && day <= today && 'attendance',
    isOpen && day === today && 'sent-home',
    status === 'booked' && 'move',
    status === 'booked' && 'cancellation',
  ].filter(act => typeof act === 'string');
}

/** @param {any} row @returns {string} What the row is known by in questions and answers: initials, of a protected person. */
export const whoOf = row => row.latinName;

/**
 * Asks for the confirmation of an act, and for what it needs.
 * @param {string} act
 * @param {any} row
 * @param {import('./offices.js').Office} office
 * @returns {Promise<Record<string, string> | null>} The body of the request; null if it was called off.
 */
export async function askAct(act, row, office) {
  const question = say(`ask-${act}`, { who: whoOf(row) });
  const told = el('p', { class: 'note', id: 'told', text: toldOf(act, row) });
  const yes = say(`act-${act}`);
  if (act === 'move') {
    const fields = slotFields(await freeSlots(office), row.checkIn.start);
    return askWith(question, yes, [...fields.content, told], () => fields.read());
  }
  if (act === 'sent-home' || act === 'cancellation') {
    const fields = reasonFields(act === 'sent-home' ? sentHomeReasons : cancelReasons, `${act}-`);
    return askWith(question, yes, [...fields.content, told], () => fields.read());
  }
  if (act === 'attendance') {
    const manner = el('select', { id: 'manner' }, ...['in-person', 'remote'].map(value => el('option', { value, text: say(value) })));
    return askWith(question, yes, [el('label', { for: 'manner', text: say('manner') }), manner, told], () => ({ manner: manner.value }));
  }
  return askWith(question, yes, [told], () => (act === 'arrival' ? { officeId: office.officeId } : {}));
}

/**
 * A list of reasons.
 * @param {string[]} values
 * @param {string} prefix
 * @returns {{content: Node[], read: () => Record<string, string> | null}}
 */
export function reasonFields(values, prefix) {
  const [reason, fault] = [choice('reason', values, prefix), faultOf('reason')];
  return {
    content: [el('label', { for: 'reason', text: say('reason') }), reason, fault],
    read() {
      sayFault(reason, fault, reason.value === '' ? say('reason-missing') : '');
      if (reason.value === '') reason.focus();
      return reason.value === '' ? null : { reason: reason.value };
    },
  };
}

/**
 * Sends an act once: a repetition after no answer, or after a fault of the server, is the same request.
 * @param {string} act
 * @param {any} row
 * @param {Record<string, string>} body
 * @returns {Promise<any>} The answer.
 */
export function perform(act, row, body) {
  const { checkInId } = row.checkIn;
  return once(`${act}-${checkInId}`, body, key => callJson('POST', `cardholders/${row.cardholderId}/check-ins/${checkInId}/${act}`, { key, json: body }));
}

/**
 * What the person will be told of an act.
 * @param {string} act
 * @param {any} row
 * @returns {string}
 */
export function toldOf(act, row) {
  const isOver = Date.parse(row.checkIn.startsAt) <= now();
  if (act === 'arrival' || act === 'call' || act === 'sent-home' || (act === 'cancellation' && isOver)) return say(act === 'sent-home' ? 'told-sent-home' : 'told-nothing');
  switch (row.texting) {
    case undefined: return say('told-perhaps');
    case 'opted-out': case 'carrier-blocked': return say('told-off');
    case 'unreachable': return `${say(`told-${act}`)} ${say('told-doubtful')}`;
    default: return say(`told-${act}`);
  }
}

/**
 * What was done, for the live region.
 * @param {string} act
 * @param {any} row
 * @param {any} answer The API's.
 * @param {import('./offices.js').Office} office
 */
export function reportOf(act, row, answer, office) {
  const checkIn = answer.checkIn ?? answer;
  const at = { arrival: checkIn.arrivedAt, call: checkIn.calledAt, attendance: checkIn.seenAt }[act];
  return [
    say(`did-${act}`, { who: whoOf(row), time: at ? clockOf(at, office) : '', date: dayAndTimeOf(checkIn.start) }),
    answer.next ? say('next-booked', { date: dayAndTimeOf(answer.next.start) }) : '',
    answer.checkInToBook ? say('next-to-book') : '',
  ].filter(text => text !== '').join(' ');
}
