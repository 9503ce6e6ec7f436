// Makes chunk streams with the AI SDK, and what the AI SDK shows after each chunk.
//
// One file for each major version: { version, cases: [{ name, message?, steps: [{ chunk, error? | change? }] }] }.
// A change says what is different from the step before: { id?, metadata?, length?, parts?: { index: part } }.
//
// node make.mjs [number of random streams] [folder]

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const random = Number(process.argv[2] ?? 24);
const folder = process.argv[3] ?? new URL(".", import.meta.url).pathname;

const usage = {
  5: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  6: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
  7: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
};
const finish = (v, reason) => ({
  type: "finish",
  finishReason: v === 5 ? reason : { unified: reason, raw: reason },
  usage: usage[v],
});
const start = { type: "stream-start", warnings: [] };

const text = (id, ...deltas) => [
  { type: "text-start", id },
  ...deltas.map(delta => ({ type: "text-delta", id, delta })),
  { type: "text-end", id },
];
const toolCall = (id, toolName, input, cuts = 3, more = {}) => {
  const size = Math.ceil(input.length / cuts) || 1;
  const deltas = [];
  for (let i = 0; i < input.length; i += size) deltas.push(input.slice(i, i + size));
  return [
    { type: "tool-input-start", id, toolName, ...more },
    ...deltas.map(delta => ({ type: "tool-input-delta", id, delta })),
    { type: "tool-input-end", id },
    { type: "tool-call", toolCallId: id, toolName, input, ...more },
  ];
};

// What a model says, in each of its steps.
const models = {
  "text": [[...text("0", "Bees", " can ", "dance 🐝.")]],
  "two texts at once": [[
    { type: "text-start", id: "a", providerMetadata: { mock: { phase: "start" } } },
    { type: "text-start", id: "b" },
    { type: "text-delta", id: "b", delta: "B" },
    { type: "text-delta", id: "a", delta: "A", providerMetadata: { mock: { phase: "delta" } } },
    { type: "text-end", id: "a", providerMetadata: { mock: { phase: "end" } } },
    { type: "text-end", id: "b" },
  ]],
  "reasoning": [[
    { type: "reasoning-start", id: "r", providerMetadata: { mock: { n: 1 } } },
    { type: "reasoning-delta", id: "r", delta: "Let me " },
    { type: "reasoning-delta", id: "r", delta: "think." },
    { type: "reasoning-end", id: "r", providerMetadata: { mock: { signature: "s" } } },
    ...text("0", "Done."),
  ]],
  "a tool": [toolCall("c1", "search", '{"q":"bees","n":12.5,"deep":{"list":[1,-2,true,null,"x\\u00e9"]}}', 9), text("0", "Found.")],
  "two tools": [[...toolCall("c1", "search", '{"q":"a"}'), ...toolCall("c2", "search", '{"q":"b"}')], text("0", "Both.")],
  "a tool that fails": [toolCall("c1", "broken", '{"q":"x"}'), text("0", "Oh.")],
  "an input that is no JSON": [toolCall("c1", "search", '{"q": nonsense'), text("0", "Oh.")],
  "an input that the tool does not take": [toolCall("c1", "search", '{"q":1}'), text("0", "Oh.")],
  "a tool that nobody knows": [toolCall("c1", "unknown", '{"q":1}'), text("0", "Oh.")],
  "a dynamic tool": [toolCall("c1", "weather", '{"city":"Bern"}'), text("0", "Sunny.")],
  "a tool with better and better outputs": [toolCall("c1", "progress", '{}'), text("0", "Ready.")],
  "a tool without an output": [toolCall("c1", "nothing", '{}'), text("0", "Ready.")],
  "a tool that asks first": [toolCall("c1", "dangerous", '{"id":7}')],
  "a tool of the client": [toolCall("c1", "client", '{"x":1}')],
  "a tool of the provider": [[
    ...toolCall("c1", "web", '{"q":"bees"}', 2, { providerExecuted: true }),
    { type: "tool-result", toolCallId: "c1", toolName: "web", result: { hits: 2 }, providerExecuted: true },
    ...text("0", "Two."),
  ]],
  "files and sources": [[
    { type: "file", mediaType: "image/png", data: "AAAA" },
    { type: "source", sourceType: "url", id: "s1", url: "https://example.org", title: "Example" },
    { type: "source", sourceType: "url", id: "s2", url: "https://example.com" },
    { type: "source", sourceType: "document", id: "s3", mediaType: "application/pdf", title: "Paper", filename: "p.pdf" },
    ...text("0", "See there."),
  ]],
  "an error in the middle": [[
    { type: "text-start", id: "0" },
    { type: "text-delta", id: "0", delta: "Bees c" },
    { type: "error", error: new Error("out of honey") },
  ]],
};

