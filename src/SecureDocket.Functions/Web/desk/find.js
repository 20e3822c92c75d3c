/**
 * Finding a person by one key, or by a name and about when they were born.
 */
import { call, callJson, Problem } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { say } from '../officer/words.js';
import { attempt, section, trouble } from './parts.js';
import { openPerson } from './person.js';

const keys = ['aNumber', 'name', 'mobile', 'cardNumber', 'hearingId', 'fins', 'subjectId'];
const firstYear = 1900;
const purposes = ['checkInService', 'hearingService', 'cardService', 'documentService', 'reminderService', 'enrollment'];

/** The answer to the last search; null before the first. @type {{candidates: any[], more: boolean} | null} */
let found = null;
/** The photos of those found, by docket. @type {Map<string, string>} */
const photos = new Map();

/** The place of the desk. */
export const find = {
  draw() {
    byId('desk').replaceChildren(findSection(), el('div', { id: 'results' }, resultSection()));
  },

  /** Draws it in another language, and keeps what was typed. */
  redraw() {
    const typed = ['key', 'value', 'born', 'purpose'].map(id => [id, byId(id).value]);
    find.draw();
    for (const [id, value] of typed) byId(id).value = value;
    byId('key').dispatchEvent(new Event('change'));
  },

  focus() {
    byId('value').focus();
  },

  leave() {},

  /** Forgets who was found, and their photos. */
  forget() {
    found = null;
    for (const address of photos.values()) URL.revokeObjectURL(address);
    photos.clear();
  },
};

function findSection() {
  const key = el('select', { id: 'key' }, ...keys.map(name => el('option', { value: name, text: say(`key-${name}`) })));
  const hint = el('p', { class: 'hint', id: 'value-hint' });
  const value = el('input', { id: 'value', autocomplete: 'off', maxlength: 120, spellcheck: 'false', 'aria-describedby': 'value-hint value-fault' });
  const valueFault = el('p', { class: 'fault', id: 'value-fault', hidden: true });
  const born = el('input', { id: 'born', autocomplete: 'off', inputmode: 'numeric', maxlength: 4, 'aria-describedby': 'born-hint born-fault' });
  const bornFault = el('p', { class: 'fault', id: 'born-fault', hidden: true });
  const bornField = el('div', { hidden: true }, el('label', { for: 'born', text: say('born') }), el('p', { class: 'hint', id: 'born-hint', text: say('born-hint') }), born, bornFault);
  const purpose = el('select', { id: 'purpose', 'aria-describedby': 'purpose-fault' }, el('option', { value: '', text: say('choose') }),
    ...purposes.map(name => el('option', { value: name, text: say(`purpose-${name}`) })));
  const purposeFault = el('p', { class: 'fault', id: 'purpose-fault', hidden: true });
  const button = el('button', { text: say('find-button') });
  const form = el('form', { novalidate: true },
    el('p', { class: 'hint', text: say('find-hint') }),
    el('label', { for: 'key', text: say('key') }), key,
    el('label', { for: 'value', text: say('value') }), hint, value, valueFault, bornField,
    el('label', { for: 'purpose', text: say('purpose') }), purpose, purposeFault,
    el('div', { class: 'buttons' }, button));
  /** @type {[any, HTMLElement, string][]} */
  const fields = [[value, valueFault, 'value-bad'], [born, bornFault, 'born-bad'], [purpose, purposeFault, 'purpose-bad']];
  const tell = (/** @type {any[]} */ ...wrong) => {
    for (const [field, fault, text] of fields) {
      const is = wrong.includes(field);
      field.setAttribute('aria-invalid', String(is));
      fault.textContent = is ? say(text) : '';
      fault.hidden = !is;
    }
    fields.find(([field]) => wrong.includes(field))?.[0].focus();
    return wrong.length > 0;
  };
  const explain = () => {
    hint.textContent = say(`hint-${key.value}`);
    bornField.hidden = key.value !== 'name';
  };
  key.addEventListener('change', explain);
  explain();
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const isName = key.value === 'name';
    const year = Number(born.value.trim());
    if (tell(
      ...value.value.trim() === '' ? [value] : [],
      ...isName && !(Number.isInteger(year) && year >= firstYear) ? [born] : [],
      ...purpose.value === '' ? [purpose] : [])) return;
    attempt(async () => {
      try {
        // Nobody is sure of a year: those beside it are searched as well.
        const years = isName ? { bornFrom: Math.max(year - 1, firstYear), bornTo: year + 1 } : {};
        await search({ [key.value]: value.value.trim(), ...years, purpose: purpose.value });
      } catch (failure) {
        if (!(failure instanceof Problem) || failure.code !== 'invalid') throw failure;
        const isYear = (/** @type {{field?: string}} */ error) => error.field === 'bornFrom';
        tell(...failure.errors.every(isYear) ? [] : [value], ...failure.errors.some(isYear) ? [born] : []);
      }
    }, button);
  });
  return section('find', form);
}

/** @param {Record<string, string | number>} json */
async function search(json) {
  find.forget();
  show();
  const answer = await callJson('POST', 'searches', { json });
  found = answer;
  await Promise.all(answer.candidates.map(loadPhoto));
  show();
  byId('people-heading').focus();
}

/** @param {any} candidate */
async function loadPhoto(candidate) {
  if (candidate.photo === undefined) return;
  try {
    photos.set(candidate.cardholderId, URL.createObjectURL(await (await call('GET', `cardholders/${candidate.cardholderId}/photo`)).blob()));
  } catch (failure) {
    trouble(failure);
  }
}

function show() {
  byId('results').replaceChildren(resultSection());
}

function resultSection() {
  if (found === null) return '';
  if (found.candidates.length === 0) return section('people', el('p', { text: say('nobody') }));
  return section('people',
    found.more ? el('p', { class: 'note', text: say('more') }) : null,
    el('ul', { class: 'people' }, ...found.candidates.map(candidateItem)));
}

/** @param {any} candidate */
function candidateItem(candidate) {
  const said = { initials: candidate.initials, year: candidate.birthYear };
  const photo = photos.get(candidate.cardholderId);
  return el('li', { 'data-docket': candidate.cardholderId },
    photo ? el('img', { src: photo, alt: say('photo-of', said) }) : el('p', { class: 'hint', text: say('no-photo') }),
    el('p', { text: say('candidate', said) }),
    el('button', {
      type: 'button', class: 'quiet', text: say('open'), 'aria-label': say('open-person', said),
      onclick: (/** @type {any} */ event) => attempt(() => open(candidate.cardholderId), event.currentTarget),
    }));
}

/** @param {string} id */
async function open(id) {
  await openPerson(id, { photo: photos.get(id), back, backText: 'back' });
}

function back() {
  find.draw();
  (document.getElementById('people-heading') ?? byId('find-heading')).focus();
}
