/**
 * The ways to read a card: the camera, the printed number, a picture, and a text.
 */
import { NoAnswer, Problem } from '../officer/api.js';
import { byId } from '../officer/dom.js';
import { say } from '../officer/words.js';
import { cameraFault, readPicture, startCamera } from './camera.js';
import { clear, judge, judgeNumber } from './card.js';
import { chosenLens, hideOptics, listenToOptics, showOptics } from './optics.js';
import { attempt, trouble } from './trouble.js';

/** @type {import('./camera.js').Camera | null} */
let camera = null;

/** Attaches the handlers of the ways to read a card. */
export function listen() {
  byId('start').addEventListener('click', scan);
  byId('stop').addEventListener('click', () => {
    stopCamera();
    byId('start').focus();
  });
  listenToOptics(() => {
    stopCamera();
    scan();
  });
  byId('typed').addEventListener('submit', typed);
  byId('pasted').addEventListener('submit', pasted);
  byId('picture').addEventListener('change', () => attempt(pictured));
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
    camera = await startCamera(byId('video'), chosenLens(), (text, capturedAt) => {
      camera = null;
      stopCamera();
      attempt(() => found(text, capturedAt));
    });
    if (byId('frame').hidden) stopCamera();
    else await showOptics(camera);
  } catch (failure) {
    stopCamera();
    cameraSays(cameraFault(failure));
    byId('start').focus();
  }
}

/** Stops the camera, if it is on. */
export function stopCamera() {
  camera?.stop();
  camera = null;
  byId('frame').hidden = true;
  byId('start').hidden = false;
  byId('stop').hidden = true;
  hideOptics();
}

/** @param {string} text @param {number} capturedAt */
async function found(text, capturedAt) {
  // The QR code on the back leads to the portal, with the card's number after a #.
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

async function pictured() {
  const [file] = byId('picture').files;
  byId('picture').value = '';
  if (file === undefined) return;
  const fault = faultOf('picture');
  let text;
  try {
    text = await readPicture(file);
  } catch {
    return fault(say('picture-bad'));
  }
  if (text === null) return fault(say('picture-empty'));
  await found(text, performance.now());
}

/** @param {SubmitEvent} event */
async function pasted(event) {
  event.preventDefault();
  const fault = faultOf('text');

  // A code's text may contain spaces, but no line ends.
  const text = byId('text').value.replace(/[\r\n]+/g, '');
  if (text.trim() === '') return fault(say('text-empty'));
  byId('text').value = '';
  await attempt(() => found(text, performance.now()));
}

/**
 * Hides an input's error.
 * @param {string} id The ID of the input.
 * @returns {(text: string) => void} Shows an error.
 */
function faultOf(id) {
  const show = (/** @type {string} */ text) => {
    byId(`${id}-fault`).textContent = text;
    byId(`${id}-fault`).hidden = text === '';
    byId(id).setAttribute('aria-invalid', String(text !== ''));
    if (text !== '') byId(id).focus();
  };
  show('');
  return show;
}

/** @param {SubmitEvent} event */
async function typed(event) {
  event.preventDefault();
  const input = byId('number');
  const fault = faultOf('number');
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
