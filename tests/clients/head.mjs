// Storyden's newest protocol, as its page uses it: `@durable-streams/client` reads the log of a session, and one
// `readUIMessageStream` of the AI SDK makes each turn's message. Against the example `chat` with `--storyden-head`. What is
// on screen at the end equals the record. Ends with the line `N passed, N failed`.
//
// usage: [CUT_EVERY=1] node head.mjs [path of the built example `chat`]

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { stream } from '@durable-streams/client';
import { readUIMessageStream } from 'ai6';

import { address, check, report, start } from './checks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2] ?? join(here, '../../target/debug/examples/chat');
const headers = { authorization: 'Bearer ann' };

/** How many milliseconds a claim may take. */
const WITHIN = 30_000;

/** Logs are cut at each place of so many bytes. */
const EVERY = Number(process.env.CUT_EVERY ?? 97);

/** Makes an xid: 20 characters of base 32, of which the last has one bit. */
function xid() {
  const bits = [...randomBytes(12)].map((byte) => byte.toString(2).padStart(8, '0')).join('').padEnd(100, '0');
  return bits.match(/.{5}/g).map((five) => '0123456789abcdefghijklmnopqrstuv'[parseInt(five, 2)]).join('');
}

async function call(base, method, path, body) {
  const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
  return fetch(base + path, { method, headers, ...json });
}

async function get(base, path) {
  const response = await call(base, 'GET', path);
  assert.equal(response.status, 200, path);
  return response.json();
}

/** Posts the last message of a chat, as the page does. Only the status is looked at. */
async function post(base, session, message, status = 202) {
  const body = { id: session, sessionId: session, messages: [message] };
  const response = await call(base, 'POST', '/robots/sessions', body);
  assert.equal(response.status, status, await response.text());
}

async function say(base, session, text) {
  const id = xid();
  await post(base, session, { id, role: 'user', parts: [{ type: 'text', text }] });
  return id;
}

/** A page that shows a session: messages by id, in the order in which they came. */
class Page {
  messages = new Map();
  ended = new Map();
  offset = '-1';
  turns = new Map();
  queued = new Set();
  places = [];
  wakers = [];
  fetch = globalThis.fetch;

  constructor(base, session) {
    this.base = base;
    this.session = session;
  }

  /** Tails the log from where this page is, until it is cut. */
  async tail(live = 'sse') {
    this.abort = new AbortController();
    const { offset } = this;
    const url = `${this.base}/robots/sessions/${this.session}/stream`;
    const { fetch } = this;
    const response = await stream({ url, headers, offset, live, fetch, signal: this.abort.signal });
    response.closed?.catch?.(() => {});
    this.unsubscribe = response.subscribeJson(async (batch) => {
      for (const event of batch.items) this.event(event);
      this.offset = batch.offset;
      this.places.push(batch.offset);
      for (const wake of this.wakers.splice(0)) wake();
    });
  }

  cut() {
    this.unsubscribe?.();
    this.abort?.abort();
  }

  event(event) {
    if (event.event_kind === 'input_queued') {
      this.messages.set(event.message.id, event.message);
      if (event.message.queued) this.queued.add(event.message.id);
    }
    for (const id of event.input_ids ?? []) this.queued.delete(id);
    const turn = event.turn_id;
    if (!turn || event.event_kind === 'input_queued') return;
    if (!this.turns.has(turn)) {
      let controller;
      const chunks = new ReadableStream({ start: (own) => (controller = own) });
      const done = this.show(turn, chunks);
      this.turns.set(turn, { controller, done });
    }
    for (const part of event.parts) this.turns.get(turn).controller.enqueue(part);
    if (/^turn_(completed|failed|cancelled|blocked)$/.test(event.event_kind)) {
      this.turns.get(turn).controller.close();
      this.ended.set(turn, event.event_kind);
    }
  }

  async show(turn, chunks) {
    for await (const message of readUIMessageStream({ stream: chunks, onError: () => {}, terminateOnError: false })) {
      this.messages.set(message.id, message);
    }
  }

  /** Waits until something is as it should be. */
  async until(done) {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (done(this)) return;
      await new Promise((resolve) => this.wakers.push(resolve));
    }
  }

  async untilEnded(turns) {
    await this.until(() => this.ended.size >= turns);
    await Promise.all([...this.turns.values()].filter((turn) => turn.done).map((turn) => turn.done));
  }

  /** What somebody in front of it reads: texts, and calls joined by their ids. */
  shown() {
    return screen([...this.messages.values()]);
  }

  /** The newest message of a robot. */
  newest() {
    return [...this.messages.values()].filter((message) => message.role === 'assistant').at(-1);
  }
}

