/**
 * The enrollment desk: takes one person from the form to the printed card.
 */
import { call, callJson, NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { recall, remember, tab } from '../officer/browser.js';
import { languages, siteKey, zones } from '../officer/choices.js';
import { ask, byId, el, fill } from '../officer/dom.js';
import { leaveToSignIn, officer, onSignedOut, renewSession, returnFromSignIn, signOutEverywhere, SignInError } from '../officer/sign-in.js';
import { hasText, say, sayDay, sayTime, speak, spoken, switchLanguage } from '../officer/words.js';
import { faceBytes, sendWithFace } from './face.js';
import { fieldOf, showFaults, valuesOf, wordsOf } from './fields.js';
import { forgetKeys, once } from '../officer/keys.js';
import { drawCrop, encodePhoto, isLargeEnough, readPicture, smallFace } from './photo.js';
import { sheetWords } from './sheet.js';
import { words } from './words.js';

const postures = ['InProceedings', 'AsylumPending', 'ReliefGranted', 'FinalOrder', 'Terminated'];
const reviewDecisions = ['reinstatement/check-corrected', 'reinstatement/mistaken-identity', 'reinstatement/cleared-again', 'revocation/issued-in-error', 'revocation/misused', 'revocation/case-closed'];
const documentTypes = ['notice-to-appear', 'hearing-notice', 'decision', 'evidence', 'identity', 'other'];
const draftKey = 'secure-docket-desk';

/** The docket of the person at the desk, as the API returns it; null before there is one. @type {any} */
let docket = null;
/** The photo on record, decoded. @type {ImageBitmap | null} */
let photo = null;
/** The address of the photo that waits for a second officer. @type {string | null} */
let waiting = null;
/** The addresses of blobs that the page shows, to be revoked later. @type {string[]} */
let addresses = [];
/** The ID of the current or last officer. @type {string | null} */
let last = null;
/** The camera while it is on. @type {MediaStream | null} */
let stream = null;

speak(words);
byId('language').addEventListener('click', switchLanguage);
byId('sign-in').addEventListener('click', () => attempt(signIn));
byId('sign-out').addEventListener('click', signOut);
onSignedOut(signedOut);
setInterval(renewSession, 60_000);
document.addEventListener('spoken', redraw);
await attempt(returnFromSignIn);
draw();
await takeUp().catch(trouble);
document.documentElement.dataset.ready = 'yes';

function signOut() {
  signOutEverywhere();
  signedOut();
}

function signedOut() {
  forgetKeys();
  tab.remove(draftKey);
  byId('desk').replaceChildren();
  byId('print').replaceChildren();
  leavePerson();
}

function leavePerson() {
  docket = null;
  photo = null;
  waiting = null;
  stopCamera();
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  done('');
  byId('trouble').hidden = true;
  draw();
}

function draw() {
  const held = officer();
  byId('gate').hidden = held !== null;
  byId('who').textContent = held ? say('signed-in-as', { name: held.name }) : '';
  const desk = byId('desk');

  // When a session expires, the desk keeps its content; signing out clears it.
  desk.hidden = byId('sign-out').hidden = held === null && desk.childElementCount === 0;
  if (held === null) return;
  last = held.id;
  stopCamera();
  byId('print').replaceChildren();
  if (docket === null) desk.replaceChildren(findSection(), reviewsSection(), personSection());
  else {
    desk.replaceChildren(summarySection(), photoSection(), clearanceSection(), ...reviewSection(), ...alikeSection(), issueSection(), printSection(), pinSection(), codesSection(), documentSection());
    showFace().catch(trouble);
  }
}

/** Redraws the page and keeps what was typed, chosen and shown, except secrets. */
function redraw() {
  const typed = typedNow();
  const file = /** @type {any} */ (document.getElementById('document-content'))?.files;
  const shown = ['faces', 'paper', 'kiosk'].map(id => /** @type {[string, Node[]]} */ ([id, [...document.getElementById(id)?.childNodes ?? []]]));
  draw();
  typeAgain(typed);
  if (file?.length) /** @type {any} */ (document.getElementById('document-content')).files = file;
  for (const [id, nodes] of shown) document.getElementById(id)?.replaceChildren(...nodes);
  for (const [id, place] of [['print-card', 'faces'], ['print-codes', 'paper']]) {
    const button = document.getElementById(id);
    if (button) button.hidden = byId(place).childElementCount === 0;
  }
}

/** @returns {[id: string, value: string][]} The fields that the officer changed. */
function typedNow() {
  const inputs = [...document.forms].flatMap(form => /** @type {any[]} */ ([...form.elements])).filter(input => input.name && input.type !== 'password' && input.type !== 'file');
  return inputs.filter(input => input.value !== defaultOf(input)).map(input => [input.id, input.value]);
}

/** @param {any} input */
function defaultOf(input) {
  return input.options ? ([...input.options].find(option => option.defaultSelected) ?? input.options[0]).value : input.defaultValue;
}

/** @param {[id: string, value: string][]} typed */
function typeAgain(typed) {
  for (const [id, value] of typed) {
    const input = /** @type {any} */ (document.getElementById(id));
    if (input) input.value = value;
  }
}

/** Goes to the sign-in. If the session had expired, the desk's content is restored afterwards for the same officer. */
async function signIn() {
  if (byId('desk').childElementCount > 0) tab.set(draftKey, JSON.stringify({ officer: last, docket: docket?.id, typed: typedNow() }));
  await leaveToSignIn();
}

/** Restores the desk once, as it was left for a sign-in. */
async function takeUp() {
  if (officer() === null) return;
  const draft = JSON.parse(tab.get(draftKey) ?? 'null');
  tab.remove(draftKey);
  if (draft?.officer !== last) return;
  if (draft.docket) await open(draft.docket);
  typeAgain(draft.typed);
}

/**
 * Reads the docket again, so that the desk shows the current record and knows its version.
 * @param {string} id
 * @param {string} [name] The section where the officer continues.
 */
async function open(id, name = 'summary') {
  docket = await callJson('GET', `cardholders/${id}`);
  photo = docket.photo ? await createImageBitmap(await (await call('GET', `cardholders/${id}/photo`)).blob()) : null;
  waiting = docket.photoChange ? addressOf(await (await call('GET', `cardholders/${id}/photo/change`)).blob()) : null;
  redraw();
  focusOn(name);
}

/** @param {string} name The section to move the focus to. */
function focusOn(name) {
  document.getElementById(`${name}-heading`)?.focus();
}

function findSection() {
  const form = formOf('find', [{ name: 'find', more: { maxlength: 40, autocapitalize: 'off', spellcheck: 'false' } }], 'find-button', async () => {
    const typed = valuesOf(form).find ?? '';
    const number = typed.replace(/[\s-]/g, '');
    if (/^[A-Za-z0-9_-]{22}$/.test(typed)) await open(typed);
    else if (number.length === 12) await open((await callJson('GET', `cards/${encodeURIComponent(number.toUpperCase())}`)).cardholderId);
    else showFaults(form, [{ code: 'find-bad', field: 'find', detail: '' }]);
  }, failure => {
    if (!(failure instanceof Problem && failure.status === 404)) return false;
    showFaults(form, [{ code: 'find-none', field: 'find', detail: '' }]);
    return true;
  });
  return section('begin', form, el('p', {}, el('a', { href: '/desk', text: say('desk-link') })));
}

function personSection() {
  /** The IDs of the similar people shown for this A-number. @type {Set<string>} */
  const seen = new Set();
  let shownFor = '';
  const form = formOf('person', [
    { name: 'aNumber', more: { required: true, maxlength: 20 } },
    { name: 'name', more: { required: true, dir: 'auto' } },
    { name: 'latinName' },
    { name: 'birthDate', more: { required: true, inputmode: 'numeric' } },
    { name: 'nationality', more: { required: true, autocapitalize: 'characters' } },
    { name: 'language', choices: [['', 'choose'], ...languages.map(tag => /** @type {[string, string]} */ ([tag, ownName(tag)]))], more: { required: true } },
    { name: 'mobile', type: 'tel' },
    { name: 'timeZone', proposals: zones, more: { required: true } },
    { name: 'messageTier', choices: [['neutral', 'tier-neutral'], ['codeWord', 'tier-codeWord'], ['detailed', 'tier-detailed']] },
    { name: 'codeWord' },
    { name: 'posture', choices: [['', 'posture-none'], ...postures.map(state => /** @type {[string, string]} */ ([state, state]))] },
    { name: 'postureAsOf', type: 'date' },
  ], 'enroll', async () => {
    /** @type {Record<string, any>} */
    const person = valuesOf(form);
    if (person.aNumber !== shownFor) seen.clear();
    shownFor = person.aNumber;
    if (seen.size > 0) person.otherThan = [...seen];
    if (person.nationality) person.nationality = person.nationality.toUpperCase();
    if (person.mobile) person.mobile = person.mobile.replace(/[\s().-]/g, '');
    const { id } = await once('enroll', person, key => callJson('POST', 'cardholders', { json: person, key }));
    done(say('enrolled'));
    await open(id);
  }, failure => {
    if (failure instanceof Problem && failure.code === 'alike-person') {
      const ids = failure.errors.flatMap(error => error.cardholderId ?? []);
      if (ids.length < failure.errors.length) {
        fill(alike);
        trouble(new Error(say('ask-supervisor')));
        return true;
      }

      attempt(async () => {
        await showAlike(alike, ids);
        for (const id of ids) seen.add(id);
      });
      return true;
    }

    if (!(failure instanceof Problem) || failure.errors.every(error => error.field === undefined)) return false;
    const known = failure.code === 'a-number-in-use' ? failure.errors[0].cardholderId : undefined;
    fill(alike, known && el('button', { type: 'button', text: say('open-known'), onclick: () => attempt(() => open(known)) }));
    if (failure.code === 'a-number-in-use' && known === undefined) {
      trouble(new Error(say('ask-supervisor')));
      return true;
    }

    const others = showFaults(form, failure.errors);
    trouble(new Error([say('faults', { count: failure.errors.length }), ...others.map(wordsOf)].join(' ')));
    return true;
  });
  const alike = el('div', { id: 'alike' });
  return section('new-person', el('p', { class: 'hint', text: say('required') }), form, alike);
}

/**
 * Shows the people who may be the person on the form. Pressing the form's button again confirms that they are different people.
 * @param {Element} place @param {string[]} ids
 */
async function showAlike(place, ids) {
  const people = await Promise.all([...new Set(ids)].map(personOf));
  fill(place, el('h3', { id: 'alike-heading', tabindex: '-1', text: say('alike') }), el('p', { class: 'note', text: say('alike-hint') }), ...people);
  focusOn('alike');
}

/** Shows a person as recorded. @param {string} id */
async function personOf(id) {
  const person = await callJson('GET', `cardholders/${id}`);
  const picture = person.photo ? addressOf(await (await call('GET', `cardholders/${id}/photo`)).blob()) : null;
  return el('div', { 'data-docket': id },
    el('dl', {}, ...fact('name', person.name), ...fact('latinName', person.latinName), ...fact('aNumber', person.aNumber), ...fact('birthDate', sayDay(person.birthDate)),
      ...fact('docket', id)),
    picture ? el('img', { class: 'kept', alt: person.name, src: picture }) : null);
}

/** The people who may be the person at the desk, and the second officer's decision. */
function alikeSection() {
  const all = docket.alike ?? [];
  if (all.length === 0) return [];
  const waits = all.filter((/** @type {any} */ each) => each.isSame !== false);
  const people = el('div', { role: 'status', id: 'alike' });
  const ids = waits.map((/** @type {any} */ each) => each.cardholderId);
  const save = el('button', {
    type: 'button', hidden: true, text: say('alike-save'),
    onclick: () => attempt(async () => {
      const same = [...people.querySelectorAll('input:checked')].map(input => input.getAttribute('value'));
      await callJson('PUT', `cardholders/${docket.id}/alike`, { json: { otherThan: ids.filter((/** @type {string} */ id) => !same.includes(id)), sameAs: same } });
      done(say('alike-kept'));
      await open(docket.id, 'alike-people');
    }, save),
  });
  const show = el('button', {
    type: 'button', class: 'quiet', text: say('alike-show'),
    onclick: () => attempt(async () => {
      const shown = await Promise.all(ids.map(personOf));
      fill(people, ...shown.flatMap((person, place) => [
        person, el('label', { class: 'choice' }, el('input', { type: 'checkbox', value: ids[place], checked: waits[place].isSame === true }), ` ${say('alike-same')}`)]));
      save.hidden = false;
    }, show),
  });
  return [section('alike-people',
    el('p', { class: waits.length > 0 ? 'note' : 'hint', text: say(all.some((/** @type {any} */ each) => each.isSame) ? 'alike-is-same' : waits.length > 0 ? 'alike-waits' : 'alike-reviewed') }),
    ...waits.length > 0 ? [el('div', { class: 'buttons' }, show), people, el('div', { class: 'buttons' }, save)] : [])];
}

function summarySection() {
  return el('section', { id: 'summary' },
    el('h2', { id: 'summary-heading', text: docket.name, dir: 'auto', tabindex: '-1' }),
    el('dl', {},
      ...fact('latinName', docket.latinName), ...fact('aNumber', docket.aNumber), ...fact('birthDate', sayDay(docket.birthDate)),
      ...fact('nationality', docket.nationality), ...fact('docket', docket.id),
      ...docket.texting ? fact('texting', say(`texting-${docket.texting.state}`, { word: docket.texting.restartWord, number: docket.texting.restartNumber })) : [],
      ...fact('cards', docket.cards.length === 0 ? say('no-cards') : docket.cards.map((/** @type {any} */ card) =>
        say('card-line', { number: card.cardNumber, status: say(card.status), day: sayTime(card.expires, { dateStyle: 'medium' }) })).join('; '))),
    docket.cards.some((/** @type {any} */ card) => card.photoChanged) ? el('p', { class: 'note', text: say('card-photo-changed') }) : null,
    el('button', { type: 'button', class: 'quiet', text: say('back'), onclick: () => {
      leavePerson();
      focusOn('begin');
    } }));
}

function photoSection() {
  const canvas = el('canvas', { role: 'img', 'aria-label': say('photo-preview') });
  const frame = el('div', { class: 'crop framed', hidden: true }, canvas);
  const video = el('video', { muted: true, playsinline: true, 'aria-label': say('photo-camera') });
  const finder = el('div', { class: 'crop framed', hidden: true }, video);
  const take = el('button', { type: 'button', text: say('photo-take'), hidden: true });
  const keep = el('button', { type: 'button', text: say('photo-save'), hidden: true });
  const fault = el('p', { class: 'fault', role: 'alert', hidden: true });
  /** @type {ImageBitmap | null} */
  let picture = null;
  const slider = (/** @type {string} */ name, /** @type {string} */ value) =>
    el('input', { type: 'range', id: `photo-${name}`, min: name === 'size' ? '0.3' : '0', max: '1', step: '0.01', value, oninput: () => redraw() });
  const sliders = { size: slider('size', '1'), across: slider('across', '0.5'), down: slider('down', '0.5') };
  const controls = el('div', { hidden: true }, ...Object.entries(sliders).flatMap(([name, input]) => [el('label', { for: input.id, text: say(`photo-${name}`) }), input]));
  const redraw = () => {
    if (picture) drawCrop(canvas, picture, { size: Number(sliders.size.value), across: Number(sliders.across.value), down: Number(sliders.down.value) });
  };
  const tell = (/** @type {string} */ name) => {
    fault.textContent = name === '' ? '' : say(name);
    fault.hidden = name === '';
  };
  const use = (/** @type {ImageBitmap} */ found) => {
    tell(isLargeEnough(found) ? '' : 'photo-small');
    const fits = isLargeEnough(found);
    picture = fits ? found : null;
    frame.hidden = controls.hidden = keep.hidden = !fits;
    redraw();
  };
  const file = el('input', {
    type: 'file', id: 'photo-file', accept: 'image/*',
    onchange: async () => {
      try {
        if (file.files[0]) use(await readPicture(file.files[0]));
      } catch {
        tell('photo-unreadable');
      }
    },
  });
  const camera = el('button', {
    type: 'button', class: 'quiet', text: say('photo-camera'),
    onclick: async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 1920 }, height: { ideal: 1080 } } });
        video.srcObject = stream;
        await video.play();
        finder.hidden = take.hidden = false;
        take.focus();
      } catch {
        tell('camera-failed');
      }
    },
  });
  take.addEventListener('click', () => attempt(async () => {
    const found = await createImageBitmap(video);
    stopCamera();
    finder.hidden = take.hidden = true;
    use(found);
  }));
  keep.addEventListener('click', () => attempt(async () => {
    const blob = await encodePhoto(canvas);
    const { status } = await call('PUT', `cardholders/${docket.id}/photo`, { body: blob, type: blob.type, version: docket.version });
    done(say(status === 202 ? 'photo-waits' : 'photo-kept'));
    await open(docket.id, 'photo');
  }, keep));
  return section('photo',
    el('p', { text: docket.photo ? say('photo-is', docket.photo) : say('photo-missing') }), el('div', { id: 'face' }),
    docket.photoChange ? photoChange() : null,
    el('p', { class: 'hint', text: say('photo-rule') }),
    el('label', { for: 'photo-file', text: say('photo-file') }), file,
    el('div', { class: 'buttons' }, camera, take), fault, finder, frame, controls, el('div', { class: 'buttons' }, keep));
}

