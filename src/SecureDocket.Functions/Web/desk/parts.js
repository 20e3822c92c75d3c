/**
 * What the desk's places share: how an act is tried, how its failure is explained, and the parts of a page.
 */
import { NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { SignInError } from '../officer/sign-in.js';
import { hasText, say } from '../officer/words.js';

/** Runs an action with its button disabled, and reports failures. @param {() => unknown} act @param {HTMLButtonElement} [button] */
export async function attempt(act, button) {
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
export function trouble(failure) {
  if (failure instanceof SignedOut) document.dispatchEvent(new Event('session-ended'));
  const box = byId('trouble');
  box.textContent = wordsOf(failure);
  box.hidden = false;
}

/**
 * A failure in plain language.
 * @param {unknown} failure
 * @param {string} [where] The place whose own words come before the common ones.
 * @returns {string}
 */
export function wordsOf(failure, where = '') {
  if (failure instanceof SignInError) return say(`sign-in-${failure.reason}`);
  if (failure instanceof SignedOut) return say('session-ended');
  if (failure instanceof NoAnswer) return say('no-answer');
  if (!(failure instanceof Problem)) return /** @type {Error} */ (failure).message;
  const name = [`${where}-${failure.code}`, failure.code].find(hasText);
  return name ? say(name) : say('problem', { title: failure.message, detail: failure.errors.map(error => error.detail).join(' '), trace: failure.traceId });
}

/** @param {string} text What was done, for display and for screen readers. */
export function done(text) {
  byId('done').textContent = text;
}

/** @param {string} name @param {...(Node | string | null)} children Its content. */
export function section(name, ...children) {
  return el('section', { 'aria-labelledby': `${name}-heading` }, el('h2', { id: `${name}-heading`, text: say(name), tabindex: '-1' }), ...children);
}

/** @param {string} label @param {string} value */
export function fact(label, value) {
  return [el('dt', { text: say(label) }), el('dd', { dir: 'auto', text: value })];
}

/** @param {string} tag A language @returns {string} The language's own name. */
export function ownName(tag) {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

/**
 * A list to choose from, empty at first.
 * @param {string} id
 * @param {string[]} values
 * @param {string} prefix What comes before a value in the name of its text.
 */
export function choice(id, values, prefix) {
  return el('select', { id, 'aria-describedby': `${id}-fault` }, el('option', { value: '', text: say('choose') }),
    ...values.map(value => el('option', { value, text: say(prefix + value) })));
}

/** @param {string} id @returns {any} The place below a field for what is wrong with it. */
export function faultOf(id) {
  return el('p', { class: 'fault', id: `${id}-fault`, hidden: true });
}

/** Says below a field what is wrong with it, or with an empty text that nothing is. @param {any} field @param {any} fault @param {string} text */
export function sayFault(field, fault, text) {
  field.setAttribute('aria-invalid', String(text !== ''));
  fault.textContent = text;
  fault.hidden = text === '';
}
