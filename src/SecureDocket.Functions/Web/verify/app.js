/**
 * The scanner: sign-in, and the work to do once there is a network.
 */
import { NoAnswer, Problem } from '../officer/api.js';
import { ask, byId } from '../officer/dom.js';
import { forget, leaveToSignIn, officer, onSignedOut, renewSession, returnFromSignIn, signOutEverywhere } from '../officer/sign-in.js';
import { say, speak, switchLanguage } from '../officer/words.js';
import { clear, drawShown, isShown, openScan } from './card.js';
import { dropScan, idOf, readScans, unkeptScans } from './device.js';
import { listen, stopCamera } from './finder.js';
import { end, endForGood, give, leave, mayScan, readAgain } from './leave.js';
import { beginAnew, forgetPack, openKept, renew, serversAnchor } from './pack.js';
import { keepRelease } from './release.js';
import { forgetDevice, report } from './report.js';
import { upload } from './queue.js';
import { drawStatus } from './status.js';
import { attempt, trouble } from './trouble.js';
import { PackRefused } from '../verifier/index.js';
import { words } from './words.js';

const packEvery = 60_000;

// The roles that may verify cards and upload scans as an officer.
const scanners = ['Field.Officer', 'Enrollment.Officer'];

speak(words);
listen();
byId('language').addEventListener('click', switchLanguage);
byId('sign-in').addEventListener('click', signIn);
byId('sign-in-again').addEventListener('click', signIn);
byId('sign-in-now').addEventListener('click', signIn);
byId('sign-out').addEventListener('click', () => attempt(signOut));
byId('begin-anew').addEventListener('click', () => attempt(startAnew));
byId('upload').addEventListener('click', () => attempt(uploadNow));
byId('reload').addEventListener('click', () => location.reload());
onSignedOut(() => attempt(signedOut));
document.addEventListener('spoken', () => {
  drawShown();
  attempt(draw);
});
byId('next').addEventListener('click', () => attempt(next));
addEventListener('popstate', () => {
  if (!isShown()) return;
  clear();
  byId('start').focus();
});
addEventListener('online', () => attempt(caughtUp));
addEventListener('offline', () => attempt(draw));
setInterval(() => attempt(caughtUp), packEvery);
addEventListener('beforeunload', event => { if (unkeptScans() > 0) event.preventDefault(); });

await begin();

async function begin() {
  keepRelease();
  await readAgain();
  await openKept();
  try {
    const returned = await returnFromSignIn();
    if (returned && !returned.roles.some(role => scanners.includes(role))) {
      forget();
      throw new Problem(403, null);
    }
    if (returned) {
      await give(returned);

      // Otherwise a browser short of space could delete waiting scans.
      navigator.storage?.persist?.().catch(() => undefined);
    }
  } catch (failure) {
    trouble(failure);
  }
  await draw();
  await caughtUp();
  document.documentElement.dataset.ready = 'yes';
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
  const held = leave();
  const waiting = held ? (await readScans()).filter(queued => queued.officer === held.id) : [];
  if (waiting.length > 0) {
    if (!await ask(say('sign-out-question', { count: waiting.length }), say('sign-out-delete'), say('stay'))) return;
    for (const queued of waiting) await dropScan(idOf(queued));
  }
  signOutEverywhere();
  await signedOut();
}

async function signedOut() {
  await end();
  stopCamera();
  clear();
  await draw();
}

/** Does the work that needs a network: fetches newer statuses, renews the session, uploads the queue and reports. */
async function caughtUp() {
  if (navigator.onLine) {
    await Promise.all([leave()?.ended ? undefined : renew(), renewSession()]);
    if (officer()) await uploadNow();
    if (mayScan() && await report()) await wipe();
  }
  await draw();
}

/** The pack that this device trusts does not lead to the server's: the officer sees the server's anchor and decides. */
async function startAnew() {
  try {
    const by = await serversAnchor();
    if (await ask(say('begin-anew-question', { anchor: by }), say('begin-anew'), say('not-now'))) await beginAnew(by);
  } catch (failure) {
    if (!(failure instanceof PackRefused)) throw failure;
    byId('trouble').textContent = say('pack-refused', { reason: failure.reason });
    byId('trouble').hidden = false;
  }
  await draw();
}

/** An administrator has ended this device's leave. Waiting scans have been uploaded; those that could not be stay until the next sign-in. */
async function wipe() {
  signOutEverywhere();
  await forgetPack();
  await endForGood();
  forgetDevice();
  stopCamera();
  clear();
}

async function uploadNow() {
  const held = officer();
  if (held === null) return;
  try {
    await upload(held.id, openScan());
  } catch (failure) {
    // Scans without a response stay in the queue and are sent again.
    if (!(failure instanceof NoAnswer)) throw failure;
  } finally {
    await draw();
  }
}

async function next() {
  clear();
  byId('start').focus();
  if (history.state?.card) history.back();
  await caughtUp();
}

async function draw() {
  await readAgain();
  const open = mayScan();
  byId('gate').hidden = open;
  byId('gate-words').textContent = say(leave()?.ended ? 'leave-ended' : leave() ? 'device-ended' : 'welcome');
  byId('scanner').hidden = !open || isShown();
  if (!open && isShown()) clear();
  await drawStatus();
}
