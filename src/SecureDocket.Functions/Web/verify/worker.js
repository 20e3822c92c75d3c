/**
 * The scanner's service worker: keeps the page and every file of one release, so that the scanner opens without a network.
 * The server fills in the release and the hash of each of its files. Nothing of the API passes through here.
 */
const release = '{{release}}';
/** @type {Record<string, string>} */
const files = '{{files}}';
const prefix = 'secure-docket-';
const page = '/verify';

// The page's hash too: with other settings it is another page of the same release.
const mine = `${prefix}${release} ${files[page]}`;

addEventListener('install', event => {
  event.waitUntil((async () => {
    try {
      const cache = await caches.open(mine);

      // All or nothing: when a file comes from an instance of another release, or not at all, the release before stays in use.
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

    // A page that is still open may yet ask for files of the release before; older ones nobody has open.
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
