/**
 * Lens, zoom, focus and light, as far as the camera supports them; controls for the others are hidden.
 */
import { recall, remember } from '../officer/browser.js';
import { byId, el, fill } from '../officer/dom.js';
import { say } from '../officer/words.js';

const key = 'secure-docket-lens';

/** @type {import('./camera.js').Camera | null} */
let camera = null;

/** Restarts the camera with the chosen lens. */
let restart = () => {};

/** @returns {{id: string, label: string} | null} The lens chosen on this device; null for none. */
const chosen = () => JSON.parse(recall(key) ?? 'null');

/** @returns {string | null} Its id. */
export const chosenLens = () => chosen()?.id ?? null;

/** @param {{id: string, label: string}} lens */
function choose({ id, label }) {
  remember(key, JSON.stringify({ id, label }));
  restart();
}

/** @param {() => void} change Restarts the camera with the chosen lens. */
export function listenToOptics(change) {
  restart = change;
  byId('torch').addEventListener('click', () => press('torch', on => ({ torch: on })));
  byId('autofocus').addEventListener('click', () => press('autofocus', on => on ? { focusMode: 'continuous' } : { focusMode: 'manual' }));
  byId('zoom').addEventListener('input', () => set({ zoom: byId('zoom').valueAsNumber }));
  byId('focus').addEventListener('input', () => {
    byId('autofocus').setAttribute('aria-pressed', 'false');
    set({ focusMode: 'manual', focusDistance: byId('focus').valueAsNumber });
  });
  byId('lens').addEventListener('change', () => {
    const [option] = byId('lens').selectedOptions;
    choose({ id: option.value, label: option.label });
  });
}

/** @param {import('./camera.js').Camera} started The started camera, whose controls are shown. */
export async function showOptics(started) {
  camera = started;
  const { can, is } = started;
  const modes = can.focusMode ?? [];
  const isAuto = modes.includes('continuous');
  byId('torch').hidden = !can.torch;
  byId('torch').setAttribute('aria-pressed', 'false');
  slide('zoom', can.zoom, is.zoom);
  slide('focus', modes.includes('manual') ? can.focusDistance : undefined, is.focusDistance);
  byId('autofocus').hidden = !isAuto || byId('focus').closest('p').hidden;
  byId('autofocus').setAttribute('aria-pressed', String(isAuto));
  if (isAuto) await set({ focusMode: 'continuous' });
  await showLenses(started);
}

/** Hides all controls when the camera is off. */
export function hideOptics() {
  camera = null;
  for (const id of ['torch', 'autofocus']) byId(id).hidden = true;
  for (const id of ['zoom', 'focus', 'lens']) byId(id).closest('p').hidden = true;
}

/** @param {import('./camera.js').Camera} started */
async function showLenses(started) {
  const devices = await navigator.mediaDevices.enumerateDevices?.().catch(() => []) ?? [];
  if (camera !== started) return;
  const lenses = devices.filter(device => device.kind === 'videoinput' && device.deviceId !== '');
  const before = chosen();
  const renamed = before && !lenses.some(lens => lens.deviceId === before.id) && lenses.find(lens => lens.label === before.label);

  // Some browsers give a lens a different ID on each page.
  if (renamed && renamed.deviceId !== started.is.deviceId) return choose({ id: renamed.deviceId, label: renamed.label });
  byId('lens').closest('p').hidden = lenses.length < 2;
  fill(byId('lens'), ...lenses.map((lens, i) => el('option', {
    value: lens.deviceId, text: lens.label || say('lens-number', { number: i + 1 }), selected: lens.deviceId === started.is.deviceId,
  })));
}

/** @param {string} id @param {{min: number, max: number, step: number} | undefined} range @param {number | undefined} value */
function slide(id, range, value) {
  const offered = range !== undefined && range.max > range.min;
  byId(id).closest('p').hidden = !offered;
  if (offered) Object.assign(byId(id), { min: range.min, max: range.max, step: range.step || 'any', value: value ?? range.min });
}

/** @param {string} id @param {(on: boolean) => object} values */
async function press(id, values) {
  const on = byId(id).getAttribute('aria-pressed') !== 'true';
  byId(id).setAttribute('aria-pressed', String(on));
  await set(values(on));
}

/** @param {object} values The settings; a camera that does not accept them stays unchanged. */
async function set(values) {
  await camera?.set(values).catch(() => undefined);
}
