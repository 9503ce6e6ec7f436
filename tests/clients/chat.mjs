// The chat of the AI SDK: an unmodified `DefaultChatTransport` under `AbstractChat`, which `useChat` wraps, of several
// releases, against the example `chat`. What is on screen at the end equals the record. Ends with `N passed, N failed`.
//
// usage: node chat.mjs [path of the built example `chat`]

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { address, check, report, start } from './checks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2] ?? join(here, '../../target/debug/examples/chat');

// A package, and the setting of the server that it reads.
const RELEASES = [
  ['ai5-first', '5'],
  ['ai5', '5'],
  ['ai6-first', '6'],
  ['ai6', '6'],
  ['ai7-first', '7'],
  ['ai7-loose', '7.0.32'],
  ['ai7', '7'],
];

/** How many milliseconds a claim may take. */
const WITHIN = 60_000;

/** Starts the example, and returns its address. */
async function serve(...options) {
  const server = start(program, '--addr', '127.0.0.1:0', ...options);
  const base = await address(server);
  return { base, server };
}

const headers = { authorization: 'Bearer ann' };

async function call(base, method, path, body) {
  const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
  const response = await fetch(base + path, { method, headers, ...json });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.status === 204 ? null : response.headers.get('content-type')?.includes('json') ? response.json() : null;
}

/** What `useChat` keeps of a chat. */
class State {
  status = 'ready';
  error = undefined;

  constructor(messages) {
    this.messages = messages;
  }

  pushMessage(message) {
    this.messages = this.messages.concat(message);
  }

  popMessage() {
    this.messages = this.messages.slice(0, -1);
  }

  replaceMessage(index, message) {
    this.messages = this.messages.with(index, structuredClone(message));
  }

  snapshot(thing) {
    return structuredClone(thing);
  }
}

let chats = 0;

/** A page: it reads the history and resumes, as a page that is loaded. */
class Page {
  constructor(sdk, base, id, messages, options) {
    const transport = new sdk.DefaultChatTransport({ api: `${base}/robots/chat`, headers });
    class Chat extends sdk.AbstractChat {}
    this.turns = [];
    this.base = base;
    this.errors = [];
    this.chat = new Chat({
      id,
      transport,
      state: new State(messages),
      onData: (part) => part.type === 'data-turn' && this.turns.push(part.data),
      onError: (error) => this.errors.push(error),
      ...options,
    });
  }

  static async load(sdk, base, id, options = {}) {
    const { messages } = await call(base, 'GET', `/robots/chat/${id}?limit=100`);
    const page = new Page(sdk, base, id, messages, options);
    page.resumed = page.chat.resumeStream();
    return page;
  }

  send(text, more = {}) {
    return this.chat.sendMessage({ text, ...more });
  }

  get last() {
    return this.chat.messages.at(-1);
  }

