/**
 * One person, opened from any place of the desk: everything of the docket, and what the officer may do about it.
 */
import { call } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { officer } from '../officer/sign-in.js';
import { say, sayDay } from '../officer/words.js';
import { attempt, fact, section } from './parts.js';
import { cardSection } from './person-card.js';
import { checkSection } from './person-check.js';
import { contactSection } from './person-contact.js';
import { datesSection } from './person-dates.js';
import { papersSection, textsSection } from './person-papers.js';
import { readPerson } from './person-read.js';

const mayOpen = ['Enrollment.Officer', 'Protection.Supervisor'];

/** The person who is open, with their photo and the way back; null while nobody is. @type {(import('./person-acts.js').Opened & {photo?: string, own?: string, back: () => void, backText: string}) | null} */
let opened = null;

/** @returns {boolean} Whether a person is open. */
export const isOpen = () => opened !== null;

/** @returns {boolean} Whether the officer's roles open people themselves, not only their dates, texts and papers; the API decides. */
export const opensPeople = () => has(...mayOpen);

/** @param {...string} roles @returns {boolean} Whether the officer has one of them. */
const has = (...roles) => officer()?.roles.some(role => roles.includes(role)) ?? false;

/**
 * Opens a person in place of what the desk shows.
 * @param {string} id
 * @param {{photo?: string, back: () => void, backText: string}} from The photo, if it is at hand, and the way back.
 */
export async function openPerson(id, from) {
  const read = await readPerson(id, has);
  closePerson();
  /** @type {NonNullable<typeof opened>} */
  const it = {
    id, read, has, faults: new Map(), forms: new Map(), kept: new Map(), photo: from.photo, back: from.back, backText: from.backText,
    async again() {
      const latest = await readPerson(id, has);
      it.read = latest;
      it.draw();
    },
    draw() {
      if (opened === it) drawPerson();
    },
  };
  opened = it;
  drawPerson();
  byId('person-heading').focus();
  if (from.photo !== undefined || !read.person?.photo) return;
  const own = URL.createObjectURL(await (await call('GET', `cardholders/${id}/photo`)).blob());
  if (opened !== it) return URL.revokeObjectURL(own);
  [it.photo, it.own] = [own, own];
  document.querySelector('#desk .no-photo')?.replaceWith(photoOf(it, own));
}

/** Forgets the person who is open. */
export function closePerson() {
  if (opened?.own) URL.revokeObjectURL(opened.own);
  opened = null;
}

/** Draws the person who is open. */
export function drawPerson() {
  if (opened === null) return;
  const it = opened;
  const { person } = it.read;
  const isServed = it.has('Enrollment.Officer', 'Field.Officer');
  byId('desk').replaceChildren(el('div', { class: 'person-page' },
    factsSection(it),
    person && cardSection(it),
    isServed ? datesSection(it) : null,
    person && contactSection(it),
    person && checkSection(it),
    isServed ? textsSection(it) : null,
    isServed ? papersSection(it) : null));
}

/** @param {NonNullable<typeof opened>} it */
function factsSection(it) {
  const { read: { person }, photo, back, backText } = it;
  return section('person',
    photo ? photoOf(it, photo) : el('p', { class: 'hint no-photo', text: say(person?.photo ? 'photo-comes' : person ? 'no-photo' : 'no-facts') }),
    photo && !person ? el('p', { class: 'hint', text: say('no-facts') }) : null,
    person && el('dl', {}, ...fact('name', person.name), ...person.latinName === person.name ? [] : fact('latinName', person.latinName), ...fact('aNumber', person.aNumber),
      ...fact('birthDate', sayDay(person.birthDate)), ...fact('nationality', person.nationality),
      ...person.posture ? fact('posture', say('posture-as-of', { state: say(`posture-${person.posture.state}`), day: sayDay(person.posture.asOf) })) : []),
    el('div', { class: 'buttons' },
      el('button', {
        type: 'button', class: 'quiet', text: say(backText), onclick: () => attempt(() => {
          closePerson();
          back();
        }),
      }),
      it.has('Enrollment.Officer') ? el('a', { class: 'button', href: '/enroll', text: say('enroll') }) : null),
    it.has('Enrollment.Officer') ? el('p', { class: 'hint', text: say('enroll-hint') }) : null);
}

/** @param {import('./person-acts.js').Opened} it @param {string} address */
const photoOf = (it, address) => el('img', { class: 'face', src: address, alt: it.read.person ? say('photo-of', { initials: it.read.person.latinName }) : say('photo-alone') });
