// The list of sessions, with its filters.

import { get } from './api.js';
import { action, complain, h, time } from './dom.js';

const filters = { name: '', order: 'updated', account_id: '', label: '', archived: '' };
const side = () => document.getElementById('side');
let rows;
let people;
let labels;
let asked = 0;

/** Draws the filters once, and the first rows. */
export function openList() {
  if (rows) return;
  people = h('select', { id: 'by', onchange: (event) => set('account_id', event.target.value) }, h('option', { value: '' }, 'Everybody'));
  labels = h('select', { id: 'label', onchange: (event) => set('label', event.target.value) }, h('option', { value: '' }, 'Any'));
  rows = h('ul', { class: 'rows' });
  side().replaceChildren(
    h('form', { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
      h('div', { class: 'wide' }, h('label', { for: 'find' }, 'Name'),
        h('input', { id: 'find', type: 'search', placeholder: 'Part of a name  ( / )', oninput: (event) => set('name', event.target.value) })),
      h('div', {}, h('label', { for: 'order' }, 'Order'),
        h('select', { id: 'order', onchange: (event) => set('order', event.target.value) },
          h('option', { value: 'updated' }, 'Last activity'), h('option', { value: 'created' }, 'Newest'))),
      h('div', {}, h('label', { for: 'by' }, 'Started by'), people),
      h('div', {}, h('label', { for: 'label' }, 'Label'), labels),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'archived', onchange: (event) => set('archived', event.target.checked ? 'true' : '') }), ' archived too')),
    rows);
  reload();
}

function set(field, value) {
  filters[field] = value;
  reload();
}

/** Reads the list again from its beginning. */
export function reload() {
  if (rows) read(undefined);
}

async function read(after) {
  const mine = ++asked;
  const more = after !== undefined;
  const { name, ...query } = filters;
  const found = [];
  const words = name.trim().toLowerCase();
  try {
    // The first page has a number; the others continue by cursor, which no deletion moves.
    do {
      const page = await get('sessions', { ...query, cursor: after });
      if (mine !== asked) return;
      found.push(...page.sessions.filter((session) => session.name.toLowerCase().includes(words)));
      after = page.next_cursor;
    } while (after && words && found.length < 20);
  } catch (error) {
    if (mine === asked) fail(error);
    return;
  }
  rows.querySelector('.more')?.remove();
  if (!more) rows.replaceChildren();
  rows.append(...found.map(row));
  if (after) rows.append(h('li', { class: 'more' }, action('Older sessions', () => read(after))));
  if (!rows.children.length) rows.append(h('li', { class: 'empty' }, 'No session matches.'));
  mark();
}

function fail(error) {
  rows.replaceChildren(h('li', { class: 'empty' }, error.message));
  complain(error);
}

function row(session) {
  const { id, handle, name } = session.created_by;
  offer(people, id, name || handle);
  for (const label of session.labels ?? []) offer(labels, label, label);
  return h('li', {}, h('a', { href: `#/s/${session.id}`, 'data-id': session.id },
    h('div', { class: 'name' }, session.name),
    h('div', { class: 'quiet' }, `${name} · `, time(session.updatedAt)),
    session.unread > 0 && h('span', { class: 'count', title: 'not read yet' }, `${session.unread} new`),
    (session.labels ?? []).map((label) => h('span', { class: 'chip' }, label))));
}

/** Adds a choice to a filter, once. */
function offer(filter, value, text) {
  if (![...filter.options].some((option) => option.value === value)) filter.append(h('option', { value }, text));
}

/** Marks the session that is open. */
export function mark() {
  const open = location.hash.split('/')[2];
  for (const link of rows?.querySelectorAll('a') ?? []) {
    if (link.dataset.id === open) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** Moves the focus to the next row, or the one before. */
export function step(by) {
  const links = [...(rows?.querySelectorAll('a') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement || link.hasAttribute('aria-current'));
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}
