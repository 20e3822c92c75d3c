/**
 * Signs an officer in: OAuth 2.0 authorization code with PKCE (RFC 7636), as a public client. The tokens live in this tab's
 * session storage until the officer signs out; the access token is renewed in time if the provider issued a refresh token.
 */
import * as oauth from '../lib/oauth4webapi/index.js';
import { channel, endsAfter, oneAtATime, tab } from './browser.js';
import { askTime, difference, now } from './clock.js';
import { setting } from './settings.js';

/**
 * @typedef {object} Officer
 * @property {string} id The ID at the identity provider.
 * @property {string} name The officer's name.
 * @property {string} token The access token.
 * @property {string[]} roles The roles in the token; the API decides.
 * @property {number} ends When the token expires, in milliseconds since 1970 by the server's clock.
 * @property {string | null} refresh The refresh token; null if the provider issues none.
 * @property {number} began When the officer signed in, in the same unit.
 * @property {number} lasts When a new sign-in is needed at the latest, in the same unit.
 */

const sessionKey = 'secure-docket-officer';
const flightKey = 'secure-docket-sign-in';

// Leaves time for several attempts before the token expires.
const renewedBefore = 10 * 60 * 1000;

// The lifetime of a page's refresh tokens at Entra ID, if the response does not state one.
const refreshLasts = 24 * 60 * 60;

// The server's clock may differ from the provider's by five minutes, this device's clock by years.
const client = () => ({ client_id: setting('sign-in-client'), [oauth.clockTolerance]: 300, [oauth.clockSkew]: Math.round(difference() / 1000) });

// Only a page that was itself loaded without TLS, from this machine, may use a provider without TLS.
const options = { [oauth.allowInsecureRequests]: location.protocol === 'http:' };

/** A failed sign-in, with one of these reasons: `refused`, `stale`, `clock`, `unkept`, `unreachable` or `wrong-answer`. */
export class SignInError extends Error {
  /** @param {string} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** @returns {Officer | null} The signed-in officer; null if there is none or the session has ended. */
export function officer() {
  const held = session();
  return held !== null && held.ends > now() ? held : null;
}

/** @returns {Officer | null} The session of this tab, even if its token has expired. */
function session() {
  return JSON.parse(tab.get(sessionKey) ?? 'null');
}

/**
 * Gets a new access token when the current one is about to expire, or expired while there was no network. If the provider does not respond or
 * refuses, nothing happens: the officer continues offline, and signs in when there is time.
 */
export async function renewSession() {
  await oneAtATime('secure-docket-session', async () => {
    const held = session();
    if (held === null || held.refresh === null || held.ends - now() > renewedBefore) return;
    try {
      const provider = await metadata();
      const response = await oauth.refreshTokenGrantRequest(provider, client(), oauth.None(), held.refresh, { ...options, signal: () => endsAfter(15_000) });
      const tokens = await oauth.processRefreshTokenResponse(provider, client(), response);
      keep({ ...held, token: tokens.access_token, roles: rolesOf(tokens.access_token), ends: endOf(tokens), refresh: tokens.refresh_token ?? held.refresh });
    } catch (failure) {
      if (failure instanceof oauth.ResponseBodyError) keep({ ...held, refresh: null, lasts: held.ends });
    }
  });
}

/** @param {Officer} held The session, which is stored unless the officer has signed out in the meantime. */
function keep(held) {
  if (session()?.began === held.began) tab.set(sessionKey, JSON.stringify(held));
}

/** @param {oauth.TokenEndpointResponse} tokens @returns {number} */
const endOf = tokens => now() + (tokens.expires_in ?? 3600) * 1000;

const tabs = channel('secure-docket-sign-out');

/** Ends the session in this tab, and in the browser's other tabs. */
export function signOutEverywhere() {
  forget();
  tabs.postMessage('');
}

/** @param {() => void} act Called when the officer has signed out in another tab. */
export function onSignedOut(act) {
  tabs.addEventListener('message', () => {
    forget();
    act();
  });
}

/** Ends the session in this tab. */
export function forget() {
  tab.remove(sessionKey);
}

/** Redirects to the identity provider, which sends the browser back to this page. */
export async function leaveToSignIn() {
  const provider = await metadata();
  const verifier = oauth.generateRandomCodeVerifier();
  const flight = { verifier, state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), provider };
  const address = new URL(provider.authorization_endpoint);
  for (const [name, value] of Object.entries({
    client_id: setting('sign-in-client'),
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope: setting('sign-in-scope'),
    state: flight.state,
    nonce: flight.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })) address.searchParams.set(name, value);

