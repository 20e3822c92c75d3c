/**
 * The background check of the person, and recording its result.
 */
import { callJson } from '../officer/api.js';
import { el } from '../officer/dom.js';
import { say, sayDay } from '../officer/words.js';
import { fieldOf } from '../enroll/fields.js';
import { fact } from './parts.js';
import { actForm, confirm, openFormButton, personSection } from './person-acts.js';

const where = 'person-check';
const results = ['Pending', 'Cleared', 'Denied'];

/** @param {import('./person-acts.js').Opened} it */
export function checkSection(it) {
  const { clearance } = it.read.person;
  return personSection(it, where,
    el('dl', {}, ...fact('result', say(clearance.result)), ...clearance.reference ? fact('reference', clearance.reference) : [],
      ...clearance.date ? fact('check-date', sayDay(clearance.date)) : []),
    !it.has('Enrollment.Officer') ? null
      : it.forms.has('check') ? checkForm(it)
        : el('div', { class: 'buttons' }, openFormButton(it, 'check', { result: '' }, 'result')));
}

/** @param {import('./person-acts.js').Opened} it */
function checkForm(it) {
  const { person, card } = it.read;
  const typed = /** @type {Record<string, string>} */ (it.forms.get('check'));
  const result = fieldOf('check', { name: 'result', choices: [['', 'choose'], ...results.map(value => /** @type {[string, string]} */ ([value, value]))], value: typed.result });
  const decided = el('div', {}, fieldOf('check', { name: 'reference', value: typed.reference, more: { maxlength: 40 } }),
    fieldOf('check', { name: 'date', text: 'check-date', type: 'date', value: typed.date }));
  // A check that is pending has neither a reference nor a day.
  const showDecided = () => {
    decided.hidden = result.querySelector('select').value === 'Pending';
  };
  result.addEventListener('change', showDecided);
  showDecided();
  return actForm(it, where, [result, decided], {
    name: 'check',
    check: values => [
      ...values.result ? [] : [{ field: 'result', code: 'result-missing' }],
      ...values.result === 'Pending' || /^[A-Za-z0-9./:-]+$/.test(values.reference ?? '') ? [] : [{ field: 'reference', code: 'bad-reference' }],
      ...values.result === 'Pending' || values.date ? [] : [{ field: 'date', code: 'bad-date' }],
    ],
    ask(values) {
      // A card in force does not stay so without a cleared check.
      const stops = values.result !== 'Cleared' && card?.status === 'active';
      const isTold = values.result === 'Denied' && card && person.clearance.result !== 'Denied';
      return confirm('check', it, {
        content: [el('p', { text: say('check-will-be', { result: say(values.result) }) }), stops ? el('p', { id: 'stops', text: say('check-stops') }) : null],
        told: isTold ? 'told-check-denied' : 'told-nothing', texts: Boolean(isTold), read: () => (values.result === 'Pending' ? { result: values.result } : values),
      });
    },
    send: body => callJson('PUT', `cardholders/${person.id}/clearance`, { json: body, version: person.version }),
    did: () => say('did-check'),
  });
}
