/**
 * Draws a result: the verdict as a word, a shape and a colour, the reasons with what to do, the person, and what to compare.
 */
import { el, fill } from '../officer/dom.js';
import { hasText, say, sayAge, sayDay, sayTime } from '../officer/words.js';

const shapes = {
  valid: 'M24 2a22 22 0 1 1 0 44 22 22 0 0 1 0-44Zm-3 31L36 18l-4-4-11 11-5-5-4 4Z',
  invalid: 'M15 2h18l13 13v18L33 46H15L2 33V15Zm3 11-5 5 6 6-6 6 5 5 6-6 6 6 5-5-6-6 6-6-5-5-6 6Z',
  undetermined: 'M24 3 46 43H2Zm-2 13 1 14h2l1-14Zm0 18v4h4v-4Z',
  foreign: 'M4 4h40v40H4Zm5 5v30h30V9Zm6 12h18v6H15Z',
};

/**
 * The text of a result for screen readers.
 * @param {import('./judge.js').Result} result
 * @param {string | null} said The comparison that the officer gave.
 */
export function spokenResult(result, said) {
  if (result.foreign) return `${say('foreign')}. ${say(`foreign-${result.foreign}`)}`;
  if (said === 'not-same-person') return `${say('not-bearer')}. ${say('not-bearer-next')}`;
  return [say(result.verdict), say(sourceOf(result)), result.person?.name, ...result.reasons.map(code => reasonWords(code, result))].filter(Boolean).join('. ');
}

/**
 * Draws a result into its section.
 * @param {HTMLElement} section
 * @param {import('./judge.js').Result} result
 * @param {object} about
 * @param {string | null} about.photo The address of the large photo; null while there is none.
 * @param {string | null} about.face The address of the picture signed into the card; null when there is none.
 * @param {boolean} about.waiting Whether the live verdict is still awaited.
 * @param {string} about.note What happened to the comparison; empty before there is one.
 * @param {string | null} about.answer The recorded comparison.
 * @param {string | null} about.said The comparison that the officer gave last, recorded or not.
 * @param {(answer: string) => void} about.compare Called with the officer's answer.
 */
export function drawResult(section, result, about) {
  if (result.foreign) return drawForeign(section, result.foreign);
  const person = result.person;
  const isOther = about.said === 'not-same-person';
  fill(section,
    isOther ? banner('invalid', 'not-bearer', result.live) : banner(result.verdict, result.verdict, result.live),
    isOther && el('p', { id: 'not-bearer', class: 'note', text: `${say('card-itself', { verdict: say(result.verdict) })} ${say('not-bearer-next')}` }),
    el('p', { class: 'note', text: about.waiting ? say('checking') : say(sourceOf(result)) }),
    result.alone && el('p', { class: 'note', text: say('disagreed', { verdict: say(result.alone) }) }),
    result.typed && el('p', { class: 'note', text: say('by-number') }),
    result.reasons.length > 0 && el('div', {}, el('h3', { text: say('why') }),
      el('ul', { class: 'reasons' }, ...result.reasons.map(code => el('li', { 'data-reason': code, text: reasonWords(code, result) })))),
    el('p', { text: result.statusAgeSeconds === null ? say('status-none') : say('status-age', { age: sayAge(result.statusAgeSeconds) }) }),
    person && el('div', {}, el('h3', { text: say('whose') }), picture(result, about), facts([
      ['name', person.name],
      ['latin-name', person.latinName && person.latinName !== person.name ? person.latinName : null],
      ['born', sayDay(person.birthDate)],
      ['nationality', person.nationality],
      ['card-number', person.cardNumber],
      ['expires', person.expires && sayTime(person.expires, { dateStyle: 'long' })],
    ])),
    result.docket && docketFacts(result.docket),
    result.checkByEye.length > 0 && el('div', {}, el('h3', { text: say('by-eye') }),
      el('ul', {}, ...result.checkByEye.map(code => el('li', { text: hasText(code) ? say(code) : code })))),
    person && el('div', {}, el('h3', { text: say('is-it') }),
      el('div', { class: 'buttons answers', role: 'group', 'aria-label': say('is-it') }, ...['same-person', 'not-same-person', 'cannot-tell'].map(answer =>
        el('button', { type: 'button', class: 'quiet', 'data-answer': answer, disabled: about.waiting, 'aria-pressed': String(about.answer === answer), text: say(answer), onclick: () => about.compare(answer) }))),
      el('p', { role: 'status', id: 'comparison', text: about.note })));
}

/**
 * Redraws only the picture of a result, because the large photo arrives last.
 * @param {HTMLElement} section
 * @param {import('./judge.js').Result} result
 * @param {{photo: string | null, face: string | null}} about As for {@link drawResult}.
 */
