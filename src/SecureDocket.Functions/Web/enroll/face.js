/**
 * Signs the face into a card, as large as there is room for it.
 */
import { Problem } from '../officer/api.js';
import { smallFace } from './photo.js';

// The maximum size of a signed face, and the size that fits beside any name.
export const faceBytes = 700;
const faceBytesAlways = 600;

/**
 * Sends an order of a card with the face, and with a smaller one where the name leaves less room.
 * @param {ImageBitmap | null} photo The photo on record.
 * @param {(more: {thumbnail?: string}) => Promise<any>} send Sends the order with what is added to it.
 * @param {() => Promise<boolean>} askWithout Whether the card may be issued without a face, if none fits.
 * @returns {Promise<{card: any, hasFace: boolean} | null>} The card; null if it was called off.
 */
export async function sendWithFace(photo, send, askWithout) {
  let face = photo && await smallFace(photo, faceBytes);
  for (;;) {
    try {
      return { card: await send(face ? { thumbnail: await base64(face) } : {}), hasFace: face !== null };
    } catch (failure) {
      if (!(face !== null && failure instanceof Problem && failure.errors.length === 1 && failure.errors[0].field === 'thumbnail')) throw failure;

      // Beside a long name, the QR code only has room for a smaller face, which always fits.
      if (face.size > faceBytesAlways) face = photo && await smallFace(photo, faceBytesAlways);
      else if (await askWithout()) face = null;
      else return null;
    }
  }
}

/** @param {Blob} blob */
async function base64(blob) {
  return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
}
