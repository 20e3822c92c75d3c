/**
 * Crops a picture to an identity photo in the proportion 35 by 45 mm, and makes the small face that is signed into the card.
 */

// The minimum is 300 dpi at 35 x 45 mm; more than twice that gains nothing.
const leastWidth = 413;
const mostWidth = 826;
const proportion = 45 / 35;

/** The heights of a small face, largest first; for each, the best quality that fits is searched for. */
const faceHeights = [80, 72, 64, 56, 48, 40, 32];
const goodEnough = 0.3;

/**
 * @typedef {object} Crop
 * @property {number} size The size relative to the largest crop that fits, 0 to 1.
 * @property {number} across The horizontal position, from left (0) to right (1).
 * @property {number} down The vertical position, from top (0) to bottom (1).
 */

/**
 * The part of a picture that a crop selects, in pixels.
 * @param {ImageBitmap} picture
 * @param {Crop} crop
 */
export function partOf(picture, crop) {
  const most = Math.min(picture.width, picture.height / proportion);
  const width = Math.max(most * crop.size, Math.min(most, leastWidth));
  const height = width * proportion;
  return { x: (picture.width - width) * crop.across, y: (picture.height - height) * crop.down, width, height };
}

/** @param {ImageBitmap} picture The picture. Returns whether it has enough pixels for a photo. */
export function isLargeEnough(picture) {
  return picture.width >= leastWidth && picture.height >= Math.floor(leastWidth * proportion);
}

/**
 * Draws the crop as it will be stored.
 * @param {HTMLCanvasElement} canvas
 * @param {ImageBitmap} picture
 * @param {Crop} crop
 */
export function drawCrop(canvas, picture, crop) {
  const part = partOf(picture, crop);
  canvas.width = Math.round(Math.min(Math.max(part.width, leastWidth), mostWidth));
  canvas.height = Math.round(canvas.width * proportion);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
}

/**
 * The photo as a JPEG, without metadata.
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
export function encodePhoto(canvas) {
  return encode(canvas, 'image/jpeg', 0.92);
}

/**
 * The small face, as WebP if the browser can encode it, otherwise as JPEG: the largest of sufficient quality within the limit.
 * @param {ImageBitmap} photo A photo taken according to the rules, so that the position of the face is known.
 * @param {number} most The limit in bytes.
 * @returns {Promise<Blob | null>} Null when nothing is small enough.
 */
export async function smallFace(photo, most) {
  // The part with eyes, nose and mouth, if the face fills the photo according to the rules.
  const width = photo.width * 0.66;
  const part = { x: (photo.width - width) / 2, y: photo.height * 0.1, width, height: width * 4 / 3 };
  let fallback = null;
  for (const height of faceHeights) {
    const canvas = document.createElement('canvas');
    canvas.height = height;
    canvas.width = Math.ceil(height * 3 / 4);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
    context.imageSmoothingQuality = 'high';
    context.drawImage(photo, part.x, part.y, part.width, Math.min(part.height, photo.height - part.y), 0, 0, canvas.width, canvas.height);
    const found = await bestWithin(canvas, most);
    if (found && found.quality >= goodEnough) return found.blob;
    fallback = found?.blob ?? fallback;
  }
  return fallback;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} most
 * @returns {Promise<{blob: Blob, quality: number} | null>}
 */
async function bestWithin(canvas, most) {
  let found = null;
  for (let low = 0.02, high = 0.9, step = 0; step < 7; step++) {
    const quality = (low + high) / 2;
    let blob = await encode(canvas, 'image/webp', quality);
    if (blob.type !== 'image/webp') blob = await encode(canvas, 'image/jpeg', quality);
    blob = await pixelsOnly(blob);
    if (blob.size <= most) {
      found = { blob, quality };
      low = quality;
    } else high = quality;
  }
  return found;
}

/**
 * A picture without the metadata that browsers add, such as a colour profile: a card's picture has pixels only.
 * @param {Blob} blob WEBP (RFC 9649) or JPEG (ITU-T T.81).
 * @returns {Promise<Blob>}
 */
async function pixelsOnly(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const parts = blob.type === 'image/webp' ? simpleWebp(bytes) : bareJpeg(bytes);
  return new Blob(/** @type {BlobPart[]} */ (parts), { type: blob.type });
}

/** @param {Uint8Array} file The file. Returns its single lossy picture in the simple format (RFC 9649, section 2.5). */
function simpleWebp(file) {
  const view = new DataView(file.buffer);
  const headerLength = 12;
  for (let at = headerLength; at + 8 <= file.length;) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + length % 2;
    if (String.fromCharCode(...file.subarray(at, at + 4)) === 'VP8 ') {
      const header = file.slice(0, headerLength);
      new DataView(header.buffer).setUint32(4, 4 + end - at, true);
      return [header, file.subarray(at, end)];
    }
    at = end;
  }
  return [file];
}

/** @param {Uint8Array} file The file. Returns it without application segments and comments (ITU-T T.81, B.2.4.5 and B.2.4.6). */
function bareJpeg(file) {
  const view = new DataView(file.buffer);
  const parts = [file.subarray(0, 2)];
  for (let at = 2; at + 4 <= file.length;) {
    const marker = view.getUint16(at);
    if (marker === 0xFFDA) return [...parts, file.subarray(at)];
    const end = at + 2 + view.getUint16(at + 2);
    if (marker !== 0xFFFE && (marker < 0xFFE0 || marker > 0xFFEF)) parts.push(file.subarray(at, end));
    at = end;
  }
  return [file];
}

/**
 * @param {HTMLCanvasElement} canvas @param {string} type @param {number} quality
 * @returns {Promise<Blob>}
 */
function encode(canvas, type, quality) {
  return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('The canvas gave no picture.')), type, quality));
}
