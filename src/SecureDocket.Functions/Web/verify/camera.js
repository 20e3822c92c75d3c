/**
 * The camera: looks for a code in the middle of each frame.
 *
 * It runs in the page, not in a worker: a worker's script is outside the service worker's scope, so a browser would load it from the
 * network. A frame takes a few hundredths of a second at most.
 */
import decodeQR from '../lib/qr/decode.js';

// Wide enough that a module of the densest code (125 modules and its margin, filling two thirds) has more than four pixels.
const largestSide = 900;

// The time between two frames, in which the page can do everything else.
const pause = 60;

/**
 * @typedef {object} Camera
 * @property {() => void} stop Stops the camera and turns off its light.
 * @property {any} can Its capabilities, from getCapabilities; empty if the browser does not provide them.
 * @property {any} is Its settings, from getSettings.
 * @property {(values: object) => Promise<void>} set Changes some of its settings.
 */

/**
 * Starts a camera.
 * @param {HTMLVideoElement} video The element that shows its picture.
 * @param {string | null} lens The device ID of the camera; if null or no longer present, the rear camera is used.
 * @param {(text: string, capturedAt: number) => void} found Called once, with the first code and the time of its frame (`performance.now()`).
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
  // Chromium lets a page zoom only if it requested this at the start.
  const video = /** @type {MediaTrackConstraints} */ ({ width: { ideal: 1920 }, height: { ideal: 1080 }, zoom: true });
  const away = { ...video, facingMode: { ideal: 'environment' } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: lens === null ? away : { ...video, deviceId: { exact: lens } } });
  } catch (failure) {
    if (lens === null || /** @type {DOMException} */ (failure).name !== 'OverconstrainedError') throw failure;
    return navigator.mediaDevices.getUserMedia({ audio: false, video: away });
  }
}

// The sizes to try. A larger picture shows finer codes; a smaller one blurs artefacts of a print or a screen.
const pictureSides = [1600, 900, 2400];

/**
 * Reads the code in a picture.
 * @param {Blob} file
 * @returns {Promise<string | null>} Null if there is none.
 * @throws {DOMException} It is not a picture that this browser supports.
 */
export async function readPicture(file) {
  const picture = await decodePicture(file);
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  for (const side of pictureSides) {
    const scale = Math.min(1, side / Math.max(picture.naturalWidth, picture.naturalHeight));
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));

    // The reader cannot handle transparent pixels, so they are shown on white.
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
 * The name of the text that explains why the camera does not start.
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
    // There is no code in this frame; the next one may have it.
    return null;
  }
}
