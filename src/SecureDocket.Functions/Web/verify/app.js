/**
 * The scanner: sign-in, camera or number, verdict, comparison, and the queue of what was done without a network.
 */
import { callJson, NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { ask, byId } from '../officer/dom.js';
import { scriptUrl } from '../officer/scripts.js';
import { forget, leaveToSignIn, officer, onSignedOut, returnFromSignIn, signOutEverywhere, SignInError } from '../officer/sign-in.js';
import { say, sayAge, sayTime, speak, switchLanguage } from '../officer/words.js';
import { looksLikeCard } from '../verifier/index.js';
import { cameraFault, startCamera } from './camera.js';
import { dropLeave, dropScan, idOf, keepLeave, keepScan, readLeave, readScans, unkeptScans } from './device.js';
import { judgeAlone, judgeLive, largePhoto } from './judge.js';
import { anchor, openKept, pack, refusal, renew } from './pack.js';
import { count, upload } from './queue.js';
import { drawResult, spokenResult } from './result.js';
import { words } from './words.js';

const leaveLength = 12 * 60 * 60 * 1000;
const packEvery = 60_000;

// Whom the API lets verify cards and upload scans as an officer.
const scanners = ['Field.Officer', 'Enrollment.Officer'];

/** @type {import('./device.js').Leave | undefined} */
let leave;
/** @type {import('./camera.js').Camera | null} */
let camera = null;

/**
 * The card on the screen.
 * @type {{result: import('./judge.js').Result, queued: import('./device.js').QueuedScan | null, photo: string | null, face: string | null, waiting: boolean, note: string, answer: string | null} | null}
 */
let shown = null;

// Which card the screen is for: an answer that comes late for another one is dropped.
let turn = 0;

speak(words);
byId('language').addEventListener('click', switchLanguage);
byId('sign-in').addEventListener('click', signIn);
byId('sign-in-again').addEventListener('click', signIn);
byId('sign-out').addEventListener('click', () => attempt(signOut));
byId('start').addEventListener('click', scan);
byId('stop').addEventListener('click', () => {
  stopCamera();
  byId('start').focus();
});
byId('torch').addEventListener('click', torch);
byId('typed').addEventListener('submit', typed);
byId('upload').addEventListener('click', () => attempt(uploadNow));
byId('reload').addEventListener('click', () => location.reload());
onSignedOut(() => attempt(signedOut));
document.addEventListener('spoken', () => {
  drawShown();
  attempt(draw);
});
addEventListener('popstate', () => {
  if (shown === null) return;
  clear();
  byId('start').focus();
});
addEventListener('online', () => attempt(caughtUp));
addEventListener('offline', () => attempt(draw));
setInterval(() => attempt(caughtUp), packEvery);
addEventListener('beforeunload', event => { if (unkeptScans() > 0) event.preventDefault(); });
document.addEventListener('visibilitychange', () => { if (document.hidden) stopCamera(); });

await begin();

async function begin() {
  install();
  leave = await readLeave();
  await openKept().catch(() => undefined);
  try {
    const returned = await returnFromSignIn();
    if (returned && !returned.roles.some(role => scanners.includes(role))) {
      forget();
      throw new Problem(403, null);
    }
    if (returned) {
      leave = { id: returned.id, name: returned.name, until: Date.now() + leaveLength };
      await keepLeave(leave);

      // Else a browser that is short of room may throw away what waits.
      navigator.storage?.persist?.().catch(() => undefined);
    }
  } catch (failure) {
    trouble(failure);
  }
  await draw();
  await caughtUp();
  document.documentElement.dataset.ready = 'yes';
}

/** Keeps page and files on the device, and tells when another release has taken over. */
async function install() {
  if (!('serviceWorker' in navigator)) return;
  const before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (before) byId('release').hidden = false; });
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl('/verify/worker.js'), { scope: '/verify', updateViaCache: 'none' });
    addEventListener('online', () => registration.update().catch(() => undefined));
    setInterval(() => registration.update().catch(() => undefined), 60 * packEvery);
  } catch {
    // Without a network the one that is installed goes on; without any, the page works with a network.
  }
}

