/**
 * The inbox: officers read what people texted, and answer or close it.
 */
import { callJson, NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { recall, remember } from '../officer/browser.js';
import { byId, el } from '../officer/dom.js';
import { answered, forgetKeys, keyOf } from '../officer/keys.js';
import { leaveToSignIn, officer, onSignedOut, renewSession, returnFromSignIn, signOutEverywhere, SignInError } from '../officer/sign-in.js';
import { hasText, say, spoken, speak, switchLanguage } from '../officer/words.js';
import { words } from './words.js';

const officeKey = 'secure-docket-inbox-office';
const measureAfter = 300;

/** The item that is open, as the API returns it; null while the list is shown. @type {any} */
let opened = null;
/** What is shown of the list. @type {{state: string, items: any[], next?: string}} */
let list = { state: 'open', items: [] };
/** The pending measurement. @type {ReturnType<typeof setTimeout> | undefined} */
let measuring;

speak(words);
byId('language').addEventListener('click', switchLanguage);
byId('sign-in').addEventListener('click', () => attempt(leaveToSignIn));
byId('sign-out').addEventListener('click', () => {
  signOutEverywhere();
  signedOut();
});
onSignedOut(signedOut);
setInterval(renewSession, 60_000);
document.addEventListener('spoken', redraw);
await attempt(returnFromSignIn);
draw();
if (officer() !== null) await attempt(() => load());
document.documentElement.dataset.ready = 'yes';

function signedOut() {
  forgetKeys();
  opened = null;
  list = { state: 'open', items: [] };
  done('');
  byId('desk').replaceChildren();
  draw();
}

/** Draws the page again, in another language, and keeps what was typed. */
function redraw() {
  const typed = ['answer-template', 'answer-text', 'note-text'].map(id => [id, /** @type {any} */ (document.getElementById(id))?.value]);
  draw();
  for (const [id, value] of typed) {
    const field = /** @type {any} */ (document.getElementById(id));
    if (field && value !== undefined) field.value = value;
  }
  byId('desk').querySelector('#answer-template')?.dispatchEvent(new Event('change'));
}

function draw() {
  const held = officer();
  byId('gate').hidden = held !== null;
  byId('who').textContent = held ? say('signed-in-as', { name: held.name }) : '';
  const desk = byId('desk');
  desk.hidden = byId('sign-out').hidden = held === null && desk.childElementCount === 0;
  if (held !== null) desk.replaceChildren(...(opened === null ? [listSection()] : itemSections()));
}

/** Reads the list from its beginning, or the next page of it. @param {string} [page] */
async function load(page) {
  const office = (recall(officeKey) ?? '').toUpperCase();
  const query = new URLSearchParams({ state: list.state === 'done' ? 'done' : 'open' });
  if (office !== '') query.set('office', office);
  if (page !== undefined) query.set('page', page);
  const answer = await callJson('GET', `inbox?${query}`);
  const items = answer.items.filter((/** @type {any} */ item) => list.state !== 'mine' || item.mine);
  list = { state: list.state, items: page === undefined ? items : [...list.items, ...items], next: answer.next };
  draw();
}

function listSection() {
  const office = el('input', { id: 'office', autocomplete: 'off', maxlength: 8, value: recall(officeKey) ?? '', 'aria-describedby': 'office-hint' });
  const state = el('select', { id: 'state' }, ...[['open', 'open'], ['mine', 'mine-only'], ['done', 'done-items']]
    .map(([value, text]) => el('option', { value, text: say(text), selected: value === list.state })));
  const button = el('button', { text: say('show') });
  const form = el('form', { novalidate: true },
    el('label', { for: 'office', text: say('office') }), el('p', { class: 'hint', id: 'office-hint', text: say('office-hint') }), office,
    el('label', { for: 'state', text: say('state') }), state,
    el('div', { class: 'buttons' }, button));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    attempt(() => {
      remember(officeKey, office.value.trim());
      list = { state: state.value, items: [] };
      return load();
    }, button);
  });
  return section('list', form,
    list.items.length === 0 ? el('p', { text: say('empty') }) : el('ul', { class: 'items' }, ...list.items.map(row)),
    list.next === undefined ? null : el('button', { type: 'button', class: 'quiet', text: say('more'), onclick: () => attempt(() => load(list.next)) }));
}

