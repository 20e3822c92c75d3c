// What an operator decides, and how it is held against the rules before anything is made of it.
import { Stop, keep, setting } from './tools.mjs';

const stages = ['dev', 'pilot', 'production'];

/** The stage. */
export function stage() {
  const named = setting('SECUREDOCKET_STAGE') || 'dev';
  if (!stages.includes(named)) throw new Stop(`SECUREDOCKET_STAGE is "${named}"; it must be one of ${stages.join(', ')}.`);
  return named;
}

// Where cards are real nothing is invented: these are printed on cards, published or stand in texts, the anchor is what verifiers pin, and
// the issuer can never change.
const decided = {
  SECUREDOCKET_ANCHOR_PUBLIC_KEY: [/^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==$/, 124, 'the public key of the anchor, made at a ceremony (docs/operations/anchor.md): the Base64 between the lines of its PEM file'],
  SECUREDOCKET_ISSUER: [/^https:\/\/(?!.*\.example$)[^\s/]+$/, 28, 'the issuer that every credential names for ever, as https://card.agency.gov, 28 characters at most'],
  SECUREDOCKET_PORTAL_URL: [/^https:\/\/\S+$/, 60, 'the portal\'s address on the back of the cards, 60 characters at most'],
  SECUREDOCKET_LOSS_CONTACT: [/\S/, 60, 'how to report a lost card, printed on its back, 60 characters at most'],
  SECUREDOCKET_SECURITY_CONTACT: [/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 200, 'whom to tell of a weakness, as mailto:security@agency.gov or an https address'],
  SECUREDOCKET_SMS_CONTACT: [/^(?=(?:\D*\d){7,16}\D*$)[\d +().-]+$/, 30, 'the phone number for help that texts name'],
};

const hours = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

// These may be left out anywhere, but must be right when they are there.
const optional = {
  SECUREDOCKET_ANCHOR_ENDORSEMENTS: [/^[\w-]+(,[\w-]+)*$/, 20000, 'what the anchor signed at its ceremonies, separated by commas'],
  SECUREDOCKET_ENTRA_CLIENT_ID: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 36, 'the application id of an app registration'],
  SECUREDOCKET_ALERT_EMAIL: [/^\s*[^\s@,]+@[^\s@,]+\s*(,\s*[^\s@,]+@[^\s@,]+\s*)*$/, 300, 'who is told of alerts and costs, addresses separated by commas'],
  SECUREDOCKET_BUDGET_START: [/^\d{4}-\d\d-01$/, 10, 'the first day of a month, as 2026-12-01'],
  SECUREDOCKET_SMS_SENDERS: [/^(\+18(00|33|44|55|66|77|88)[2-9]\d{6}|[1-9]\d{4,5})=\d{1,4}(:([A-Z]{2,12}(\+[A-Z]{2,12}){0,9})?)?(,(\+18(00|33|44|55|66|77|88)[2-9]\d{6}|[1-9]\d{4,5})=\d{1,4}(:([A-Z]{2,12}(\+[A-Z]{2,12}){0,9})?)?){0,9}$/, 1000, 'numbers with messages a minute, as +18335550100=200, or with the keywords that the carrier replies to, as 72345=6000:STOP+HELP'],
  SECUREDOCKET_SMS_CONTACT_HOURS: [/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)-(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d [\w/+-]+ (en|es|pt|fr|ht|ar|ru|zh-Hans|pa)(\+(en|es|pt|fr|ht|ar|ru|zh-Hans|pa))*$/, 80, 'when the help line is answered, as Mon-Fri 08:00-20:00 America/New_York en+es'],
  SECUREDOCKET_SMS_HOURS: [hours, 11, 'the hours in which texts leave, two or more, as 09:00-20:00'],
  SECUREDOCKET_SMS_URGENT_HOURS: [hours, 11, 'the hours of news of a near date, which contain SECUREDOCKET_SMS_HOURS, as 07:00-21:00'],
  SECUREDOCKET_SMS_EARLY_HOURS: [hours, 11, 'the hours of news of a near date before 10:00, which contain SECUREDOCKET_SMS_URGENT_HOURS, as 06:00-21:00'],
  SECUREDOCKET_SITES_WITH_KEYS: [/^[A-Za-z0-9]{2,8}(,[A-Za-z0-9]{2,8})*$/, 900, 'ids of sites, separated by commas'],
  SECUREDOCKET_DATA_ACCOUNT_SUFFIX: [/^[a-z0-9]{1,4}$/, 4, 'up to four small letters and digits'],
  SECUREDOCKET_STOPPED: [/^(true|false)$/, 5, 'true or false'],
  SECUREDOCKET_DISABLED_FUNCTIONS: [/^[A-Z][A-Za-z0-9]*(,[A-Z][A-Za-z0-9]*)*$/, 900, 'names of functions, separated by commas'],
  SECUREDOCKET_GITHUB_REPOSITORY: [/^[\w.-]+\/[\w.-]+$/, 140, 'a repository as owner/name'],
};

/** Holds everything against its rules; all that is wrong is said at once. */
export function check(account) {
  const real = stage() !== 'dev';
  const faults = [];
  for (const [name, [pattern, limit, what]] of Object.entries({ ...decided, ...optional })) {
    const value = setting(name);
    if (value === '' ? real && name in decided : value.length > limit || !pattern.test(value)) {
      faults.push(`  azd env set ${name} "..."    ${what}`);
    }
  }

  if (setting('SECUREDOCKET_ALERT_EMAIL') === '') {
    if (/^[^\s@]+@[^\s@]+$/.test(account) && !real) keep('SECUREDOCKET_ALERT_EMAIL', account);
    else faults.push('  azd env set SECUREDOCKET_ALERT_EMAIL "..."    who is told of alerts and costs');
  }

  if (faults.length > 0) throw new Stop(`These are missing or cannot be used (docs/operations/deploy.md, "What you decide"):\n${faults.join('\n')}`);
}
