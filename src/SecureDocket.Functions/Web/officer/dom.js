/**
 * Builds the pages' elements. Text is only ever set as text, never as markup.
 */

/**
 * Creates an element.
 * @param {string} name Its tag name.
 * @param {Record<string, unknown>} [properties] Attributes, including `class`, `text` and handlers such as `onclick`. False and null omit one.
 * @param {...(Node | string | null | undefined | false)} children Its content, in order.
 * @returns {any} The element.
 */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'text') element.textContent = String(value);
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * Replaces the content of an element.
 * @param {Element} element
 * @param {...(Node | string | null | undefined | false)} children The new content; null and false are omitted.
 * @returns {any} The element.
 */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** @param {(Node | string | null | undefined | false)[]} children */
function present(children) {
  return /** @type {(Node | string)[]} */ (children.filter(child => child !== null && child !== undefined && child !== false));
}

/**
 * The element of the page with this id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no ${id}.`);
  return element;
}

/**
 * Asks a question in a modal dialog.
 * @param {string} question
 * @param {string} yes The button that answers true.
 * @param {string} no The button that answers false, as Escape does.
 * @returns {Promise<boolean>}
 */
export function ask(question, yes, no) {
  return new Promise(resolve => {
    const heading = el('h2', { id: 'question', text: question });
    const dialog = el('dialog', { 'aria-labelledby': 'question' },
      heading,
      el('div', { class: 'buttons' },
        el('button', { type: 'button', class: 'quiet', text: no, onclick: () => dialog.close('no') }),
        el('button', { type: 'button', text: yes, onclick: () => dialog.close('yes') })));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
