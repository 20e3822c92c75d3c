/**
 * The person's card: what is known of it, and what an officer does about it.
 */
import { call, callJson } from '../officer/api.js';
import { recall, remember } from '../officer/browser.js';
import { siteKey } from '../officer/choices.js';
import { now } from '../officer/clock.js';
import { ask, el } from '../officer/dom.js';
import { once } from '../officer/keys.js';
import { say, sayTime } from '../officer/words.js';
import { sendWithFace } from '../enroll/face.js';
import { reasonFields } from './acts.js';
import { fact, faultOf, sayFault } from './parts.js';
import { actButtons, confirm, personSection, whyOf } from './person-acts.js';

/** @typedef {import('./person-acts.js').Opened} Opened */

const lossReasons = ['lost', 'stolen'];
const reinstatementReasons = ['check-corrected', 'mistaken-identity', 'cleared-again'];
const revocationReasons = ['lost', 'stolen', 'issued-in-error', 'misused', 'case-closed', 'deceased'];
const replacementReasons = ['lost', 'stolen', 'damaged', 'details-changed', 'key-withdrawn'];

// The API renews a card within its last days only.
const renewedWithin = 60 * 86_400_000;

/** @param {Opened} it */
export function cardSection(it) {
  const { person, card, failures } = it.read;
  const others = person.cards.filter((/** @type {any} */ each) => each.cardNumber !== card?.cardNumber).reverse();
  const reason = card?.statusReason ? say(`card-reason-${card.statusReason}`) : '';
  return personSection(it, 'person-card',
    card ? el('dl', {}, ...fact('cardNumber', card.cardNumber), ...fact('standing', reason ? say('standing-why', { standing: say(card.status), reason }) : say(card.status)),
      ...card.issued ? fact('issued', sayDate(card.issued)) : [], ...fact('expires', sayDate(card.expires)))
      : el('p', { text: say('card-none') }),
    card?.reviewSince ? el('p', { class: 'note', text: say('card-in-review', { day: sayDate(card.reviewSince) }) }) : null,
    card?.photoChanged ? el('p', { class: 'note', text: say('card-photo-changed') }) : null,
    failures.has('card') ? el('p', { class: 'fault', text: say('part-unread', { why: whyOf(failures.get('card')) }) }) : null,
    ...others.length > 0 ? [el('h3', { text: say('cards-before') }), el('ul', {}, ...others.map((/** @type {any} */ each) =>
      el('li', { text: say('card-before', { number: each.cardNumber, standing: say(each.status), day: sayDate(each.expires) }) })))] : [],
    card ? actButtons(it, 'person-card', actsOnCard(it)) : null);
}

/** @param {string} moment */
const sayDate = moment => sayTime(moment, { dateStyle: 'long' });

/**
 * The acts that the officer's role and the card's state allow.
 * @param {Opened} it
 */
function actsOnCard(it) {
  const { person, card } = it.read;
  const [enrolls, isActive, isSuspended] = [it.has('Enrollment.Officer'), card.status === 'active', card.status === 'suspended'];
  const isMissing = isSuspended && lossReasons.includes(card.statusReason);
  const isIssuable = enrolls && person.clearance.result === 'Cleared' && person.photo && !card.reviewSince;
  return [
    enrolls && (isActive || (isSuspended && !isMissing)) && withReason(it, 'loss', lossReasons),
    it.has('Enrollment.Officer', 'Program.Administrator') && isActive && withoutReason(it, 'suspension', { reason: 'under-review' }),
    it.has('Enrollment.Officer', 'Program.Administrator') && isSuspended && person.clearance.result === 'Cleared'
      && (card.reviewSince ? withReason(it, 'reinstatement', reinstatementReasons) : withoutReason(it, 'reinstatement', {})),
    isIssuable && (isActive || isSuspended) && issuing(it, 'replacement', replacementReasons),
    isIssuable && isActive && Date.parse(card.expires) - now() < renewedWithin && issuing(it, 'renewal', []),
    it.has('Enrollment.Officer', 'Program.Administrator') && (isActive || isSuspended) && withReason(it, 'revocation', revocationReasons, true),
  ];
}

/** @param {Opened} it @param {string} act */
const keyOfAct = (it, act) => `${act}-${it.read.card.cardNumber.replaceAll('-', '')}`;

