// Search in messages and names, where the host has it.

import { get } from './api.js';
import { h, time } from './dom.js';

let asked = 0;

/** Shows what has all these words. The address keeps them, so that it can be passed on. */
export async function openSearch(main, words) {
  const mine = ++asked;
  const field = h('input', { id: 'words', type: 'search', name: 'q', value: words, 'aria-label': 'Words', placeholder: 'Words of messages and names' });
  const results = h('ol', { class: 'rows hits', 'aria-live': 'polite' });
  const ask = (event) => {
    event.preventDefault();
    location.hash = `#/search/${encodeURIComponent(field.value.trim())}`;
  };
  main.replaceChildren(h('form', { class: 'say find', role: 'search', onsubmit: ask }, field, h('button', { class: 'primary' }, 'Search')), results);
  field.focus();
  if (!words) return;
  try {
    const { hits } = await get('search', { q: words, limit: 50 });
    if (mine === asked) results.replaceChildren(...hits.map(hit));
    if (mine === asked && !hits.length) results.replaceChildren(h('li', { class: 'empty' }, 'Nothing has all of these words.'));
  } catch (error) {
    const sentence = error.status === 404 ? 'This host has no search in messages.' : error.message;
    if (mine === asked) results.replaceChildren(h('li', { class: 'empty' }, sentence));
  }
}

function hit({ session, message, snippet }) {
  const who = message ? message.robot?.name ?? message.author?.name ?? 'Nobody' : 'The name';
  return h('li', {}, h('a', { href: message ? `#/s/${session.id}/${message.id}` : `#/s/${session.id}` },
    h('div', { class: 'name' }, session.name),
    h('div', { class: 'quiet' }, `${who} · `, time(message?.created_at ?? session.updatedAt)),
    h('p', { class: 'text' }, snippet.map(({ text, match }) => match ? h('mark', {}, text) : text))));
}