  /** Waits until something is so. */
  async until(what, holds) {
    for (let tries = 0; tries < 3000; tries += 1) {
      if (holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${what} does not come: ${JSON.stringify([this.chat.status, this.errors.map(String), this.chat.messages])}`);
  }

  /** Asserts that the screen has what the record has. */
  async equalsRecord(major) {
    const session = this.turns.at(-1).session_id;
    const record = await call(this.base, 'GET', `/robots/sessions/${session}?limit=100`);
    const shown = this.chat.messages.map((message) => seen(message, major));
    const kept = record.message_list.messages.map((message) => seen(message, major));
    assert.deepEqual(shown, kept);
    for (const message of this.chat.messages.filter((message) => message.role === 'assistant')) {
      assert.ok(kept.length && message.metadata?.storyden?.robot?.name, 'a robot has a name');
    }
    assert.deepEqual(this.errors, []);
  }
}

/** What can be seen of a message. */
function seen(message, major) {
  return {
    // A page goes on calling a message as it has called it first.
    id: message.role === 'user' ? undefined : message.id,
    role: message.role,
    parts: message.parts.map((part) => {
      const shown = { type: part.type, text: part.text, state: part.state, input: part.input, output: part.output };
      const asks = ['approval-requested', 'approval-responded', 'output-denied'].includes(part.state);
      if (asks && major === 5) shown.state = 'output-error';
      if (message.role === 'user' || shown.state === undefined) delete shown.state;
      if (asks && major > 5) shown.question = part.approval.id;
      return JSON.parse(JSON.stringify(shown));
    }),
  };
}

const tool = (page) => page.chat.messages.flatMap((message) => message.parts).find((part) => part.type.startsWith('tool-'));

async function run(name, sdk, { base, paced }, major) {
  const newId = () => sdk.generateId();
  const it = (claim, work) => check(`${name}: ${claim}`, work, WITHIN);
  chats += 1;

  await it('an answer is streamed, and a second one', async () => {
    const page = await Page.load(sdk, base, newId());
    await page.resumed;
    await page.send('hello bees');
    assert.equal(page.last.parts.findLast((part) => part.type === 'text').text, 'You said: hello bees');
    await page.equalsRecord(major);
    await page.send('search for it');
    assert.equal(tool(page).state, 'output-available');
    await page.equalsRecord(major);
    assert.equal(page.turns[0].state, 'queued');
    assert.equal(page.turns.at(-1).state, 'completed');
  });

  await it('a page that is loaded at any chunk of an answer has all of it in the end', async () => {
    const id = newId();
    const first = await Page.load(sdk, paced, id);
    await first.resumed;
    const sent = first.send('search');
    await first.until('the turn', () => first.turns.length > 0);
    const pages = [];
    let done = false;
    sent.finally(() => (done = true));
    while (!done) {
      pages.push(await Page.load(sdk, paced, id));
      await call(paced, 'POST', '/pace/1');
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (pages.length > 40) throw new Error('it does not end');
    }
    for (const page of pages) await page.resumed;
    assert.ok(pages.length > 10, `${pages.length} pages`);
    for (const page of [first, ...pages]) {
      if (page.turns.length === 0) page.turns = first.turns;
      await page.equalsRecord(major);
    }
  });

  await it('a turn is stopped', async () => {
    const page = await Page.load(sdk, paced, newId());
    await page.resumed;
    const sent = page.send('hello bees and all the others');
    await call(paced, 'POST', '/pace/4');
    await page.until('a word', () => page.last.role === 'assistant' && JSON.stringify(page.last).includes('You said'));
    await call(paced, 'DELETE', `/robots/chat/${page.chat.id}/stream`);
    await sent;
    assert.equal(page.turns.at(-1).state, 'cancelled');
    assert.equal(page.last.metadata.storyden.ended.reason, 'aborted');
    const before = page.last.parts.at(-1).text;
    assert.ok(before.startsWith('You said') && !before.includes('others'), before);
  });

  await it('an answer is asked for again, and an earlier question edited', async () => {
    const page = await Page.load(sdk, base, newId());
    await page.resumed;
    await page.send('one');
    const first = page.last.id;
    await page.chat.regenerate();
    assert.notEqual(page.last.id, first);
    await page.equalsRecord(major);
    await page.send('two');
    await page.chat.regenerate({ messageId: page.chat.messages[1].id });
    assert.equal(page.chat.messages.length, 2);
    await page.equalsRecord(major);
    await page.send('three');
    await page.send('uno', { messageId: page.chat.messages[0].id });
    assert.equal(page.chat.messages.length, 2);
    assert.ok(JSON.stringify(page.last).includes('You said: uno'));
    await page.equalsRecord(major);
    // Once more: the page goes on calling the question as it did.
    await page.send('due', { messageId: page.chat.messages[0].id });
    await page.equalsRecord(major);
    const again = await Page.load(sdk, base, page.chat.id);
    await again.resumed;
    await again.send('tre', { messageId: again.chat.messages[0].id });
    await again.equalsRecord(major);
  });

  await it('a tool of the page brings its output', async () => {
    const sendAutomaticallyWhen = sdk.lastAssistantMessageIsCompleteWithToolCalls;
    const page = await Page.load(sdk, base, newId(), { sendAutomaticallyWhen });
    await page.resumed;
    await page.send('colour please');
    assert.equal(tool(page).state, 'input-available');
    assert.equal(page.turns.at(-1).state, 'blocked');
    await page.equalsRecord(major);
    const add = (page.chat.addToolOutput ?? page.chat.addToolResult).bind(page.chat);
    await add({ tool: 'pick_colour', toolCallId: tool(page).toolCallId, output: 'yellow' });
    await page.until('the end', () => page.chat.status === 'ready' && JSON.stringify(page.last).includes('The call is'));
    assert.equal(tool(page).output, 'yellow');
    await page.equalsRecord(major);
  });

  await it('a robot hands over to another one', async () => {
    const page = await Page.load(sdk, base, newId());
    await page.resumed;
    await page.send('hand over');
    assert.ok(JSON.stringify(page.last).includes('write it down'));
    assert.equal(page.last.metadata.storyden.robot.name, 'Scribe');
  });

  await it('two tabs send at once, and both are answered', async () => {
    const id = newId();
    const [one, two] = [await Page.load(sdk, base, id), await Page.load(sdk, base, id)];
    await Promise.all([one.resumed, two.resumed]);
    await Promise.all([one.send('from one'), two.send('from two')]);
    const texts = [one, two].map((page) => page.last.parts.findLast((part) => part.type === 'text')?.text);
    assert.ok(texts.every((text) => text?.startsWith('You said: from')), String(texts));
  });

  await it('a chat with a history of 2 000 messages and 20 MB is posted', async () => {
    const picture = `data:image/png;base64,${'A'.repeat(10_000)}`;
    const history = Array.from({ length: 2000 }, (_, at) => ({
      id: `old-${at}`,
      role: at % 2 ? 'assistant' : 'user',
      parts: [{ type: 'file', mediaType: 'image/png', url: picture }],
    }));
    const page = new Page(sdk, base, newId(), history, {});
    await page.send('hello');
    assert.ok(JSON.stringify(page.last).includes('You said: hello'), String(page.errors));
  });

  if (major === 5) {
    await it('a call that asks is shown as failed, and goes on when it is approved elsewhere', async () => {
      const page = await Page.load(sdk, base, newId());
      await page.resumed;
      await page.send('ban kate');
      assert.equal(tool(page).state, 'output-error');
      await page.equalsRecord(major);
      await decide(base, page.turns.at(-1).session_id, true);
      const again = await Page.load(sdk, base, page.chat.id);
      await again.resumed;
      assert.equal(tool(again).state, 'output-available');
      await again.equalsRecord(major);
    });
    return;
  }

  for (const approved of [true, false]) {
    await it(`a call is ${approved ? 'approved' : 'refused'} by the page`, async () => {
      const sendAutomaticallyWhen = sdk.lastAssistantMessageIsCompleteWithApprovalResponses;
      const page = await Page.load(sdk, base, newId(), { sendAutomaticallyWhen });
      await page.resumed;
      await page.send('ban kate');
      assert.equal(tool(page).state, 'approval-requested');
      await page.equalsRecord(major);
      await page.chat.addToolApprovalResponse({ id: tool(page).approval.id, approved, reason: 'because' });
      await page.until('the end', () => page.chat.status === 'ready' && JSON.stringify(page.last).includes('The call is'));
      assert.equal(tool(page).state, approved ? 'output-available' : 'output-denied');
      await page.equalsRecord(major);
      const again = await Page.load(sdk, base, page.chat.id);
      await again.resumed;
      await again.equalsRecord(major);
    });
  }

  await it('a page that is loaded at any chunk of a continuation has all of it in the end', async () => {
    const id = newId();
    const first = await Page.load(sdk, paced, id, {
      sendAutomaticallyWhen: sdk.lastAssistantMessageIsCompleteWithApprovalResponses,
    });
    await first.resumed;
    const sent = first.send('ban kate');
    await call(paced, 'POST', '/pace/8');
    await sent;
    assert.equal(tool(first).state, 'approval-requested');
    await first.chat.addToolApprovalResponse({ id: tool(first).approval.id, approved: true });
    await first.until('the turn that goes on', () => first.turns.at(-1).continues);
    const pages = [];
    const ended = () => first.chat.status === 'ready' && JSON.stringify(first.last).includes('The call is output');
    while (!ended()) {
      pages.push(await Page.load(sdk, paced, id));
      await call(paced, 'POST', '/pace/1');
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (pages.length > 40) throw new Error('it does not end');
    }
    for (const page of pages) await page.resumed;
    assert.ok(pages.length > 5, `${pages.length} pages`);
    for (const page of [first, ...pages]) {
      if (page.turns.length === 0) page.turns = first.turns;
      await page.equalsRecord(major);
    }
  });
}

async function decide(base, session, approved) {
  const { approvals } = await call(base, 'GET', `/robots/approvals?state=pending&session_id=${session}`);
  assert.equal(approvals.length, 1);
  await call(base, 'POST', `/robots/approvals/${approvals[0].id}/decision`, { approved });
}

const servers = new Map();
for (const [name, setting] of RELEASES) {
  if (!servers.has(setting)) {
    const [free, paced] = [await serve('--sdk', setting), await serve('--sdk', setting, '--paced')];
    servers.set(setting, { base: free.base, paced: paced.base, all: [free.server, paced.server] });
  }
  const sdk = await import(name);
  await run(name, sdk, servers.get(setting), Number(setting[0]));
}
for (const { all } of servers.values()) {
  for (const server of all) {
    server.removeAllListeners('exit');
    const stopped = new Promise((resolve) => server.on('exit', (code, signal) => resolve(code ?? signal)));
    server.kill('SIGTERM');
    await check('the server stops cleanly', async () => assert.equal(await stopped, 0), WITHIN);
  }
}
process.exit(report());
