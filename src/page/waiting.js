// What waits for people: approvals to answer, and messages that nobody has finished.

import { get, hasTurns, send } from './api.js';
import { action, h, time } from './dom.js';
import { answers, json } from './parts.js';

/** Shows how much waits, beside the link to this view. */
export async function count() {
  const place = document.getElementById('count');
  const waiting = await hasTurns() ? (await get('approvals', { state: 'pending', kind: 'approval', limit: 50 })).approvals.length : 0;
  place.hidden = waiting === 0;
  place.textContent = waiting === 50 ? '50+' : waiting;
}

export async function openWaiting(main) {
  const again = async () => {
    await openWaiting(main);
    await count();
  };
  const { approvals } = await hasTurns() ? await get('approvals', { state: 'pending', limit: 50 }) : { approvals: [] };
  const { drafts } = await get('drafts', { limit: 50 });
  main.replaceChildren(h('div', { class: 'cards' },
    h('h2', {}, 'Approvals'),
    approvals.length ? approvals.map((approval) => card(approval, again)) : h('p', { class: 'quiet' }, 'Nothing waits for an answer.'),
    h('h2', {}, 'Unfinished messages'),
    drafts.length ? drafts.map((draft) => unfinished(draft, again)) : h('p', { class: 'quiet' }, 'Every message is finished.')));
}

function card(approval, again) {
  const { id, tool, input, session_id: session, created_at: at, kind } = approval;
  return h('article', { class: 'tool asks' },
    h('div', { class: 'title' }, h('code', {}, tool),
      h('span', { class: 'quiet' }, kind === 'output' ? 'waits for a page that runs it' : 'asks for approval'), time(at),
      h('a', { href: `#/s/${session}` }, 'Open the session')),
    json('Input', input, true),
    kind === 'approval' && answers(async (approved, reason) => {
      await send('POST', `approvals/${id}/decision`, { approved, ...(reason && { reason }) });
      await again();
    }));
}

function unfinished({ session_id: session, message_id: message, grown_at: at }, again) {
  return h('article', { class: 'tool' },
    h('div', { class: 'title' }, 'Written last at', time(at), h('a', { href: `#/s/${session}` }, 'Open the session'),
      action('End it', async () => {
        await send('DELETE', `sessions/${session}/messages/${message}/draft`);
        await again();
      }, { class: 'bad' })));
}
