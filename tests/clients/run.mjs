// Real clients against the example server: one generated from its OpenAPI document, and the AI SDK's own
// check of messages, of three major versions. Ends with the line `N passed, N failed`.
//
// usage: node run.mjs [path of the built example `server`]

import { spawn, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const program = process.argv[2] ?? join(here, '../../target/debug/examples/server');
const generated = join(here, 'generated');

let passed = 0;
let failed = 0;

async function check(claim, work) {
  try {
    await work();
    passed += 1;
    console.log(`ok   ${claim}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${claim}\n${error.stdout ?? ''}${error.stack ?? error}`);
  }
}

const server = spawn(program, ['--addr', '127.0.0.1:0', '--demo'], { stdio: ['ignore', 'pipe', 'inherit'] });
const stopped = new Promise((resolve) => server.on('exit', (code, signal) => resolve(code ?? signal)));
const deadline = setTimeout(() => server.kill('SIGKILL'), 110_000);

try {
  const base = await new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (bytes) => {
      text += bytes;
      const found = /listening on (\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
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
    await check(`validateUIMessages of AI SDK ${major} takes the messages`, async () => {
      const { validateUIMessages } = await import(`ai${major}`);
      // What only a later version knows is marked so in the demo's metadata.
      const known = messages.filter((message) => (message.metadata?.sdk ?? 5) <= major);
      const validated = await validateUIMessages({ messages: known });
      if (validated.length !== known.length || known.length < 220) throw new Error(`${validated.length} messages`);
      const same = (a, b) => JSON.stringify(a.parts.map((part) => part.type)) === JSON.stringify(b.parts.map((part) => part.type));
      if (!validated.every((message, index) => same(message, known[index]))) throw new Error('parts were lost');
    });
  }
} catch (error) {
  failed += 1;
  console.log(`FAIL ${error.stack}`);
} finally {
  server.kill('SIGTERM');
  const code = await stopped;
  clearTimeout(deadline);
  await check('the server stops cleanly on SIGTERM', () => {
    if (code !== 0) throw new Error(`it ended with ${code}`);
  });
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
