/**
 * The day of an office: who comes, who is here, who was seen, and what an officer does about each.
 */
import { call, NoAnswer, SignedOut } from '../officer/api.js';
import { now } from '../officer/clock.js';
import { byId, el } from '../officer/dom.js';
import { officer } from '../officer/sign-in.js';
import { say, sayDay, sayTime, spoken } from '../officer/words.js';
import { actsOf, askAct, perform, reportOf, whoOf } from './acts.js';
import { askWhich, isAsking } from './dialog.js';
import { focusRow, keepInStep, keyedTable } from './list.js';
import { chosenOffice, dayAt, officeField } from './offices.js';
import { attempt, done, section, trouble, wordsOf } from './parts.js';
import { isOpen, openPerson, opensPeople } from './person.js';
import { drawRow, keyOfRow, tellWaiting } from './row.js';
import { scanForm } from './scan.js';
import { severalTools } from './several.js';

const columns = ['choose', 'time', 'person', 'card', 'before', 'texts', 'state', 'acts'];
const every = 15_000;

/** The day to show; null for today, whichever day that is by then. @type {string | null} */
let day = null;
/** What was read: of which office and day, its pages with their tags, and when. @type {{of: string, at: number, pages: {token: string, tag: string | null, rows: any[], next: string}[]}} */
let read = { of: '', at: 0, pages: [] };
/** Why the last act on a row was refused. @type {Map<string, string>} */
const faults = new Map();
/** The rows that are chosen for an act on several. @type {Set<string>} */
const chosen = new Set();
/** The last reading, after which the next one begins. @type {Promise<void>} */
let reading = Promise.resolve();
/** @type {{table: any, body: any} | null} */
let list = null;
/** @type {{element: any, update: () => void} | null} */
let tools = null;
/** @type {ReturnType<typeof setInterval> | undefined} */
let polling;

/** The place of the desk. */
export const today = {
  draw() {
    const office = chosenOffice();
    list = keyedTable('day-list', columns, 'today');
    list.table.querySelector('thead .cell-choose').replaceChildren(el('input', { type: 'checkbox', 'aria-label': say('choose-all'), onchange: chooseAll }));
    tools = severalTools({ rows: () => rowsOf().filter(row => chosen.has(keyOfRow(row))), office: () => /** @type {any} */ (chosenOffice()), finished });
    const shown = el('div', { id: 'day', hidden: office === null },
      el('div', { id: 'scan' }), el('p', { id: 'list-of' }), el('p', { id: 'stale', class: 'fault', hidden: true }), tools.element, el('div', { id: 'summary' }), list.table,
      el('p', { id: 'nobody', text: say('nobody-comes'), hidden: true }),
      el('div', { class: 'buttons' }, el('button', { type: 'button', class: 'quiet', text: say('print'), onclick: () => print() })));
    byId('desk').replaceChildren(section('today', chooseForm(), shown));
    drawScan();
    keep();
    polling ??= setInterval(poll, every);
    document.addEventListener('visibilitychange', poll);
    document.addEventListener('keydown', toCard);
    attempt(refresh);
  },

  redraw() {
    const typed = /** @type {any} */ (document.getElementById('card'))?.value;
    today.draw();
    if (typed) byId('card').value = typed;
  },

  focus() {
    byId('today-heading').focus();
  },

  leave() {
    clearInterval(polling);
    polling = undefined;
    document.removeEventListener('visibilitychange', poll);
    document.removeEventListener('keydown', toCard);
    list = null;
  },

  forget() {
    today.leave();
    day = null;
    start('');
  },
};

