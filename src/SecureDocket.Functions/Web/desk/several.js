/**
 * Acts on several rows, one after the other, with a summary of what went through.
 */
import { Problem, SignedOut } from '../officer/api.js';
import { el } from '../officer/dom.js';
import { say } from '../officer/words.js';
import { actsOf, cancelReasons, perform, reasonFields, whoOf } from './acts.js';
import { askWith } from './dialog.js';
import { dayAndTimeOf } from './offices.js';
import { attempt, done, section, wordsOf } from './parts.js';
import { dayFields, freeSlots } from './slots.js';

/**
 * The tools, which are there while rows are chosen.
 * @param {object} day
 * @param {() => any[]} day.rows The chosen rows.
 * @param {() => import('./offices.js').Office} day.office
 * @param {(summary: Node, refused: {row: any, why: string}[]) => Promise<void>} day.finished
 */
export function severalTools(day) {
  const count = el('p', { id: 'chosen' });
  const button = (/** @type {string} */ act) => el('button', {
    type: 'button', class: 'quiet', text: say(`several-${act}`), onclick: (/** @type {any} */ event) => attempt(() => ask(act, day), event.currentTarget),
  });
  const element = el('div', { class: 'buttons several', role: 'group', 'aria-label': say('several'), hidden: true }, count, button('move'), button('cancellation'));
  return {
    element,
    update() {
      const chosen = day.rows().length;
      element.hidden = chosen === 0;
      const text = say('chosen', { count: chosen });
      if (count.textContent !== text) count.textContent = text;
    },
  };
}

/** @param {string} act @param {Parameters<typeof severalTools>[0]} day */
async function ask(act, day) {
  const office = day.office();
  const rows = day.rows();
  const open = rows.filter(row => actsOf(row, office).includes(act));
  const question = say(`ask-several-${act}`, { count: open.length });
  const left = open.length < rows.length ? el('p', { text: say('several-left', { count: rows.length - open.length }) }) : null;
  const told = el('p', { class: 'note', id: 'told', text: say(`told-several-${act}`) });
  if (act === 'move') {
    const slots = await freeSlots(office);
    const fields = dayFields(slots);
    const chosen = await askWith(question, say('several-move'), [left, ...fields.content, told], () => fields.read());
    if (chosen !== null) await run(act, open, row => moveTo(row, slots.filter(slot => slot.start.startsWith(chosen))), day);
    return;
  }
  const fields = reasonFields(cancelReasons, 'cancellation-');
  const body = await askWith(question, say('several-cancellation'), [left, ...fields.content, told], () => fields.read());
  if (body !== null) await run(act, open, async row => void await perform(act, row, body), day);
}

/**
 * Does it for each row, whatever becomes of the others.
 * @param {string} act
 * @param {any[]} rows
 * @param {(row: any) => Promise<string | void>} one Does it for one; gives what is to be said of it.
 * @param {Parameters<typeof severalTools>[0]} day
 */
async function run(act, rows, one, day) {
  const lines = [];
  const refused = [];
  for (const row of rows) {
    done(say('several-at', { at: lines.length + 1, count: rows.length }));
    try {
      const what = await one(row);
      lines.push(say('several-done', { who: whoOf(row), what: what ?? say(`several-did-${act}`) }));
    } catch (failure) {
      if (failure instanceof SignedOut) throw failure;
      const why = wordsOf(failure, 'row');
      refused.push({ row, why });
      lines.push(say('several-refused', { who: whoOf(row), why }));
    }
  }
  done('');
  const text = say(`several-sum-${act}`, { done: rows.length - refused.length, count: rows.length });
  const summary = section('summary', el('p', { text }), el('ul', {}, ...lines.map(line => el('li', { dir: 'auto', text: line }))));
  await day.finished(summary, refused);
}

/** Moves a row to its own time on another day, or to the first that is free. @param {any} row @param {import('./slots.js').Slot[]} slots */
async function moveTo(row, slots) {
  const time = row.checkIn.start.slice(10);
  for (const slot of [...slots.filter(each => each.start.endsWith(time)), ...slots.filter(each => !each.start.endsWith(time))]) {
    if (slot.free === 0 || slot.start === row.checkIn.start) continue;
    try {
      const moved = await perform('move', row, { start: slot.start });
      slot.free--;
      return dayAndTimeOf(moved.start);
    } catch (failure) {
      if (!(failure instanceof Problem) || !['slot-full', 'slot-passed'].includes(failure.code)) throw failure;
      slot.free = 0;
    }
  }
  throw new Problem(409, { code: 'slot-full' });
}
