/**
 * The person's last texts, and their papers.
 */
import { el } from '../officer/dom.js';
import { hasText, say, sayDay } from '../officer/words.js';
import { dayAndTimeOf } from './offices.js';
import { ownName } from './parts.js';
import { personSection, whyOf } from './person-acts.js';

/** @typedef {import('./person-acts.js').Opened} Opened */

// Older ones are in the journal.
const shown = 10;

/** @param {Opened} it */
export function textsSection(it) {
  const { reminders, failures } = it.read;
  const last = [...reminders ?? []].sort((one, other) => Date.parse(other.due) - Date.parse(one.due)).slice(0, shown);
  return listSection(it, 'person-texts', last.map(textItem), failures.get('reminders'), 'texts-none');
}

/** @param {any} text */
function textItem(text) {
  const name = `occasion-${text.occasion}`;
  return el('li', { 'data-state': text.state },
    el('strong', { text: say('text-about', { subject: say(`subject-${text.subject.kind}`), occasion: say(hasText(name) ? name : 'occasion-notice') }) }),
    el('span', { class: 'line', text: say('text-is', { time: dayAndTimeOf(text.dueLocal), state: say(`text-${text.state}`) }) }),
    text.answer ? el('span', { class: 'line', text: say(`text-answer-${text.answer}`) }) : null);
}

/** @param {Opened} it */
export function papersSection(it) {
  const { documents, failures } = it.read;
  return listSection(it, 'person-papers', (documents ?? []).map(paperItem), failures.get('documents'), 'papers-none');
}

/** @param {any} paper */
function paperItem(paper) {
  return el('li', {},
    el('strong', {}, el('bdi', { text: paper.title })),
    el('span', { class: 'line', text: say('paper-is', { type: say(`paper-${paper.type}`), day: sayDay(paper.date), language: ownName(paper.language), pages: paper.pages }) }),
    paper.withdrawnAt ? el('span', { class: 'line', text: say('paper-withdrawn', { reason: say(`withdrawn-${paper.withdrawalReason}`) }) }) : null);
}

/** @param {Opened} it @param {string} name @param {Node[]} items @param {unknown} failure @param {string} none */
function listSection(it, name, items, failure, none) {
  return personSection(it, name,
    failure ? el('p', { class: 'fault', text: say('part-unread', { why: whyOf(failure) }) })
      : items.length === 0 ? el('p', { text: say(none) }) : el('ul', { class: 'facts' }, ...items));
}
