/**
 * The person's check-ins, court dates and schedule, and what an officer does about them.
 */
import { callJson } from '../officer/api.js';
import { now } from '../officer/clock.js';
import { el } from '../officer/dom.js';
import { once } from '../officer/keys.js';
import { hasText, say, sayTime } from '../officer/words.js';
import { fieldOf } from '../enroll/fields.js';
import { actsOf, askAct, perform, reportOf } from './acts.js';
import { dayAndTimeOf, everyOffice, nameOfOffice } from './offices.js';
import { actButton, actForm, confirm, openFormButton, personSection, textingOf, whyOf } from './person-acts.js';
import { bookingFields } from './person-slots.js';

/** @typedef {import('./person-acts.js').Opened} Opened */

const where = 'person-dates';

// Dates further back are shown on request.
const shown = 10;

/** @param {Opened} it */
export function datesSection(it) {
  const { dates, hearings, failures } = it.read;
  const all = [
    ...(dates?.checkIns ?? []).map((/** @type {any} */ checkIn) => ({ at: Date.parse(checkIn.startsAt), isOpen: checkIn.status === 'booked', item: () => checkInItem(it, checkIn) })),
    ...(hearings ?? []).map(hearing => ({ at: Date.parse(hearing.startsAt), isOpen: hearing.status === 'scheduled', item: () => hearingItem(hearing) })),
  ].sort((one, other) => one.at - other.at);
  const begun = now();
  // A check-in stays booked until somebody records what came of it.
  const isToCome = (/** @type {{at: number, isOpen: boolean}} */ { at, isOpen }) => isOpen && at > begun - 86_400_000;
  const [toCome, past] = [all.filter(isToCome), all.filter(each => !isToCome(each)).reverse()];
  const older = past.slice(shown);
  return personSection(it, where,
    ...['dates', 'hearings'].filter(part => failures.has(part)).map(part => el('p', { class: 'fault', text: say('part-unread', { why: whyOf(failures.get(part)) }) })),
    dates?.checkInToBook ? el('p', { class: 'note', text: say('next-to-book') }) : null,
    dates?.scheduleBroken ? el('p', { class: 'note', text: say('report-late', { day: sayDate(dates.reportBy) }) })
      : dates?.reportBy ? el('p', { text: say('report-by', { day: sayDate(dates.reportBy) }) }) : null,
    el('h3', { text: say('dates-to-come') }),
    toCome.length === 0 ? el('p', { text: say('dates-none') }) : el('ul', { class: 'facts', id: 'to-come' }, ...toCome.map(each => each.item())),
    dates && !dates.checkIns.some((/** @type {any} */ each) => each.status === 'booked') ? el('div', { class: 'buttons' }, actButton(it, where, booking(it))) : null,
    past.length === 0 ? null : el('h3', { text: say('dates-past') }),
    past.length === 0 ? null : el('ul', { class: 'facts', id: 'past' }, ...past.slice(0, shown).map(each => each.item())),
    older.length === 0 ? null : el('details', {}, el('summary', { text: say('dates-older', { count: older.length }) }), el('ul', { class: 'facts' }, ...older.map(each => each.item()))),
    ...dates ? schedulePart(it) : []);
}

/** @param {string} moment */
const sayDate = moment => sayTime(moment, { dateStyle: 'long' });

/** @param {any} hearing */
function hearingItem(hearing) {
  const place = [hearing.court, hearing.room ? say('room', { room: hearing.room }) : ''].filter(text => text !== '').join(', ');
  const state = hearing.closed ? 'hearing-not-held' : hearing.status === 'cancelled' ? 'hearing-cancelled' : null;
  return el('li', {}, el('strong', { text: dayAndTimeOf(hearing.start) }),
    el('span', { class: 'line', text: say('hearing-is', { kind: say(`hearing-${hearing.kind}`), place }) }),
    state ? el('span', { class: 'line', text: say(state) }) : null);
}

