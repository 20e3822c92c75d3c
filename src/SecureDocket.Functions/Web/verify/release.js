/**
 * Keeps the page and its files on the device, one release at a time, and tells when another has taken over.
 */
import { byId } from '../officer/dom.js';
import { scriptUrl } from '../officer/scripts.js';

const hour = 60 * 60_000;

// While instances of two releases answer, a whole release may come with the next try.
const again = 60_000;

let due = 0;

/** Begins; the page works with a network where the browser keeps nothing. */
export function keepRelease() {
  if (!('serviceWorker' in navigator)) return;
  const before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (before) byId('release').hidden = false; });
  addEventListener('online', look);
  setInterval(() => { if (Date.now() >= due) look(); }, again);
  look();

  // A page that was opened while the worker took over is left out.
  if (before === null) navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('claim'));
}

/** Looks for another release. */
async function look() {
  due = Date.now() + hour;
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl('/verify/worker.js'), { scope: '/verify', updateViaCache: 'none' });
    watch(registration.installing);
    registration.onupdatefound = () => watch(registration.installing);
    if (registration.active) await registration.update();
  } catch {
    // Without a network the one that is installed goes on; without any, the page works with a network.
    due = 0;
  }
}

/** @param {ServiceWorker | null} worker One that is being installed: one that is given up is tried again. */
function watch(worker) {
  worker?.addEventListener('statechange', () => { if (worker.state === 'redundant') due = 0; });
}
