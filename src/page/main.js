// Which view is shown: the fragment of the address says so. `#/`, `#/s/{session}`, `#/waiting`.

import { complain, h } from './dom.js';
import { closeSession, openSession } from './session.js';
import { mark, openList, reload, step } from './sessions.js';
import { count, openWaiting } from './waiting.js';

const main = document.getElementById('main');

async function show() {
  const path = location.hash.replace(/^#/, '') || '/';
  const session = /^\/s\/([^/]+)$/.exec(path)?.[1];
  document.body.dataset.view = session ? 'session' : path === '/waiting' ? 'waiting' : 'list';
  for (const link of document.querySelectorAll('nav a')) {
    const here = link.hash === (path === '/waiting' ? '#/waiting' : '#/');
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  openList();
  mark();
  closeSession();
  if (session) await openSession(main, decodeURIComponent(session), changed);
  else if (path === '/waiting') await openWaiting(main);
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
