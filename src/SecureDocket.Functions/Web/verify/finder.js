/**
 * The ways to a card: the camera, and the number that is printed on it.
 */
import { NoAnswer, Problem } from '../officer/api.js';
import { byId } from '../officer/dom.js';
import { say } from '../officer/words.js';
import { cameraFault, startCamera } from './camera.js';
import { clear, judge, judgeNumber } from './card.js';
import { attempt, trouble } from './trouble.js';

/** @type {import('./camera.js').Camera | null} */
let camera = null;

/** Makes the page's ways to a card work. */
export function listen() {
  byId('start').addEventListener('click', scan);
  byId('stop').addEventListener('click', () => {
    stopCamera();
    byId('start').focus();
  });
  byId('torch').addEventListener('click', torch);
  byId('typed').addEventListener('submit', typed);
  document.addEventListener('visibilitychange', () => { if (document.hidden) stopCamera(); });
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
      attempt(() => found(text, capturedAt));
    });
    if (byId('frame').hidden) stopCamera();
    else byId('torch').hidden = !camera.hasTorch;
  } catch (failure) {
    stopCamera();
    cameraSays(cameraFault(failure));
    byId('start').focus();
  }
}

/** Ends the camera, if it is on. */
export function stopCamera() {
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

/** @param {string} text @param {number} capturedAt */
async function found(text, capturedAt) {
  // The back's code leads to the portal, with the card's number behind a #.
  const isBack = text.startsWith(`${location.origin}/`) || /^https:.*#[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(text);
  if (!isBack) return judge(text, capturedAt);
  cameraSays('code-of-back');
  byId('start').focus();
}

/** @param {string} name The text to show at the camera. */
function cameraSays(name) {
  byId('camera-fault').textContent = say(name);
  byId('camera-fault').hidden = false;
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
  try {
    await judgeNumber(input.value);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 400) fault(say('number-bad'));
    else if (failure instanceof NoAnswer) fault(say('number-offline'));
    else trouble(failure);
  }
}
