/**
 * A value that the server wrote into the page.
 * @param {string} name The name of a meta element.
 * @returns {string}
 */
export function setting(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
}
