/**
 * The desk: an officer finds a person by one key, and opens them.
 */
import { call, callJson, NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { leaveToSignIn, officer, onSignedOut, renewSession, returnFromSignIn, signOutEverywhere, SignInError } from '../officer/sign-in.js';
import { hasText, say, sayDay, speak, switchLanguage } from '../officer/words.js';
import { words } from './words.js';

const keys = ['aNumber', 'mobile', 'cardNumber', 'hearingId', 'fins', 'subjectId'];
const purposes = ['checkInService', 'hearingService', 'cardService', 'documentService', 'reminderService', 'enrollment'];

/** The answer to the last search; null before the first. @type {{candidates: any[], more: boolean} | null} */
let found = null;
/** The photos of those found, by docket. @type {Map<string, string>} */
const photos = new Map();
/** The person who is open, as the API returns them; null while nobody is. @type {any} */
let person = null;

speak(words);
byId('language').addEventListener('click', switchLanguage);
byId('sign-in').addEventListener('click', () => attempt(leaveToSignIn));
byId('sign-out').addEventListener('click', () => {
  signOutEverywhere();
  signedOut();
});
onSignedOut(signedOut);
setInterval(renewSession, 60_000);
document.addEventListener('spoken', redraw);
await attempt(returnFromSignIn);
draw();
document.getElementById('value')?.focus();
document.documentElement.dataset.ready = 'yes';

function signedOut() {
  forget();
  person = null;
  byId('desk').replaceChildren();
  byId('trouble').hidden = true;
  draw();
}

/** Forgets who was found, and their photos. */
function forget() {
  found = null;
  for (const address of photos.values()) URL.revokeObjectURL(address);
  photos.clear();
}

/** Draws the page again, in another language, and keeps what was typed. */
function redraw() {
  const typed = ['key', 'value', 'purpose'].map(id => [id, /** @type {any} */ (document.getElementById(id))?.value]);
  draw();
  for (const [id, value] of typed) {
    const field = /** @type {any} */ (document.getElementById(id));
    if (field && value !== undefined) field.value = value;
  }
  document.getElementById('key')?.dispatchEvent(new Event('change'));
}

function draw() {
  const held = officer();
  byId('gate').hidden = held !== null;
  byId('who').textContent = held ? say('signed-in-as', { name: held.name }) : '';
  const desk = byId('desk');
  desk.hidden = byId('sign-out').hidden = held === null && desk.childElementCount === 0;
  if (held === null) return;
  if (person !== null) desk.replaceChildren(personSection());
  else desk.replaceChildren(findSection(), el('div', { id: 'results' }, resultSection()));
}

function findSection() {
  const key = el('select', { id: 'key' }, ...keys.map(name => el('option', { value: name, text: say(`key-${name}`) })));
  const hint = el('p', { class: 'hint', id: 'value-hint' });
  const value = el('input', { id: 'value', autocomplete: 'off', maxlength: 64, spellcheck: 'false', 'aria-describedby': 'value-hint value-fault' });
  const valueFault = el('p', { class: 'fault', id: 'value-fault', hidden: true });
  const purpose = el('select', { id: 'purpose', 'aria-describedby': 'purpose-fault' }, el('option', { value: '', text: say('choose') }),
    ...purposes.map(name => el('option', { value: name, text: say(`purpose-${name}`) })));
  const purposeFault = el('p', { class: 'fault', id: 'purpose-fault', hidden: true });
  const button = el('button', { text: say('find-button') });
  const form = el('form', { novalidate: true },
    el('p', { class: 'hint', text: say('find-hint') }),
    el('label', { for: 'key', text: say('key') }), key,
    el('label', { for: 'value', text: say('value') }), hint, value, valueFault,
    el('label', { for: 'purpose', text: say('purpose') }), purpose, purposeFault,
    el('div', { class: 'buttons' }, button));
  const faults = (/** @type {boolean} */ isValue, /** @type {boolean} */ isPurpose) => {
    for (const [field, fault, text, is] of [[value, valueFault, 'value-bad', isValue], [purpose, purposeFault, 'purpose-bad', isPurpose]]) {
      field.setAttribute('aria-invalid', String(is));
      fault.textContent = is ? say(text) : '';
      fault.hidden = !is;
    }
    (isValue ? value : isPurpose ? purpose : null)?.focus();
  };
  const explain = () => { hint.textContent = say(`hint-${key.value}`); };
  key.addEventListener('change', explain);
  explain();
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const isPurpose = purpose.value === '';
    faults(value.value.trim() === '', isPurpose);
    if (value.value.trim() === '' || isPurpose) return;
    attempt(async () => {
      try {
        await search({ [key.value]: value.value.trim(), purpose: purpose.value });
      } catch (failure) {
        if (!(failure instanceof Problem) || failure.code !== 'invalid') throw failure;
        faults(true, false);
      }
    }, button);
  });
  return section('find', form);
}

