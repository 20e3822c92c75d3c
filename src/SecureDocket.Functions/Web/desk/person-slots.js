/**
 * An office and a free slot of it, to book a check-in.
 */
import { el, fill } from '../officer/dom.js';
import { say } from '../officer/words.js';
import { chosenOffice, dayAt, everyOffice, nameOfOffice } from './offices.js';
import { faultOf, sayFault } from './parts.js';
import { whyOf } from './person-acts.js';
import { freeSlots, slotFields } from './slots.js';

/**
 * Lists of the offices, and of the free slots of the chosen one from a day on.
 * @param {string | undefined} officeId The office that is chosen at first; else the one whose day the officer looks at.
 * @returns {Promise<{content: Node[], read: () => {officeId: string, start: string} | null}>}
 */
export async function bookingFields(officeId) {
  const first = officeId ?? chosenOffice()?.officeId;
  const [office, fault] = [el('select', { id: 'booking-office', 'aria-describedby': 'booking-office-fault' }, el('option', { value: '', text: say('choose') }),
    ...everyOffice().map(each => el('option', { value: each.officeId, text: nameOfOffice(each), selected: each.officeId === first }))), faultOf('booking-office')];
  const from = el('input', { type: 'date', id: 'booking-from', 'aria-describedby': 'booking-from-hint' });
  const place = el('div');
  /** @type {ReturnType<typeof slotFields> | null} */
  let slots = null;
  const show = async () => {
    const chosen = everyOffice().find(each => each.officeId === office.value);
    slots = null;
    fill(place);
    if (!chosen) return;
    const today = dayAt(chosen);
    if (from.value < today) from.value = today;
    const [whose, since] = [office.value, from.value];
    try {
      const free = await freeSlots(chosen, since);

      // Another office or day may have been chosen meanwhile, whose slots come next.
      if (whose !== office.value || since !== from.value) return;
      slots = slotFields(free, '');
      fill(place, ...slots.content);
      sayFault(office, fault, '');
    } catch (failure) {
      sayFault(office, fault, whyOf(failure));
    }
  };
  office.addEventListener('change', show);
  from.addEventListener('change', show);
  await show();
  return {
    content: [el('label', { for: 'booking-office', text: say('office') }), office, fault,
      el('label', { for: 'booking-from', text: say('booking-from') }), el('p', { class: 'hint', id: 'booking-from-hint', text: say('booking-from-hint') }), from, place],
    read() {
      if (slots === null) {
        if (office.value === '') sayFault(office, fault, say('office-missing'));
        office.focus();
        return null;
      }
      const slot = slots.read();
      return slot && { officeId: office.value, ...slot };
    },
  };
}