export function drawPicture(section, result, about) {
  section.querySelector('.picture')?.replaceWith(picture(result, about));
}

/**
 * Draws the banner of a code that is not a card's, which is neither genuine nor forged.
 * @param {HTMLElement} section
 * @param {string} kind
 */
function drawForeign(section, kind) {
  fill(section, banner('foreign', 'foreign', false),
    el('p', { 'data-foreign': kind, text: say(`foreign-${kind}`) }),
    el('p', { text: say('foreign-next') }));
}

/**
 * @param {keyof typeof shapes} look Shape and colour.
 * @param {string} verdict The name of the text, also used by tests and styles.
 * @param {boolean} live
 */
function banner(look, verdict, live) {
  return el('h2', { id: 'verdict', tabindex: '-1', class: `verdict ${look}`, 'data-verdict': verdict, 'data-live': live ? 'yes' : 'no' }, shape(look), el('span', { text: say(verdict) }));
}

/** @param {import('./judge.js').Result} result The result. Returns the name of the text that says how the card was checked. */
function sourceOf(result) {
  if (!result.live) return navigator.onLine ? 'without-record' : 'without-network';
  return result.docket !== null || result.reasons.includes('not-on-record') ? 'with-network' : 'with-server';
}

/** @param {any} docket */
function docketFacts(docket) {
  // Local times are written without their zone, which no browser needs to know.
  const local = (/** @type {string} */ time) => sayTime(`${time}Z`, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
  const when = (/** @type {any} */ date, /** @type {string} */ place) => date
    ? say('place-time', { time: local(date.start), zone: date.timeZone, place })
    : say('none');
  const own = (/** @type {any} */ date) => date?.personStart ? say('person-time', { time: local(date.personStart) }) : null;
  return el('div', {}, facts([
    ['case', docket.posture ? say('case-of', { state: say(docket.posture.state), day: sayDay(docket.posture.asOf) }) : null],
    ['next-hearing', when(docket.nextHearing, docket.nextHearing?.court), own(docket.nextHearing)],
    ['next-check-in', when(docket.nextCheckIn, docket.nextCheckIn?.office), own(docket.nextCheckIn)],
    ['missed', docket.missedCheckIns ? say('missed-of', { count: docket.missedCheckIns.count, day: sayDay(docket.missedCheckIns.last) }) : null],
  ]),
  docket.photoChanged && note('photo-changed', say('photo-changed')),
  docket.scheduleBroken && note('schedule-broken', say('schedule-broken')),
  docket.checkInToBook && note('to-book', say('to-book')),
  docket.contactFault && note('contact-fault', say('contact-fault')),
  docket.texting?.restartWord && note('texts-off', say('texts-off', { word: docket.texting.restartWord, number: docket.texting.restartNumber })));
}

/** @param {string} name @param {string} text */
function note(name, text) {
  return el('p', { class: 'note', 'data-note': name, text });
}

/** @param {[label: string, value: string | null, small?: string | null][]} rows The rows, some with a small line below; those without a value are omitted. */
function facts(rows) {
  return el('dl', {}, ...rows.filter(([, value]) => value).flatMap(([label, value, small]) =>
    [el('dt', { text: say(label) }), el('dd', { dir: 'auto' }, value, small && el('p', { class: 'hint', text: small }))]));
}

/**
 * @param {import('./judge.js').Result} result
 * @param {{photo: string | null, face: string | null}} about
 */
function picture(result, about) {
  const from = about.photo ? 'photo-online' : about.face ? 'photo-card' : 'photo-none';
  if (from === 'photo-none') return el('p', { class: 'picture hint', text: say(from) });

  // Until the photo arrives, the card's own picture takes its place, so that nothing moves under the officer's finger.
  const size = result.docket?.photo ? 'large' : 'small';
  return el('figure', { class: 'picture' },
    el('img', { class: `face ${size}`, 'data-from': from, src: about.photo ?? about.face, alt: `${say(from)}: ${result.person?.name}` }),
    el('figcaption', { class: 'hint', text: say(from) }));
}

/**
 * A reason with what to do. An officer with a network is not told to find one.
 * @param {string} code The code; an unknown one is shown as it is.
 * @param {import('./judge.js').Result} result
 */
function reasonWords(code, result) {
  const text = [result.live ? `live-${code}` : navigator.onLine ? `online-${code}` : '', `reason-${code}`].find(hasText);
  return text ? say(text) : code;
}

/** @param {keyof typeof shapes} look */
function shape(look) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 48 48');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', shapes[look]);
  path.setAttribute('fill', 'currentColor');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