/** The photo that waits for a second officer, and that officer's decision. */
function photoChange() {
  const { hash } = docket.photoChange;
  const approve = el('button', {
    type: 'button', id: 'photo-approve', text: say('photo-approve'),
    onclick: () => attempt(async () => {
      await callJson('PUT', `cardholders/${docket.id}/photo/change/approval`, { json: { hash } });
      done(say('photo-approved'));
      await open(docket.id, 'photo');
    }, approve),
  });
  return el('div', {}, el('h3', { text: say('photo-change') }),
    waiting ? el('img', { class: 'kept', alt: say('photo-change'), src: waiting }) : null,
    el('p', { class: 'hint', text: say('photo-change-hint') }), el('div', { class: 'buttons' }, approve));
}

/** Shows the photo on record and the small face made of it. */
async function showFace() {
  const place = document.getElementById('face');
  if (photo === null || place === null) return;
  const face = await smallFace(photo, faceBytes);
  const canvas = document.createElement('canvas');
  drawCrop(canvas, photo, { size: 1, across: 0.5, down: 0.5 });
  fill(place,
    el('img', { class: 'kept', alt: say('photo-preview'), src: addressOf(await encodePhoto(canvas)) }),
    face ? el('img', { class: 'small-face', id: 'small-face', 'data-bytes': face.size, 'data-type': face.type, alt: '', src: addressOf(face) }) : null,
    el('p', { class: 'hint', text: face ? say('thumbnail', { bytes: face.size }) : say('thumbnail-none') }));
}

