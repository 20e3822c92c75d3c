/**
 * What an office has to do about its people, oldest first: each item goes by itself once it is done.
 */
import { callJson } from '../officer/api.js';
import { now } from '../officer/clock.js';
import { byId, el } from '../officer/dom.js';
import { say, sayLength, spoken } from '../officer/words.js';
import { whoOf } from './acts.js';
import { focusRow, keepInStep, keyedTable } from './list.js';
import { chosenOffice, dayAndTimeOf, officeField } from './offices.js';
import { attempt, section } from './parts.js';
import { openPerson, opensPeople } from './person.js';
import { cell, personCell } from './row.js';

const columns = ['since', 'person', 'task', 'do'];

/** The items; null before the list was read. @type {any[] | null} */
let items = null;
/** The token of the items that come next; undefined if there are none. @type {string | undefined} */
let next;
/** @type {{table: any, body: any} | null} */
let list = null;

/** The place of the desk. */
export const work = {
  draw() {
    list = keyedTable('work-list', columns, 'work');
    byId('desk').replaceChildren(section('work',
      el('p', { class: 'hint', text: say('work-hint') }),
      el('div', {}, ...officeField(() => {
        items = null;
        work.draw();
        byId('office').focus();
      })),
      el('div', { class: 'buttons' },
        el('button', { type: 'button', class: 'quiet', text: say('work-again'), onclick: (/** @type {any} */ event) => attempt(load, event.currentTarget) })),
      el('p', { id: 'work-left', role: 'status' }), list.table,
      el('div', { class: 'buttons', id: 'work-next' })));
    keep();
    if (items === null && chosenOffice() !== null) attempt(load);
  },

  redraw() {
    work.draw();
  },

  focus() {
    byId('work-heading').focus();
  },

  leave() {
    list = null;
    items = null;
  },

  forget() {
    work.leave();
  },
};

/** Reads the list from its beginning. */
async function load() {
  items = null;
  await more('');
}

/** Reads on. @param {string} page */
async function more(page) {
  const office = chosenOffice();
  if (office === null) return;
  const answer = await callJson('GET', `offices/${office.officeId}/work${page && `?page=${encodeURIComponent(page)}`}`);
  items = [...items ?? [], ...answer.items];
  next = answer.next;
  keep();
}

/** Draws what has changed. */
function keep() {
  if (list === null || !list.table.isConnected) return;
  byId('work-left').textContent = items === null ? '' : say(items.length > 0 || next ? 'work-left' : 'work-none', { count: items.length });
  list.table.hidden = items === null || items.length === 0;
  keepInStep(list.body, (items ?? []).map(item => ({ key: keyOf(item), signature: JSON.stringify([item, spoken()]), draw: () => drawItem(item) })));
  byId('work-next').replaceChildren(...next === undefined || items === null ? [] : [el('button', {
    type: 'button', class: 'quiet', text: say('work-more'), onclick: (/** @type {any} */ event) => attempt(() => more(next ?? ''), event.currentTarget),
  })]);
}

/** @param {any} item @returns {string} */
const keyOf = item => [item.kind, item.cardholderId, item.checkIn?.checkInId].join(' ');

/** @param {any} item */
function drawItem(item) {
  const who = whoOf(item);
  const isMiss = item.kind === 'to-judge' || item.kind === 'evidence-awaited';
  return el('tr', { role: 'row', tabindex: '-1', 'data-key': keyOf(item), 'aria-label': `${who}: ${say(`task-${item.kind}`)}` },
    cell('since', sayLength(Math.max(0, now() - Date.parse(item.since)))),
    personCell(item),
    cell('task', el('span', { class: 'line', text: say(`task-${item.kind}`) }), item.checkIn ? el('span', { class: 'hint', text: dayAndTimeOf(item.checkIn.start) }) : null),
    cell('do', el('div', { class: 'row-acts' },
      isMiss ? el('a', { href: '#missed', text: say('task-judge'), 'aria-label': say('act-of', { act: say('task-judge'), who }) }) : null,
      opensPeople() ? el('button', {
        type: 'button', class: 'quiet', 'data-act': 'open', text: say('open'), 'aria-label': say('act-of', { act: say('open'), who }),
        onclick: (/** @type {any} */ event) => attempt(() => open(item), event.currentTarget),
      }) : null)));
}

/** @param {any} item */
async function open(item) {
  await openPerson(item.cardholderId, {
    back() {
      work.draw();
      attempt(async () => {
        await load();
        if (list === null || !focusRow(list.body, keyOf(item))) work.focus();
      });
    },
    backText: 'back-to-list',
  });
}