function tools(ai) {
  const schema = z.object({ q: z.string() }).loose();
  return {
    search: ai.tool({ title: "Search", inputSchema: schema, execute: async ({ q }) => ({ hits: [q], score: 0.5 }) }),
    broken: ai.tool({ inputSchema: schema, execute: async () => { throw new Error("broken"); } }),
    weather: ai.dynamicTool({ inputSchema: z.object({}).loose(), execute: async () => ({ sky: "blue" }) }),
    progress: ai.tool({
      inputSchema: z.object({}),
      async *execute() { yield { done: 1 }; yield { done: 2 }; },
    }),
    nothing: ai.tool({ inputSchema: z.object({}), execute: async () => undefined }),
    dangerous: ai.tool({ inputSchema: z.object({ id: z.number() }), needsApproval: true, execute: async () => "gone" }),
    client: ai.tool({ inputSchema: z.object({ x: z.number() }) }),
  };
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(JSON.parse(JSON.stringify(chunk)));
  return chunks;
}

async function streamed(v, ai, test, steps, options = {}) {
  const Model = v === 5 ? test.MockLanguageModelV2 : test.MockLanguageModelV3;
  let step = 0;
  const model = new Model({
    doStream: async () => {
      const parts = steps[step++] ?? text("x", "…");
      const calls = parts.some(part => part.type === "tool-call" && !part.providerExecuted);
      return { stream: ai.simulateReadableStream({ chunks: [start, ...parts, finish(v, calls ? "tool-calls" : "stop")] }) };
    },
  });
  const result = ai.streamText({
    model,
    prompt: "?",
    tools: tools(ai),
    stopWhen: ai.stepCountIs(4),
    onError() {},
    ...options,
  });
  let n = 0;
  return collect(result.toUIMessageStream({
    sendSources: true,
    generateMessageId: () => "m1",
    originalMessages: [],
    onError: error => String(error?.message ?? error),
    messageMetadata: ({ part }) => ({
      start: { model: "mock", usage: { in: 1 } },
      "finish-step": { usage: { out: ++n } },
      finish: { finished: true, usage: { in: 2 } },
    })[part.type],
  }));
}

async function written(ai, write) {
  return collect(ai.createUIMessageStream({ generateId: () => "m2", execute: ({ writer }) => write(writer), onError: String }));
}

