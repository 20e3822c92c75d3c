/**
 * Keeps the page and its files on the device, one release at a time, and reports when a new release has taken over.
 */
import { byId } from '../officer/dom.js';
import { scriptUrl } from '../officer/scripts.js';

const hour = 60 * 60_000;

// While instances of two releases respond, the next attempt may get a complete release.
const again = 60_000;

let due = 0;

/** Starts. Without service workers, the page works only with a network. */
export function keepRelease() {
  if (!('serviceWorker' in navigator)) return;
  const before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (before) byId('release').hidden = false; });
  addEventListener('online', look);
  setInterval(() => { if (Date.now() >= due) look(); }, again);
  look();

  // The worker does not control a page that was opened while it took over.
  if (before === null) navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('claim'));
}

/** Checks for a new release. */
async function look() {
  due = Date.now() + hour;
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl('/verify/worker.js'), { scope: '/verify', updateViaCache: 'none' });
    watch(registration.installing);
    registration.onupdatefound = () => watch(registration.installing);
    if (registration.active) await registration.update();
  } catch {
    // Without a network, the installed release stays in use; if none is installed, the page works only with a network.
    due = 0;
  }
}

/** @param {ServiceWorker | null} worker The worker being installed; if its installation fails, it is tried again. */
function watch(worker) {
  worker?.addEventListener('statechange', () => { if (worker.state === 'redundant') due = 0; });
}
