/**
 * The offices, of which the officer chooses one, and their clocks: every time at the desk is the office's own.
 */
import { callJson } from '../officer/api.js';
import { recall, remember } from '../officer/browser.js';
import { now } from '../officer/clock.js';
import { el } from '../officer/dom.js';
import { say, sayDay, sayTime } from '../officer/words.js';

/** @typedef {{officeId: string, name: string, timeZone: string, today: number, closures: number}} Office */

const key = 'secure-docket-desk-office';

/** @type {Office[] | null} */
let offices = null;

/** Reads every office, once while the page is open. */
export async function readOffices() {
  if (offices !== null) return;
  /** @type {Office[]} */
  const all = [];
  for (let page = ''; ;) {
    const answer = await callJson('GET', `offices${page && `?page=${encodeURIComponent(page)}`}`);
    all.push(...answer.offices);
    if (answer.next === undefined) break;
    page = answer.next;
  }
  offices = all.sort((one, other) => one.name.localeCompare(other.name) || one.officeId.localeCompare(other.officeId));
}

/** @returns {Office | null} The office that was chosen last, if there is still one of its name. */
export const chosenOffice = () => offices?.find(office => office.officeId === recall(key)) ?? null;

/** @returns {Office[]} Every office, in the order of their names. */
export const everyOffice = () => offices ?? [];

/** @param {Office} office @returns {string} How an office is named in lists. */
export const nameOfOffice = office => `${office.name} (${office.officeId})`;

/** @param {() => void} changed Called when another office is chosen. @returns {any[]} A label and a list of the offices. */
export function officeField(changed) {
  const chosen = chosenOffice()?.officeId;
  const list = el('select', { id: 'office' }, chosen === undefined ? el('option', { value: '', text: say('choose') }) : null,
    ...(offices ?? []).map(office => el('option', { value: office.officeId, text: nameOfOffice(office), selected: office.officeId === chosen })));
  list.addEventListener('change', () => {
    remember(key, list.value);
    changed();
  });
  return [el('label', { for: 'office', text: say('office') }), list];
}

/** @param {Office} office @param {number} [moment] @returns {string} The day at the office, as `2026-02-03`. */
export function dayAt(office, moment = now()) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: office.timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(moment);
  return ['year', 'month', 'day'].map(part => parts.find(each => each.type === part)?.value).join('-');
}

/** @param {string} day @param {number} count @returns {string} The day that many days later. */
export const daysLater = (day, count) => new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);

/** @param {string} moment @param {Office} office @returns {string} The time on the office's clock. */
export const clockOf = (moment, office) => sayTime(moment, { timeZone: office.timeZone, timeStyle: 'short' });

/** @param {string} local Such as `2026-02-03T09:30`. @returns {string} The time of it. */
export const timeOf = local => sayTime(`${local}:00Z`, { timeZone: 'UTC', timeStyle: 'short' });

/** @param {string} local Such as `2026-02-03T09:30`. @returns {string} The day and the time of it. */
export const dayAndTimeOf = local => `${sayDay(local.slice(0, 10))}, ${timeOf(local)}`;