/** @param {Record<string, string>} json */
async function search(json) {
  forget();
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
  person = await callJson('GET', `cardholders/${id}`);
  draw();
  byId('person-heading').focus();
}

function personSection() {
  const photo = photos.get(person.id);
  const card = person.cards.at(-1);
  return section('person',
    photo ? el('img', { class: 'face', src: photo, alt: say('photo-of', { initials: person.latinName }) }) : el('p', { class: 'hint', text: say('no-photo') }),
    el('dl', {}, ...fact('name', person.name), ...person.latinName === person.name ? [] : fact('latinName', person.latinName), ...fact('aNumber', person.aNumber),
      ...fact('birthDate', sayDay(person.birthDate)), ...fact('nationality', person.nationality), ...fact('language', ownName(person.language)),
      ...person.mobile ? fact('mobile', person.mobile) : [], ...fact('clearance', say(person.clearance.result)),
      ...fact('card', card ? `${card.cardNumber} · ${say(card.status)}` : say('no-card'))),
    el('div', { class: 'buttons' },
      el('button', { type: 'button', class: 'quiet', text: say('back'), onclick: back }),
      el('a', { class: 'button', href: '/enroll', text: say('enroll') })));
}

function back() {
  person = null;
  draw();
  (document.getElementById('people-heading') ?? byId('find-heading')).focus();
}

/** Runs an action with its button disabled, and reports failures. @param {() => unknown} act @param {HTMLButtonElement} [button] */
async function attempt(act, button) {
  if (button) button.disabled = true;
  byId('trouble').hidden = true;
  try {
    await act();
  } catch (failure) {
    trouble(failure);
  } finally {
    if (button) button.disabled = false;
  }
}

/** @param {unknown} failure The failure to explain in plain language. */
function trouble(failure) {
  const box = byId('trouble');
  if (failure instanceof SignInError) box.textContent = say(`sign-in-${failure.reason}`);
  else if (failure instanceof SignedOut) {
    draw();
    box.textContent = say('session-ended');
  } else if (failure instanceof NoAnswer) box.textContent = say('no-answer');
  else if (failure instanceof Problem) box.textContent = hasText(failure.code) ? say(failure.code)
    : say('problem', { title: failure.message, detail: failure.errors.map(error => error.detail).join(' '), trace: failure.traceId });
  else box.textContent = /** @type {Error} */ (failure).message;
  box.hidden = false;
}

/** @param {string} name @param {...(Node | string | null)} children Its content. */
function section(name, ...children) {
  return el('section', { 'aria-labelledby': `${name}-heading` }, el('h2', { id: `${name}-heading`, text: say(name), tabindex: '-1' }), ...children);
}

/** @param {string} label @param {string} value */
function fact(label, value) {
  return [el('dt', { text: say(label) }), el('dd', { dir: 'auto', text: value })];
}

/** @param {string} tag A language @returns {string} The language's own name. */
function ownName(tag) {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}