function clearanceSection() {
  const form = formOf('clearance', [
    { name: 'result', choices: [['Pending', 'Pending'], ['Cleared', 'Cleared'], ['Denied', 'Denied']], value: docket.clearance.result },
    { name: 'reference', value: docket.clearance.reference, more: { maxlength: 40 } },
    { name: 'date', type: 'date', value: docket.clearance.date },
  ], 'clearance-save', async () => {
    await callJson('PUT', `cardholders/${docket.id}/clearance`, { json: valuesOf(form), version: docket.version });
    done(say('clearance-kept'));
    await open(docket.id, 'clearance');
  });
  return section('clearance', el('p', { text: say('clearance-is', { result: say(docket.clearance.result) }) }), form);
}

/** An officer's decision about a card whose holder is no longer cleared. */
function reviewSection() {
  const card = docket.cards.find((/** @type {any} */ each) => each.reviewSince);
  if (!card) return [];
  const number = card.cardNumber.replaceAll('-', '');
  const form = formOf('review', [
    { name: 'decision', choices: [['', 'choose'], ...reviewDecisions.map(name => /** @type {[string, string]} */ ([name, `review-${name.replace('/', '-')}`]))], more: { required: true } },
  ], 'review-save', async () => {
    const { decision = '' } = valuesOf(form);
    if (decision === '') return void showFaults(form, [{ code: 'review-choose', field: 'decision', detail: '' }]);
    const [move, reason] = decision.split('/');
    await once(`review-${number}`, { move, reason }, key => callJson('POST', `cards/${number}/${move}`, { json: { reason }, key }));
    done(say('review-kept'));
    await open(docket.id, 'clearance');
  });
  return [section('review', el('p', { class: 'note', text: say('review-is', { day: sayTime(card.reviewSince, { dateStyle: 'medium', timeStyle: 'short' }) }) }), form)];
}

