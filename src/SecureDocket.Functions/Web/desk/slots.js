/**
 * Free slots of an office, for a check-in.
 */
import { callJson } from '../officer/api.js';
import { el } from '../officer/dom.js';
import { say, sayDay } from '../officer/words.js';
import { dayAt, daysLater, timeOf } from './offices.js';
import { faultOf, sayFault } from './parts.js';

/** @typedef {{start: string, startsAt: string, free: number}} Slot */

// The API lists no more days at once.
const days = 31;

/**
 * The office's free slots of the next days.
 * @param {import('./offices.js').Office} office
 * @param {string} [from] The first day; today unless given.
 * @returns {Promise<Slot[]>}
 */
export async function freeSlots(office, from = dayAt(office)) {
  const { slots } = await callJson('GET', `offices/${office.officeId}/slots?from=${from}&to=${daysLater(from, days - 1)}`);
  return slots.filter((/** @type {Slot} */ slot) => slot.free > 0);
}

/**
 * A list of the days with free slots.
 * @param {Slot[]} slots
 * @returns {{content: Node[], field: any, read: () => string | null}} The fields, and the day that they say.
 */
export function dayFields(slots) {
  const byDay = grouped(slots);
  const [field, fault] = [el('select', { id: 'slot-day', 'aria-describedby': 'slot-day-fault' }, el('option', { value: '', text: say('choose') }),
    ...[...byDay].map(([day, on]) => el('option', { value: day, text: say('slot-day-free', { day: sayDay(day), count: on.reduce((sum, slot) => sum + slot.free, 0) }) }))), faultOf('slot-day')];
  return {
    content: [...slots.length === 0 ? [el('p', { class: 'fault', text: say('no-slots') })] : [], el('label', { for: 'slot-day', text: say('slot-day') }), field, fault],
    field,
    read() {
      sayFault(field, fault, field.value === '' ? say('slot-missing') : '');
      if (field.value === '') field.focus();
      return field.value === '' ? null : field.value;
    },
  };
}

/**
 * Lists of the days with free slots, and of the slots of the chosen day.
 * @param {Slot[]} slots
 * @param {string} except The slot that the check-in has.
 * @returns {{content: Node[], read: () => {start: string} | null}}
 */
export function slotFields(slots, except) {
  const free = slots.filter(slot => slot.start !== except);
  const day = dayFields(free);
  const [time, fault] = [el('select', { id: 'slot-time', 'aria-describedby': 'slot-time-fault' }), faultOf('slot-time')];
  const fillTimes = () => time.replaceChildren(el('option', { value: '', text: say('choose') }),
    ...free.filter(slot => slot.start.slice(0, 10) === day.field.value).map(slot => el('option', { value: slot.start, text: say('slot-time-free', { time: timeOf(slot.start), count: slot.free }) })));
  day.field.addEventListener('change', fillTimes);
  fillTimes();
  return {
    content: [...day.content, el('label', { for: 'slot-time', text: say('slot-time') }), time, fault],
    read() {
      if (day.read() === null) return null;
      sayFault(time, fault, time.value === '' ? say('slot-missing') : '');
      if (time.value === '') time.focus();
      return time.value === '' ? null : { start: time.value };
    },
  };
}

/** @param {Slot[]} slots */
function grouped(slots) {
  /** @type {Map<string, Slot[]>} */
  const groups = new Map();
  for (const slot of slots) groups.set(slot.start.slice(0, 10), [...groups.get(slot.start.slice(0, 10)) ?? [], slot]);
  return groups;
}