// Streams that no model makes by itself, chunk by chunk.
const call = (toolCallId, toolName, input, more = {}) => ({ type: "tool-input-available", toolCallId, toolName, input, ...more });
const handmade = {
  "data": [
    { type: "start" },
    { type: "data-status", data: { n: 1 } },
    { type: "data-status", id: "s", data: { n: 2 } },
    { type: "data-status", data: { n: 3 }, transient: true },
    { type: "data-status", id: "s", data: { n: 4 } },
    { type: "data-other", id: "s", data: null },
    { type: "data-status", id: "t", data: [], transient: false },
    { type: "data-status", id: "s", data: "five" },
    { type: "finish" },
  ],
  "approved": [
    { type: "start", messageId: "m3" },
    { type: "start-step" },
    call("c1", "rm", { id: 1 }, { title: "Remove", toolMetadata: { t: 1 }, providerMetadata: { p: { a: 1 } } }),
    { type: "tool-approval-request", approvalId: "a1", toolCallId: "c1", approvalDescriptor: { kind: "x" }, inputSchemaInput: null, reason: "it deletes", isAutomatic: true, signature: "sig" },
    { type: "tool-approval-response", approvalId: "a1", approved: true, reason: "fine", providerExecuted: false, providerMetadata: { p: { b: 2 } } },
    { type: "tool-output-available", toolCallId: "c1", output: "gone", providerMetadata: { p: { c: 3 } }, toolMetadata: { t: 2 } },
    { type: "finish-step" },
    { type: "finish", finishReason: "stop" },
  ],
  "denied": [
    { type: "start", messageId: "m3" },
    { type: "start-step" },
    call("c1", "rm", { id: 1 }),
    call("c2", "mv", { id: 2 }, { dynamic: true }),
    { type: "tool-approval-request", approvalId: "a1", toolCallId: "c1" },
    { type: "tool-approval-request", approvalId: "a2", toolCallId: "c2", isAutomatic: false },
    { type: "tool-approval-response", approvalId: "a1", approved: false, reason: "no" },
    { type: "tool-output-denied", toolCallId: "c1" },
    { type: "tool-output-denied", toolCallId: "c2" },
    { type: "finish-step" },
  ],
  "an approval of nothing": [{ type: "start" }, { type: "tool-approval-response", approvalId: "a1", approved: false }],
  "an outcome in a later step": [
    { type: "start-step" },
    call("c1", "search", { q: "a" }),
    call("c2", "weather", { q: "b" }, { dynamic: true }),
    { type: "finish-step" },
    { type: "start-step" },
    call("c1", "search", { q: "again" }),
    { type: "tool-output-available", toolCallId: "c1", output: 1, preliminary: true },
    { type: "tool-output-available", toolCallId: "c1", output: 2 },
    { type: "tool-output-available", toolCallId: "c2", output: 3, dynamic: true, providerExecuted: true },
    { type: "tool-output-error", toolCallId: "c2", errorText: "late", dynamic: true },
  ],
  "inputs that break": [
    { type: "start-step" },
    { type: "tool-input-start", toolCallId: "c1", toolName: "a", title: "A", providerMetadata: { p: { a: 1 } }, toolMetadata: { t: 1 } },
    { type: "tool-input-delta", toolCallId: "c1", inputTextDelta: '{"a":[1,{"b":"\\u00' },
    { type: "tool-input-error", toolCallId: "c1", toolName: "a", input: '{"a"', errorText: "bad", providerMetadata: { p: { e: 1 } } },
    { type: "tool-input-start", toolCallId: "c2", toolName: "b", dynamic: true },
    { type: "tool-input-delta", toolCallId: "c2", inputTextDelta: "nul" },
    { type: "tool-input-error", toolCallId: "c2", toolName: "b", input: { x: 1 }, errorText: "bad", dynamic: true },
    { type: "tool-input-error", toolCallId: "c3", toolName: "c", input: "x", errorText: "new" },
    { type: "tool-input-error", toolCallId: "c4", toolName: "d", input: "x", errorText: "new", dynamic: true },
    { type: "tool-input-start", toolCallId: "c5", toolName: "e" },
    { type: "tool-input-delta", toolCallId: "c5", inputTextDelta: '["x",' },
    { type: "tool-output-error", toolCallId: "c5", errorText: "stopped" },
    { type: "tool-input-start", toolCallId: "c6", toolName: "f", dynamic: true },
    { type: "tool-input-delta", toolCallId: "c6", inputTextDelta: '["x",' },
    { type: "tool-output-error", toolCallId: "c6", errorText: "stopped", dynamic: true },
  ],
  "an input that is text": [
    { type: "tool-input-start", toolCallId: "c1", toolName: "patch", inputEncoding: "text" },
    { type: "tool-input-delta", toolCallId: "c1", inputTextDelta: "*** Begin" },
    { type: "tool-input-delta", toolCallId: "c1", inputTextDelta: ' "Patch"\n' },
    call("c1", "patch", '*** Begin "Patch"\n'),
    { type: "tool-input-start", toolCallId: "c2", toolName: "json", inputEncoding: "json" },
    { type: "tool-input-delta", toolCallId: "c2", inputTextDelta: "[tr" },
  ],
  "a call that starts over": [
    { type: "tool-input-start", toolCallId: "c1", toolName: "a" },
    { type: "tool-input-delta", toolCallId: "c1", inputTextDelta: '{"x"' },
    call("c1", "a", { x: 1 }),
    { type: "tool-input-delta", toolCallId: "c1", inputTextDelta: ":2}" },
    { type: "tool-input-start", toolCallId: "c1", toolName: "b" },
    { type: "tool-input-delta", toolCallId: "c1", inputTextDelta: '[1' },
    call("c1", "c", { dyn: 1 }, { dynamic: true }),
    { type: "tool-output-available", toolCallId: "c1", output: 1 },
  ],
  "a prototype": [
    { type: "tool-input-start", toolCallId: "c1", toolName: "a" },
    ...['{"__pro', 'to__":1', ',"constructor":{"proto', 'type":2}}'].map(inputTextDelta => ({ type: "tool-input-delta", toolCallId: "c1", inputTextDelta })),
  ],
  "metadata": [
    { type: "start", messageMetadata: { a: { x: 1, y: [1] }, b: 1, n: null } },
    { type: "message-metadata", messageMetadata: { a: { y: [2], z: {} }, b: { c: 1 }, n: { m: 1 } } },
    { type: "message-metadata", messageMetadata: null },
    { type: "message-metadata", messageMetadata: ["x", { y: 1 }] },
    { type: "finish", messageMetadata: { a: 1 } },
  ],
  "another message": [
    { type: "start", messageId: "m1", messageMetadata: { a: 1 } },
    { type: "text-start", id: "0" },
    { type: "text-delta", id: "0", delta: "first" },
    { type: "start", messageId: "m1" },
    { type: "text-delta", id: "0", delta: " more" },
    { type: "start", messageId: "m2" },
    { type: "text-start", id: "0" },
    { type: "text-delta", id: "0", delta: "second" },
  ],
  "a text that ended": [
    { type: "text-start", id: "0" },
    { type: "text-end", id: "0" },
    { type: "text-delta", id: "0", delta: "late" },
  ],
  "a text over the end of a step": [
    { type: "start-step" },
    { type: "text-start", id: "0" },
    { type: "reasoning-start", id: "0" },
    { type: "finish-step" },
    { type: "start-step" },
    { type: "text-delta", id: "0", delta: "late" },
    { type: "reasoning-end", id: "0" },
  ],
  "an output without a call": [{ type: "start-step" }, { type: "tool-output-available", toolCallId: "c9", output: 1 }],
  "what only version 7 has": [
    { type: "start-step" },
    { type: "reasoning-file", url: "data:,x", mediaType: "text/plain", providerMetadata: { p: { a: 1 } } },
    { type: "custom", kind: "p.thing", providerMetadata: { p: { a: 1 } } },
    { type: "steering-message", id: "u1", parts: [{ type: "text", text: "faster" }] },
    { type: "text-start", id: "0" },
    { type: "text-end", id: "0", citations: [{ type: "url", sourceId: "s1", start: 0, end: 4 }] },
    { type: "start-step" },
    { type: "text-start", id: "1" },
    { type: "text-delta", id: "1", delta: "dropped" },
    call("c1", "a", {}),
    { type: "reset-step" },
    { type: "text-start", id: "1" },
    { type: "text-delta", id: "1", delta: "kept" },
    { type: "file", url: "data:,y", mediaType: "text/plain", providerMetadata: { p: { b: 1 } } },
    { type: "from-the-future", x: 1 },
    { type: "error", errorText: "oh" },
    { type: "abort", reason: "enough" },
  ],
};

