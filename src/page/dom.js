// Elements are made here and nowhere else. Text goes in as text, never as HTML.

/** Makes an element: `h('a', { href }, 'text', child)`. Missing children are left out; `onclick` and the like are listeners. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const same = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const other = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Shows a time of the API. */
export function time(text) {
  const at = new Date(text);
  const today = at.toDateString() === new Date().toDateString();
  return h('time', { datetime: text, title: other.format(at), class: 'quiet' }, (today ? same : other).format(at));
}

/** Shows a problem at the foot of the page for a while. */
let hiding;
export function complain(error) {
  const place = document.getElementById('problem');
  place.textContent = error.message;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.hidden = true; }, 8000);
}

/** Makes a button whose work can fail; it cannot be pressed again meanwhile. */
export function action(label, work, attributes = {}) {
  const button = h('button', { type: 'button', ...attributes }, label);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await work();
    } catch (error) {
      complain(error);
    }
    button.disabled = false;
  });
  return button;
}
