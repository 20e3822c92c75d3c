/**
 * One row of the day list.
 */
import { now } from '../officer/clock.js';
import { el } from '../officer/dom.js';
import { say, sayDay, sayLength } from '../officer/words.js';
import { whoOf } from './acts.js';
import { clockOf, timeOf } from './offices.js';
import { ownName } from './parts.js';

// What stands in a cell without content.
const nothing = '–';

/** @param {any} row @returns {string} What identifies a row of a list. */
export const keyOfRow = row => row.checkIn.checkInId;

/**
 * Draws a row.
 * @param {any} row
 * @param {object} with_
 * @param {import('./offices.js').Office} with_.office
 * @param {string[]} with_.acts The acts that are open, the usual next one first.
 * @param {boolean} with_.opens Whether the officer opens people.
 * @param {boolean} with_.chosen Whether the row is chosen for an act on several.
 * @param {string} with_.fault Why the last act was refused; empty if it was not.
 * @param {(act: string) => void} with_.act Called with `more` for the acts that have no button of their own.
 * @param {(chosen: boolean) => void} with_.choose
 */
export function drawRow(row, { office, acts, opens, chosen, fault, act, choose }) {
  const who = whoOf(row);
  const next = acts[0] === 'arrival' || acts[0] === 'call' || acts[0] === 'attendance' ? acts[0] : null;
  const button = (/** @type {string} */ name, /** @type {string} */ place, /** @type {string} */ look) => el('button', {
    type: 'button', class: look, 'data-act': place, text: say(`act-${name}`), 'aria-label': say('act-of', { act: say(`act-${name}`), who }), onclick: () => act(name),
  });
  return el('tr', { role: 'row', tabindex: '-1', 'data-key': keyOfRow(row), 'aria-label': `${timeOf(row.checkIn.start)} ${who}` },
    cell('choose', el('input', {
      type: 'checkbox', 'data-act': 'choose', 'aria-label': say('choose-row', { who }), checked: chosen, onchange: (/** @type {any} */ event) => choose(event.target.checked),
    })),
    cell('time', el('strong', { text: timeOf(row.checkIn.start) })),
    personCell(row),
    cell('card', row.cardStatus ? say(row.cardStatus) : nothing),
    beforeCell(row),
    textsCell(row),
    stateCell(row, office, fault),
    cell('acts', el('div', { class: 'row-acts' },
      next ? button(next, 'next', '') : null,
      acts.length > (next ? 1 : 0) || opens ? button('more', 'more', 'quiet') : null)));
}

/** @param {any} row @returns {any} The cell that says who it is. */
export function personCell(row) {
  return cell('person',
    el('bdi', { text: row.name }),
    row.latinName === row.name ? null : el('span', { class: 'hint', text: row.latinName }),
    el('span', { class: 'hint', text: ownName(row.language) }));
}

/** @param {any} row @returns {any} The cell that says what came of the last check-ins. */
export function beforeCell(row) {
  return cell('before', ...row.before.length === 0 ? [nothing] : row.before.map((/** @type {any} */ outcome) =>
    el('span', { class: 'line', text: `${sayDay(outcome.day)}: ${say(`outcome-${outcome.status}`)}${outcome.finding ? `, ${say(`finding-${outcome.finding}`)}` : ''}` })));
}

/** @param {any} row @returns {any} The cell that says whether texts reach the person, and what they answered. */
export function textsCell(row) {
  const fault = row.texting && row.texting !== 'reachable';
  return cell('texts', ...!fault && !row.answered ? [nothing] : [
    fault ? el('span', { class: 'line', text: say(`texting-${row.texting}`) }) : null,
    row.answered ? el('span', { class: 'line', text: say(`answered-${row.answered}`) }) : null]);
}

/** @param {string} name Of the column; on a phone, which has no columns, it stands before the content. @param {...(Node | string | null)} content */
export function cell(name, ...content) {
  const isEmpty = content.length === 1 && content[0] === nothing;
  return el('td', { role: 'cell', class: `cell-${name}${isEmpty ? ' empty' : ''}`, 'data-label': say(`column-${name}`) }, ...content);
}

/**
 * Says anew how long people have been waiting.
 * @param {ParentNode} list
 */
export function tellWaiting(list) {
  for (const waiting of list.querySelectorAll('[data-since]')) {
    waiting.textContent = say('waits', { time: sayLength(Math.max(0, now() - Number(waiting.getAttribute('data-since')))) });
  }
}

/** @param {any} row @param {import('./offices.js').Office} office @param {string} fault */
function stateCell(row, office, fault) {
  const { status, arrivedAt, calledAt, seenAt, sentHomeReason, cancelReason, judgement, manner } = row.checkIn;
  const line = (/** @type {string} */ name, /** @type {any} */ values) => el('span', { class: 'line', text: say(name, values) });
  const over = calledAt ?? seenAt;
  const content = [
    arrivedAt ? line('state-arrived', { time: clockOf(arrivedAt, office) }) : null,
    calledAt ? line('state-called', { time: clockOf(calledAt, office) }) : null,
    status === 'attended' && !sentHomeReason ? line(manner === 'remote' ? 'state-remote' : 'state-seen', { time: seenAt ? clockOf(seenAt, office) : '' }) : null,
    sentHomeReason ? line('state-sent-home', { reason: say(`sent-home-${sentHomeReason}`) }) : null,
    status === 'missed' ? line(judgement ? 'state-judged' : 'state-missed', { finding: judgement ? say(`finding-${judgement.finding}`) : '' }) : null,
    status === 'cancelled' ? line('state-cancelled', { reason: cancelReason ? say(`cancellation-${cancelReason}`) : '' }) : null,
    arrivedAt && over ? line('waited', { time: sayLength(Date.parse(over) - Date.parse(arrivedAt)) }) : null,
    arrivedAt && !over && !sentHomeReason ? el('span', { class: 'line', 'data-since': Date.parse(arrivedAt) }) : null,
  ].filter(each => each !== null);
  return cell('state', ...content.length === 0 ? [say('state-booked')] : content, fault === '' ? null : el('span', { class: 'fault line', role: 'alert', text: fault }));
}
