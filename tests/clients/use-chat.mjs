// A page: the real `useChat` of `@ai-sdk/react` in a document, against the example `chat`. What stands in the document is
// looked at, and clicked on, as a person does. Ends with `N passed, N failed`.
//
// usage: node use-chat.mjs [path of the built example `chat`]

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';

import { address, check, report, start } from './checks.mjs';

// React looks for a document when it is loaded.
const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
globalThis.window = window;
globalThis.document = window.document;
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });

const { createElement: h, useState } = await import('react');
const { createRoot } = await import('react-dom/client');
const { useChat } = await import('@ai-sdk/react');
const { DefaultChatTransport, generateId, lastAssistantMessageIsCompleteWithApprovalResponses } = await import('ai');

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2] ?? join(here, '../../target/debug/examples/chat');
const headers = { authorization: 'Bearer ann' };

/** Starts the example, and returns its address. */
const serve = (...options) => address(start(program, '--addr', '127.0.0.1:0', '--sdk', '7', ...options));

// As in `docs/chat.md`, in plain elements.
function Chat({ base, id, history, fetch }) {
  const [turn, setTurn] = useState();
  const chat = useChat({
    id,
    messages: history,
    resume: true,
    transport: new DefaultChatTransport({ api: `${base}/robots/chat`, headers, fetch }),
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
    onData: (part) => part.type === 'data-turn' && setTurn(part.data),
  });
  const name = ({ robot, author } = {}) => (robot ?? author)?.name;
  const part = (part, index) => {
    if (part.type === 'file') return h('img', { key: index, src: part.url, alt: part.filename });
    if (part.type === 'text') return h('span', { key: index, className: 'text' }, part.text);
    if (!part.type.startsWith('tool-')) return null;
    const button = (approved) =>
      h(
        'button',
        {
          className: approved ? 'approve' : 'refuse',
          onClick: () => chat.addToolApprovalResponse({ id: part.approval.id, approved }),
        },
        approved ? 'Yes' : 'No',
      );
    const asks = part.state === 'approval-requested';
    return h('div', { key: index, className: `tool ${part.state}` }, asks && button(true), asks && button(false));
  };
  return h(
    'main',
    { className: chat.status },
    chat.messages.map((message) =>
      h(
        'article',
        { key: message.id, className: message.role },
        h('b', null, name(message.metadata?.storyden)),
        message.parts.map(part),
      ),
    ),
    h('button', { className: 'stop', onClick: () => stop(base, id) }, 'Stop'),
    h('button', { className: 'again', onClick: () => chat.regenerate() }, 'Again'),
    h('button', { className: 'send', onClick: ({ target }) => chat.sendMessage({ text: target.dataset.text, files: target.files }) }, 'Send'),
    h('i', null, turn?.state),
    h('em', null, chat.error && String(chat.error)),
  );
}

const stop = (base, id) => fetch(`${base}/robots/chat/${id}/stream`, { method: 'DELETE', headers });
const pace = (base, chunks) => fetch(`${base}/pace/${chunks}`, { method: 'POST', headers });

/** A page that is loaded, until it is closed. */
class Page {
  static async load(base, id = generateId()) {
    const answer = await fetch(`${base}/robots/chat/${id}?limit=100`, { headers });
    const { messages: history } = await answer.json();
    const page = new Page();
    Object.assign(page, { base, id, place: document.createElement('div') });
    document.body.append(page.place);
    page.root = createRoot(page.place);
    let resumed = false;
    const seen = async (url, options) => {
      const response = await fetch(url, options);
      resumed ||= response.status === 204 ? 'nothing' : 'a turn';
      return response;
    };
    page.root.render(h(Chat, { base, id, history, fetch: seen }));
    // A person does not click before that.
    await page.until('what runs', () => resumed === 'a turn' || (resumed && page.place.querySelector('main.ready')));
    return page;
  }

  close() {
    this.root.unmount();
    this.place.remove();
  }

  click(name) {
    const button = this.place.querySelector(`button.${name}`);
    assert.ok(button, `there is a button ${name}`);
    button.dispatchEvent(new window.MouseEvent('click', { bubbles: true }));
  }

  send(text, files) {
    Object.assign(this.place.querySelector('button.send'), { files }).dataset.text = text;
    this.click('send');
  }

  /** What is said, with the names of who says it. */
  get said() {
    return [...this.place.querySelectorAll('article')].map((article) => {
      const texts = [...article.querySelectorAll('.text')].map((text) => text.textContent);
      return `${article.querySelector('b').textContent}: ${texts.join('|')}`;
    });
  }

  /** The addresses of the pictures that are shown. */
  get pictures() {
    return [...this.place.querySelectorAll('img')].map((picture) => picture.getAttribute('src'));
  }

  get tool() {
    return this.place.querySelector('.tool')?.className;
  }

  get turn() {
    return this.place.querySelector('i').textContent;
  }

