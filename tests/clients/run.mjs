// Real clients against the program's demo: one generated from its OpenAPI document, and the AI SDK of three major
// versions, which checks messages, writes streams and reads them. Ends with the line `N passed, N failed`.
//
// usage: node run.mjs [path of the built program `storyden-robots`]

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { address, check, fail, report, start } from './checks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const program = process.argv[2] ?? join(here, '../../target/debug/storyden-robots');
const generated = join(here, 'generated');

const server = start(program, 'serve', '--addr', '127.0.0.1:0', '--demo');
const stopped = new Promise((resolve) => server.on('exit', (code, signal) => resolve(code ?? signal)));
const deadline = setTimeout(() => server.kill('SIGKILL'), 110_000);

let base;

try {
  base = await address(server);
  mkdirSync(generated, { recursive: true });

  await check('the document is OpenAPI 3.1', async () => {
    const { Validator } = await import('@seriousme/openapi-schema-validator');
    const document = await (await fetch(`${base}/robots/openapi.json`)).json();
    writeFileSync(join(generated, 'openapi.json'), JSON.stringify(document, null, 2));
    const result = await new Validator().validate(document);
    if (!result.valid) throw new Error(JSON.stringify(result.errors, null, 2));
  });

  await check('a TypeScript client is generated from it and compiles', async () => {
    const openapi = await import('openapi-typescript');
    const document = new URL(`file://${join(generated, 'openapi.json')}`);
    writeFileSync(join(generated, 'api.d.ts'), openapi.astToString(await openapi.default(document)));
    const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
    execFileSync(process.execPath, [compiler, '--project', here], { encoding: 'utf8', cwd: here });
  });

  const client = await import('./generated/client.js');
  for (const [claim, work] of Object.entries(client.checks)) await check(claim, () => work(base));

  const messages = await client.everyMessage(base);
  for (const major of [5, 6, 7]) {
    const sdk = await import(`ai${major}`);
    await check(`validateUIMessages of AI SDK ${major} takes the messages`, async () => {
      const { validateUIMessages } = sdk;
      // What only a later version knows is marked so in the demo's metadata.
      const known = messages.filter((message) => (message.metadata?.sdk ?? 5) <= major);
      const validated = await validateUIMessages({ messages: known });
      if (validated.length !== known.length || known.length < 220) throw new Error(`${validated.length} messages`);
      const same = (a, b) => JSON.stringify(a.parts.map((part) => part.type)) === JSON.stringify(b.parts.map((part) => part.type));
      if (!validated.every((message, index) => same(message, known[index]))) throw new Error('parts were lost');
    });

    await check(`a stream of AI SDK ${major} is stored, and a follower's chunks make the same message`, async () => {
      const session = await startSession(base);
      const follower = await follow(base, session);
      const stored = await post(base, session, uiMessageStream(sdk, [
        { type: 'start' },
        { type: 'text-start', id: '1' },
        { type: 'text-delta', id: '1', delta: 'Bees ' },
        { type: 'text-delta', id: '1', delta: 'dance. 🐝' },
        { type: 'text-end', id: '1' },
        { type: 'tool-input-available', toolCallId: 'c', toolName: 'hive', input: { q: 1 } },
        { type: 'tool-output-available', toolCallId: 'c', output: [1, 2] },
        { type: 'finish' },
      ]), 201);
      assert.deepEqual(stored.ended, { reason: 'stop' });
      const events = await follower.until('message');
      assert.equal(events[0].event, 'draft');
      const chunks = events.filter((event) => event.event === 'chunks').flatMap((event) => event.data.chunks);
      const read = await readMessage(sdk, events[0].data, chunks);
      assert.deepEqual(JSON.parse(JSON.stringify(read.parts)), stored.parts);
      assert.deepEqual(events.at(-1).data, stored);
    });

    await check(`an error that ends a stream of AI SDK ${major} is in the record`, async () => {
      const session = await startSession(base);
      const failing = sdk.createUIMessageStream({
        execute({ writer }) {
          writer.write({ type: 'start' });
          throw new Error('overloaded');
        },
        onError: (error) => error.message,
      });
      const stored = await post(base, session, toBody(sdk, failing), 201);
      assert.deepEqual(stored.ended, { reason: 'error', error: 'overloaded' });
    });
  }
} catch (error) {
  fail('all of them are checked', error);
} finally {
  if (base) {
    const session = await startSession(base);
    for (let reader = 0; reader < 10; reader += 1) await follow(base, session);
  }
  const asked = Date.now();
  server.kill('SIGTERM');
  const code = await stopped;
  clearTimeout(deadline);
  await check('the server stops cleanly on SIGTERM, with ten readers', () => {
    console.log(`     after ${Date.now() - asked} ms`);
    if (code !== 0) throw new Error(`it ended with ${code}`);
  });
}

async function startSession(base) {
  const response = await fetch(`${base}/robots/sessions`, {
    method: 'POST',
    headers: { cookie: 'storyden-session=operator', 'content-type': 'application/json' },
    body: '{"name":null}',
  });
  assert.equal(response.status, 201);
  return (await response.json()).id;
}

/** Follows a session, and returns a reader of its events. */
async function follow(base, session) {
  const response = await fetch(`${base}/robots/sessions/${session}/stream`, {
    headers: { cookie: 'storyden-session=operator' },
  });
  assert.equal(response.status, 200);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value;
  return {
    async until(name) {
      const events = [];
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          const { value, done } = await reader.read();
          assert.ok(!done, 'the stream goes on');
          text += value;
          continue;
        }
        const lines = text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/s));
        text = text.slice(end + 2);
        const fields = Object.fromEntries(lines);
        if (!fields.event) continue;
        events.push({ ...fields, data: JSON.parse(fields.data) });
        if (fields.event === name) return events;
      }
    },
  };
}

function uiMessageStream(sdk, chunks) {
  return toBody(sdk, sdk.createUIMessageStream({ execute: ({ writer }) => chunks.forEach((chunk) => writer.write(chunk)) }));
}

function toBody(sdk, stream) {
  return stream.pipeThrough(new sdk.JsonToSseTransformStream()).pipeThrough(new TextEncoderStream());
}

async function post(base, session, body, status) {
  const response = await fetch(`${base}/robots/sessions/${session}/messages`, {
    method: 'POST',
    headers: { cookie: 'storyden-session=operator', 'content-type': 'text/event-stream' },
    body,
    duplex: 'half',
  });
  const answer = await response.json();
  assert.equal(response.status, status, JSON.stringify(answer));
  return answer;
}

/** Lets the AI SDK read a message from its chunks. */
async function readMessage(sdk, begun, chunks) {
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const message = { id: begun.id, role: 'assistant', parts: begun.parts };
  let last;
  for await (const state of sdk.readUIMessageStream({ message, stream })) last = state;
  return last;
}

process.exitCode = report();
