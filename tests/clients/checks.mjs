// What the clients share: claims that are checked and counted, and the server that they are checked against.

import { spawn } from 'node:child_process';

let passed = 0;
let failed = 0;

/** Checks a claim. It fails if it takes longer than so many milliseconds. */
export async function check(claim, work, within = Infinity) {
  let timer;
  const late = new Promise((_, reject) => {
    if (within < Infinity) timer = setTimeout(() => reject(new Error('it takes too long')), within);
  });
  try {
    await Promise.race([work(), late]);
    passed += 1;
    console.log(`ok   ${claim}`);
  } catch (error) {
    fail(claim, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Counts what failed. */
export function fail(claim, error) {
  failed += 1;
  console.log(`FAIL ${claim}\n${error.stdout ?? ''}${error.stack ?? error}`);
}

/** Prints the last line, and returns the exit code. */
export function report() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Starts a program that prints its address. It ends with this process. */
export function start(program, ...options) {
  const server = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => server.kill('SIGKILL'));
  return server;
}

/** Returns the address of a program, once it has printed it. */
export function address(server) {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (bytes) => {
      text += bytes;
      const found = /listening on (\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  });
}
