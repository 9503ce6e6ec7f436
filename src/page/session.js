// One session: its transcript, live.

import { base, get, hasTurns, send } from './api.js';
import { apply } from './assemble.js';
import { action, complain, h, time } from './dom.js';
import { drawPart } from './parts.js';

const LIMIT = 50;
let shown;

/** Ends what is shown, and the stream behind it. */
export function closeSession() {
  shown?.stream?.close();
  shown = undefined;
}

/** Shows a session, and follows it; with the id of a message, that one in its place. */
export async function openSession(main, [id, message], onChange) {
  closeSession();
  const view = new View(main, id, message, onChange);
  shown = view;
  try {
    await view.start();
  } catch (error) {
    if (shown === view) main.replaceChildren(h('p', { class: 'empty' }, error.message));
  }
}

class View {
  /** Messages by their sequence, and the elements that show them. */
  messages = new Map();
  elements = new Map();
  /** Drafts by the id of their message: what ids of their streams mean. */
  open = new Map();
  turns = new Map();
  approvals = new Map();

  constructor(main, id, found, onChange) {
    Object.assign(this, { main, id, found, onChange });
  }

  async start() {
    const session = await get(`sessions/${this.id}`, { around: this.found, limit: LIMIT });
    this.hasTurns = await hasTurns();
    if (this.hasTurns) {
      const [{ turns }, { approvals }] = await Promise.all([
        get(`sessions/${this.id}/turns`), get('approvals', { session_id: this.id, state: 'pending' }),
      ]);
      for (const turn of turns) this.turns.set(turn.id, turn);
      for (const approval of approvals) this.approvals.set(approval.approval_id, approval);
    }
    if (shown !== this) return;
    this.list = h('ol', { class: 'messages', 'aria-live': 'polite', 'aria-label': 'Messages' });
    this.heading = h('div', { class: 'head', 'data-id': this.id });
    this.older = h('div', { class: 'empty' });
    this.newer = h('div', { class: 'empty', hidden: true });
    this.main.replaceChildren(this.heading, this.older, this.list, this.newer, this.hasTurns ? this.form() : '');
    this.session = session;
    this.next(session.message_list.next_before);
    for (const message of session.message_list.messages) this.put(message);
    this.head();
    if (this.found) this.list.querySelector('.found')?.scrollIntoView({ block: 'center' });
    else this.main.scrollTop = this.main.scrollHeight;
    this.followEnd(session);
  }

  /** Follows the session if its newest messages are shown; else offers those that come next. */
  followEnd({ message_list: { next_after: after }, follow_from: from }) {
    this.newer.hidden = !after;
    if (!after) {
      this.markRead();
      this.follow(from);
      return;
    }
    this.newer.replaceChildren(action('Newer messages', async () => {
      const session = await get(`sessions/${this.id}`, { after, limit: LIMIT });
      if (shown !== this) return;
      for (const message of session.message_list.messages) this.put(message);
      this.followEnd(session);
    }));
  }

  follow(after) {
    const stream = new EventSource(new URL(`sessions/${this.id}/stream?after=${after}`, base));
    this.stream = stream;
    const on = (name, handle) => stream.addEventListener(name, (event) => {
      if (shown === this) this.atEnd(() => handle(JSON.parse(event.data)));
    });
    on('message', (message) => {
      this.open.delete(message.id);
      this.put(message);
      this.markRead();
      if (this.hasTurns) this.readApprovals();
    });
    on('draft', (message) => {
      this.open.set(message.id, new Map());
      this.put({ ...message, draft: true });
    });
    on('chunks', ({ message_id: id, chunks }) => {
      const message = [...this.messages.values()].find((message) => message.id === id);
      if (!message) return;
      if (!this.open.has(id)) this.open.set(id, new Map());
      apply(message, this.open.get(id), chunks);
      this.draw(message);
    });
    on('deleted', ({ sequence }) => {
      this.elements.get(sequence)?.remove();
      this.elements.delete(sequence);
      this.messages.delete(sequence);
    });
    on('session', (session) => {
      Object.assign(this.session, session);
      this.head();
      this.onChange();
    });
    on('turn', (turn) => {
      this.turns.set(turn.id, turn);
      this.head();
      this.readApprovals();
    });
    on('decision', () => this.readApprovals());
    on('damaged', ({ id }) => complain(new Error(`Message ${id} cannot be read: tell an operator.`)));
    on('problem', (problem) => {
      stream.close();
      this.setLive(false);
      complain(new Error(problem.detail ?? problem.title));
    });
    stream.onopen = () => this.setLive(true);
    stream.onerror = () => this.setLive(false);
  }

  /** Does something, and stays at the end of the transcript if that is in sight. */
  atEnd(work) {
    const inSight = this.main.scrollHeight - this.main.scrollTop - this.main.clientHeight < 80;
    work();
    if (inSight) this.main.scrollTop = this.main.scrollHeight;
  }

  /** Tells the host up to where its member has read, where hosts keep that. */
  async markRead() {
    if (this.session.unread === undefined) return;
    const newest = Math.max(0, ...this.messages.keys());
    await send('PUT', `sessions/${this.id}/read?offset=${newest}`).catch(complain);
  }

  setLive(live) {
    this.live = live;
    this.head();
  }

  async readApprovals() {
    try {
      const { approvals } = await get('approvals', { session_id: this.id, state: 'pending' });
      this.approvals = new Map(approvals.map((approval) => [approval.approval_id, approval]));
    } catch (error) {
      complain(error);
    }
    this.atEnd(() => {
      for (const message of this.messages.values()) {
        if (message.parts.some((part) => part.approval)) this.draw(message);
      }
    });
    this.onChange();
  }