/** @param {Opened} it @param {any} checkIn */
function checkInItem(it, checkIn) {
  const office = { officeId: checkIn.officeId, name: checkIn.office, timeZone: checkIn.timeZone, today: 0, closures: 0 };
  const row = { cardholderId: it.id, checkIn, latinName: it.read.person?.latinName ?? say('this-person'), texting: textingOf(it) };
  const acts = checkIn.status === 'booked' ? actsOf(row, office) : [];
  return el('li', { 'data-check-in': checkIn.checkInId }, el('strong', { text: dayAndTimeOf(checkIn.start) }),
    el('span', { class: 'line', text: say('check-in-is', { office: checkIn.office, state: stateOf(checkIn) }) }),
    acts.length === 0 ? null : el('div', { class: 'buttons' }, ...acts.map(name => actButton(it, where, {
      name,
      of: dayAndTimeOf(checkIn.start),
      ask: () => askAct(name, row, office),
      send: body => perform(name, row, body),
      did: answer => reportOf(name, row, answer, office),
    }))));
}

/** @param {any} checkIn @returns {string} */
function stateOf(checkIn) {
  const { status, sentHomeReason, cancelReason, judgement, closed, start } = checkIn;
  if (closed && closed.start === start && status === 'booked') return say('check-in-closed');
  if (sentHomeReason) return say('state-sent-home', { reason: sentHomeOf(sentHomeReason) });
  if (status === 'missed' && judgement) return say('state-judged', { finding: say(`finding-${judgement.finding}`) });
  if (status === 'cancelled' && cancelReason) return say('state-cancelled', { reason: say(`cancellation-${cancelReason}`) });
  return say(`check-in-${status}`);
}

/** @param {string} reason Others may come. @returns {string} */
const sentHomeOf = reason => (hasText(`sent-home-${reason}`) ? say(`sent-home-${reason}`) : reason);

/** @param {Opened} it @returns {import('./person-acts.js').Act} */
function booking(it) {
  return {
    name: 'booking',
    async ask() {
      const fields = await bookingFields(it.kept.get('booking') ?? it.read.dates.schedule?.officeId);
      return confirm('booking', it, { content: fields.content, read: () => fields.read() });
    },
    async send(body) {
      it.kept.set('booking', body.officeId);
      return await once(`booking-${it.id}`, body, key => callJson('POST', `cardholders/${it.id}/check-ins`, { json: body, key }));
    },
    did: booked => say('did-booking', { date: dayAndTimeOf(booked.start), office: booked.office }),
  };
}

/** @param {Opened} it */
function schedulePart(it) {
  const { schedule } = it.read.dates;
  const office = schedule && everyOffice().find(each => each.officeId === schedule.officeId);
  return [
    el('h3', { text: say('schedule') }),
    el('p', { id: 'schedule-is', text: schedule ? say('schedule-is', { days: schedule.everyDays, office: office ? office.name : schedule.officeId }) : say('schedule-none') }),
    it.forms.has('schedule') ? scheduleForm(it) : el('div', { class: 'buttons' },
      openFormButton(it, 'schedule', schedule ? { officeId: schedule.officeId, everyDays: String(schedule.everyDays) } : {}, 'officeId'),
      schedule ? actButton(it, where, {
        name: 'schedule-end',
        ask: () => confirm('schedule-end', it, { told: 'told-nothing', texts: false, last: true }),
        send: () => callJson('DELETE', `cardholders/${it.id}/check-in-schedule`),
        did: () => say('did-schedule-end'),
      }) : null),
  ];
}

/** @param {Opened} it */
function scheduleForm(it) {
  const typed = /** @type {Record<string, string>} */ (it.forms.get('schedule'));
  return actForm(it, where, [
    fieldOf('schedule', {
      name: 'officeId', text: 'office', choices: [['', 'choose'], ...everyOffice().map(office => /** @type {[string, string]} */ ([office.officeId, nameOfOffice(office)]))], value: typed.officeId,
    }),
    fieldOf('schedule', { name: 'everyDays', value: typed.everyDays, more: { inputmode: 'numeric', maxlength: 3 } }),
  ], {
    name: 'schedule',
    check: values => [
      ...values.officeId ? [] : [{ field: 'officeId', code: 'office-missing' }],
      ...Number.isInteger(Number(values.everyDays)) && Number(values.everyDays) >= 7 && Number(values.everyDays) <= 365 ? [] : [{ field: 'everyDays', code: 'bad-everyDays' }],
    ],
    ask: values => confirm('schedule', it, { told: 'told-schedule', texts: false, read: () => ({ officeId: values.officeId, everyDays: Number(values.everyDays) }) }),
    send: body => callJson('PUT', `cardholders/${it.id}/check-in-schedule`, { json: body }),
    did: () => say('did-schedule'),
  });
}