  // Without it, the provider's response could not be used.
  if (!tab.set(flightKey, JSON.stringify(flight))) throw new SignInError('unkept');
  location.replace(address.href);
}

/**
 * Completes the sign-in if the identity provider has just sent the browser back.
 * @returns {Promise<Officer | null>} The officer who has just signed in; null if the page was opened in any other way.
 * @throws {SignInError}
 */
export async function returnFromSignIn() {
  const answer = new URL(location.href);
  if (!answer.searchParams.has('state') || !(answer.searchParams.has('code') || answer.searchParams.has('error'))) return null;

  // The code works once, and must not stay in the history.
  history.replaceState(null, '', location.pathname);
  const stored = tab.get(flightKey);
  tab.remove(flightKey);
  if (stored === null) throw new SignInError('stale');
  const flight = JSON.parse(stored);
  await askTime();
  try {
    const parameters = oauth.validateAuthResponse(flight.provider, client(), answer, flight.state);
    const response = await oauth.authorizationCodeGrantRequest(
      flight.provider, client(), oauth.None(), parameters, redirectUri(), flight.verifier, { ...options, signal: () => endsAfter(15_000) });
    const tokens = await oauth.processAuthorizationCodeResponse(
      flight.provider, client(), response, { expectedNonce: flight.nonce, requireIdToken: true });
    const claims = /** @type {any} */ (oauth.getValidatedIdTokenClaims(tokens));
    const held = {
      id: String(claims.oid ?? claims.sub),
      name: String(claims.name ?? claims.preferred_username ?? claims.sub),
      token: tokens.access_token,
      roles: rolesOf(tokens.access_token),
      ends: endOf(tokens),
      refresh: tokens.refresh_token ?? null,
      began: now(),
      lasts: tokens.refresh_token ? now() + Number(tokens.refresh_token_expires_in ?? refreshLasts) * 1000 : endOf(tokens),
    };
    tab.set(sessionKey, JSON.stringify(held));
    return held;
  } catch (failure) {
    throw reasonFor(failure);
  }
}

/**
 * The roles that a token names, so that a page does not offer actions that the API will refuse.
 * @param {string} token A JWT.
 * @returns {string[]}
 */
function rolesOf(token) {
  const claims = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  return claims.roles ?? [];
}

/** @returns {Promise<any>} The provider's metadata. */
async function metadata() {
  try {
    const response = await fetch(setting('sign-in-metadata'), { headers: { Accept: 'application/json' }, signal: endsAfter(15_000) });
    return await oauth.processDiscoveryResponse(new URL(setting('sign-in-issuer')), response);
  } catch (failure) {
    throw reasonFor(failure);
  }
}

/** @param {unknown} failure */
function reasonFor(failure) {
  if (failure instanceof SignInError) return failure;
  if (failure instanceof oauth.AuthorizationResponseError) return new SignInError(failure.error === 'access_denied' ? 'refused' : 'wrong-answer', failure);
  if (failure instanceof oauth.ResponseBodyError) return new SignInError(failure.error === 'invalid_grant' ? 'stale' : 'wrong-answer', failure);
  if (failure instanceof oauth.OperationProcessingError && failure.code === oauth.JWT_TIMESTAMP_CHECK) return new SignInError('clock', failure);
  if (failure instanceof oauth.OperationProcessingError) return new SignInError('wrong-answer', failure);
  return new SignInError('unreachable', failure);
}

function redirectUri() {
  return location.origin + location.pathname;
}
