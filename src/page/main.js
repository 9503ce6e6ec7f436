// Which view is shown: the fragment of the address says so. `#/`, `#/s/{session}`, `#/s/{session}/{message}`,
// `#/search/{words}`, `#/waiting`.

import { complain, h } from './dom.js';
import { openSearch } from './search.js';
import { closeSession, openSession } from './session.js';
import { mark, openList, reload, step } from './sessions.js';
import { count, openWaiting } from './waiting.js';

const main = document.getElementById('main');

async function show() {
  const path = location.hash.replace(/^#/, '') || '/';
  const [view, ...rest] = path.slice(1).split('/').map(decodeURIComponent);
  document.body.dataset.view = { s: 'session', search: 'search', waiting: 'waiting' }[view] ?? 'list';
  for (const link of document.querySelectorAll('nav a')) {
    const here = link.hash === ({ search: '#/search/', waiting: '#/waiting' }[view] ?? '#/');
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  openList();
  mark();
  closeSession();
  if (view === 's') await openSession(main, rest, changed);
  else if (view === 'search') await openSearch(main, rest[0] ?? '');
  else if (view === 'waiting') await openWaiting(main);
  else main.replaceChildren(h('p', { class: 'empty' }, 'Choose a session. Keys: / finds, j and k move, Esc goes back.'));
  await count();
}

function changed() {
  reload();
  count().catch(complain);
}

const shown = () => show().catch(complain);
addEventListener('hashchange', shown);

addEventListener('keydown', (event) => {
  const types = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === 'Escape') {
    if (types) event.target.blur();
    else location.hash = '#/';
  }
  if (types || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    document.getElementById('find')?.focus();
  }
  if (event.key === 'j') step(1);
  if (event.key === 'k') step(-1);
});

shown();
