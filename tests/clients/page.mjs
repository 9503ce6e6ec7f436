// The page for people in a headless Chromium, against the example `chat`: it reads, filters, follows a stream, approves and
// stops; what looks like markup stays text. Ends with `N passed, N failed`.
//
// usage: node page.mjs [path of the built example `chat`] [folder for screenshots]

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

import { address, check, report, start } from './checks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2] ?? join(here, '../../target/debug/examples/chat');
const shots = process.argv[3];

const server = start(program, '--addr', '127.0.0.1:0', '--paced');
const base = await address(server);

async function call(method, path, body, who = 'ann') {
  const headers = { authorization: `Bearer ${who}`, 'content-type': 'application/json' };
  const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response.headers.get('content-type')?.includes('json') ? response.json() : null;
}

const pace = (chunks) => call('POST', `/pace/${chunks}`);
const SCRIPT = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
const PICTURE = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

// What is on the page: a session with every kind of part, one whose name is a script, and others to filter.
const kinds = await call('POST', '/robots/sessions', { name: 'Every kind of part', robot_id: 'robot_moderator' });
const tool = (state, fields) => ({ type: 'tool-member_ban', toolCallId: `c-${state}`, state, input: { member: SCRIPT }, ...fields });
const PARTS = [
  { type: 'step-start' },
  { type: 'reasoning', text: `They want me to look. ${SCRIPT}`, state: 'done' },
  { type: 'text', text: `An **advertisement**. ${SCRIPT}`, state: 'done' },
  { type: 'file', mediaType: 'image/png', filename: 'spam.png', url: PICTURE },
  { type: 'file', mediaType: 'application/pdf', filename: 'rules.pdf', url: 'https://example.com/rules.pdf' },
  { type: 'file', mediaType: 'text/html', filename: 'bad.html', url: 'javascript:window.hacked=1' },
  { type: 'reasoning-file', mediaType: 'image/png', url: PICTURE },
  { type: 'source-url', sourceId: 's1', url: 'https://example.com/rules', title: 'The rules' },
  { type: 'source-document', sourceId: 's2', mediaType: 'application/pdf', title: 'Guide', filename: 'guide.pdf' },
  { type: 'data-card', id: 'card', data: { kind: SCRIPT } },
  { type: 'custom', kind: 'openai.compaction' },
  { type: 'steering-message', id: 'm1', parts: [] },
  tool('input-streaming'), tool('input-available'), tool('output-available', { output: [1, 2, 3] }),
  tool('output-error', { errorText: `timed out ${SCRIPT}` }),
  tool('approval-requested', { approval: { id: 'p1' } }),
  tool('approval-responded', { approval: { id: 'p2', approved: true, reason: 'clear case' } }),
  tool('output-denied', { approval: { id: 'p3', approved: false } }),
  { type: 'dynamic-tool', toolName: SCRIPT, toolCallId: 'd1', state: 'output-available', input: {}, output: null },
];
await call('POST', `/robots/sessions/${kinds.id}/messages`, { role: 'user', parts: [{ type: 'text', text: 'What is this?' }] });
await call('POST', `/robots/sessions/${kinds.id}/messages`, { role: 'assistant', parts: PARTS });
const scripted = await call('POST', '/robots/sessions', { name: SCRIPT });
for (let number = 1; number <= 25; number += 1) await call('POST', '/robots/sessions', { name: `Question ${number}` }, 'ben');
const chat = await call('POST', '/robots/sessions', { name: 'Spam wave', robot_id: 'robot_moderator' });

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const page = await browser.newPage();
const complaints = [];
page.on('console', (message) => {
  if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
});
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('dialog', (dialog) => { complaints.push('a dialog'); dialog.dismiss(); });
page.setDefaultTimeout(15_000);
await page.setViewport({ width: 1200, height: 800 });

/** Waits until the text of an element has these words. */
const sees = (selector, text) => page.waitForFunction(
  (selector, text) => [...document.querySelectorAll(selector)].some((found) => found.textContent.includes(text)), {}, selector, text);
const rows = () => page.$$eval('.rows .name', (names) => names.map((name) => name.textContent));
const open = async (id) => {
  await page.goto(`${base}/robots/ui/#/s/${id}`);
  await page.waitForSelector(`.head[data-id="${id}"]`);
  await sees('.head .chip', 'live');
};
const say = async (text) => {
  await page.$eval('.say textarea', (field, text) => { field.value = text; }, text);
  await page.click('.say button');
};
const press = (label) => page.evaluate((label) => {
  [...document.querySelectorAll('main button')].find((button) => button.textContent === label).click();
}, label);
const shoot = async (name) => { if (shots) await page.screenshot({ path: join(shots, `${name}.png`) }); };

