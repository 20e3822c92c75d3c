/**
 * The only place where an address becomes a script: the scanner's service worker. Trusted Types block all others.
 */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('secure-docket', {
  createScriptURL: (/** @type {string} */ address) => {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin || url.pathname !== '/verify/worker.js') {
      throw new TypeError('This is no script of ours.');
    }
    return url.href;
  },
});

/**
 * The address of the service worker's script, as a trusted type if the browser has these.
 * @param {string} address
 * @returns {any}
 */
export function scriptUrl(address) {
  return policy ? policy.createScriptURL(address) : address;
}
