/**
 * How an act on the person who is open goes: its question, the request, what is said of a refusal, and what is read again.
 */
import { Problem, SignedOut } from '../officer/api.js';
import { el } from '../officer/dom.js';
import { hasText, say } from '../officer/words.js';
import { showFaults, valuesOf } from '../enroll/fields.js';
import { askWith } from './dialog.js';
import { attempt, done, section, wordsOf } from './parts.js';

/**
 * @typedef {object} Opened The person who is open.
 * @property {string} id The docket.
 * @property {import('./person-read.js').Person} read What was read of them.
 * @property {(...roles: string[]) => boolean} has Whether the officer has one of the roles; the API decides.
 * @property {Map<string, string>} faults Why the last act of a section was refused.
 * @property {Map<string, Record<string, string>>} forms The forms that are open, and what is typed into them.
 * @property {Map<string, any>} kept What was chosen in the question of an act that was refused.
 * @property {() => Promise<void>} again Reads the person again.
 * @property {() => void} draw Draws the person again.
 */

/**
 * @typedef {object} Act
 * @property {string} name
 * @property {string} [of] What it is about, where several of a section have the same name.
 * @property {() => Promise<any>} ask Asks for the confirmation, and for what the act needs; null if it was called off.
 * @property {(body: any) => Promise<any>} send Sends it; null if it was called off.
 * @property {(answer: any) => string} did What was done.
 * @property {(failure: unknown) => boolean} [handle] Shows a refusal at the fields that it is about; false if it cannot.
 */

/**
 * A section with its heading, why its last act was refused, and its buttons.
 * @param {Opened} it
 * @param {string} name
 * @param {(Node | string | null)[]} content
 */
export function personSection(it, name, ...content) {
  const fault = it.faults.get(name);
  return section(name, ...content, fault ? el('p', { class: 'fault', id: `${name}-refused`, role: 'alert', text: fault }) : null);
}

/**
 * The buttons of the acts that are open.
 * @param {Opened} it
 * @param {string} where The section.
 * @param {(Act | false | null | undefined)[]} acts
 */
export function actButtons(it, where, acts) {
  const open = acts.filter(act => Boolean(act));
  return open.length === 0 ? null : el('div', { class: 'buttons' }, ...open.map(act => actButton(it, where, /** @type {Act} */ (act))));
}

/** @param {Opened} it @param {string} where @param {Act} act */
export function actButton(it, where, act) {
  const text = say(`act-${act.name}`);
  return el('button', {
    type: 'button', class: 'quiet', 'data-act': act.name, text, 'aria-label': act.of ? say('act-of', { act: text, who: act.of }) : null,
    onclick: () => attempt(() => run(it, where, act)),
  });
}

/** @param {Opened} it @param {string} name The form. @param {Record<string, string>} values What it says at first. @param {string} first The field that is focused. */
export function openFormButton(it, name, values, first) {
  return el('button', {
    type: 'button', class: 'quiet', 'data-act': name, text: say(`act-${name}`), onclick: () => {
      it.forms.set(name, values);
      done('');
      it.draw();
      document.getElementById(`${name}-${first}`)?.focus();
    },
  });
}

/**
 * A form of a section. What is typed stays while the page is drawn again, and until the act has gone through.
 * @param {Opened} it
 * @param {string} where The section.
 * @param {Node[]} fields
 * @param {Omit<Act, 'ask' | 'handle'> & {check: (values: Record<string, string>) => {field: string, code: string}[], ask: (values: Record<string, string>) => Promise<any>}} act
 */
export function actForm(it, where, fields, act) {
  const form = el('form', { id: act.name, novalidate: true }, ...fields, el('div', { class: 'buttons' },
    el('button', {
      type: 'button', class: 'quiet', text: say('form-close'), onclick: () => {
        it.forms.delete(act.name);
        it.faults.delete(where);
        it.draw();
        focusOn(where, act.name);
      },
    }),
    el('button', { 'data-act': 'save', text: say(`save-${act.name}`) })));
  form.addEventListener('input', () => it.forms.set(act.name, valuesOf(form)));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const values = valuesOf(form);
    const wrong = act.check(values).map(fault => ({ ...fault, detail: '' }));
    showFaults(form, wrong);
    if (wrong.length > 0) return;
    attempt(() => run(it, where, {
      ...act,
      ask: () => act.ask(values),
      did(answer) {
        it.forms.delete(act.name);
        return act.did(answer);
      },
      handle(failure) {
        if (!(failure instanceof Problem) || !['invalid', ''].includes(failure.code) || failure.errors.length === 0) return false;

        // The API names formats in its own words, which are not the officer's.
        const others = showFaults(form, failure.errors.map(error => (hasText(`bad-${error.field}`) ? { ...error, code: `bad-${error.field}` } : error)));
        return others.length === 0;
      },
    }));
  });
  return form;
}