  async until(what, holds) {
    for (let tries = 0; tries < 1500; tries += 1) {
      if (holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${what} does not come: ${this.place.innerHTML}`);
  }

  /** Waits until the turn has a state, and the page is ready. */
  async ended(state = 'completed') {
    await this.until(`the turn that is ${state}`, () => this.turn === state && this.place.querySelector('main.ready'));
    assert.equal(this.place.querySelector('em').textContent, '');
  }
}

const [free, paced] = [await serve(), await serve('--paced')];

await check('a message is sent, and the answer is streamed under its name', async () => {
  const page = await Page.load(free);
  page.send('hello bees');
  await page.ended();
  assert.equal(page.said.length, 2);
  assert.equal(page.said[1], 'Moderator: You said: hello bees');
  const again = await Page.load(free, page.id);
  await again.until('the history', () => again.said.length === 2);
  assert.deepEqual(again.said, ['Ann: hello bees', 'Moderator: You said: hello bees']);
  page.close();
  again.close();
});

await check('a page that is loaded at any chunk of an answer shows all of it', async () => {
  let page = await Page.load(paced);
  const { id } = page;
  page.send('search');
  await page.until('the turn', () => page.turn === 'running');
  const lengths = new Set();
  for (let loads = 0; loads < 40 && page.turn !== 'completed'; loads += 1) {
    page.close();
    page = await Page.load(paced, id);
    await page.until('what was said', () => page.said.length > 0);
    lengths.add(page.place.textContent.length);
    await pace(paced, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await page.ended();
  assert.ok(lengths.size > 5, `it grew ${lengths.size} times`);
  assert.deepEqual(page.said, ['Ann: search', 'Moderator: Let me see.|The call is output-available.']);
  page.close();
});

for (const [button, state] of [
  ['approve', 'output-available'],
  ['refuse', 'output-denied'],
]) {
  await check(`a call is settled by the button ${button}`, async () => {
    const page = await Page.load(free);
    page.send('ban kate');
    await page.ended('blocked');
    assert.equal(page.tool, 'tool approval-requested');
    page.click(button);
    await page.until('the robot goes on', () => page.said[1]?.includes('The call is'));
    await page.ended();
    assert.equal(page.tool, `tool ${state}`);
    const again = await Page.load(free, page.id);
    await again.until('the history', () => again.said.length === 2 && again.said[1].includes('The call is'));
    assert.equal(again.tool, `tool ${state}`);
    assert.equal(again.said[1], page.said[1]);
    page.close();
    again.close();
  });
}

await check('a turn is stopped by the button', async () => {
  const page = await Page.load(paced);
  page.send('hello bees and all the others');
  await pace(paced, 4);
  await page.until('a word', () => page.said[1]?.includes('You said'));
  page.click('stop');
  await page.ended('cancelled');
  assert.ok(!page.said[1].includes('others'), page.said[1]);
  page.close();
});

await check('an answer is asked for again', async () => {
  const page = await Page.load(free);
  page.send('one');
  await page.ended();
  const first = page.place.querySelector('article.assistant');
  page.click('again');
  await page.until('another answer', () => page.place.querySelector('article.assistant') !== first && page.said.length === 2);
  await page.ended();
  assert.equal(page.said[1], 'Moderator: You said: one');
  const again = await Page.load(free, page.id);
  await again.until('the history', () => again.said.length === 2);
  assert.deepEqual(again.said, ['Ann: one', 'Moderator: You said: one']);
  page.close();
  again.close();
});

await check('a picture of 5 MB is sent, shown after a reload, answered again, and sent to the model', async () => {
  const bytes = Buffer.alloc(5_000_000, 'picture');
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(bytes);
  const url = `data:image/png;base64,${bytes.toString('base64')}`;
  const seen = 'Moderator: You said: see with 5000000 bytes of image/png';
  const page = await Page.load(free);
  page.send('see', [{ type: 'file', mediaType: 'image/png', filename: 'shot.png', url }]);
  await page.ended();
  assert.deepEqual(page.pictures, [url]);
  assert.equal(page.said[1], seen);
  const again = await Page.load(free, page.id);
  await again.until('the history', () => again.said.length === 2);
  assert.match(again.pictures[0], /^\/robots\/files\/[0-9a-f]{64}$/);
  const shown = await fetch(free + again.pictures[0], { headers });
  assert.equal(shown.headers.get('content-type'), 'image/png');
  assert.ok(Buffer.from(await shown.arrayBuffer()).equals(bytes), 'the bytes are the same');
  const first = again.place.querySelector('article.assistant');
  again.click('again');
  await again.until('another answer', () => again.place.querySelector('article.assistant') !== first && again.said.length === 2);
  await again.ended();
  assert.equal(again.said[1], seen);
  const stored = await fetch(`${free}/robots/chat/${page.id}?limit=100`, { headers });
  assert.ok((await stored.text()).length < 5000, 'the record is small');
  page.close();
  again.close();
});

await check('a second tab sends after the first, and both are in the record', async () => {
  const one = await Page.load(free);
  one.send('from one');
  await one.ended();
  const two = await Page.load(free, one.id);
  await two.until('the history', () => two.said.length === 2);
  two.send('from two');
  await two.until('the second answer', () => two.said.length === 4 && two.said[3].includes('You said: from two'));
  one.close();
  two.close();
});

process.exit(report());