/** @param {Opened} it @param {string} act @param {string[]} reasons @param {boolean} [last] */
function withReason(it, act, reasons, last = false) {
  return {
    ...sending(it, act),
    ask() {
      const fields = reasonFields(reasons, 'card-reason-');
      choose(fields.content[1], it.kept.get(keyOfAct(it, act))?.reason);
      return confirm(act, it, { content: fields.content, last, read: () => fields.read() });
    },
  };
}

/** @param {Opened} it @param {string} act @param {any} body */
const withoutReason = (it, act, body) => ({ ...sending(it, act), ask: () => confirm(act, it, { read: () => body }) });

/** @param {Opened} it @param {string} act */
function sending(it, act) {
  const operation = keyOfAct(it, act);
  const number = it.read.card.cardNumber.replaceAll('-', '');
  return {
    name: act,
    async send(/** @type {any} */ body) {
      it.kept.set(operation, body);
      const answer = await once(operation, body, key => callJson('POST', `cards/${number}/${act}`, { json: body, key }));
      it.kept.delete(operation);
      return answer;
    },
    did: (/** @type {any} */ answer) => say(`did-${act}`, { number: answer.cardNumber }),
  };
}

/**
 * An act that issues another card, with the face of the photo on record.
 * @param {Opened} it
 * @param {string} act
 * @param {string[]} reasons
 */
function issuing(it, act, reasons) {
  const operation = keyOfAct(it, act);
  const { person, card } = it.read;
  const number = card.cardNumber.replaceAll('-', '');
  return {
    name: act,
    async ask() {
      const before = it.kept.get(operation);
      const fields = reasons.length > 0 ? reasonFields(reasons, 'card-reason-') : null;
      if (fields) choose(fields.content[1], before?.reason ?? (lossReasons.includes(card.statusReason) ? card.statusReason : undefined));
      const site = siteFields(await readSites(), before?.siteId ?? recall(siteKey) ?? '');
      return confirm(act, it, {
        content: [...fields?.content ?? [], ...site.content], last: true,
        read() {
          const [reason, chosenSite] = [fields ? fields.read() : {}, site.read()];
          return reason && chosenSite && { ...reason, ...chosenSite };
        },
      });
    },
    async send(/** @type {any} */ body) {
      it.kept.set(operation, body);
      remember(siteKey, body.siteId);
      const photo = await createImageBitmap(await (await call('GET', `cardholders/${person.id}/photo`)).blob());
      const issued = await sendWithFace(photo, face => once(operation, { ...body, ...face }, key => callJson('POST', `cards/${number}/${act}`, { json: { ...body, ...face }, key })),
        () => ask(say('without-face'), say('without-face-yes'), say('call-off')));
      it.kept.delete(operation);
      return issued ?? undefined;
    },
    did: (/** @type {any} */ issued) => [say(`did-${act}`, { number: issued.card.cardNumber }), issued.hasFace ? '' : say('without-face-did')].filter(text => text !== '').join(' '),
  };
}

/** @param {any} field @param {string | undefined} value */
function choose(field, value) {
  if (value !== undefined) field.value = value;
}

/** @returns {Promise<any[]>} The sites that may issue a card. */
async function readSites() {
  const all = [];
  for (let page = ''; ;) {
    const answer = await callJson('GET', `sites${page && `?page=${encodeURIComponent(page)}`}`);
    all.push(...answer.sites);
    if (answer.next === undefined) return all.sort((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id));
    page = answer.next;
  }
}

/** @param {any[]} sites @param {string} siteId The one that is chosen at first. */
function siteFields(sites, siteId) {
  const [field, fault] = [el('select', { id: 'site', 'aria-describedby': 'site-fault' }, el('option', { value: '', text: say('choose') }),
    ...sites.map(site => el('option', { value: site.id, text: say('site-left', { site: site.name, id: site.id, left: Math.max(0, site.quota - site.issued) }), selected: site.id === siteId }))), faultOf('site')];
  return {
    content: [el('label', { for: 'site', text: say('site') }), field, fault],
    read() {
      sayFault(field, fault, field.value === '' ? say('site-missing') : '');
      if (field.value === '') field.focus();
      return field.value === '' ? null : { siteId: field.value };
    },
  };
}