/** The cards that wait for an officer's decision, shown on request. */
function reviewsSection() {
  const place = el('div', { role: 'status', id: 'reviews' });
  const show = el('button', {
    type: 'button', class: 'quiet', text: say('reviews-show'),
    onclick: () => attempt(async () => {
      const { reviews, next } = await callJson('GET', 'clearance-reviews');
      fill(place, reviews.length === 0 && !next ? el('p', { text: say('reviews-none') }) : el('ul', {}, ...reviews.map((/** @type {any} */ review) =>
        el('li', {}, el('button', { type: 'button', class: 'quiet', text: say('review-open', { day: sayTime(review.since, { dateStyle: 'medium', timeStyle: 'short' }) }), onclick: () => attempt(() => open(review.cardholderId)) })))));
    }, show),
  });
  return section('reviews', el('p', { class: 'hint', text: say('reviews-hint') }), el('div', { class: 'buttons' }, show), place);
}

function issueSection() {
  const form = formOf('issue', [{ name: 'siteId', value: recall(siteKey) ?? '', more: { maxlength: 8, autocapitalize: 'characters' } }], 'issue', async () => {
    const siteId = valuesOf(form).siteId ?? '';
    remember(siteKey, siteId);
    const issued = await sendWithFace(photo, async face => {
      const order = { cardholderId: docket.id, siteId, ...face };
      return await once(`issue-${docket.id}`, order, key => callJson('POST', 'cards', { json: order, key }));
    }, () => ask(say('issue-without-face'), say('issue-without'), say('issue-not')));
    if (issued === null) return;
    done(say('issued', { number: issued.card.cardNumber }) + (issued.hasFace ? '' : ` ${say('issued-without-face')}`));
    await open(docket.id, 'print');
  });
  return section('issue', form);
}