let isRunning = false;

/**
 * Does an act: asks, sends, reads the person again and says what was done, or why not.
 * @param {Opened} it
 * @param {string} where
 * @param {Act} act
 */
async function run(it, where, act) {
  // A question may wait for what it lists, and must not be asked twice meanwhile.
  if (isRunning) return;
  isRunning = true;
  done('');
  try {
    const body = await act.ask();
    if (body === null) return;
    const answer = await act.send(body);
    if (answer === undefined) return;
    it.faults.delete(where);
    const text = act.did(answer);
    await it.again();
    focusOn(where);
    done(text);
  } catch (failure) {
    if (failure instanceof SignedOut) throw failure;
    if (act.handle?.(failure)) return;
    it.faults.set(where, whyOf(failure));

    // What stood in the way is on record by now, so that the officer sees it.
    if (failure instanceof Problem && [404, 409, 412, 428].includes(failure.status)) await it.again().catch(() => it.draw());
    else it.draw();
    focusOn(where, act.of ? undefined : it.forms.has(act.name) ? 'save' : act.name);
  } finally {
    isRunning = false;
  }
}

/** Puts the focus on a button of a section, or else on its heading. @param {string} where @param {string} [act] */
function focusOn(where, act) {
  const heading = document.getElementById(`${where}-heading`);
  const button = act === undefined ? null : /** @type {any} */ (heading?.parentElement?.querySelector(`[data-act="${act}"]`));
  (button ?? heading)?.focus();
}

/** @param {unknown} failure @returns {string} Every reason of a refusal, in plain language. */
export function whyOf(failure) {
  const reasons = failure instanceof Problem ? failure.errors.map(error => textOf(error.code)) : [];
  if (reasons.length > 0 && reasons.every(reason => reason !== undefined)) return [...new Set(reasons)].map(name => say(/** @type {string} */ (name))).join(' ');
  const own = failure instanceof Problem ? textOf(failure.code) : undefined;
  return own ? say(own) : wordsOf(failure);
}

/** @param {string} code @returns {string | undefined} The name of the text of a refusal. */
const textOf = code => [`person-${code}`, `row-${code}`, code].find(hasText);

/**
 * Asks for the confirmation of an act.
 * @template T
 * @param {string} act
 * @param {Opened} it
 * @param {object} [more]
 * @param {(Node | string | null)[]} [more.content] What comes before what the person will be told.
 * @param {string} [more.told] The name of the text that says what they will be told; `told-` and the act unless given.
 * @param {boolean} [more.texts] Whether it is a text, which may not reach them; true unless given.
 * @param {boolean} [more.last] Whether the act cannot be undone.
 * @param {() => T | null} [more.read]
 * @returns {Promise<T | null>}
 */
export function confirm(act, it, { content = [], told = `told-${act}`, texts = true, last = false, read = () => /** @type {any} */ ({}) } = {}) {
  return askWith(say(`ask-${act}`), say(`act-${act}`), [
    ...content,
    last ? el('p', { id: 'lasts', text: say(`lasts-${act}`) }) : null,
    el('p', { class: 'note', id: 'told', text: texts ? toldBy(it, told) : say(told) }),
  ], read);
}

/** @param {Opened} it @param {string} text The name of the text that says what the person gets. @returns {string} What they will be told, as far as texts reach them. */
export function toldBy(it, text) {
  switch (textingOf(it)) {
    case undefined: return `${say(text)} ${say('told-if-number')}`;
    case 'opted-out': case 'carrier-blocked': return say('told-off');
    case 'unreachable': return `${say(text)} ${say('told-doubtful')}`;
    default: return say(text);
  }
}

/** @param {Opened} it @returns {string | undefined} Whether texts reach the person; somebody without a number is like one who wants none. Undefined for whom the officer may not know. */
export const textingOf = it => (it.read.person ? it.read.person.texting?.state ?? 'opted-out' : undefined);