async function signIn() {
  try {
    byId('trouble').hidden = true;
    await leaveToSignIn();
  } catch (failure) {
    trouble(failure);
  }
}

async function signOut() {
  const waiting = leave ? (await readScans()).filter(queued => queued.officer === leave?.id) : [];
  if (waiting.length > 0) {
    if (!await ask(say('sign-out-question', { count: waiting.length }), say('sign-out-delete'), say('stay'))) return;
    for (const queued of waiting) await dropScan(idOf(queued));
  }
  signOutEverywhere();
  await signedOut();
}

async function signedOut() {
  await dropLeave();
  leave = undefined;
  stopCamera();
  clear();
  await draw();
}

/** What is to be done as soon as there is a network: newer statuses, and the queue. */
async function caughtUp() {
  if (navigator.onLine) {
    await renew();
    if (officer()) await uploadNow();
  }
  await draw();
}

async function uploadNow() {
  const held = officer();
  if (held === null) return;
  try {
    await upload(held.id, shown?.queued?.scan.scanId ?? null);
  } catch (failure) {
    // What has no answer stays in the queue and is sent again.
    if (!(failure instanceof NoAnswer)) throw failure;
  } finally {
    await draw();
  }
}

async function scan() {
  clear();
  byId('camera-fault').hidden = true;
  byId('frame').hidden = false;
  byId('start').hidden = true;
  byId('stop').hidden = false;
  byId('stop').focus();
  try {
    camera = await startCamera(byId('video'), (text, capturedAt) => {
      camera = null;
      stopCamera();
      attempt(() => judge(text, capturedAt));
    });
    if (byId('frame').hidden) stopCamera();
    else byId('torch').hidden = !camera.hasTorch;
  } catch (failure) {
    stopCamera();
    cameraSays(cameraFault(failure));
    byId('start').focus();
  }
}

function stopCamera() {
  camera?.stop();
  camera = null;
  byId('frame').hidden = true;
  byId('start').hidden = false;
  byId('stop').hidden = true;
  byId('torch').hidden = true;
  byId('torch').setAttribute('aria-pressed', 'false');
}

async function torch() {
  const on = byId('torch').getAttribute('aria-pressed') !== 'true';
  await camera?.torch(on).catch(() => undefined);
  byId('torch').setAttribute('aria-pressed', String(on));
}

/** @param {SubmitEvent} event */
async function typed(event) {
  event.preventDefault();
  const input = byId('number');
  const fault = (/** @type {string} */ text) => {
    byId('number-fault').textContent = text;
    byId('number-fault').hidden = text === '';
    input.setAttribute('aria-invalid', String(text !== ''));
    if (text !== '') input.focus();
  };
  fault('');
  if (input.value.replace(/[\s-]/g, '').length !== 12) return fault(say('number-bad'));
  if (!navigator.onLine) return fault(say('number-offline'));
  const number = input.value;
  clear();
  input.value = number;
  const mine = ++turn;
  byId('spoken').textContent = say('checking');
  try {
    const result = await judgeLive({ cardNumber: number }, null);
    if (mine !== turn) return;
    await show(result, null);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 400) fault(say('number-bad'));
    else if (failure instanceof NoAnswer) fault(say('number-offline'));
    else trouble(failure);
  }
}

/**
 * Judges a code: the device's own verdict at once, then the live record's.
 * @param {string} text
 * @param {number} capturedAt When the frame was taken, `performance.now()`.
 */
