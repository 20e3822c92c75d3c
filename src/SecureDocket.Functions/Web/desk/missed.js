/**
 * Who missed a check-in at an office, and what an officer makes of it. Nothing is texted about that.
 */
import { call, callJson, NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { byId, el } from '../officer/dom.js';
import { say, sayTime, spoken } from '../officer/words.js';
import { whoOf } from './acts.js';
import { focusRow, keepInStep, keyedTable } from './list.js';
import { chosenOffice, dayAndTimeOf, dayAt, daysLater, officeField } from './offices.js';
import { attempt, choice, done, faultOf, sayFault, section, wordsOf } from './parts.js';
import { beforeCell, cell, keyOfRow, personCell, textsCell } from './row.js';

const columns = ['missed-time', 'person', 'before', 'texts', 'finding', 'judge'];
const findings = ['excused', 'unexcused', 'our-fault'];
const reasons = ['court', 'employment', 'family', 'medical', 'religious', 'in-custody', 'transport', 'not-told', 'other'];
const evidences = ['seen', 'awaited', 'not-needed'];

// The API lists no more days at once.
const days = 31;

/** What is asked for; days are null for the default. @type {{from: string | null, to: string | null, which: string}} */
let asked = { from: null, to: null, which: 'unjudged' };
/** The rows; null before the list was read. @type {any[] | null} */
let rows = null;
/** What there is to say at a row. @type {Map<string, string>} */
const notes = new Map();
/** The row whose excuse is being written. @type {string | null} */
let excusing = null;
/** The rows that are being judged. @type {Set<string>} */
const busy = new Set();
/** @type {{table: any, body: any} | null} */
let list = null;

/** The place of the desk. */
export const missed = {
  draw() {
    list = keyedTable('missed-list', columns, 'missed');
    byId('desk').replaceChildren(section('missed', askForm(),
      el('p', { class: 'hint', text: say('missed-hint') }), el('p', { id: 'left' }), list.table));
    keep();
    if (rows === null && chosenOffice() !== null) attempt(load);
  },

  redraw() {
    missed.draw();
  },

  focus() {
    byId('missed-heading').focus();
  },

  leave() {
    list = null;
    rows = null;
    excusing = null;
  },

  forget() {
    missed.leave();
    notes.clear();
    asked = { from: null, to: null, which: 'unjudged' };
  },
};

function askForm() {
  const office = chosenOffice();
  const to = asked.to ?? (office ? dayAt(office) : '');
  const from = asked.from ?? (to === '' ? '' : daysLater(to, 1 - days));
  const field = (/** @type {string} */ id, /** @type {string} */ value) => el('input', { type: 'date', id, value, 'aria-describedby': 'days-fault' });
  const [first, last] = [field('missed-from', from), field('missed-to', to)];
  const which = el('select', { id: 'which' }, ...['unjudged', ...findings].map(value => el('option', { value, text: say(`which-${value}`), selected: value === asked.which })));
  const fault = faultOf('days');
  const button = el('button', { text: say('show') });
  const form = el('form', { class: 'choose-day', novalidate: true },
    el('div', {}, ...officeField(() => {
      asked = { ...asked, from: null, to: null };
      rows = null;
      missed.draw();
      byId('office').focus();
    })),
    el('div', {}, el('label', { for: 'missed-from', text: say('from') }), first),
    el('div', {}, el('label', { for: 'missed-to', text: say('to') }), last),
    el('div', {}, el('label', { for: 'which', text: say('which') }), which), button, fault);
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const length = (Date.parse(last.value) - Date.parse(first.value)) / 86_400_000;
    const isGood = length >= 0 && length < days && chosenOffice() !== null;
    sayFault(first, fault, isGood ? '' : say(chosenOffice() === null ? 'office-missing' : 'days-bad'));
    if (!isGood) return (chosenOffice() === null ? byId('office') : first).focus();
    asked = { from: first.value, to: last.value, which: which.value };
    attempt(async () => {
      await load();
      byId('missed-heading').focus();
    }, button);
  });
  return form;
}

