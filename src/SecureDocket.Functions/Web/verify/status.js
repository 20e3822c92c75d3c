/**
 * Draws the device's state: network, clock, session, the age of its pack, and the waiting scans.
 */
import { clockFault, now } from '../officer/clock.js';
import { byId } from '../officer/dom.js';
import { officer } from '../officer/sign-in.js';
import { say, sayAge, sayLength, sayTime } from '../officer/words.js';
import { unkeptScans } from './device.js';
import { endsInShift, leave, mayScan } from './leave.js';
import { anchor, isStranded, pack, refusal } from './pack.js';
import { count } from './queue.js';
import { hasScanned } from './shift.js';

/** Redraws everything. */
export async function drawStatus() {
  drawWarnings();
  const network = byId('network');
  network.textContent = say(navigator.onLine ? 'online' : 'offline');
  network.classList.toggle('offline', !navigator.onLine);
  const held = leave();
  byId('sign-out').hidden = held === undefined || held.ended === true;
  byId('device').hidden = !mayScan();
  if (!mayScan() || held === undefined) return;
  const { mine, others, refused } = await count(held.id);
  byId('who').textContent = say('signed-in-as', { name: held.name });
  byId('leave').textContent = officer() === null && navigator.onLine ? say('signed-out-online') : say('offline-until', { time: sayTime(held.until) });
  byId('sign-in-again').hidden = officer() !== null || !navigator.onLine;
  drawSignIn();
  drawPack();
  byId('waiting').textContent = say('waiting', { count: mine }) + (others > 0 ? ` · ${say('waiting-others', { count: others })}` : '');
  byId('waiting').dataset.count = String(mine);
  byId('refused').textContent = say('upload-refused', { count: refused });
  byId('refused').hidden = refused === 0;
  byId('upload').hidden = mine === 0 || !navigator.onLine || officer() === null;
}

/** Offers a sign-in before the first card of a shift, never between two cards. */
function drawSignIn() {
  const signedIn = officer();
  const until = signedIn && endsInShift(signedIn);
  byId('before-shift').hidden = !navigator.onLine || hasScanned() || (signedIn !== null && until === null);
  byId('before-shift-words').textContent = until ? say('session-until', { time: sayTime(until) }) : say('signed-out-online');
}

function drawWarnings() {
  byId('unkept').textContent = say('unkept', { count: unkeptScans() });
  byId('unkept').hidden = unkeptScans() === 0;
  const fault = clockFault();
  byId('clock').textContent = fault ? say(`clock-${fault.name}`, { length: sayLength(fault.by) }) : '';
  byId('clock').hidden = fault === null;
}

function drawPack() {
  const held = pack();
  byId('pack').textContent = (held ? say('pack-of', { age: sayAge(now() / 1000 - held.issuedAtSeconds), anchor: anchor() }) : say('pack-none'))
    + (refusal() && !isStranded() ? ` ${say('pack-refused', { reason: refusal() })}` : '');
  byId('stranded').hidden = !isStranded();
  byId('stranded-words').textContent = isStranded() ? say(officer() === null ? 'stranded-signed-out' : 'stranded', { reason: refusal() }) : '';
  byId('begin-anew').hidden = officer() === null || !navigator.onLine;
}
