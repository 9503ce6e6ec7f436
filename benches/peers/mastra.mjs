// The work of `run`, done by Mastra's LibSQLStore.
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { LibSQLStore } = require("@mastra/libsql");
const { createClient } = require("@libsql/client");
const version = require("fs").readFileSync("node_modules/@mastra/libsql/package.json", "utf8");
const peer = "@mastra/libsql " + JSON.parse(version).version;
const text = "The quick brown fox. ".repeat(70);
const say = (step, value, note = "") => console.log(JSON.stringify({ peer, step, value, note }));
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const timed = async (rounds, work) => {
  const times = [];
  for (let n = 0; n < rounds; n++) {
    const start = performance.now();
    await work(n);
    times.push(performance.now() - start);
  }
  return median(times);
};
const url = "file:" + process.argv[2];
const equal = process.argv[3] === "equal";
const own = equal && createClient({ url });
if (own) {
  await own.execute("PRAGMA journal_mode = WAL");
  await own.execute("PRAGMA synchronous = FULL");
}
const store = new LibSQLStore(own ? { client: own } : { url });
await store.init();
let made = 0;
const thread = (id) => ({ id, resourceId: "ann", title: id, createdAt: new Date(), updatedAt: new Date(), metadata: {} });
const message = (threadId) => ({
  id: `m${++made}`, threadId, resourceId: "ann", role: "user", createdAt: new Date(1.7e12 + made * 1000),
  content: { format: 2, parts: [{ type: "text", text }] },
});
const save = (messages) => store.saveMessages({ messages, format: "v2" });

say("create", await timed(100, (n) => store.saveThread({ thread: thread("s" + n) })));
say("append", await timed(200, () => save([message("s0")])));

let errors = 0;
const start = performance.now();
await Promise.all(Array.from({ length: 16 }, async () => {
  for (let n = 0; n < 20; n++) await save([message("s1")]).catch(() => errors++);
}));
const rate = (320 - errors) / ((performance.now() - start) / 1000);
const found = (await store.getMessages({ threadId: "s1", format: "v2", selectBy: { last: 1000 } })).length;
say("concurrent", rate, `${errors} errors, ${320 - errors - found} lost`);

// Threads are filled by its own client in one batch, for one by one they take a minute.
const client = createClient({ url });
await client.execute(`INSERT INTO mastra_threads SELECT 'c' || n.value, t.resourceId, t.title, t.metadata, t.createdAt, t.updatedAt
  FROM (SELECT id, resourceId, title, metadata, createdAt, updatedAt FROM mastra_threads WHERE id = 's2') t,
  (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 4900) SELECT value FROM n) n`);
client.close();
for (let n = 0; n < 100; n++) await save(Array.from({ length: 100 }, () => message("s2")));

const last = (count) => async () => {
  const got = await store.getMessages({ threadId: "s2", resourceId: "ann", format: "v2", selectBy: { last: count } });
  if (got.length !== count) throw new Error(`${got.length} messages`);
};
say("newest", await timed(5, last(50)));
say("before", await timed(3, async () => {
  const got = await store.getMessagesPaginated({ threadId: "s2", format: "v2", selectBy: { pagination: { page: 100, perPage: 50 } } });
  if (got.messages.length !== 50) throw new Error(`${got.messages.length} messages`);
}), "by page number");
say("list", await timed(20, async () => {
  const got = await store.getThreadsByResourceIdPaginated({ resourceId: "ann", page: 124, perPage: 20 });
  if (got.threads.length !== 20) throw new Error(`${got.threads.length} threads`);
}));
say("full", await timed(1, last(10_000)));
process.exit(0);
