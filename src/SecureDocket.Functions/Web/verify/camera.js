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
 * @property {boolean} hasTorch Whether it has a light.
 * @property {(on: boolean) => Promise<void>} torch Switches the light.
 */

/**
 * Starts the camera that looks away from the officer.
 * @param {HTMLVideoElement} video Where it shows.
 * @param {(text: string, capturedAt: number) => void} found Is told the first code, once, and when its frame was taken (`performance.now()`).
 * @returns {Promise<Camera>}
 * @throws {DOMException} As getUserMedia does.
 */
export async function startCamera(video, found) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('', 'NotFoundError');
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
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
    hasTorch: Boolean(/** @type {any} */ (track.getCapabilities?.() ?? {}).torch),
    torch: async on => {
      await track.applyConstraints({ advanced: [/** @type {any} */ ({ torch: on })] });
    },
  };
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