// A client that goes on with its last answer.
const continued = {
  name: "an answer that goes on",
  message: {
    id: "m1", role: "assistant", metadata: { a: 1 },
    parts: [
      { type: "step-start" },
      { type: "tool-rm", toolCallId: "c1", state: "approval-responded", input: { id: 1 }, approval: { id: "a1", approved: true } },
      { type: "dynamic-tool", toolName: "ls", toolCallId: "c2", state: "input-available", input: {} },
      { type: "data-x", id: "d", data: 1 },
      { type: "step-start" },
      { type: "tool-mv", toolCallId: "c3", state: "input-streaming", rawInput: '{"a', title: "Move" },
    ],
  },
  chunks: [
    { type: "start", messageId: "m1", messageMetadata: { b: 2 } },
    { type: "tool-output-available", toolCallId: "c1", output: "gone" },
    { type: "tool-output-error", toolCallId: "c2", errorText: "oh", dynamic: true },
    { type: "data-x", id: "d", data: 2 },
    { type: "tool-input-delta", toolCallId: "c3", inputTextDelta: '":1' },
    { type: "start-step" },
    ...text("0", "So."),
  ],
};

// Anything in any order, the same at every run.
function randomChunks(seed) {
  let state = seed * 2654435761 + 1;
  const next = n => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * n);
  };
  const pick = list => list[next(list.length)];
  const some = object => Object.fromEntries(Object.entries(object).filter(() => next(3) === 0));
  const id = () => pick(["0", "1"]);
  const toolCallId = () => pick(["c1", "c2"]);
  const json = () => pick([{ q: "x" }, [1, 0.5], "text", 7, null, true, { a: { b: [{}] } }]);
  const meta = () => ({ p: { n: next(9) } });
  const common = () => some({ providerMetadata: meta(), providerExecuted: next(2) === 0, toolMetadata: { t: next(9) }, dynamic: next(2) === 0 });
  const kinds = [
    () => ({ type: "text-start", id: id(), ...some({ providerMetadata: meta() }) }),
    () => ({ type: "text-delta", id: id(), delta: pick(["a", " b\n", "\"é🐝"]), ...some({ providerMetadata: meta() }) }),
    () => ({ type: "text-delta", id: id(), delta: pick(["x", ""]) }),
    () => ({ type: "text-end", id: id(), ...some({ providerMetadata: meta() }) }),
    () => ({ type: "reasoning-start", id: id(), ...some({ providerMetadata: meta() }) }),
    () => ({ type: "reasoning-delta", id: id(), delta: "r" }),
    () => ({ type: "reasoning-end", id: id() }),
    () => ({ type: "tool-input-start", toolCallId: toolCallId(), toolName: pick(["a", "b"]), ...common(), ...some({ title: "T", inputEncoding: pick(["json", "text"]) }) }),
    () => ({ type: "tool-input-delta", toolCallId: toolCallId(), inputTextDelta: pick(["{", "\"k\":", "[1", "tru", "e,", "\\u00e9", "\"", "1.", "-", "}", "]", ", "]) }),
    () => ({ type: "tool-input-delta", toolCallId: toolCallId(), inputTextDelta: pick(["{\"k\":", "[1", "\"s\"", "nul", "}", "]"]) }),
    () => ({ type: "tool-input-available", toolCallId: toolCallId(), toolName: pick(["a", "b"]), input: json(), ...common(), ...some({ title: "U" }) }),
    () => ({ type: "tool-input-error", toolCallId: toolCallId(), toolName: "a", input: json(), errorText: "e", ...common() }),
    () => ({ type: "tool-output-available", toolCallId: toolCallId(), output: json(), ...common(), ...some({ preliminary: next(2) === 0 }) }),
    () => ({ type: "tool-output-error", toolCallId: toolCallId(), errorText: "e", ...common() }),
    () => ({ type: "tool-approval-request", approvalId: pick(["a1", "a2"]), toolCallId: toolCallId(), ...some({ reason: "r", isAutomatic: next(2) === 0, signature: "s", inputSchemaInput: json(), approvalDescriptor: json() }) }),
    () => ({ type: "tool-approval-response", approvalId: pick(["a1", "a2"]), approved: next(2) === 0, ...some({ reason: "r", providerExecuted: true, providerMetadata: meta() }) }),
    () => ({ type: "tool-output-denied", toolCallId: toolCallId() }),
    () => ({ type: "start-step" }),
    () => ({ type: "finish-step" }),
    () => ({ type: next(3) === 0 ? "reset-step" : "start-step" }),
    () => ({ type: "data-x", data: json(), ...some({ id: id(), transient: next(2) === 0 }) }),
    () => ({ type: "file", url: "u", mediaType: "m", ...some({ providerMetadata: meta() }) }),
    () => ({ type: "source-url", sourceId: "s", url: "u", ...some({ title: "t", providerMetadata: meta() }) }),
    () => ({ type: "message-metadata", messageMetadata: { [pick(["a", "b"])]: json() } }),
    () => ({ type: "start", ...some({ messageId: pick(["m1", "m2"]), messageMetadata: { s: 1 } }) }),
    () => ({ type: "finish", finishReason: "stop", ...some({ messageMetadata: { f: json() } }) }),
  ];
  const seen = new Set();
  const chunks = [];
  const opened = new Set();
  while (chunks.length < 30) {
    const chunk = pick(kinds)();
    // A stream mostly makes sense: what speaks of something follows what began it, nine times in ten.
    const of = chunk.type.replace(/-(delta|end)$/, "-start") + (chunk.id ?? chunk.toolCallId ?? "");
    if (/-start$/.test(chunk.type) || chunk.type === "tool-input-available") opened.add(of).add("call" + chunk.toolCallId);
    if (chunk.type === "tool-approval-request") opened.add(chunk.approvalId);
    const needs = /-(delta|end)$/.test(chunk.type) ? of
      : /^tool-(output|approval-request)/.test(chunk.type) ? "call" + chunk.toolCallId
      : chunk.approvalId ?? null;
    if (needs != null && !opened.has(needs) && next(20) !== 0) continue;
    seen.add(chunk.type);
    chunks.push(chunk);
  }
  return chunks;
}

