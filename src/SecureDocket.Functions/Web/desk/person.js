/**
 * One person, opened from any place of the desk.
 */
import { call, callJson } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { officer } from '../officer/sign-in.js';
import { say, sayDay } from '../officer/words.js';
import { attempt, fact, ownName, section } from './parts.js';

const mayOpen = ['Enrollment.Officer', 'Protection.Supervisor'];

/** The person who is open, as the API returns them, with their photo and the way back; null while nobody is. @type {any} */
let opened = null;

/** @returns {boolean} Whether a person is open. */
export const isOpen = () => opened !== null;

/** @returns {boolean} Whether the officer's roles open people; the API decides. */
export const opensPeople = () => officer()?.roles.some(role => mayOpen.includes(role)) ?? false;

/**
 * Opens a person in place of what the desk shows.
 * @param {string} id
 * @param {{photo?: string, back: () => void, backText: string}} from The photo, if it is at hand, and the way back.
 */
export async function openPerson(id, from) {
  const person = await callJson('GET', `cardholders/${id}`);
  closePerson();
  opened = { person, photo: from.photo, back: from.back, backText: from.backText };
  drawPerson();
  byId('person-heading').focus();
  if (from.photo !== undefined || !person.photo) return;
  const own = URL.createObjectURL(await (await call('GET', `cardholders/${id}/photo`)).blob());
  if (opened?.person !== person) return URL.revokeObjectURL(own);
  opened = { ...opened, photo: own, own };
  document.querySelector('#desk .no-photo')?.replaceWith(photoOf(person, own));
}

/** Forgets the person who is open. */
export function closePerson() {
  if (opened?.own) URL.revokeObjectURL(opened.own);
  opened = null;
}

/** Draws the person who is open. */
export function drawPerson() {
  const { person, photo, back, backText } = opened;
  const card = person.cards.at(-1);
  byId('desk').replaceChildren(section('person',
    photo ? photoOf(person, photo) : el('p', { class: 'hint no-photo', text: say(person.photo ? 'photo-comes' : 'no-photo') }),
    el('dl', {}, ...fact('name', person.name), ...person.latinName === person.name ? [] : fact('latinName', person.latinName), ...fact('aNumber', person.aNumber),
      ...fact('birthDate', sayDay(person.birthDate)), ...fact('nationality', person.nationality), ...fact('language', ownName(person.language)),
      ...person.mobile ? fact('mobile', person.mobile) : [], ...fact('clearance', say(person.clearance.result)),
      ...fact('card', card ? `${card.cardNumber} · ${say(card.status)}` : say('no-card'))),
    el('div', { class: 'buttons' },
      el('button', {
        type: 'button', class: 'quiet', text: say(backText), onclick: () => attempt(() => {
          closePerson();
          back();
        }),
      }),
      el('a', { class: 'button', href: '/enroll', text: say('enroll') }))));
}

/** @param {any} person @param {string} address */
const photoOf = (person, address) => el('img', { class: 'face', src: address, alt: say('photo-of', { initials: person.latinName }) });
