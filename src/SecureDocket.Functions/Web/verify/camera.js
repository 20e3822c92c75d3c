/**
 * The camera: looks for a code in the middle of each frame.
 *
 * In the page and not in a worker: a worker's script is outside the service worker's scope, so a browser would ask the network
 * for it, and a frame takes a few hundredths of a second at most.
 */
import decodeQR from '../lib/qr/decode.js';

// Wide enough that a module of the densest code (125 modules and its margin, filling two thirds) has more than four pixels.
const largestSide = 900;

// Between two looks the page has time for everything else.
const pause = 60;

/**
 * @typedef {object} Camera
 * @property {() => void} stop Ends it and turns its lamp off.
 * @property {any} can What it can do, as getCapabilities says: nothing where the browser does not tell.
 * @property {any} is How it is set, as getSettings says.
 * @property {(values: object) => Promise<void>} set Sets some of what it can do.
 */

/**
 * Starts a camera.
 * @param {HTMLVideoElement} video Where it shows.
 * @param {string | null} lens Which one, by its device id; null, or one that is gone, for the one that looks away from the officer.
 * @param {(text: string, capturedAt: number) => void} found Is told the first code, once, and when its frame was taken (`performance.now()`).
 * @returns {Promise<Camera>}
 * @throws {DOMException} As getUserMedia does.
 */
export async function startCamera(video, lens, found) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('', 'NotFoundError');
  const stream = await openStream(lens);
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  let running = true;

  const stop = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };

  const look = () => {
    if (!running) return;
    const side = Math.min(video.videoWidth, video.videoHeight);
    if (side > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const capturedAt = performance.now();
      const size = Math.min(side, largestSide);
      if (canvas.width !== size) canvas.width = canvas.height = size;
      context.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, size, size);
      const text = codeIn(context.getImageData(0, 0, size, size));
      if (text !== null) {
        stop();
        found(text, capturedAt);
        return;
      }
    }
    setTimeout(look, pause);
  };

  video.srcObject = stream;
  await video.play().catch(() => undefined);
  setTimeout(look);

  const [track] = stream.getVideoTracks();
  return {
    stop,
    can: track.getCapabilities?.() ?? {},
    is: track.getSettings?.() ?? {},
    set: values => track.applyConstraints({ advanced: [/** @type {any} */ (values)] }),
  };
}

/** @param {string | null} lens */
async function openStream(lens) {
  // Chromium lets a page zoom only when it asked for that from the start.
  const video = /** @type {MediaTrackConstraints} */ ({ width: { ideal: 1920 }, height: { ideal: 1080 }, zoom: true });
  const away = { ...video, facingMode: { ideal: 'environment' } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: lens === null ? away : { ...video, deviceId: { exact: lens } } });
  } catch (failure) {
    if (lens === null || /** @type {DOMException} */ (failure).name !== 'OverconstrainedError') throw failure;
    return navigator.mediaDevices.getUserMedia({ audio: false, video: away });
  }
}

// The largest first shows the finest code; a smaller one blurs what a print or a screen has added.
const pictureSides = [1600, 900, 2400];

/**
 * Reads the code of a picture.
 * @param {Blob} file
 * @returns {Promise<string | null>} Null for a picture without one.
 * @throws {DOMException} It is no picture that this browser knows.
 */
export async function readPicture(file) {
  const picture = await decodePicture(file);
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  for (const side of pictureSides) {
    const scale = Math.min(1, side / Math.max(picture.naturalWidth, picture.naturalHeight));
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));

    // What is clear has no colour to the reader: on white it is paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const text = codeIn(context.getImageData(0, 0, canvas.width, canvas.height));
    if (text !== null) return text;
  }
  return null;
}

/** @param {Blob} file */
async function decodePicture(file) {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * The name of the text that says why the camera does not start.
 * @param {unknown} failure
 */
export function cameraFault(failure) {
  switch (/** @type {DOMException} */ (failure)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'camera-refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'camera-none';
    default:
      return 'camera-busy';
  }
}

/** @param {ImageData} frame */
function codeIn(frame) {
  try {
    return decodeQR(frame) || null;
  } catch {
    // No code in this frame: the next one may have it.
    return null;
  }
}