/** @param {any} item */
function row(item) {
  const what = [
    item.urgent ? `${say('urgent')}: ${say(`kind-${item.kind}`)}` : say(`kind-${item.kind}`), ownName(item.language), item.officeId ?? say('no-office'),
    say('age', { time: ago(item.ageMinutes) }), say(item.mine && item.state === 'assigned' ? 'state-mine' : `state-${item.state}`),
  ].join(' · ');
  return el('li', {}, el('p', { class: item.urgent ? 'urgent' : null, text: what }),
    el('button', { type: 'button', class: 'quiet', text: say('read'), 'aria-label': say('read-item', { what }), onclick: () => attempt(() => open(item.itemId)) }));
}

/** @param {string} id */
async function open(id) {
  opened = await callJson('GET', `inbox/${id}`);
  draw();
  byId('item-heading').focus();
}

function itemSections() {
  const { item } = opened;
  const isOpen = item.state === 'new' || item.state === 'assigned';
  const isOthers = item.state === 'assigned' && !item.mine;
  const getsTexts = opened.texting === 'reachable' || opened.texting === 'unconfirmed' || opened.texting === 'unreachable';
  return [
    section('item', item.kind === 'call' ? 'item-call' : 'item',
      el('p', { class: item.urgent ? 'urgent' : 'hint', text: `${item.urgent ? `${say('urgent')}: ` : ''}${say(`kind-${item.kind}`)} · ${say('age', { time: ago(item.ageMinutes) })}` }),
      opened.words === undefined ? el('p', { text: say('words-deleted') }) : el('blockquote', { id: 'words', dir: 'auto', lang: item.kind === 'call' ? 'en' : item.language, text: opened.words }),
      el('dl', {}, ...fact('name', opened.name), ...fact('language', ownName(item.language)), ...fact('messageTier', say(`tier-${opened.messageTier}`)),
        ...opened.nextHearing ? fact('next-hearing', opened.nextHearing.replace('T', ' ')) : [],
        ...opened.nextCheckIn ? fact('next-check-in', opened.nextCheckIn.replace('T', ' ')) : []),
      el('div', { class: 'buttons' },
        isOpen && !item.mine ? el('button', { type: 'button', text: say(isOthers ? 'take-over' : 'take'), onclick: (/** @type {any} */ event) => attempt(() => take(isOthers), event.currentTarget) }) : null,
        el('button', { type: 'button', class: 'quiet', text: say('back'), onclick: () => attempt(back) }))),
    ...isOpen && !isOthers ? [getsTexts ? answerSection() : section('answer', el('p', { text: say('unreachable') })), closeSection()] : [],
    ...opened.answer === undefined ? [] : [section('answered', el('blockquote', { dir: 'auto', text: opened.answer }), opened.answerState ? el('dl', {}, ...fact('answer-state', opened.answerState)) : null)],
    ...opened.note === undefined ? [] : [section('closed-note', el('blockquote', { dir: 'auto', text: opened.note }))],
  ];
}

function answerSection() {
  const template = el('select', { id: 'answer-template' }, el('option', { value: '', text: say('own-words') }),
    ...opened.templates.map((/** @type {any} */ each) => el('option', { value: each.template, text: say(each.template) })));
  const text = el('textarea', { id: 'answer-text', dir: 'auto', lang: opened.item.language, 'aria-describedby': 'answer-text-hint answer-length answer-faults' });
  const shown = el('blockquote', { id: 'answer-shown', dir: 'auto', lang: opened.item.language, hidden: true });
  const length = el('p', { class: 'hint', id: 'answer-length', role: 'status' });
  const faults = el('ul', { id: 'answer-faults', class: 'fault', hidden: true });
  const own = el('div', {}, el('label', { for: 'answer-text', text: say('text') }), el('p', { class: 'hint', id: 'answer-text-hint', text: say('text-hint') }), text);
  const button = el('button', { text: say('send') });
  const body = () => template.value === '' ? { text: text.value } : { template: template.value };
  const measure = () => {
    clearTimeout(measuring);
    const chosen = opened.templates.find((/** @type {any} */ each) => each.template === template.value);
    own.hidden = chosen !== undefined;
    shown.hidden = chosen === undefined;
    shown.textContent = chosen?.text ?? '';
    faults.hidden = true;
    if (chosen === undefined && text.value.trim() === '') length.textContent = '';
    else measuring = setTimeout(() => show(body()).catch(trouble), measureAfter);
  };
  const show = async (/** @type {any} */ draft) => {
    const measured = await callJson('POST', `inbox/${opened.item.itemId}/preview`, { json: draft });
    length.textContent = say('length', { units: measured.units, segments: measured.segments, most: measured.maxSegments });
    faultsOf(measured.faults);
  };
  const faultsOf = (/** @type {string[]} */ found) => {
    faults.replaceChildren(...found.map(fault => el('li', { text: fault })));
    faults.hidden = found.length === 0;
    text.setAttribute('aria-invalid', String(found.length > 0));
  };
  template.addEventListener('change', measure);
  text.addEventListener('input', measure);
  const form = el('form', { id: 'answer-form', novalidate: true },
    el('label', { for: 'answer-template', text: say('template') }), template, own, shown, length, faults, el('div', { class: 'buttons' }, button));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    clearTimeout(measuring);
    attempt(async () => {
      try {
        await change('answer', body(), 'sent');
      } catch (failure) {
        if (!(failure instanceof Problem) || failure.code !== 'invalid') throw failure;
        faultsOf(failure.errors.map(error => error.detail));
        text.focus();
      }
    }, button);
  });
  return section('answer', form);
}