function chooseForm() {
  const field = el('input', { type: 'date', id: 'day-shown', value: day ?? '' });
  field.addEventListener('change', () => {
    day = field.value === '' ? null : field.value;
    changed();
  });
  return el('form', { class: 'choose-day', onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    el('div', {}, ...officeField(changed)),
    el('div', {}, el('label', { for: 'day-shown', text: say('day-shown') }), field),
    el('button', {
      type: 'button', class: 'quiet', text: say('day-today'), onclick: () => {
        day = null;
        field.value = '';
        changed();
      },
    }));
}

function changed() {
  done('');
  start('');
  byId('summary').replaceChildren();
  byId('day').hidden = chosenOffice() === null;
  drawScan();
  keep();
  attempt(refresh);
}

/** @param {string} of What is about to be read. */
function start(of) {
  read = { of, at: 0, pages: [] };
  faults.clear();
  chosen.clear();
}

function drawScan() {
  const office = chosenOffice();
  const isToday = office !== null && (day ?? dayAt(office)) === dayAt(office);
  byId('scan').replaceChildren(isToday ? scanForm({ office, rows: rowsOf, refresh: show, refuse }) : '');
}

const rowsOf = () => read.pages.flatMap(page => page.rows);

/** Reads the list, unless it is unchanged, once what is being read has come. */
function refresh() {
  reading = reading.catch(() => undefined).then(readPages);
  return reading;
}

async function readPages() {
  const office = chosenOffice();
  if (office === null || list === null) return;
  const on = day ?? dayAt(office);
  const of = `${office.officeId} ${on}`;
  if (read.of !== of) start(of);
  const pages = [];
  for (let token = ''; ;) {
    const known = read.pages.find(page => page.token === token);
    const response = await call('GET', `offices/${office.officeId}/days/${on}${token && `?page=${encodeURIComponent(token)}`}`, { known: known?.tag });
    if (known && response.status === 304) pages.push(known);
    else {
      const answer = await response.json().catch(cause => {
        throw new NoAnswer('', { cause });
      });
      pages.push({ token, tag: response.headers.get('ETag'), rows: answer.checkIns, next: answer.next ?? '' });
    }
    token = pages[pages.length - 1].next;
    if (token === '') break;
  }

  // Another list may have been chosen meanwhile, whose reading comes next.
  if (read.of !== of) return;
  read = { of, at: now(), pages };
  keep();
}

/** Draws what has changed. */
function keep() {
  const office = chosenOffice();
  if (list === null || office === null || !list.table.isConnected) return;
  const rows = rowsOf();
  const opens = opensPeople();
  keepInStep(list.body, rows.map(row => {
    const [key, acts] = [keyOfRow(row), actsOf(row, office)];
    const fault = faults.get(key) ?? '';
    return {
      key,
      signature: JSON.stringify([row, acts, fault, opens, spoken()]),
      draw: () => drawRow(row, {
        office, acts, opens, fault, chosen: chosen.has(key),
        act: name => attempt(() => act(row, name, acts)),
        choose: isChosen => {
          if (isChosen) chosen.add(key);
          else chosen.delete(key);
          tools?.update();
        },
      }),
    };
  }));
  tellWaiting(list.body);
  tools?.update();
  const isRead = read.at > 0;
  const here = rows.filter(row => row.checkIn.arrivedAt && actsOf(row, office).length > 0).length;
  const seen = rows.filter(row => row.checkIn.status === 'attended' && !row.checkIn.sentHomeReason).length;
  byId('list-of').textContent = say('list-of', { office: office.name, day: sayDay(day ?? dayAt(office)), count: rows.length, here, seen });
  byId('list-of').hidden = !isRead;
  byId('nobody').hidden = !isRead || rows.length > 0;
  list.table.hidden = rows.length === 0;
  byId('stale').hidden = true;
}

/** Reads the list again while somebody looks at it, and leaves the page alone while they answer a question. */
async function poll() {
  if (document.hidden || isAsking() || isOpen() || list === null || chosenOffice() === null || officer() === null) return;
  await show();
}

/** Reads the list; a failure is said beside the list, which stays. */
async function show() {
  try {
    await refresh();
  } catch (failure) {
    if (failure instanceof SignedOut) trouble(failure);
    const stale = document.getElementById('stale');
    if (stale === null) return;
    stale.textContent = say('stale', { time: read.at > 0 ? sayTime(read.at, { timeStyle: 'short', timeZone: chosenOffice()?.timeZone }) : '–', why: wordsOf(failure, 'row') });
    stale.hidden = false;
  }
}

/** @param {any} row @param {string} name @param {string[]} acts */
async function act(row, name, acts) {
  const office = /** @type {import('./offices.js').Office} */ (chosenOffice());
  const key = keyOfRow(row);
  done('');
  let chosenAct = /** @type {string | null} */ (name);
  if (name === 'more') {
    const offered = [...acts, ...opensPeople() ? ['open'] : []];
    chosenAct = await askWhich(say('ask-more', { who: whoOf(row) }), offered.map(each => ({ name: each, text: say(`act-${each}`) })));
  }
  if (chosenAct === 'open') return openFrom(row);
  try {
    const body = chosenAct === null ? null : await askAct(chosenAct, row, office);
    if (body !== null && chosenAct !== null) {
      const answer = await perform(chosenAct, row, body);
      faults.delete(key);
      done(reportOf(chosenAct, row, answer, office));
      await show();
    }
  } catch (failure) {
    if (failure instanceof SignedOut) throw failure;
    await refuse(row, failure);
  }
  if (list !== null && !focusRow(list.body, key)) byId('today-heading').focus();
}

/** Says at a row why an act was refused, and reads the list again. @param {any} row @param {unknown} failure */
async function refuse(row, failure) {
  const text = wordsOf(failure, 'row');
  faults.set(keyOfRow(row), text);
  done(say('refused', { who: whoOf(row), why: text }));
  keep();
  await show();
}

/** @param {any} row */
async function openFrom(row) {
  try {
    await openPerson(row.cardholderId, {
      backText: 'back-to-day',
      back() {
        today.draw();
        if (list !== null && !focusRow(list.body, keyOfRow(row))) today.focus();
      },
    });
  } catch (failure) {
    // Without the photo the person is open all the same.
    if (failure instanceof SignedOut || isOpen()) throw failure;
    await refuse(row, failure);
    if (list !== null) focusRow(list.body, keyOfRow(row));
  }
}

/** Shows what came of an act on several. @param {Node} summary @param {{row: any, why: string}[]} refused */
async function finished(summary, refused) {
  faults.clear();
  for (const { row, why } of refused) faults.set(keyOfRow(row), why);
  chosen.clear();
  await show();
  keep();
  for (const box of list?.table.querySelectorAll('[type=checkbox]') ?? []) box.checked = false;
  byId('summary').replaceChildren(summary);
  byId('summary-heading').focus();
}

/** @param {any} event */
function chooseAll(event) {
  for (const row of rowsOf()) {
    if (event.target.checked) chosen.add(keyOfRow(row));
    else chosen.delete(keyOfRow(row));
  }
  for (const box of list?.body.querySelectorAll('[data-act=choose]') ?? []) box.checked = event.target.checked;
  tools?.update();
}

/** F2 leads to the card from everywhere on the page. @param {KeyboardEvent} event */
function toCard(event) {
  const field = document.getElementById('card');
  if (event.key !== 'F2' || field === null || isAsking()) return;
  event.preventDefault();
  field.focus();
}
