/**
 * Forms: labels, hints, and errors at their fields.
 */
import { el } from '../officer/dom.js';
import { hasText, say, spoken } from '../officer/words.js';

/**
 * @typedef {object} Field
 * @property {string} name The API's member.
 * @property {string} [text] The name of the label's text, if it differs from the member's.
 * @property {string} [type] The type of the input.
 * @property {[value: string, text: string][]} [choices] The options of a select element; an option that is not the name of a text is shown as it is.
 * @property {string[]} [proposals] The suggestions while typing.
 * @property {string} [value] The initial value.
 * @property {Record<string, unknown>} [more] Further attributes.
 */

/**
 * A labelled field with a place for its error.
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
 * The values entered; members without a value are omitted.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
export function valuesOf(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string' && value.trim() !== '').map(([name, value]) => [name, String(value).trim()]));
}

/**
 * Shows every error at its field, and focuses the first.
 * @param {HTMLFormElement} form
 * @param {{code: string, field?: string, detail: string}[]} errors An empty list removes the previous errors.
 * @returns {{code: string, field?: string, detail: string}[]} The errors that have no field in this form.
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
 * The text of an error: our own if there is one, which may quote the server's; otherwise the server's, which is in English.
 * @param {{code: string, field?: string, detail: string}} error
 */
export function wordsOf(error) {
  if (hasText(error.code)) return say(error.code, { detail: error.detail });
  return spoken() !== 'en' && hasText(`fault-${error.field}`) ? say(`fault-${error.field}`) : error.detail;
}
