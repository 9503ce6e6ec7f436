// What `Assembler` makes of the streams that Storyden recorded, and of ours for the same turns, is what
// `readUIMessageStream` of the AI SDK makes of them. The file has a line for each stream: its chunks, and the parts.
// `ROBOTS_TEST_STREAMS=FILE cargo test --test storyden_host` writes it. Ends with `N passed, N failed`.
//
// usage: node streams.mjs FILE

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { readUIMessageStream as readUIMessageStream6 } from 'ai6';
import { readUIMessageStream as readUIMessageStream7 } from 'ai7';

import { check, report } from './checks.mjs';

const RELEASES = { ai6: readUIMessageStream6, ai7: readUIMessageStream7 };
const streams = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
assert.ok(streams.length > 134, `${streams.length} streams`);

for (const [release, read] of Object.entries(RELEASES)) {
  await check(`${release} makes the same parts of ${streams.length} streams`, async () => {
    for (const { chunks, parts } of streams) {
      const stream = new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      });
      let message = { parts: [] };
      for await (const state of read({ stream, onError: () => {}, terminateOnError: false })) message = state;
      assert.deepEqual(JSON.parse(JSON.stringify(message.parts)), parts, JSON.stringify(chunks));
    }
  });
}

process.exit(report());
