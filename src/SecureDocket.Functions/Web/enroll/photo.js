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
 * Decodes a picture upright and in sRGB, because a photo is kept without profile and metadata. The browser follows a colour profile and
 * a PNG's gamma; Adobe RGB that a camera states in EXIF alone is converted here.
 * @param {Blob} file
 * @returns {Promise<ImageBitmap>}
 */
export async function readPicture(file) {
  const picture = await createImageBitmap(file, { colorSpaceConversion: 'default' });
  return isAdobeRgb(new Uint8Array(await file.arrayBuffer())) ? fromAdobeRgb(picture) : picture;
}

/**
 * Whether a JPEG has no profile but is in Adobe RGB according to EXIF: colour space 2, or the option file R03 (DCF 2.0).
 * @param {Uint8Array} file
 */
function isAdobeRgb(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const begins = (/** @type {number} */ at, /** @type {string} */ text) => String.fromCharCode(...file.subarray(at, at + text.length)) === text;
  let found = false;
  for (let at = 2; at + 4 <= file.length && file[at] === 0xFF && file[at + 1] !== 0xDA;) {
    const end = at + 2 + view.getUint16(at + 2);
    if (file[at + 1] === 0xE2 && begins(at + 4, 'ICC_PROFILE\0')) return false;
    if (file[at + 1] === 0xE1 && begins(at + 4, 'Exif\0\0')) found ||= saysAdobeRgb(file.slice(at + 10, end));
    at = end;
  }
  return found;
}

/** @param {Uint8Array} tiff EXIF (Exif 3.0, 4.6). Returns whether it says Adobe RGB; what cannot be read says nothing. */
function saysAdobeRgb(tiff) {
  const view = new DataView(tiff.buffer);
  const little = tiff[0] === 0x49;
  const entry = (/** @type {number} */ directory, /** @type {number} */ tag) => {
    for (let at = directory + 2, left = directory > 0 ? view.getUint16(directory, little) : 0; left > 0; at += 12, left--) {
      if (view.getUint16(at, little) === tag) return at + 8;
    }
    return 0;
  };
  const place = (/** @type {number} */ directory, /** @type {number} */ tag) => {
    const at = entry(directory, tag);
    return at > 0 ? view.getUint32(at, little) : 0;
  };
  try {
    const exif = place(view.getUint32(4, little), 0x8769);
    const space = entry(exif, 0xA001);
    const option = entry(place(exif, 0xA005), 0x0001);
    return (space > 0 && view.getUint16(space, little) === 2) || (option > 0 && String.fromCharCode(...tiff.subarray(option, option + 3)) === 'R03');
  } catch {
    return false;
  }
}

/**
 * @param {ImageBitmap} picture A picture whose samples are in Adobe RGB (1998).
 * @returns {Promise<ImageBitmap>} The same in sRGB.
 */
function fromAdobeRgb(picture) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = contextOf(canvas);
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const data = pixels.data;
  const light = Float32Array.from({ length: 256 }, (_, sample) => (sample / 255) ** 2.19921875);
  const steps = 4095;
  const samples = Uint8ClampedArray.from({ length: steps + 1 }, (_, step) => 255 * (step / steps <= 0.0031308 ? 12.92 * step / steps : 1.055 * (step / steps) ** (1 / 2.4) - 0.055));
  const sample = (/** @type {number} */ linear) => samples[Math.round(steps * Math.min(Math.max(linear, 0), 1))];
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [light[data[at]], light[data[at + 1]], light[data[at + 2]]];
    data[at] = sample(1.39836 * red - 0.39836 * green);
    data[at + 1] = sample(green);
    data[at + 2] = sample(-0.04293 * green + 1.04293 * blue);
  }
  context.putImageData(pixels, 0, 0);
  return createImageBitmap(canvas);
}

/** @param {HTMLCanvasElement} canvas The canvas. Returns its context, opaque and in sRGB. */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false, colorSpace: 'srgb' }));
}

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
  const context = contextOf(canvas);
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
    const context = contextOf(canvas);
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
