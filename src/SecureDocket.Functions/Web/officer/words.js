/**
 * The officer pages' texts in English and Spanish. Each name has a pair of texts, with {placeholders} for values.
 */

/** @typedef {Record<string, [english: string, spanish: string]>} Texts */

import { recall, remember } from './browser.js';

const key = 'secure-docket-language';

/** @type {Texts} */
const shared = {
  'sign-in': ['Sign in', 'Iniciar sesión'],
  'sign-out': ['Sign out', 'Cerrar sesión'],
  'signed-in-as': ['Signed in: {name}', 'Sesión de {name}'],
  'other-language': ['Español', 'English'],
  'sign-in-refused': ['You were not signed in: the sign-in was refused or called off. Try again.', 'No se inició la sesión: fue rechazada o cancelada. Intente de nuevo.'],
  'sign-in-stale': ['This sign-in is no longer good. Sign in again.', 'Este inicio de sesión ya no sirve. Inicie sesión de nuevo.'],
  'sign-in-unkept': ['This browser keeps nothing for this page, so that nobody can sign in. Allow cookies and site data here, then sign in.', 'Este navegador no guarda nada para esta página, y así nadie puede iniciar sesión. Permita aquí las cookies y los datos del sitio, e inicie sesión.'],
  'sign-in-clock': ['This device’s clock is wrong. Set this device’s clock, then sign in again.', 'El reloj de este aparato está mal. Póngalo en hora e inicie sesión de nuevo.'],
  'sign-in-unreachable': ['The sign-in service cannot be reached. Check the network and this device’s date, then try again.', 'No se puede llegar al servicio de inicio de sesión. Revise la red y la fecha de este aparato e intente de nuevo.'],
  'sign-in-wrong-answer': ['The sign-in service gave an answer that cannot be trusted. Tell your administrator.', 'El servicio de inicio de sesión dio una respuesta que no es de fiar. Avise a su administrador.'],
  'session-ended': ['Your session has ended. Sign in again.', 'Su sesión terminó. Inicie sesión de nuevo.'],
  'no-answer': ['There was no answer. Check the network and try again; nothing is done twice.', 'No hubo respuesta. Revise la red e intente de nuevo; nada se hace dos veces.'],
  'forbidden': ['Your role does not allow this.', 'Su función no permite esto.'],
  'problem': ['{title} {detail} (Trace: {trace})', '{title} {detail} (Seguimiento: {trace})'],
  'wait': ['Please wait …', 'Espere …'],
};

let language = initialLanguage();
/** @type {Texts} */
let texts = shared;

/**
 * Adds a page's own texts and fills its elements with `data-text`.
 * @param {Texts} own
 */
export function speak(own) {
  texts = { ...shared, ...own };
  fill();
}

/** @returns {'en' | 'es'} The language in use. */
export function spoken() {
  return language;
}

/**
 * A text.
 * @param {string} name
 * @param {Record<string, unknown>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const pair = texts[name];
  if (pair === undefined) throw new Error(`There is no text ${name}.`);
  return pair[language === 'es' ? 1 : 0].replace(/\{(\w+)\}/g, (_, place) => String(values[place] ?? ''));
}

/** @param {string} name @returns {boolean} Whether there is a text with this name. */
export function hasText(name) {
  return name in texts;
}

/** Switches to the other language; the page redraws itself on the event `spoken`. */
export function switchLanguage() {
  language = language === 'es' ? 'en' : 'es';
  remember(key, language);
  fill();
  document.dispatchEvent(new Event('spoken'));
}

/**
 * A moment, formatted in the current language.
 * @param {string | number | Date} moment
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function sayTime(moment, options = { dateStyle: 'medium', timeStyle: 'short' }) {
  return new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', options).format(new Date(moment));
}

/**
 * A day such as `2026-02-03`, or its known part, formatted in the current language.
 * @param {string} day
 */
export function sayDay(day) {
  const [year, month, date] = day.split('-').map(Number);
  const at = new Date(Date.UTC(year, (month ?? 1) - 1, date ?? 1));
  return sayTime(at, { timeZone: 'UTC', year: 'numeric', ...(month ? { month: 'long' } : {}), ...(date ? { day: 'numeric' } : {}) });
}

/**
 * A length of time, in the largest unit that fits.
 * @param {number} milliseconds
 */
export function sayLength(milliseconds) {
  const minutes = milliseconds / 60_000;
  const [count, unit] = minutes < 90 ? [minutes, 'minute'] : minutes < 36 * 60 ? [minutes / 60, 'hour'] : [minutes / 1440, 'day'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(count);
}

/**
 * How long ago, in the largest unit that fits.
 * @param {number} seconds
 */
export function sayAge(seconds) {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (seconds < 90) return words.format(-Math.round(seconds), 'second');
  if (seconds < 90 * 60) return words.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 36 * 3600) return words.format(-Math.round(seconds / 3600), 'hour');
  return words.format(-Math.round(seconds / 86_400), 'day');
}

function fill() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) {
    const name = element.getAttribute('data-text') ?? '';
    element.textContent = say(name);
    if (name === 'other-language') element.setAttribute('lang', language === 'es' ? 'en' : 'es');
    if (element.tagName === 'TITLE') document.title = say(name);
  }
}

/** @returns {'en' | 'es'} */
function initialLanguage() {
  const chosen = recall(key) ?? navigator.language;
  return chosen.startsWith('es') ? 'es' : 'en';
}