function closeSection() {
  const note = el('textarea', { id: 'note-text', maxlength: 1000, 'aria-describedby': 'note-text-hint note-fault' });
  const fault = el('p', { class: 'fault', id: 'note-fault', hidden: true });
  const button = el('button', { class: 'quiet', text: say('close-button') });
  const form = el('form', { novalidate: true },
    el('label', { for: 'note-text', text: say('note') }), el('p', { class: 'hint', id: 'note-text-hint', text: say('note-hint') }), note, fault,
    el('div', { class: 'buttons' }, button));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    fault.hidden = true;
    attempt(async () => {
      try {
        await change('closing', { note: note.value }, 'closed');
      } catch (failure) {
        if (!(failure instanceof Problem) || failure.code !== 'invalid') throw failure;
        fault.textContent = failure.errors.map(error => error.detail).join(' ');
        fault.hidden = false;
        note.focus();
      }
    }, button);
  });
  return section('close', form);
}

/** @param {boolean} takeOver */
async function take(takeOver) {
  await change('assignment', { takeOver }, 'taken');
}

/** Changes the open item, and reads it again. @param {string} how @param {any} body @param {string} text */
async function change(how, body, text) {
  const id = opened.item.itemId;
  const operation = `${how}-${id}`;
  const key = await keyOf(operation, body);
  try {
    await callJson('POST', `inbox/${id}/${how}`, { json: body, key });
    answered(operation);
  } catch (failure) {
    if (failure instanceof Problem && failure.status < 500) answered(operation);
    if (failure instanceof Problem && (failure.code === 'item-taken' || failure.code === 'item-done')) await open(id);
    throw failure;
  }
  await open(id);
  done(say(text));
}

async function back() {
  opened = null;
  draw();
  await load();
  byId('list-heading').focus();
}

/** Runs an action with its button disabled, and reports failures. @param {() => unknown} act @param {HTMLButtonElement} [button] */
async function attempt(act, button) {
  if (button) button.disabled = true;
  byId('trouble').hidden = true;
  done('');
  try {
    await act();
  } catch (failure) {
    trouble(failure);
  } finally {
    if (button) button.disabled = false;
  }
}

/** @param {unknown} failure The failure to explain in plain language. */
function trouble(failure) {
  const box = byId('trouble');
  if (failure instanceof SignInError) box.textContent = say(`sign-in-${failure.reason}`);
  else if (failure instanceof SignedOut) {
    draw();
    box.textContent = say('session-ended');
  } else if (failure instanceof NoAnswer) box.textContent = say('no-answer');
  else if (failure instanceof Problem) box.textContent = hasText(failure.code) ? say(failure.code)
    : say('problem', { title: failure.message, detail: failure.errors.map(error => error.detail).join(' '), trace: failure.traceId });
  else box.textContent = /** @type {Error} */ (failure).message;
  box.hidden = false;
}

/** @param {string} text The action completed, for display and for screen readers. */
function done(text) {
  byId('done').textContent = text;
}

/** @param {string} name @param {...(Node | string | null)} children Its content; a text before it names the heading's text where that differs. */
function section(name, ...children) {
  const [heading, ...content] = typeof children[0] === 'string' ? children : [name, ...children];
  return el('section', { 'aria-labelledby': `${name}-heading` }, el('h2', { id: `${name}-heading`, text: say(String(heading)), tabindex: '-1' }), ...content);
}

/** @param {string} label @param {string} value */
function fact(label, value) {
  return [el('dt', { text: say(label) }), el('dd', { dir: 'auto', text: value })];
}

/** @param {string} tag A language @returns {string} The language's own name. */
function ownName(tag) {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

/** @param {number} minutes */
function ago(minutes) {
  const [value, unit] = minutes < 120 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return new Intl.RelativeTimeFormat(spoken()).format(-value, /** @type {Intl.RelativeTimeFormatUnit} */ (unit));
}
