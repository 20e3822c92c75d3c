/**
 * The desk: the officer signs in, and goes between its places.
 */
import { tab } from '../officer/browser.js';
import { byId, el } from '../officer/dom.js';
import { forgetKeys } from '../officer/keys.js';
import { leaveToSignIn, officer, onSignedOut, renewSession, returnFromSignIn, signOutEverywhere } from '../officer/sign-in.js';
import { say, speak, switchLanguage } from '../officer/words.js';
import { find } from './find.js';
import { missed } from './missed.js';
import { readOffices } from './offices.js';
import { attempt, done } from './parts.js';
import { closePerson, drawPerson, isOpen } from './person.js';
import { today } from './today.js';
import { words } from './words.js';
import { dayWords } from './words-day.js';
import { missedWords } from './words-missed.js';
import { personWords } from './words-person.js';
import { workWords } from './words-work.js';
import { work } from './work.js';

const placeKey = 'secure-docket-desk-place';

/** @type {Record<string, {draw: () => void, redraw: () => void, focus: () => void, leave: () => void, forget: () => void}>} */
const places = { find, today, missed, work };

/** The place that is shown. */
let place = placeOf();
/** Whether it was drawn, so that it can be drawn again. */
let isDrawn = false;

tab.set(placeKey, place);
speak({ ...words, ...dayWords, ...missedWords, ...personWords, ...workWords });
byId('language').addEventListener('click', switchLanguage);
byId('sign-in').addEventListener('click', () => attempt(leaveToSignIn));
byId('sign-out').addEventListener('click', () => {
  signOutEverywhere();
  signedOut();
});
onSignedOut(signedOut);
setInterval(renewSession, 60_000);
document.addEventListener('spoken', redraw);
document.addEventListener('session-ended', drawFrame);
addEventListener('hashchange', () => attempt(go));
await attempt(returnFromSignIn);
drawFrame();
await attempt(drawPlace);
if (isDrawn && place === 'find') find.focus();
document.documentElement.dataset.ready = 'yes';

/** @returns {string} The place that the address names, or else the last one of this tab. */
function placeOf() {
  const named = location.hash.slice(1);
  return [named, tab.get(placeKey) ?? ''].find(name => Object.hasOwn(places, name)) ?? 'find';
}

/** Goes to the place that the address names. */
async function go() {
  if (officer() === null) return;
  places[place].leave();
  closePerson();
  closeQuestions();
  done('');
  isDrawn = false;
  place = placeOf();
  tab.set(placeKey, place);
  drawFrame();
  await drawPlace();
  if (isDrawn) places[place].focus();
}

async function drawPlace() {
  if (officer() === null) return;
  if (place !== 'find') await readOffices();
  places[place].draw();
  isDrawn = true;
}

function signedOut() {
  for (const each of Object.values(places)) {
    each.leave();
    each.forget();
  }
  closePerson();
  forgetKeys();
  tab.remove(placeKey);
  isDrawn = false;
  done('');
  closeQuestions();
  byId('desk').replaceChildren();
  byId('trouble').hidden = true;
  drawFrame();
}

/** Answers what is asked with nothing. */
function closeQuestions() {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
}

/** Draws the page again, in another language. */
function redraw() {
  drawFrame();
  if (isOpen()) drawPerson();
  else if (isDrawn && officer() !== null) places[place].redraw();
}

/** Draws what is around the place. */
function drawFrame() {
  const held = officer();
  byId('gate').hidden = held !== null;
  byId('who').textContent = held ? say('signed-in-as', { name: held.name }) : '';
  const desk = byId('desk');
  desk.hidden = byId('sign-out').hidden = byId('places').hidden = held === null && desk.childElementCount === 0;
  byId('places').setAttribute('aria-label', say('places'));
  document.body.classList.toggle('wide', place !== 'find');
  byId('places').replaceChildren(el('ul', {},
    ...Object.keys(places).map(name => el('li', {}, el('a', {
      href: `#${name}`, text: say(`place-${name}`), 'aria-current': name === place ? 'page' : null, onclick: () => location.hash === `#${name}` && attempt(go),
    }))),
    el('li', {}, el('a', { href: '/inbox', text: say('place-inbox') }))));
}