/** Returns what messages show: who says what, and what became of each call. */
function screen(messages) {
  const calls = new Map();
  const texts = [];
  for (const message of messages) {
    for (const part of message.parts) {
      if (part.type === 'text') texts.push(`${message.role}: ${part.text}`);
      if (part.toolCallId) calls.set(`${part.type} ${part.toolCallId}`, JSON.stringify([part.state, part.input, part.output]));
    }
  }
  return { texts: texts.sort(), calls: Object.fromEntries(calls) };
}

async function recorded(base, session) {
  return screen((await get(base, `/robots/sessions/${session}?limit=100`)).message_list.messages);
}

async function serve(...options) {
  const server = start(program, '--addr', '127.0.0.1:0', '--storyden-head', ...options);
  return { base: await address(server), server };
}

const { base, server } = await serve();
const paced = await serve('--paced');
const pace = (chunks) => call(paced.base, 'POST', `/pace/${chunks}`);

for (const live of ['sse', 'long-poll']) {
  await check(`a question is answered in the log (${live})`, async () => {
    const session = xid();
    await say(base, session, 'hello');
    const page = new Page(base, session);
    await page.tail(live);
    await page.untilEnded(1);
    await say(base, session, 'search');
    await page.untilEnded(2);
    page.cut();
    assert.deepEqual(page.shown(), await recorded(base, session));
  }, WITHIN);
}

await check('an answer grows on screen, is cut off at every chunk, and goes on', async () => {
  const session = xid();
  await say(paced.base, session, 'one two three four');
  const page = new Page(paced.base, session);
  let seen = 0;
  for (let chunk = 0; chunk < 12 && page.ended.size === 0; chunk += 1) {
    await page.tail();
    const before = page.places.length;
    await pace(1);
    await page.until(() => page.places.length > before);
    const text = page.newest()?.parts.map((part) => part.text ?? '').join('') ?? '';
    assert.ok(text.length >= seen, 'it never shrinks');
    seen = text.length;
    page.cut();
  }
  await page.tail();
  await pace(100);
  await page.untilEnded(1);
  page.cut();
  assert.ok(page.places.length > 6, `${page.places.length} places`);
  assert.deepEqual(page.shown(), await recorded(paced.base, session));
}, WITHIN);

/** A `fetch` whose live answers break off behind so many bytes, and a promise that is kept when one has. It counts their bytes. */
function breaking(bytes) {
  let broken;
  const own = { read: 0, done: new Promise((resolve) => (broken = resolve)) };
  own.fetch = async (url, options) => {
    const response = await fetch(url, options);
    if (!String(url).includes('live=')) return response;
    const reader = response.body.getReader();
    const body = new ReadableStream({
      async pull(controller) {
        const { value, done } = own.read < bytes ? await reader.read() : { value: [], done: false };
        if (done) return controller.close();
        const kept = value.slice(0, bytes - own.read);
        own.read += kept.length;
        if (kept.length > 0) controller.enqueue(kept);
        if (own.read < bytes) return;
        reader.cancel().catch(() => {});
        controller.error(new TypeError('the connection broke'));
        broken();
      },
    });
    return new Response(body, response);
  };
  return own;
}

for (const live of ['sse', 'long-poll']) {
  await check(`a log breaks off anywhere, and goes on (${live})`, async () => {
    const brokenAt = async (bytes) => {
      const { id } = await (await call(base, 'POST', '/robots/sessions', { name: 'x' })).json();
      const [page, broken] = [new Page(base, id), breaking(bytes)];
      page.fetch = broken.fetch;
      await page.tail(live);
      await say(base, id, 'search');
      await Promise.race([broken.done, page.untilEnded(1)]);
      page.cut();
      page.fetch = fetch;
      await page.tail(live);
      await page.untilEnded(1);
      page.cut();
      assert.deepEqual(page.shown(), await recorded(base, id), `${bytes} bytes`);
      return broken.read;
    };
    const length = await brokenAt(Infinity);
    const places = [...Array(Math.ceil(length / EVERY)).keys()].map((place) => 1 + place * EVERY);
    while (places.length > 0) await Promise.all(places.splice(0, 16).map(brokenAt));
  }, 20 * WITHIN);
}