  head() {
    const { name, created_by: by, createdAt, deletedAt, active_robot_id: robot } = this.session;
    const turns = [...this.turns.values()].toSorted((a, b) => a.created_at < b.created_at ? 1 : -1);
    // Another turn goes on where a blocked one has its answer.
    const continued = new Set(turns.map(({ continues }) => continues));
    const isBlocked = ({ id, state, continued_by: by }) => state === 'blocked' && !by && !continued.has(id);
    const turn = turns.find(({ state }) => state === 'running') ?? turns.find(isBlocked) ?? turns.findLast(({ state }) => state === 'queued');
    const waiting = turns.filter(({ state }) => state === 'queued').length;
    this.heading.replaceChildren(
      h('a', { class: 'back', href: '#/' }, '‹ Sessions'),
      h('div', { class: 'grow' },
        h('h2', {}, name),
        h('p', { class: 'quiet' }, `by ${by.name} · `, time(createdAt), robot ? ` · robot: ${this.robotName(robot)}` : ' · no robot')),
      ...[
        deletedAt && h('span', { class: 'chip bad' }, 'deleted'),
        waiting > 0 && turn.state !== 'queued' && h('span', { class: 'chip' }, `${waiting} waiting`),
        turn && h('span', { class: `chip ${turn.state === 'blocked' ? 'warn' : 'live'}`, id: 'turn' },
          turn.stop ? 'stopping' : turn.state === 'blocked' ? 'waits for approval' : turn.state),
        !turn && turns[0]?.state === 'failed' && h('span', { class: 'chip bad', title: turns[0].error ?? '' }, 'the last answer failed'),
        h('span', { class: `chip ${this.live ? 'live' : ''}` }, this.live ? 'live' : 'connecting'),
        turn && action('Stop', () => send('PUT', `sessions/${this.id}/turns/${turn.id}/cancellation`), { class: 'bad', id: 'stop' }),
      ].filter(Boolean));
  }

  /** The name that the robot had in its last message here; its id if it has none. */
  robotName(id) {
    const known = [...this.messages.values()].findLast((message) => message.robot?.id === id);
    return known?.robot.name ?? id;
  }

  put(message) {
    this.messages.set(message.sequence, message);
    this.draw(message);
  }

  draw(message) {
    const drawn = this.element(message);
    const old = this.elements.get(message.sequence);
    if (old) {
      keepState(old, drawn);
      old.replaceWith(drawn);
    } else {
      const behind = [...this.elements.entries()].filter(([at]) => at > message.sequence).sort(([a], [b]) => a - b)[0];
      this.list.insertBefore(drawn, behind?.[1] ?? null);
    }
    this.elements.set(message.sequence, drawn);
  }

  element(message) {
    const { robot, author, role, draft, ended, edited } = message;
    const decide = async (approvalId, approved, reason) => {
      const { id } = this.approvals.get(approvalId);
      await send('POST', `approvals/${id}/decision`, { approved, ...(reason && { reason }) });
      await this.readApprovals();
    };
    const who = robot
      ? [h('b', {}, robot.name), h('span', { class: 'chip' }, 'robot'), author && h('span', { class: 'quiet' }, `for ${author.name}`)]
      : [h('b', {}, author?.name ?? 'Nobody'), role !== 'user' && h('span', { class: 'chip' }, role)];
    const reason = typeof ended === 'string' ? ended : ended?.reason;
    return h('li', { class: `message${robot ? '' : ' member'}${draft ? ' draft' : ''}${message.id === this.found ? ' found' : ''}`, 'data-id': message.id },
      h('div', { class: 'who' }, who, time(message.created_at),
        draft && h('span', { class: 'chip live' }, 'being written'),
        edited && h('span', { class: 'chip' }, 'edited'),
        reason && reason !== 'stop' && h('span', { class: 'chip warn' }, reason)),
      message.parts.map((part) => drawPart(part, this.approvals.has(part.approval?.id) ? decide : undefined)));
  }

  next(before) {
    this.older.hidden = !before;
    this.older.replaceChildren(before ? action('Older messages', async () => {
      const { message_list: list } = await get(`sessions/${this.id}`, { before, limit: LIMIT });
      const height = this.main.scrollHeight;
      for (const message of list.messages) this.put(message);
      this.next(list.next_before);
      // What was in sight stays there.
      this.main.scrollTop += this.main.scrollHeight - height;
    }) : '');
  }

  form() {
    const text = h('textarea', { rows: 1, required: true, 'aria-label': 'Message', placeholder: 'Ask the robot', title: 'Ctrl+Enter sends' });
    const say = action('Send', async () => {
      if (!text.value.trim()) return;
      const message = { id: crypto.randomUUID?.() ?? String(Math.random()), role: 'user', parts: [{ type: 'text', text: text.value }] };
      await send('POST', 'chat', { id: this.id, trigger: 'submit-message', messages: [message] });
      text.value = '';
    }, { class: 'primary' });
    text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) say.click();
    });
    return h('form', { class: 'say', onsubmit: (event) => event.preventDefault() }, text, say);
  }
}

/** What a reader has opened or typed stays, whenever a message is drawn again. */
function keepState(old, drawn) {
  const [before, after] = [old.querySelectorAll('details'), drawn.querySelectorAll('details')];
  before.forEach((details, at) => { if (after[at]) after[at].open = details.open; });
  const [typed, empty] = [old.querySelectorAll('input'), drawn.querySelectorAll('input')];
  typed.forEach((input, at) => {
    if (!empty[at]) return;
    empty[at].value = input.value;
    if (input === document.activeElement) queueMicrotask(() => empty[at].focus());
  });
}
