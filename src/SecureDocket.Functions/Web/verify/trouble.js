/**
 * Explains failures in plain language.
 */
import { NoAnswer, Problem, SignedOut } from '../officer/api.js';
import { byId } from '../officer/dom.js';
import { SignInError } from '../officer/sign-in.js';
import { say } from '../officer/words.js';

/** @param {() => unknown} act */
export async function attempt(act) {
  try {
    await act();
  } catch (failure) {
    trouble(failure);
  }
}

/** @param {unknown} failure The failure; it is thrown again if there is no text for it. */
export function trouble(failure) {
  const box = byId('trouble');
  if (failure instanceof SignInError) box.textContent = say(`sign-in-${failure.reason}`);
  else if (failure instanceof SignedOut) box.textContent = say('session-ended');
  else if (failure instanceof NoAnswer) box.textContent = say('no-answer');
  else if (failure instanceof Problem && failure.status === 403) box.textContent = say('forbidden');
  else if (failure instanceof Problem) box.textContent = say('problem', { title: failure.message, detail: failure.detail, trace: failure.traceId });
  else throw failure;
  box.hidden = false;
}
