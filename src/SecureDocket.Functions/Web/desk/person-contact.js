/**
 * How texts reach the person, and changing it.
 */
import { callJson } from '../officer/api.js';
import { languages, zones } from '../officer/choices.js';
import { el } from '../officer/dom.js';
import { hasText, say, spoken } from '../officer/words.js';
import { fieldOf } from '../enroll/fields.js';
import { fact, ownName } from './parts.js';
import { actForm, confirm, openFormButton, personSection } from './person-acts.js';

/** @typedef {import('./person-acts.js').Opened} Opened */

const where = 'person-contact';
const tiers = ['neutral', 'codeWord', 'detailed'];

/** @param {Opened} it */
export function contactSection(it) {
  const { person } = it.read;
  const { texting } = person;
  return personSection(it, where,
    el('dl', {}, ...fact('language', ownName(person.language)), ...fact('mobile', person.mobile ? sayNumber(person.mobile) : say('mobile-none')),
      ...texting ? fact('texting', say(`texting-is-${texting.state}`)) : [], ...fact('messageTier', say(`tier-${person.messageTier}`)),
      ...person.codeWord ? fact('codeWord', person.codeWord) : [], ...fact('timeZone', zoneInWords(person.timeZone))),
    texting?.restartWord ? el('p', { class: 'note', text: say('texting-restart', { word: texting.restartWord, number: sayNumber(texting.restartNumber) }) }) : null,
    !it.has('Enrollment.Officer') ? null
      : it.forms.has('contact') ? contactForm(it)
        : el('div', { class: 'buttons' }, openFormButton(it, 'contact', onRecord(person), 'mobile')));
}

/** @param {any} person @returns {Record<string, string>} */
function onRecord(person) {
  const { language, timeZone, messageTier, codeWord, mobile } = person;
  return { language, timeZone, messageTier, ...codeWord ? { codeWord } : {}, ...mobile ? { mobile: sayNumber(mobile) } : {} };
}

/** @param {Opened} it */
function contactForm(it) {
  const { person } = it.read;
  const typed = keepTyped(it);
  const field = (/** @type {any} */ of) => fieldOf('contact', { ...of, value: typed[of.name] });
  const codeWord = field({ name: 'codeWord', more: { maxlength: 12, autocapitalize: 'off' } });
  const tier = field({ name: 'messageTier', choices: tiers.map(value => [value, `tier-${value}`]) });
  const showCodeWord = () => {
    codeWord.hidden = tier.querySelector('select').value !== 'codeWord';
  };
  tier.addEventListener('change', showCodeWord);
  showCodeWord();
  return actForm(it, where, [
    field({ name: 'mobile', text: 'contact-mobile', type: 'tel', more: { maxlength: 40 } }),
    field({ name: 'language', choices: among(languages, person.language).map(tag => [tag, ownName(tag)]) }),
    field({ name: 'timeZone', choices: among(zones, person.timeZone).map(zone => [zone, zoneInWords(zone)]) }),
    tier, codeWord,
  ], {
    name: 'contact',
    check: values => (values.messageTier === 'codeWord' && !/^\S{2,12}$/.test(values.codeWord ?? '') ? [{ field: 'codeWord', code: 'bad-codeWord' }] : []),
    ask(values) {
      const { codeWord: word, ...rest } = values;
      const body = { ...rest, ...values.messageTier === 'codeWord' ? { codeWord: word } : {} };
      const isSame = digitsOf(values.mobile) === digitsOf(person.mobile ? sayNumber(person.mobile) : undefined) || digitsOf(values.mobile) === digitsOf(person.mobile);
      const told = !values.mobile ? 'told-contact-none' : isSame ? 'told-contact' : person.mobile && person.texting?.state !== 'unreachable' ? 'told-contact-number' : 'told-contact-first';
      return confirm('contact', it, { told, texts: false, read: () => body });
    },
    send: body => callJson('PUT', `cardholders/${person.id}/contact`, { json: body, version: person.version }),
    did: () => say('did-contact'),
  });
}

/**
 * What is typed into the form. Where the officer has typed nothing, what another has saved meanwhile takes the place of what was there, so that it
 * is not undone unseen.
 * @param {Opened} it
 */
function keepTyped(it) {
  const latest = onRecord(it.read.person);
  const [typed, before] = [it.forms.get('contact') ?? {}, it.kept.get('contact') ?? latest];
  const names = ['mobile', 'language', 'timeZone', 'messageTier', 'codeWord'];
  const merged = Object.fromEntries(names.map(name => [name, (typed[name] ?? '') === (before[name] ?? '') ? latest[name] : typed[name]]).filter(([, value]) => value));
  it.kept.set('contact', latest);
  it.forms.set('contact', merged);
  return merged;
}

/** @param {string[]} values @param {string} one @returns {string[]} The values, with the one on record if it is another. */
const among = (values, one) => (values.includes(one) ? values : [one, ...values]);

/** @param {string | undefined} number */
const digitsOf = number => (number ?? '').replace(/\D/g, '');

/** @param {string} number With + and the country code. @returns {string} As people write it in the United States. */
function sayNumber(number) {
  const own = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return own ? `(${own[1]}) ${own[2]}-${own[3]}` : number;
}

/** @param {string} zone As the API names it. @returns {string} As people name it. */
function zoneInWords(zone) {
  if (hasText(`zone-${zone}`)) return say(`zone-${zone}`);
  const parts = new Intl.DateTimeFormat(spoken() === 'es' ? 'es-US' : 'en-US', { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts();
  return parts.find(part => part.type === 'timeZoneName')?.value ?? zone;
}
