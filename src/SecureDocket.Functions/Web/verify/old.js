/*
 * Says that a browser is too old: the newest of what the scanner needs is missing, so that its own script would not even start.
 * In the JavaScript of old browsers.
 */
if (!Object.hasOwn || !Array.prototype.at || !window.crypto || !crypto.randomUUID || !window.HTMLDialogElement) {
  document.getElementById('too-old').hidden = false;
}
