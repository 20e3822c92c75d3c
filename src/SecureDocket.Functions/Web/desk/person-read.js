/**
 * Everything of a docket that the officer's roles may see.
 */
import { callJson, SignedOut } from '../officer/api.js';
import { readOffices } from './offices.js';

/**
 * @typedef {object} Person
 * @property {any} person The person and their cards; null for officers who may not open them.
 * @property {any} card The card in force or the last one, with all that is known of it; null if there is none, or it is not theirs to see.
 * @property {any} dates Check-ins and schedule; null if they were not read.
 * @property {any[] | null} hearings
 * @property {any[] | null} reminders
 * @property {any[] | null} documents
 * @property {Map<string, unknown>} failures Why a part could not be read.
 */

/** @param {any} person @returns {any} The card in force or suspended, or else the last one. */
export const cardOf = person => person.cards.find((/** @type {any} */ card) => card.status === 'active' || card.status === 'suspended') ?? person.cards.at(-1) ?? null;

/**
 * Reads a person. Without the docket itself nobody is open; any other part may fail by itself.
 * @param {string} id
 * @param {(...roles: string[]) => boolean} has
 * @returns {Promise<Person>}
 */
export async function readPerson(id, has) {
  const person = has('Enrollment.Officer', 'Protection.Supervisor') ? await callJson('GET', `cardholders/${id}`) : null;
  const [enrolls, serves] = [has('Enrollment.Officer'), has('Enrollment.Officer', 'Field.Officer')];
  /** @type {Map<string, unknown>} */
  const failures = new Map();
  const part = async (/** @type {string} */ name, /** @type {() => Promise<any>} */ read) => {
    try {
      return await read();
    } catch (failure) {
      if (failure instanceof SignedOut) throw failure;
      failures.set(name, failure);
      return null;
    }
  };
  const card = person && cardOf(person);
  const [whole, dates, hearings, reminders, documents] = await Promise.all([
    card && enrolls ? part('card', () => callJson('GET', `cards/${card.cardNumber.replaceAll('-', '')}`)) : null,
    serves ? part('dates', async () => {
      await readOffices();
      return await callJson('GET', `cardholders/${id}/check-ins`);
    }) : null,
    serves ? part('hearings', async () => (await callJson('GET', `cardholders/${id}/hearings`)).hearings) : null,
    serves ? part('reminders', async () => (await callJson('GET', `cardholders/${id}/reminders`)).reminders) : null,
    serves ? part('documents', async () => (await callJson('GET', `cardholders/${id}/documents`)).documents) : null,
  ]);

  // Nobody but the holder's scanner needs the text of the code here.
  return { person, card: card && { ...whole, credential: undefined, ...card }, dates, hearings, reminders, documents, failures };
}
