// Says before a session ends that it does, and keeps what was typed for when the same person has signed in again.
const main = document.getElementById('main');
const notice = document.getElementById('session-ends');
const drafts = `drafts|${main.dataset.drafts}|`;
let since = Date.now();

// A clock that went on while the phone slept counts, and a timer does not.
setInterval(() => {
  const late = (Date.now() - since) / 1000 - Number(notice.dataset.after);
  notice.hidden = late < 0;
  if (late > 180) {
    location.reload();
  }
}, 5000);

notice.querySelector('button').addEventListener('click', async () => {
  const answer = await fetch('/home', { method: 'HEAD', redirect: 'manual' });
  if (answer.ok) {
    since = Date.now();
    notice.hidden = true;
  } else {
    location.reload();
  }
});

// Secrets and what is hidden are not kept, and what was typed comes back only after a sign-in that interrupted it.
const isKept = (field) => field.id && (field.type === 'text' || field.type === 'tel');
const keep = (act) => { try { act(); } catch { /* A browser may refuse to keep anything. */ } };
const place = (field) => `${drafts}${location.pathname.split('/')[1]}|${field.id}`;
if (!new URLSearchParams(location.search).has('again')) {
  forget();
}
for (const field of document.querySelectorAll('input')) {
  if (isKept(field)) {
    keep(() => { field.value = sessionStorage.getItem(place(field)) ?? field.value; });
    field.addEventListener('input', () => keep(() => sessionStorage.setItem(place(field), field.value)));
  }
}
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', forget);

function forget() {
  keep(() => Object.keys(sessionStorage).filter((key) => key.startsWith('drafts|')).forEach((key) => sessionStorage.removeItem(key)));
}
