/**
 * The one place where an address becomes a script: the pages' workers. Everything else that Trusted Types guard is refused.
 */
const policy = globalThis.trustedTypes?.createPolicy('secure-docket', {
  createScriptURL: (/** @type {string} */ address) => {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin || !(url.pathname === '/verify/worker.js' || url.pathname.startsWith('/assets/'))) {
      throw new TypeError('This is no script of ours.');
    }
    return url.href;
  },
});

/**
 * The address of a worker's script, in the form that the browser takes.
 * @param {string} address
 * @returns {any}
 */
export function scriptUrl(address) {
  return policy ? policy.createScriptURL(address) : address;
}
