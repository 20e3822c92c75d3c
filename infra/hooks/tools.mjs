// What the hooks share: how they call `az` and `azd`, and how they end.
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** Ends the hook, and with it azd, with sentences for the operator. */
export class Stop extends Error {}

/** Runs a hook; whatever stops it is said without a stack, unless it is a defect of ours. */
export async function run(hook) {
  try {
    await hook();
  } catch (failure) {
    console.error(failure instanceof Stop ? `\n${failure.message}\n` : failure);
    process.exitCode = 1;
  }
}

/**
 * Runs a program to its end, two minutes at most. Arguments are plain words that mean the same in every shell: on Windows both
 * programs are command files, which only a shell starts. A body goes by standard input, where no list of processes shows it.
 * @returns {{status: number, out: string, err: string}}
 */
export function call(program, args, body = '') {
  const odd = args.find(each => !/^[\w@:/.,=?*+ -]+$/.test(each) || (each.includes(' ') && process.platform === 'win32'));
  if (odd !== undefined) throw new Stop(`This cannot be said to ${program}: ${odd}`);
  const ended = spawnSync(program, args, { encoding: 'utf8', input: body, timeout: 120_000, shell: process.platform === 'win32', maxBuffer: 16 * 1024 * 1024 });
  if (ended.error?.code === 'ENOENT') throw new Stop(`There is no ${program} on the PATH: docs/operations/deploy.md, "In short", says what it takes.`);
  if (ended.error?.code === 'ETIMEDOUT') throw new Stop(`${program} ${args.slice(0, 3).join(' ')} gave no answer within two minutes.`);
  if (ended.error) throw new Stop(`${program} could not be run: ${ended.error.message}`);
  return { status: ended.status ?? 1, out: ended.stdout.trim(), err: ended.stderr.trim() };
}

/** What a call that has to succeed says. */
export function must(program, args, body) {
  const { status, out, err } = call(program, args, body);
  if (status !== 0) throw new Stop(`${program} ${args.slice(0, 3).join(' ')} failed:\n${err || out}`);
  return out;
}

/** The same, as JSON; null when it says nothing. */
export function json(program, args, body) {
  const out = must(program, [...args, '--only-show-errors', '--output', 'json'], body);
  return out === '' ? null : JSON.parse(out);
}

/** One call of a management or Graph address that may fail. */
export const rest = (method, url, body) => call('az', restArgs(method, url, body), bodyOf(body));

/** One that must not; its answer as JSON. */
export const mustRest = (method, url, body, header) => json('az', restArgs(method, url, body, header), bodyOf(body));

/** Whether a call failed because what it asked for is not there, and for no other reason. */
export const isMissing = ({ status, err }) => status !== 0 && /\bNot Found\(/.test(err);

/** A value of the azd environment; empty when it has none. */
export const setting = name => (process.env[name] ?? '').trim();

/** A value that azd itself always sets. */
export function needed(name) {
  if (setting(name) === '') throw new Stop(`${name} is not set: run this by azd, or with the values of "azd env get-values".`);
  return setting(name);
}

/** Keeps a value in the azd environment, which azd reads anew after each hook, so that Bicep's parameters take it from there. */
export function keep(name, value) {
  must('azd', ['env', 'set', name, value]);
  process.env[name] = value;
}

/**
 * Tries until it succeeds, or says after so many tries what went wrong with the last.
 * @param {string} what Named in the failure.
 * @param {{tries: number, seconds: number}} bounds How often, and how long to wait between.
 * @param {() => Promise<T> | T} attempt Throws while it has not succeeded.
 * @template T
 */
export async function eventually(what, { tries, seconds }, attempt) {
  for (let left = tries; ; left--) {
    try {
      return await attempt();
    } catch (failure) {
      if (left <= 1) throw new Stop(`${what}: gave up after ${tries} tries.\n${failure.message}`);
    }
    await pause(seconds * 1000);
  }
}

const bodyOf = body => body === undefined ? '' : JSON.stringify(body);

function restArgs(method, url, body, header) {
  const headers = [...(body === undefined ? [] : ['Content-Type=application/json']), ...(header === undefined ? [] : [header])];
  return ['rest', '--method', method, '--url', url,
    ...(headers.length === 0 ? [] : ['--headers', ...headers]), ...(body === undefined ? [] : ['--body', '@-'])];
}
