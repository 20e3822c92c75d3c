/**
 * Forms: labels, hints, and faults at their fields.
 */
import { el } from '../officer/dom.js';
import { hasText, say, spoken } from '../officer/words.js';

/**
 * @typedef {object} Field
 * @property {string} name The API's member.
 * @property {string} [text] The label's text, when it is not called as the member.
 * @property {string} [type] Of the input.
 * @property {[value: string, text: string][]} [choices] Makes it a list to choose from; what is no text's name stands as it is.
 * @property {string[]} [proposals] What the browser offers while one types.
 * @property {string} [value] What stands in it at first.
 * @property {Record<string, unknown>} [more] Further attributes.
 */

/**
 * A labelled field with room for its fault.
 * @param {string} form A prefix for ids.
 * @param {Field} field
 */
export function fieldOf(form, field) {
  const id = `${form}-${field.name}`;
  const text = field.text ?? field.name;
  const hint = hasText(`${text}-hint`) ? el('p', { class: 'hint', id: `${id}-hint`, text: say(`${text}-hint`) }) : null;
  const list = field.proposals ? el('datalist', { id: `${id}-list` }, ...field.proposals.map(value => el('option', { value }))) : null;
  const attributes = {
    id, name: field.name, 'aria-describedby': [hint && `${id}-hint`, `${id}-fault`].filter(Boolean).join(' '), autocomplete: 'off', ...field.more,
  };
  const input = field.choices
    ? el('select', attributes, ...field.choices.map(([value, choice]) => el('option', { value, text: hasText(choice) ? say(choice) : choice, selected: value === field.value })))
    : el('input', { ...attributes, type: field.type ?? 'text', list: list && `${id}-list`, value: field.value });
  return el('div', { class: 'field' }, el('label', { for: id, text: say(text) }), hint, input, list, el('p', { class: 'fault', id: `${id}-fault`, hidden: true }));
}

/**
 * What was typed; members without a value are left out.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
export function valuesOf(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string' && value.trim() !== '').map(([name, value]) => [name, String(value).trim()]));
}

/**
 * Shows every fault at its field, and moves to the first.
 * @param {HTMLFormElement} form
 * @param {{code: string, field?: string, detail: string}[]} errors None takes the old ones away.
 * @returns {{code: string, field?: string, detail: string}[]} Those that have no field here.
 */
export function showFaults(form, errors) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...form.elements].filter(element => 'name' in element && element.name !== ''));
  let first = null;
  for (const input of inputs) {
    const own = errors.filter(error => error.field === input.name);
    const place = document.getElementById(`${input.id}-fault`);
    input.setAttribute('aria-invalid', String(own.length > 0));
    if (place) {
      place.textContent = own.map(wordsOf).join(' ');
      place.hidden = own.length === 0;
    }
    if (own.length > 0) first ??= input;
  }
  first?.focus();
  return errors.filter(error => !inputs.some(input => input.name === error.field));
}

/**
 * A fault in words: our own where there are some, else the server's, which speaks English.
 * @param {{code: string, field?: string, detail: string}} error
 */
export function wordsOf(error) {
  if (hasText(error.code)) return say(error.code);
  return spoken() !== 'en' && hasText(`fault-${error.field}`) ? say(`fault-${error.field}`) : error.detail;
}