/** Reads the list. */
async function load() {
  const office = chosenOffice();
  if (office === null) return;
  const to = asked.to ?? dayAt(office);
  const from = asked.from ?? daysLater(to, 1 - days);
  done('');
  notes.clear();
  excusing = null;
  rows = await readAll(`offices/${office.officeId}/missed?from=${from}&to=${to}&judgement=${asked.which}`);
  keep();
}

/** @param {string} path @returns {Promise<any[]>} What all pages of a list hold. */
async function readAll(path) {
  const all = [];
  for (let page = ''; ;) {
    const answer = await callJson('GET', page === '' ? path : `${path}${path.includes('?') ? '&' : '?'}page=${encodeURIComponent(page)}`);
    all.push(...answer.checkIns);
    if (answer.next === undefined) return all;
    page = answer.next;
  }
}

/** Draws what has changed. */
function keep() {
  const office = chosenOffice();
  if (list === null || !list.table.isConnected) return;
  byId('left').textContent = rows === null || office === null ? '' : say(rows.length === 0 ? 'missed-none' : 'missed-left', { count: rows.length });
  list.table.hidden = rows === null || rows.length === 0;
  keepInStep(list.body, office === null ? [] : (rows ?? []).map(row => {
    const key = keyOfRow(row);
    return { key, signature: JSON.stringify([row, notes.get(key), excusing === key, spoken()]), draw: () => drawMissed(row, office) };
  }));
}

/** @param {any} row @param {import('./offices.js').Office} office */
function drawMissed(row, office) {
  const [key, who] = [keyOfRow(row), whoOf(row)];
  const { judgement } = row.checkIn;
  const note = notes.get(key);
  const judging = row.checkIn.status !== 'missed' ? [] : findings.map((finding, at) => el('button', {
    type: 'button', class: 'quiet', 'data-act': finding, 'aria-keyshortcuts': String(at + 1), text: `${at + 1} ${say(`judge-${finding}`)}`,
    'aria-label': say('act-of', { act: `${at + 1} ${say(`judge-${finding}`)}`, who }), 'aria-expanded': finding === 'excused' ? String(excusing === key) : null,
    onclick: () => choose(row, finding),
  }));
  const drawn = el('tr', { role: 'row', tabindex: '-1', 'data-key': key, 'aria-label': `${dayAndTimeOf(row.checkIn.start)} ${who}` },
    cell('missed-time', dayAndTimeOf(row.checkIn.start)),
    personCell(row), beforeCell(row), textsCell(row),
    cell('finding', findingOf(row, judgement, office), note === undefined ? null : el('span', { class: 'fault line', text: note })),
    cell('judge', el('div', { class: 'row-acts' }, ...judging), excusing === key ? excuseForm(row) : null));
  drawn.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const finding = findings[Number(event.key) - 1];
    if (finding === undefined || row.checkIn.status !== 'missed' || event.ctrlKey || event.altKey || event.metaKey || /** @type {any} */ (event.target).matches('select, input')) return;
    event.preventDefault();
    choose(row, finding);
  });
  return drawn;
}

/** @param {any} row @param {any} judgement @param {import('./offices.js').Office} office */
function findingOf(row, judgement, office) {
  if (row.checkIn.status !== 'missed') return say(`now-${row.checkIn.status}`);
  if (!judgement) return say('finding-none');
  const excuse = judgement.reason ? `: ${say(`reason-${judgement.reason}`)}, ${say(`evidence-${judgement.evidence}`)}` : '';
  return `${say(`finding-${judgement.finding}`)}${excuse} (${sayTime(judgement.at, { timeZone: office.timeZone, dateStyle: 'medium', timeStyle: 'short' })})`;
}