await check('who is not signed in is told so', async () => {
  await page.goto(`${base}/robots/ui`);
  await sees('.rows .empty', 'You are not signed in.');
  assert.equal(new URL(page.url()).pathname, '/robots/ui/');
  complaints.length = 0;
});
await browser.setCookie({ name: 'storyden-session', value: 'ann', domain: '127.0.0.1' });

await check('the list is read, page by page', async () => {
  await page.goto(`${base}/robots/ui/`);
  await page.reload();
  await sees('.rows .name', 'Spam wave');
  assert.equal((await rows()).length, 20);
  await page.click('.rows .more button');
  await sees('.rows .name', 'Every kind of part');
  assert.equal((await rows()).length, 28);
  await shoot('list');
});

await check('filters: by name, by who started it, by order', async () => {
  await page.focus('body');
  await page.keyboard.press('/');
  await page.keyboard.type('every KIND');
  await page.waitForFunction(() => document.querySelectorAll('.rows .name').length === 1);
  assert.deepEqual(await rows(), ['Every kind of part']);
  await page.$eval('#find', (field) => { field.value = ''; field.dispatchEvent(new Event('input')); });
  await page.waitForFunction(() => document.querySelectorAll('.rows .name').length === 20);
  const ben = await page.$$eval('#by option', (options) => options.find((option) => option.textContent === 'Ben').value);
  await page.select('#by', ben);
  await page.waitForFunction(() => [...document.querySelectorAll('.rows .name')].every((name) => name.textContent.startsWith('Question')));
  await page.select('#by', '');
  await page.select('#order', 'created');
  await sees('.rows li:first-child .name', 'Spam wave');
});

await check('the keyboard moves through the list and back', async () => {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await sees('.head h2', 'Spam wave');
  await page.keyboard.press('Escape');
  await sees('main', 'Choose a session');
});

