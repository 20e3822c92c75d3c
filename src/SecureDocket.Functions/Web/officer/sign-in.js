/**
 * Signs an officer in: OAuth 2.0 authorization code with PKCE (RFC 7636), as a public client. The tokens live in this tab's
 * session storage until the officer signs out; the access token is renewed in time where the provider gave a refresh token.
 */
import * as oauth from '../lib/oauth4webapi/index.js';
import { channel, endsAfter, oneAtATime, tab } from './browser.js';
import { askTime, difference, now } from './clock.js';
import { setting } from './settings.js';

/**
 * @typedef {object} Officer
 * @property {string} id Who it is, for the identity provider.
 * @property {string} name What the person is called.
 * @property {string} token The access token.
 * @property {string[]} roles What the person may be here, for the identity provider; the API decides.
 * @property {number} ends When the token ends, in milliseconds since 1970 by the server's clock.
 * @property {string | null} refresh What the next access token is asked for with; null where the provider gives none.
 * @property {number} began When the officer signed in, in the same measure.
 * @property {number} lasts When a new sign-in is needed at the latest, in the same measure.
 */

const sessionKey = 'secure-docket-officer';
const flightKey = 'secure-docket-sign-in';

// Time for several tries before the token ends.
const renewedBefore = 10 * 60 * 1000;

// What Entra ID gives a page's refresh tokens, when it does not say.
const refreshLasts = 24 * 60 * 60;

// The server's clock may be off by five minutes from the provider's; this device's own, by years.
const client = () => ({ client_id: setting('sign-in-client'), [oauth.clockTolerance]: 300, [oauth.clockSkew]: Math.round(difference() / 1000) });

// Only a page that itself came without TLS, from this machine, may speak to a provider without it.
const options = { [oauth.allowInsecureRequests]: location.protocol === 'http:' };

/** A sign-in that went wrong, for one of a few reasons: `refused`, `stale`, `clock`, `unkept`, `unreachable` or `wrong-answer`. */
export class SignInError extends Error {
  /** @param {string} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** @returns {Officer | null} Who is signed in; null when nobody is, or no longer. */
export function officer() {
  const held = session();
  return held !== null && held.ends > now() ? held : null;
}

/** @returns {Officer | null} The session of this tab, also one whose token has ended. */
function session() {
  return JSON.parse(tab.get(sessionKey) ?? 'null');
}

/**
 * Gets the next access token when the one in use is about to end, or has ended while there was no network. Nothing happens where the provider
 * does not answer, or answers no: the officer works on with what the device holds, and signs in when there is time.
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

/** @param {Officer} held Kept unless the officer has signed out meanwhile. */
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

/** @param {() => void} act What a page does when the officer has signed out in another tab. */
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

/** Leaves for the identity provider, which sends the browser back to this page. */
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

  // Without it nothing could be made of what the provider answers.
  if (!tab.set(flightKey, JSON.stringify(flight))) throw new SignInError('unkept');
  location.replace(address.href);
}

/**
 * Takes up what the identity provider sent the browser back with, if it did.
 * @returns {Promise<Officer | null>} Who has just signed in; null when the page was opened in any other way.
 * @throws {SignInError}
 */
export async function returnFromSignIn() {
  const answer = new URL(location.href);
  if (!answer.searchParams.has('state') || !(answer.searchParams.has('code') || answer.searchParams.has('error'))) return null;

  // The code is good once, and nobody should find it in the history.
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
 * The roles that a token names, so that a page does not offer what the API will refuse.
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