/** @param {any} row */
function excuseForm(row) {
  const [reason, reasonFault] = [choice('excuse-reason', reasons, 'reason-'), faultOf('excuse-reason')];
  const [evidence, evidenceFault] = [choice('excuse-evidence', evidences, 'evidence-'), faultOf('excuse-evidence')];
  const form = el('form', { class: 'excuse', novalidate: true },
    el('label', { for: 'excuse-reason', text: say('excuse-reason') }), reason, reasonFault,
    el('label', { for: 'excuse-evidence', text: say('excuse-evidence') }), evidence, evidenceFault,
    el('div', { class: 'buttons' }, el('button', { text: say('excuse-save') }),
      el('button', { type: 'button', class: 'quiet', text: say('call-off'), onclick: () => endExcuse(row) })));
  form.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') endExcuse(row);
  });
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    sayFault(evidence, evidenceFault, evidence.value === '' ? say('evidence-missing') : '');
    sayFault(reason, reasonFault, reason.value === '' ? say('reason-missing') : '');
    const missing = [reason, evidence].find(field => field.value === '');
    if (missing) missing.focus();
    else attempt(() => judge(row, { finding: 'excused', reason: reason.value, evidence: evidence.value }));
  });
  return form;
}

/** @param {any} row */
function endExcuse(row) {
  excusing = null;
  keep();
  if (list !== null) focusRow(list.body, keyOfRow(row));
}

/** @param {any} row @param {string} finding */
function choose(row, finding) {
  if (finding !== 'excused') {
    attempt(() => judge(row, { finding }));
    return;
  }
  excusing = keyOfRow(row);
  keep();
  byId('excuse-reason').focus();
}

/** @param {any} row @param {Record<string, string>} judgement */
async function judge(row, judgement) {
  const key = keyOfRow(row);
  if (busy.has(key)) return;
  busy.add(key);
  try {
    const answer = await call('PUT', `cardholders/${row.cardholderId}/check-ins/${key}/judgement`, { json: judgement, version: row.docketVersion });
    const checkIn = await answer.json().catch(cause => {
      throw new NoAnswer('', { cause });
    });
    judged(row, checkIn, Number((answer.headers.get('ETag') ?? '').replaceAll('"', '')));
  } catch (failure) {
    if (failure instanceof SignedOut) throw failure;
    await refused(row, failure);
  } finally {
    busy.delete(key);
  }
}

/** Goes on to the next row. @param {any} row @param {any} checkIn @param {number} version The docket's. */
function judged(row, checkIn, version) {
  if (rows === null || list === null) return;
  const at = rows.findIndex(each => keyOfRow(each) === keyOfRow(row));
  const next = rows[at + 1] ?? rows[at - 1];
  notes.delete(keyOfRow(row));
  excusing = null;

  // Others of the same person are judged from the version that this has made.
  rows = rows.map(each => (each.cardholderId === row.cardholderId ? { ...each, docketVersion: version } : each))
    .map(each => (keyOfRow(each) === keyOfRow(row) ? { ...each, checkIn } : each))
    .filter(each => keyOfRow(each) !== keyOfRow(row) || checkIn.judgement?.finding === asked.which);
  keep();
  done(say('did-judge', { who: whoOf(row), finding: say(`finding-${checkIn.judgement.finding}`), count: rows.length }));
  if (next === undefined || !focusRow(list.body, keyOfRow(next))) missed.focus();
}

/** Reads a row again that could not be judged, and says at it why. @param {any} row @param {unknown} failure */
async function refused(row, failure) {
  const key = keyOfRow(row);
  let [now, note] = [row, wordsOf(failure, 'row')];
  excusing = null;
  if (failure instanceof Problem && (failure.status === 412 || failure.status === 409)) {
    try {
      now = (await readAll(`offices/${row.checkIn.officeId}/days/${row.checkIn.start.slice(0, 10)}`)).find(each => keyOfRow(each) === key) ?? row;
      if (failure.status === 412) note = say(isOther(now, row) ? 'judged-meanwhile' : 'changed-meanwhile');
    } catch (unread) {
      if (unread instanceof SignedOut) throw unread;
      note = `${note} ${wordsOf(unread, 'row')}`;
    }
  }
  if (rows === null || list === null) return;
  rows = rows.map(each => (keyOfRow(each) === key ? now : each));
  notes.set(key, note);
  keep();
  done(say('refused', { who: whoOf(row), why: note }));
  focusRow(list.body, key);
}

/** @param {any} now @param {any} before @returns {boolean} Whether somebody has judged it since. */
const isOther = (now, before) => now.checkIn.judgement !== undefined && now.checkIn.judgement.at !== before.checkIn.judgement?.at;
