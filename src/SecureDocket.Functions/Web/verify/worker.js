/**
 * The scanner's service worker: keeps the page and every file of one release, so that the scanner opens without a network.
 * The server fills in the release and the hash of each of its files. API requests do not pass through it.
 */
const release = '{{release}}';
/** @type {Record<string, string>} */
const files = '{{files}}';
const prefix = 'secure-docket-';
const page = '/verify';

// The name includes the page's hash, because other settings give another page of the same release.
const mine = `${prefix}${release} ${files[page]}`;

addEventListener('install', event => {
  event.waitUntil((async () => {
    try {
      const cache = await caches.open(mine);

      // All or nothing: if a file is missing or comes from an instance of another release, the previous release stays in use.
      await cache.addAll(Object.entries(files).map(([address, integrity]) => new Request(address, { integrity, cache: 'reload', credentials: 'omit' })));
    } catch (failure) {
      await caches.delete(mine);
      throw failure;
    }
    await skipWaiting();
  })());
});

addEventListener('activate', event => {
  event.waitUntil((async () => {
    const kept = (await caches.keys()).filter(name => name.startsWith(prefix));

    // An open page may still request files of the previous release, but not of older ones.
    const before = kept.filter(name => name !== mine).at(-1);
    await Promise.all(kept.filter(name => name !== mine && name !== before).map(name => caches.delete(name)));
    await clients.claim();
  })());
});

addEventListener('message', event => event.waitUntil(clients.claim()));

addEventListener('fetch', event => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  if (event.request.mode === 'navigate' && address.pathname === page) {
    event.respondWith(caches.open(mine).then(async cache => (await cache.match(page)) ?? fetch(event.request)));
  } else if (event.request.mode === 'navigate' && address.pathname === `${page}/`) {
    event.respondWith(Response.redirect(page + address.search));
  } else if (address.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(event.request).then(found => found ?? fetch(event.request)));
  }
});