function printSection() {
  const active = docket.cards.find((/** @type {any} */ card) => card.status === 'active');
  if (!active) return section('print', el('p', { text: say('no-active-card') }));
  const faces = el('div', { id: 'faces' });
  const print = printButton('print-card', faces);
  const { id } = docket;
  const show = el('button', {
    type: 'button', text: say('show-card'),
    onclick: () => attempt(async () => {
      const number = active.cardNumber.replaceAll('-', '');
      const images = [];
      for (const [side, text] of [['front', 'front'], ['back', 'back-side']]) {
        const svg = await (await call('GET', `cards/${number}/${side}.svg`)).blob();
        images.push(el('img', { class: 'card-face', alt: say(text), src: addressOf(svg) }));
      }
      showIn('faces', id, images, 'print-card');
    }, show),
  });
  return section('print', el('div', { class: 'buttons' }, show, print), faces);
}

/**
 * Shows the content of a response. Meanwhile the desk may have been redrawn, or may show another person.
 * @param {string} place The id of the element that shows it.
 * @param {string} whose The ID of its docket.
 * @param {Node[]} nodes What to show.
 * @param {string} [print] The id of the button that prints it.
 */
function showIn(place, whose, nodes, print) {
  if (docket?.id !== whose) return;
  document.getElementById(place)?.replaceChildren(...nodes);
  const button = print ? document.getElementById(print) : null;
  if (button) button.hidden = false;
}

