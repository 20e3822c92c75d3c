/**
 * Keeps the rows of a list in step with what was read, so that neither the focus nor the place on the page is lost.
 */
import { el } from '../officer/dom.js';
import { say } from '../officer/words.js';

/**
 * A table whose rows are kept by key. With the up and down arrows the focus goes to the same control of the row above or below.
 * @param {string} id
 * @param {string[]} columns
 * @param {string} label The name of the text that names it.
 */
export function keyedTable(id, columns, label) {
  const body = el('tbody', { role: 'rowgroup' });
  const head = el('tr', { role: 'row' }, ...columns.map(name => el('th', { role: 'columnheader', scope: 'col', class: `cell-${name}`, text: say(`column-${name}`) })));
  const table = el('table', { id, role: 'table', 'aria-label': say(label) }, el('thead', { role: 'rowgroup' }, head), body);
  body.addEventListener('keydown', (/** @type {any} */ event) => {
    const way = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' }[/** @type {string} */ (event.key)];
    const to = way && !event.target.matches('select') && event.target.closest('tr')[way];
    if (!to) return;
    event.preventDefault();
    (controlOf(to, event.target.dataset.act) ?? firstOf(to)).focus();
  });
  return { table, body };
}

/**
 * Puts rows into the body of a table in their order. A row whose signature is the same stays as it is; one that has changed is drawn anew, and keeps the focus.
 * @param {any} body
 * @param {{key: string, signature: string, draw: () => any}[]} rows
 */
export function keepInStep(body, rows) {
  /** @type {Map<string, any>} */
  const there = new Map([...body.children].map(row => [row.dataset.key, row]));
  const focused = document.activeElement?.closest('tr');
  const control = /** @type {any} */ (document.activeElement)?.dataset.act;
  const wanted = rows.map(row => {
    const before = there.get(row.key);
    if (before?.dataset.signature === row.signature) return before;
    const drawn = row.draw();
    drawn.dataset.signature = row.signature;
    if (before) before.replaceWith(drawn);
    if (before && before === focused) (controlOf(drawn, control) ?? firstOf(drawn)).focus();
    return drawn;
  });
  const kept = new Set(wanted);
  const place = focused?.parentElement === body && !kept.has(focused) ? [...body.children].indexOf(focused) : -1;
  for (const row of [...body.children]) if (!kept.has(row)) row.remove();

  // An element that is moved loses the focus, so that only what is not in its place is put there.
  let next = body.firstElementChild;
  for (const row of wanted) {
    if (row === next) next = row.nextElementSibling;
    else body.insertBefore(row, next);
  }

  // Where the row that had the focus is gone, it goes to the one in its place.
  if (place >= 0 && wanted.length > 0) firstOf(wanted[Math.min(place, wanted.length - 1)]).focus();
}

/** Puts the focus on a row: on its first button, if it has one. @param {any} body @param {string} key @returns {boolean} Whether there is such a row. */
export function focusRow(body, key) {
  const row = [...body.children].find(each => each.dataset.key === key);
  if (row) firstOf(row).focus();
  return row !== undefined;
}

/** @param {any} row @param {string | undefined} name */
const controlOf = (row, name) => (name === undefined ? null : row.querySelector(`[data-act="${name}"]`));

/** @param {any} row */
const firstOf = row => row.querySelector('button[data-act]') ?? row;
