/**
 * Questions in modal dialogs.
 */
import { el } from '../officer/dom.js';
import { say } from '../officer/words.js';

/** @returns {boolean} Whether a question is open. */
export const isAsking = () => document.querySelector('dialog[open]') !== null;

/**
 * Asks for a confirmation, with fields or without.
 * @template T
 * @param {string} question
 * @param {string} yes The button that confirms.
 * @param {(Node | string | null)[]} content What is between the question and the buttons.
 * @param {() => T | null} read What the fields say; null if something is missing, which it has said at the field that has the focus.
 * @returns {Promise<T | null>} What was read; null if it was called off.
 */
export function askWith(question, yes, content, read) {
  return new Promise(resolve => {
    /** @type {T | null} */
    let answer = null;
    const confirm = el('button', { text: yes });
    const form = el('form', { novalidate: true }, ...content.filter(each => each !== null),
      el('div', { class: 'buttons' },
        el('button', { type: 'button', class: 'quiet', text: say('call-off'), onclick: () => dialog.close() }), confirm));
    const dialog = open(question, form, () => resolve(answer));
    form.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      answer = read();
      if (answer !== null) dialog.close();
    });
    ([...form.querySelectorAll('select, input')].find(field => field.value === '') ?? confirm).focus();
  });
}

/**
 * Asks which of several acts is meant.
 * @param {string} question
 * @param {{name: string, text: string}[]} acts
 * @returns {Promise<string | null>} Its name; null for none.
 */
export function askWhich(question, acts) {
  return new Promise(resolve => {
    /** @type {string | null} */
    let answer = null;
    const buttons = acts.map(({ name, text }) => el('button', {
      type: 'button', class: 'quiet', text, onclick: () => {
        answer = name;
        dialog.close();
      },
    }));
    const dialog = open(question, el('div', { class: 'buttons' }, ...buttons, el('button', { type: 'button', class: 'quiet', text: say('call-off'), onclick: () => dialog.close() })),
      () => resolve(answer));
    (buttons[0] ?? dialog.querySelector('button')).focus();
  });
}

/** @param {string} question @param {Node} content @param {() => void} closed */
function open(question, content, closed) {
  const dialog = el('dialog', { 'aria-labelledby': 'question' }, el('h2', { id: 'question', dir: 'auto', text: question }), content);
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