function pinSection() {
  const secret = { type: 'password', more: { inputmode: 'numeric', autocomplete: 'new-password', maxlength: 16 } };
  const form = formOf('pin', [{ name: 'pin', text: 'pin-first', ...secret }, { name: 'again', text: 'pin-again', ...secret }], 'pin-save', async () => {
    const { pin = '', again = '' } = valuesOf(form);
    if (!/^[0-9]{8,16}$/.test(pin)) return void showFaults(form, [{ code: 'pin-bad', field: 'pin', detail: '' }]);
    if (pin !== again) return void showFaults(form, [{ code: 'pin-differs', field: 'again', detail: '' }]);
    await call('PUT', `cardholders/${docket.id}/pin`, { json: { pin } });
    form.reset();
    done(say('pin-kept'));
    await open(docket.id, 'pin');
  }, failure => {
    if (!(failure instanceof Problem && failure.code === 'pin-easy')) return false;
    form.reset();
    showFaults(form, [{ code: 'pin-easy', field: 'pin', detail: '' }]);
    return true;
  });
  return section('pin', el('p', { class: 'hint', text: say('pin-hint') }), form);
}

/**
 * The sheet of codes in the language of its holder, with where to use them.
 * @param {string} language
 * @param {string[]} codes
 * @param {{ address: string, contact: string, modules: number, path: string }} portal
 */
