/*
 * Reports that a browser is too old: it lacks the newest features that the scanner needs, so the scanner's own script could not start.
 * Written in JavaScript that old browsers support.
 */
if (!Object.hasOwn || !Array.prototype.at || !window.crypto || !crypto.randomUUID || !window.HTMLDialogElement) {
  document.getElementById('too-old').hidden = false;
}
