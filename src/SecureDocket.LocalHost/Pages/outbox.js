// Shows what has changed every two seconds, but never under the hands of somebody who types or chooses.
const shown = {};

async function refresh() {
  const answer = await fetch('/dev/outbox').catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of ['clock', 'phones']) {
      const old = document.getElementById(id), fresh = page.getElementById(id).innerHTML;
      const busy = old.querySelector(':is(input, select):focus')
        || [...old.querySelectorAll('input[type=text]')].some(input => input.value);
      if (fresh !== shown[id] && !busy) {
        old.innerHTML = shown[id] = fresh;
        scrollDown(old);
      }
    }
  }
  setTimeout(refresh, 2000);
}

function scrollDown(part) {
  for (const list of part.querySelectorAll('ol')) {
    list.scrollTop = list.scrollHeight;
  }
}

scrollDown(document);
setTimeout(refresh, 2000);
