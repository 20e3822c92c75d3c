/**
 * What officers choose from for a person, and where their browser keeps what they chose last.
 */

/** The languages that texts are sent in, as the API names them. */
export const languages = ['ar', 'en', 'es', 'fr', 'ht', 'pa', 'pt', 'ru', 'zh-Hans'];

/** The time zones of the United States, as the API names them, from east to west. */
export const zones = ['America/Puerto_Rico', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage',
  'Pacific/Honolulu', 'Pacific/Pago_Pago', 'Pacific/Guam'];

/** The name under which the browser keeps the site that issued last. */
export const siteKey = 'secure-docket-site';