await check('two readers see the same, one of them from the middle', async () => {
  const session = xid();
  const [one, two] = [new Page(base, session), new Page(base, session)];
  await say(base, session, 'hello');
  await one.tail();
  await one.untilEnded(1);
  await two.tail();
  await say(base, session, 'hand over');
  await Promise.all([one.untilEnded(2), two.untilEnded(2)]);
  one.cut();
  two.cut();
  assert.deepEqual(one.shown(), two.shown());
  assert.deepEqual(one.shown(), await recorded(base, session));
}, WITHIN);

await check('a session is read up to its stream_offset, and the rest from there', async () => {
  const session = xid();
  await say(base, session, 'hello');
  const first = new Page(base, session);
  await first.tail();
  await first.untilEnded(1);
  first.cut();
  const read = await get(base, `/robots/sessions/${session}`);
  const page = new Page(base, session);
  for (const message of read.message_list.messages) page.messages.set(message.id, message);
  page.offset = read.stream_offset;
  await page.tail();
  await say(base, session, 'again');
  await page.untilEnded(1);
  page.cut();
  assert.deepEqual(page.shown(), await recorded(base, session));
}, WITHIN);

for (const approved of [true, false]) {
  await check(`a call is ${approved ? 'approved' : 'refused'}, and the robot goes on`, async () => {
    const session = xid();
    await say(base, session, 'ban kate');
    const page = new Page(base, session);
    await page.tail();
    await page.untilEnded(1);
    await post(base, session, { id: xid(), role: 'user', parts: [{ type: 'text', text: 'meanwhile' }] }, 409);
    const asked = page.newest();
    // What `addToolApprovalResponse` makes of it.
    const parts = asked.parts.map((part) =>
      part.state === 'approval-requested'
        ? { ...part, state: 'approval-responded', approval: { ...part.approval, approved, reason: 'so' } }
        : part,
    );
    page.messages.set(asked.id, { ...asked, parts });
    await post(base, session, { ...asked, parts });
    await page.untilEnded(2);
    page.cut();
    const [shown, record] = [page.shown(), await recorded(base, session)];
    assert.deepEqual(shown, record);
    assert.ok(Object.values(record.calls)[0].includes(approved ? 'output-available' : 'output-denied'));
  }, WITHIN);
}

await check('a tool runs in the page', async () => {
  const session = xid();
  await say(base, session, 'colour');
  const page = new Page(base, session);
  await page.tail();
  await page.untilEnded(1);
  const asked = page.newest();
  const parts = asked.parts.map((part) =>
    part.state === 'input-available' ? { ...part, state: 'output-available', output: 'blue' } : part,
  );
  await post(base, session, { ...asked, parts });
  await page.untilEnded(2);
  page.cut();
  assert.deepEqual(page.shown(), await recorded(base, session));
}, WITHIN);

await check('four messages that come while one is answered wait, and are answered', async () => {
  const { base, server } = await serve('--paced');
  const session = xid();
  await say(base, session, 'first');
  const page = new Page(base, session);
  await page.tail();
  await call(base, 'POST', '/pace/2');
  await page.until(() => page.newest()?.parts.length > 0);
  const waiting = [];
  for (const text of ['a', 'b', 'c', 'd']) waiting.push(await say(base, session, text));
  await page.until(() => waiting.every((id) => page.messages.has(id)));
  assert.deepEqual([...page.queued], waiting);
  await call(base, 'POST', '/pace/1000');
  await page.until(() => page.queued.size === 0);
  await page.untilEnded(2);
  page.cut();
  const active = await get(base, `/robots/sessions/${session}`);
  assert.equal(active.active_turn_id, undefined);
  assert.deepEqual(page.shown(), await recorded(base, session));
  server.kill();
}, WITHIN);

await check('a turn is stopped', async () => {
  const stopped = await serve('--paced');
  const session = xid();
  await say(stopped.base, session, 'a long answer');
  const page = new Page(stopped.base, session);
  await page.tail();
  await call(stopped.base, 'POST', '/pace/3');
  await page.until(() => page.newest()?.parts.length > 0);
  const [turn] = page.turns.keys();
  const cancelled = await call(stopped.base, 'PUT', `/robots/sessions/${session}/turns/${turn}/cancellation`);
  assert.equal(cancelled.status, 202);
  await call(stopped.base, 'POST', '/pace/1000');
  await page.untilEnded(1);
  page.cut();
  assert.equal(page.ended.get(turn), 'turn_cancelled');
  assert.deepEqual(page.shown(), await recorded(stopped.base, session));
  stopped.server.kill();
}, WITHIN);

server.kill();
paced.server.kill();
process.exit(report());
