/**
 * Calls the API as the signed-in officer.
 */
import { endsAfter } from './browser.js';
import { hear } from './clock.js';
import { forget, officer } from './sign-in.js';

/** A refusal by the API: an RFC 9457 problem. */
export class Problem extends Error {
  /** @param {number} status @param {any} body */
  constructor(status, body) {
    super(body?.title ?? `The server answered ${status}.`);
    this.status = status;
    /** @type {string} */
    this.code = body?.code ?? '';
    /** @type {string} */
    this.detail = body?.detail ?? '';
    /** @type {string} */
    this.traceId = body?.traceId ?? '';
    /** @type {{code: string, field?: string, detail: string, cardholderId?: string}[]} */
    this.errors = body?.errors ?? [];
  }
}

/** No response: there is no network, or it did not come in time. Whether the server processed the request is unknown. */
export class NoAnswer extends Error {}

/** No one is signed in, or the session has ended. */
export class SignedOut extends Error {}

/**
 * Sends a request once. A caller that repeats a creating request must send the same key.
 * @param {string} method
 * @param {string} path From `/api/v1/`.
 * @param {object} [options]
 * @param {unknown} [options.json] A body to send as JSON.
 * @param {BodyInit} [options.body] Any other body.
 * @param {string} [options.type] The media type of `body`.
 * @param {string} [options.key] The Idempotency-Key.
 * @param {number | string} [options.version] The docket's version, for If-Match.
 * @param {string | null} [options.known] The ETag of what the caller has, for If-None-Match: a response of 304 says that it is unchanged.
 * @param {number} [options.timeout] In milliseconds.
 * @returns {Promise<Response>} The response, if it is successful or says that nothing has changed.
 * @throws {Problem | NoAnswer | SignedOut}
 */
export async function call(method, path, options = {}) {
  const held = officer();
  if (held === null) throw new SignedOut();
  /** @type {Record<string, string>} */
  const headers = { Authorization: `Bearer ${held.token}` };
  if (options.json !== undefined) headers['Content-Type'] = 'application/json';
  if (options.type !== undefined) headers['Content-Type'] = options.type;
  if (options.key !== undefined) headers['Idempotency-Key'] = options.key;
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.known) headers['If-None-Match'] = options.known;
  const sent = Date.now();
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      headers,
      body: options.json !== undefined ? JSON.stringify(options.json) : options.body,
      signal: endsAfter(options.timeout ?? 20_000),
    });
    if (method !== 'GET') hear(response, sent);
    if (response.ok || (options.known && response.status === 304)) return response;
  } catch (failure) {
    throw new NoAnswer('', { cause: failure });
  }

  const problem = new Problem(response.status, await response.json().catch(() => null));
  if (response.status === 401) {
    forget();
    throw new SignedOut();
  }
  throw problem;
}

/**
 * Sends a request and reads the JSON of the response.
 * @param {string} method
 * @param {string} path
 * @param {Parameters<typeof call>[2]} [options]
 * @returns {Promise<any>}
 */
export async function callJson(method, path, options) {
  const response = await call(method, path, options);
  try {
    return response.status === 204 ? null : await response.json();
  } catch (failure) {
    throw new NoAnswer('', { cause: failure });
  }
}
