/**
 * Idempotency keys: repeating a request reuses its key until there is a response.
 */
import { Problem } from './api.js';
import { tab } from './browser.js';

/**
 * The key of a request.
 * @param {string} operation The action and its subject.
 * @param {unknown} [body] Its body; only a digest is kept.
 * @returns {Promise<string>}
 */
export async function keyOf(operation, body) {
  const digest = await digestOf(body);
  const held = JSON.parse(tab.get(nameOf(operation)) ?? 'null');
  if (held?.digest === digest) return held.key;
  const key = crypto.randomUUID();
  tab.set(nameOf(operation), JSON.stringify({ digest, key }));
  return key;
}

/** @param {string} operation The operation that got its response; the next request gets a new key. */
export function answered(operation) {
  tab.remove(nameOf(operation));
}

/**
 * Sends a creating request with its key. An answer, also a refusal, discards the key. Without one, and after a fault of the server, sending
 * the same again repeats the request.
 * @param {string} operation
 * @param {unknown} body
 * @param {(key: string) => Promise<any>} send
 * @returns {Promise<any>} The answer.
 */
export async function once(operation, body, send) {
  const key = await keyOf(operation, body);
  try {
    const answer = await send(key);
    answered(operation);
    return answer;
  } catch (failure) {
    if (failure instanceof Problem && failure.status < 500) answered(operation);
    throw failure;
  }
}

/** Forgets every key when the officer signs out. */
export function forgetKeys() {
  for (const name of tab.keys()) if (name.startsWith(prefix)) tab.remove(name);
}

const prefix = 'secure-docket-key-';

/** @param {string} operation */
function nameOf(operation) {
  return prefix + operation;
}

/** @param {unknown} body */
async function digestOf(body) {
  const bytes = new TextEncoder().encode(JSON.stringify(body ?? null));
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
}