// Asks the AI SDK what it shows after so many chunks. It only tells on some chunks, so a probe follows.
async function shown(ai, message, chunks) {
  let failed = false;
  const stream = new ReadableStream({
    start(controller) {
      for (const chunk of [...chunks, { type: "data-probe", data: 0 }]) controller.enqueue(structuredClone(chunk));
      controller.close();
    },
  });
  let last;
  const given = message ? { message: structuredClone(message) } : {};
  for await (const state of ai.readUIMessageStream({
    ...given, stream, onError: error => { if (!chunks.some(c => c.type === "error" && c.errorText === error.message)) failed = true; },
  })) last = state;
  if (failed) return undefined;
  last.parts.pop();
  return JSON.parse(JSON.stringify(last));
}

async function vector(ai, name, chunks, message) {
  let before = message ?? { id: "", parts: [] };
  const steps = [];
  for (let i = 0; i < chunks.length; i++) {
    const after = await shown(ai, message, chunks.slice(0, i + 1));
    if (after === undefined) {
      steps.push({ chunk: chunks[i], error: true });
      break;
    }
    const change = {};
    if (after.id !== before.id) change.id = after.id;
    if (!isDeepStrictEqual(after.metadata, before.metadata)) change.metadata = after.metadata ?? null;
    if (after.parts.length !== before.parts.length) change.length = after.parts.length;
    const parts = Object.fromEntries(
      after.parts.map((part, at) => [at, part]).filter(([at, part]) => !isDeepStrictEqual(part, before.parts[at])),
    );
    if (Object.keys(parts).length > 0) change.parts = parts;
    steps.push(Object.keys(change).length > 0 ? { chunk: chunks[i], change } : { chunk: chunks[i] });
    before = after;
  }
  return { name, ...(message ? { message } : {}), steps };
}