function sheetOf(language, codes, portal) {
  const { lang, dir, title, where, help } = sheetWords(language);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${portal.modules} ${portal.modules}`);
  svg.setAttribute('class', 'address-code');
  svg.setAttribute('aria-hidden', 'true');
  const modules = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  modules.setAttribute('d', portal.path);
  svg.append(modules);
  return el('div', { class: 'paper', lang, dir },
    el('p', { text: title }),
    el('ul', { class: 'codes', dir: 'ltr' }, ...codes.map(code => el('li', { text: code }))),
    el('p', {}, `${where} `, el('bdi', { text: portal.address })), svg,
    el('p', {}, `${help} `, el('bdi', { text: portal.contact })));
}

function codesSection() {
  const paper = el('div', { id: 'paper' });
  const print = printButton('print-codes', paper);
  const kiosk = el('div', { role: 'status', id: 'kiosk' });
  const { id } = docket;
  const codesOf = (/** @type {string} */ path) => once(`${path}-${docket.id}`, null, key => callJson('POST', `cardholders/${docket.id}/${path}`, { key }));
  const make = el('button', {
    type: 'button', text: say('codes-make'),
    onclick: () => attempt(async () => {
      const { codes, portal } = await codesOf('sign-in-codes');
      showIn('paper', id, [sheetOf(docket.language, codes, portal)], 'print-codes');
    }, make),
  });
  const now = el('button', {
    type: 'button', class: 'quiet', text: say('kiosk'),
    onclick: () => attempt(async () => {
      const { codes, expires } = await codesOf('kiosk-code');
      showIn('kiosk', id, [el('p', { class: 'code', text: codes[0] }), el('p', { text: say('kiosk-until', { time: sayTime(expires, { timeStyle: 'short' }) }) })]);
    }, now),
  });
  return section('codes', el('p', { class: 'hint', text: say('codes-hint') }), el('div', { class: 'buttons' }, make, now, print), paper, kiosk);
}

function documentSection() {
  const form = formOf('document', [
    { name: 'content', text: 'document-file', type: 'file', more: { accept: 'application/pdf' } },
    { name: 'type', text: 'document-type', choices: documentTypes.map(type => /** @type {[string, string]} */ ([type, type])) },
    { name: 'title', text: 'document-title', more: { maxlength: 120, dir: 'auto' } },
    { name: 'date', text: 'document-date', type: 'date' },
    { name: 'language', text: 'document-language', proposals: languages, value: spoken() },
  ], 'document-upload', async () => {
    const file = /** @type {any} */ (form.elements.namedItem('content')).files[0];
    const values = valuesOf(form);
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    if (file) body.append('content', new Blob([file], { type: 'application/pdf' }), 'document.pdf');
    const what = { ...values, size: file?.size, changed: file?.lastModified };
    await once(`document-${docket.id}`, what, key => callJson('POST', `cardholders/${docket.id}/documents`, { body, key, timeout: 300_000 }));
    form.reset();
    done(say('document-kept'));
    await open(docket.id, 'documents');
  });
  return section('documents', form);
}

/**
 * A form whose button runs one action at a time, and that shows errors at their fields.
 * @param {string} name
 * @param {import('./fields.js').Field[]} fields
 * @param {string} button The text of the button.
 * @param {() => Promise<void>} act
 * @param {(failure: unknown) => boolean} [handle] Shows a failure itself; returns false if it cannot.
 */
function formOf(name, fields, button, act, handle) {
  const submit = el('button', { text: say(button) });
  const form = el('form', { id: name, novalidate: true }, ...fields.map(field => fieldOf(name, field)), el('div', { class: 'buttons' }, submit));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    showFaults(form, []);
    attempt(async () => {
      try {
        await act();
      } catch (failure) {
        if (handle?.(failure)) return;
        if (!(failure instanceof Problem) || failure.errors.every(error => error.field === undefined)) throw failure;
        const others = showFaults(form, failure.errors);
        if (others.length > 0) throw new Error(others.map(wordsOf).join(' '), { cause: failure });
      }
    }, submit);
  });
  return form;
}

/**
 * Runs an action with its button disabled, and reports failures.
 * @param {() => unknown} act
 * @param {HTMLButtonElement} [button]
 */
async function attempt(act, button) {
  if (button) button.disabled = true;
  byId('trouble').hidden = true;
  done('');
  try {
    await act();
  } catch (failure) {
    if (failure instanceof Problem && failure.code === 'version-mismatch') {
      await open(docket.id).catch(trouble);
      trouble(new Error(say('changed-elsewhere')));
    } else trouble(failure);
  } finally {
    if (button) button.disabled = false;
    if (button?.isConnected && document.activeElement === document.body) button.focus();
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
  else if (failure instanceof Problem && failure.code === 'forbidden') box.textContent = say('forbidden');
  else if (failure instanceof Problem) box.textContent = failure.errors.length > 0 && failure.errors.every(error => hasText(error.code)) ? failure.errors.map(wordsOf).join(' ')
    : say('problem', { title: failure.message, detail: failure.errors.map(wordsOf).join(' '), trace: failure.traceId });
  else box.textContent = /** @type {Error} */ (failure).message;
  box.hidden = false;
}

/** @param {string} text The action completed, for display and for screen readers. */
function done(text) {
  byId('done').textContent = text;
}

addEventListener('afterprint', () => document.body.classList.remove('one-element'));

/**
 * A button, initially hidden, that prints only one element of the page.
 * @param {string} id
 * @param {Element} place
 */
function printButton(id, place) {
  return el('button', {
    type: 'button', id, class: 'quiet', text: say('print'), hidden: true,
    onclick: () => {
      byId('print').replaceChildren(...[...place.children].map(child => child.cloneNode(true)));
      document.body.classList.add('one-element');
      window.print();
    },
  });
}

/** @param {Blob} blob */
function addressOf(blob) {
  const address = URL.createObjectURL(blob);
  addresses.push(address);
  return address;
}

function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

/** @param {string} name @param {...(Node | null)} children */
function section(name, ...children) {
  return el('section', { 'aria-labelledby': `${name}-heading` }, el('h2', { id: `${name}-heading`, text: say(name), tabindex: '-1' }), ...children);
}

/** @param {string} tag A language @returns {string} The language's own name. */
function ownName(tag) {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

/** @param {string} label @param {string} value */
function fact(label, value) {
  return [el('dt', { text: say(label).replace(' *', '') }), el('dd', { dir: 'auto', text: value })];
}