await check('every kind of part is drawn, and markup in it stays text', async () => {
  await open(kinds.id);
  await sees('.message', 'An **advertisement**.');
  const drawn = await page.$$eval('.message:last-child .part', (parts) => parts.map((part) => part.dataset.kind));
  assert.deepEqual(drawn, PARTS.map((part) => part.type));
  assert.equal(await page.$$eval('.message:last-child .part', (parts) => parts.filter((part) => !part.textContent && part.tagName !== 'HR').length), 0);
  assert.equal(await page.$$eval('main script, main [onerror]', (found) => found.length), 0);
  assert.equal(await page.$$eval('a[href^="javascript:"]', (found) => found.length), 0);
  assert.equal(await page.$$eval('.part img', (pictures) => pictures.filter((picture) => picture.naturalWidth === 1).length), 2);
  // A call that no turn has made has nobody who waits for the answer.
  assert.equal(await page.$$eval('.answers', (found) => found.length), 0);
  await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
  await shoot('parts');
  await open(scripted.id);
  assert.equal(await page.$eval('.head h2', (name) => name.textContent), SCRIPT);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

await check('an answer is followed while it is written', async () => {
  await open(chat.id);
  await say('hello there');
  await sees('.message.member', 'hello there');
  await pace(4);
  await sees('.message.draft .growing', 'You said: ');
  assert.ok(!(await page.$eval('.message.draft', (message) => message.textContent)).includes('there'));
  await sees('#turn', 'running');
  await shoot('growing');
  await pace(4);
  await sees('.message:not(.draft) .text', 'You said: hello there');
  await page.waitForFunction(() => !document.querySelector('#turn'));
  assert.equal(await page.$eval('.message:last-child .who b', (who) => who.textContent), 'Moderator');
});

await check('an approval is given where it is asked for', async () => {
  await say('please ban kate');
  await pace(100);
  await sees('#turn', 'waits for approval');
  await sees('#count', '1');
  await page.waitForSelector('.tool.asks .answers');
  await page.type('.tool.asks .answers input', 'clear case');
  await shoot('approval');
  await press('Approve');
  await sees('.message:not(.draft) .text', 'The call is output-available.');
  await page.waitForFunction(() => document.querySelector('#count').hidden && !document.querySelector('#turn'));
  const { approvals } = await call('GET', `/robots/approvals?session_id=${chat.id}`);
  assert.deepEqual([approvals[0].state, approvals[0].reason], ['approved', 'clear case']);
});

await check('an approval is refused in the list of what waits', async () => {
  await say('ban ben too');
  await sees('#turn', 'waits for approval');
  await page.goto(`${base}/robots/ui/#/waiting`);
  await page.waitForSelector('.cards .answers');
  await shoot('waiting');
  await press('Deny');
  await sees('.cards', 'Nothing waits for an answer.');
  const { approvals } = await call('GET', `/robots/approvals?session_id=${chat.id}&limit=1`);
  assert.equal(approvals[0].state, 'denied');
});

await check('a robot that writes is stopped', async () => {
  const quiet = await call('POST', '/robots/sessions', { name: 'To stop', robot_id: 'robot_moderator' });
  // What the last answers left of the pace would let this one run on.
  await open(chat.id);
  await page.waitForFunction(() => !document.querySelector('#turn'));
  await open(quiet.id);
  await say('x '.repeat(200));
  await sees('#turn', 'running');
  await page.click('#stop');
  await page.waitForFunction(() => !document.querySelector('#turn'));
  const { turns } = await call('GET', `/robots/sessions/${quiet.id}/turns`);
  assert.equal(turns[0].state, 'cancelled');
  await sees('.message', 'aborted');
});

await check('words are found, and a message is shown in its place', async () => {
  const long = await call('POST', '/robots/sessions', { name: `Long ${SCRIPT}` });
  for (let number = 1; number <= 130; number += 1) {
    const text = number === 20 ? `the needle ${SCRIPT} lies here` : `straw ${number}`;
    await call('POST', `/robots/sessions/${long.id}/messages`, { role: 'user', parts: [{ type: 'text', text }] });
  }
  await page.goto(`${base}/robots/ui/#/search/`);
  await page.type('#words', 'NEEDLE lies');
  await page.keyboard.press('Enter');
  await sees('.hits mark', 'needle');
  assert.equal(await page.$$eval('.hits li', (found) => found.length), 1);
  await shoot('search');
  await page.click('.hits a');
  await sees('.message.found', 'the needle');
  assert.equal(await page.$$eval('.head .chip', (chips) => chips.some((chip) => chip.textContent === 'live')), false);
  // The newest are not shown yet: what lies between is read first, then the session is followed.
  while (await page.$eval('#main > .empty:last-of-type', (newer) => !newer.hidden).catch(() => false)) {
    const before = await page.$$eval('.message', (messages) => messages.length);
    await press('Newer messages');
    await page.waitForFunction((before) => document.querySelectorAll('.message').length > before, {}, before);
  }
  await sees('.message', 'straw 130');
  await sees('.head .chip', 'live');
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await page.goto(`${base}/robots/ui/#/search/${encodeURIComponent('50% of nothing')}`);
  await sees('.hits', 'Nothing has all of these words.');
});

await check('a session that is renamed elsewhere is renamed here', async () => {
  await open(chat.id);
  await call('PATCH', `/robots/sessions/${chat.id}`, { name: 'Spam wave of Tuesday' });
  await sees('.head h2', 'Spam wave of Tuesday');
  await sees('.rows .name', 'Spam wave of Tuesday');
});

await check('nothing is wider than a window of 320 pixels', async () => {
  await page.setViewport({ width: 320, height: 640 });
  for (const [name, hash] of [['narrow-list', '#/'], ['narrow-parts', `#/s/${kinds.id}`], ['narrow-chat', `#/s/${chat.id}`], ['narrow-search', '#/search/needle'], ['narrow-waiting', '#/waiting']]) {
    await page.goto(`${base}/robots/ui/${hash}`);
    await page.waitForSelector(name === 'narrow-list' ? '.rows .name' : '#main > *');
    const [width, scroll] = await page.evaluate(() => [innerWidth, Math.max(document.documentElement.scrollWidth, document.getElementById('main').scrollWidth)]);
    assert.ok(scroll <= width, `${name}: ${scroll} > ${width}`);
    await shoot(name);
  }
  await page.setViewport({ width: 1200, height: 800 });
});

if (shots) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await open(kinds.id);
  await shoot('dark-parts');
  await open(chat.id);
  await shoot('dark-chat');
}

await check('the browser complained of nothing', async () => {
  assert.deepEqual(complaints, []);
});

await browser.close();
server.kill('SIGTERM');
process.exit(report());