mkdirSync(folder, { recursive: true });
for (const v of [5, 6, 7]) {
  const ai = await import(`ai${v}`);
  const test = await import(`ai${v}/test`);
  const cases = [];
  for (const [name, steps] of Object.entries(models)) {
    if (v === 5 && name === "a tool that asks first") continue;
    cases.push(await vector(ai, name, await streamed(v, ai, test, steps)));
  }
  const controller = new AbortController();
  const slow = [
    { type: "text-start", id: "0" }, { type: "text-delta", id: "0", delta: "Bees c" },
    ...toolCall("c1", "client", '{"x":1}').slice(0, 3),
  ];
  cases.push(await vector(ai, "stopped in the middle", await streamed(v, ai, test, [slow], {
    abortSignal: controller.signal,
    onChunk: ({ chunk }) => { if (chunk.type === "tool-input-delta") controller.abort(); },
  })));
  cases.push(await vector(ai, "written by hand", await written(ai, writer => {
    writer.write({ type: "start", messageId: "m2" });
    writer.write({ type: "data-card", id: "1", data: { loading: true } });
    writer.write({ type: "data-card", id: "1", data: { loading: false } });
    writer.write({ type: "data-ping", data: 1, transient: true });
    for (const chunk of text("0", "Hi")) writer.write(chunk);
    throw new Error("oh");
  })));
  for (const [name, chunks] of Object.entries(handmade)) cases.push(await vector(ai, name, chunks));
  cases.push(await vector(ai, continued.name, continued.chunks, continued.message));
  for (let seed = 0; seed < random; seed++) {
    cases.push(await vector(ai, `random ${seed}`, randomChunks(seed)));
  }
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/ai${v}/package.json`, import.meta.url)));
  const lines = cases.map(one => {
    const { steps, ...rest } = one;
    return JSON.stringify(rest).slice(0, -1) + ',"steps":[\n' + steps.map(step => JSON.stringify(step)).join(",\n") + "\n]}";
  });
  writeFileSync(`${folder}/ai${v}.json`, `{"version":"${version}","cases":[\n${lines.join(",\n")}\n]}\n`);
  console.log(v, version, cases.length, "streams", cases.reduce((n, one) => n + one.steps.length, 0), "prefixes");
}