async function judge(text, capturedAt) {
  if (!looksLikeCard(text)) return noCard(text);
  const mine = ++turn;
  const at = new Date();
  const alone = await judgeAlone(text);
  if (mine !== turn) return;
  const asks = navigator.onLine && officer() !== null;
  if (asks) {
    await show(alone, null, true);
    performance.measure('verdict', { start: capturedAt });
    try {
      const live = await judgeLive({ credential: text }, alone);
      if (mine === turn) await show(live, null);
      return;
    } catch (failure) {
      if (mine !== turn) return;
      if (!(failure instanceof NoAnswer)) trouble(failure);
    }
  }
  await show(alone, scanOf(alone, at));
  if (!asks) performance.measure('verdict', { start: capturedAt });
}

/**
 * Tells of a code that is not a card's front. The back's leads to the portal, with the card's number behind a #.
 * @param {string} text
 */
function noCard(text) {
  const isBack = text.startsWith(`${location.origin}/`) || /^https:.*#[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(text);
  cameraSays(isBack ? 'code-of-back' : 'code-of-no-card');
  byId('start').focus();
}

/** @param {string} name The text to show at the camera. */
function cameraSays(name) {
  byId('camera-fault').textContent = say(name);
  byId('camera-fault').hidden = false;
}

/**
 * What is kept of a scan without a network: no name. Null for a code that names no card.
 * @param {import('./judge.js').Result} result
 * @param {Date} at
 * @returns {import('./device.js').QueuedScan | null}
 */
function scanOf(result, at) {
  if (result.person === null || leave === undefined) return null;
  const scan = { scanId: crypto.randomUUID(), cardNumber: result.person.cardNumber, at: at.toISOString(), verdict: result.verdict, reasons: result.reasons };
  return { officer: leave.id, refused: false, scan: result.statusAsOf ? { ...scan, statusAsOf: result.statusAsOf } : scan };
}

/**
 * @param {import('./judge.js').Result} result
 * @param {import('./device.js').QueuedScan | null} queued
 * @param {boolean} [waiting] Whether the live record is still being asked.
 */
async function show(result, queued, waiting = false) {
  const first = shown === null;
  const mine = turn;
  const face = shown?.face ?? (result.face ? URL.createObjectURL(new Blob([/** @type {BlobPart} */ (result.face.bytes)], { type: result.face.type })) : null);
  shown = { result, queued, photo: null, face, waiting, note: '', answer: null };
  byId('scanner').hidden = true;
  byId('result').hidden = false;
  drawShown();
  if (first) byId('verdict').focus();

  // The way back leads from a card to the scanner, not out of it.
  if (!history.state?.card) history.pushState({ card: true }, '');
  if (!waiting) byId('spoken').textContent = spokenResult(result);
  if (queued) {
    await keepScan(queued);
    await drawDevice();
  }
  if (result.live) {
    const photo = await largePhoto(result);
    if (photo && mine === turn && shown) {
      shown.photo = URL.createObjectURL(photo);
      drawShown();
    }
  }
  await drawDevice();
}

function drawShown() {
  if (shown === null) return;
  const focused = document.activeElement?.id || document.activeElement?.getAttribute('data-answer');
  drawResult(byId('result'), shown.result, { ...shown, compare: answer => attempt(() => compare(answer)), next: () => attempt(next) });
  if (focused) /** @type {HTMLElement | null} */ (byId('result').querySelector(`#${focused}, [data-answer="${focused}"]`))?.focus();
}

/** @param {Promise<boolean>} kept @param {string} answer */
const noteOf = async (kept, answer) => say(await kept ? 'comparison-queued' : 'comparison-unkept', { answer: say(answer) });

