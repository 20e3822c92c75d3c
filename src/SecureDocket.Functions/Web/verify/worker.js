/**
 * The scanner's service worker: keeps the page and every file of one release, so that the scanner opens without a network.
 * The server fills in the release and its files. Nothing of the API passes through here.
 */
const release = '{{release}}';
const files = '{{files}}';
const prefix = 'secure-docket-';
const page = '/verify';

addEventListener('install', event => {
  event.waitUntil((async () => {
    const cache = await caches.open(prefix + release);

    // All or nothing: an installation that was cut short is begun anew, and the release before stays in use.
    await cache.addAll([page, ...files].map(address => new Request(address, { cache: 'reload', credentials: 'omit' })));
    if (!(await (await cache.match(page)).text()).includes(`content="${release}"`)) throw new Error('The page is of another release.');
    await skipWaiting();
  })());
});

addEventListener('activate', event => {
  event.waitUntil((async () => {
    const kept = (await caches.keys()).filter(name => name.startsWith(prefix));

    // A page that is still open may yet ask for files of the release before; older ones nobody has open.
    const before = kept.filter(name => name !== prefix + release).at(-1);
    await Promise.all(kept.filter(name => name !== prefix + release && name !== before).map(name => caches.delete(name)));
    await clients.claim();
  })());
});

addEventListener('fetch', event => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  if (event.request.mode === 'navigate' && address.pathname === page) {
    event.respondWith(caches.open(prefix + release).then(async cache => (await cache.match(page)) ?? fetch(event.request)));
  } else if (event.request.mode === 'navigate' && address.pathname === `${page}/`) {
    event.respondWith(Response.redirect(page + address.search));
  } else if (address.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(event.request).then(found => found ?? fetch(event.request)));
  }
});