/** @param {string} answer */
async function compare(answer) {
  if (shown === null || shown.waiting) return;
  const current = shown;
  if (current.queued) {
    current.queued.scan.comparison = answer;
    current.note = await noteOf(keepScan(current.queued), answer);
  } else if (current.result.verification) {
    const { id, cardNumber, checkedAt } = current.result.verification;
    const finding = { cardNumber, checkedAt, comparison: answer };
    try {
      await callJson('PUT', `verifications/${id}/comparison`, { json: finding });
      await dropScan(id);
      current.note = say('comparison-kept', { answer: say(answer) });
    } catch (failure) {
      if (failure instanceof NoAnswer && leave !== undefined) {
        // It may have arrived: said twice, it is the same.
        current.note = await noteOf(keepScan({ officer: leave.id, refused: false, finding: { id, ...finding } }), answer);
      } else {
        current.note = say('comparison-failed');
        current.answer = null;
        drawShown();
        throw failure;
      }
    }
  }
  current.answer = answer;
  if (current === shown) drawShown();
  await drawDevice();
}

async function next() {
  clear();
  byId('start').focus();
  if (history.state?.card) history.back();
  await caughtUp();
}

/** Takes the card off the screen and out of the memory. */
function clear() {
  turn++;
  if (shown?.photo) URL.revokeObjectURL(shown.photo);
  if (shown?.face) URL.revokeObjectURL(shown.face);
  shown = null;
  byId('result').replaceChildren();
  byId('result').hidden = true;
  byId('scanner').hidden = !mayScan();
  byId('spoken').textContent = '';
  byId('number').value = '';
}

function mayScan() {
  return leave !== undefined && leave.until > Date.now();
}

async function draw() {
  leave = await readLeave();
  const open = mayScan();
  byId('gate').hidden = open;
  byId('gate-words').textContent = say(leave ? 'device-ended' : 'welcome');
  byId('scanner').hidden = !open || shown !== null;
  if (!open && shown !== null) clear();
  await drawDevice();
}

async function drawDevice() {
  const open = mayScan();
  byId('unkept').textContent = say('unkept', { count: unkeptScans() });
  byId('unkept').hidden = unkeptScans() === 0;
  const network = byId('network');
  network.textContent = say(navigator.onLine ? 'online' : 'offline');
  network.classList.toggle('offline', !navigator.onLine);
  byId('sign-out').hidden = leave === undefined;
  byId('device').hidden = !open;
  if (!open || leave === undefined) return;
  const { mine, others, refused } = await count(leave.id);
  byId('who').textContent = say('signed-in-as', { name: leave.name });
  byId('leave').textContent = officer() === null && navigator.onLine ? say('signed-out-online') : say('offline-until', { time: sayTime(leave.until) });
  byId('sign-in-again').hidden = officer() !== null || !navigator.onLine;
  const held = pack();
  byId('pack').textContent = (held ? say('pack-of', { age: sayAge((Date.now() - new Date(held.issuedAt).getTime()) / 1000), anchor: anchor() }) : say('pack-none'))
    + (refusal() ? ` ${say('pack-refused', { reason: refusal() })}` : '');
  byId('waiting').textContent = say('waiting', { count: mine }) + (others > 0 ? ` · ${say('waiting-others', { count: others })}` : '');
  byId('waiting').dataset.count = String(mine);
  byId('refused').textContent = say('upload-refused', { count: refused });
  byId('refused').hidden = refused === 0;
  byId('upload').hidden = mine === 0 || !navigator.onLine || officer() === null;
}

/** @param {() => unknown} act */
async function attempt(act) {
  try {
    await act();
  } catch (failure) {
    trouble(failure);
  }
}

/** @param {unknown} failure Told in plain words. */
function trouble(failure) {
  const box = byId('trouble');
  if (failure instanceof SignInError) box.textContent = say(`sign-in-${failure.reason}`);
  else if (failure instanceof SignedOut) box.textContent = say('session-ended');
  else if (failure instanceof NoAnswer) box.textContent = say('no-answer');
  else if (failure instanceof Problem && failure.status === 403) box.textContent = say('forbidden');
  else if (failure instanceof Problem) box.textContent = say('problem', { title: failure.message, detail: failure.detail, trace: failure.traceId });
  else throw failure;
  box.hidden = false;
}
