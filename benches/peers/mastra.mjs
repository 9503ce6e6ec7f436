// The work of `run`, done by Mastra's LibSQLStore.
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { LibSQLStore } = require("@mastra/libsql");
const [path, durability, appends] = process.argv.slice(2);
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
const all = new LibSQLStore({ id: "peer", url: "file:" + path });
await all.init();
// It sets NORMAL itself. One connection does everything, for it never awaits within a write.
if (durability === "equal") await all.client.execute("PRAGMA synchronous = FULL");
const store = await all.getStore("memory");
let made = 0;
const thread = (id) => ({ id, resourceId: "ann", title: id, createdAt: new Date(), updatedAt: new Date(), metadata: {} });
const message = (threadId) => ({
  id: `m${++made}`, threadId, resourceId: "ann", role: "user", createdAt: new Date(1.7e12 + made * 1000),
  content: { format: 2, parts: [{ type: "text", text }] },
});
const save = (messages) => store.saveMessages({ messages });
const check = (found, expected) => { if (found.length !== expected) throw new Error(`${found.length}, not ${expected}`); };

if (appends) {
  await store.saveThread({ thread: thread("s0") });
  for (let n = 0; n < Number(appends); n++) await save([message("s0")]);
  process.exit(0);
}
say("create", await timed(100, (n) => store.saveThread({ thread: thread("s" + n) })));
say("append", await timed(200, () => save([message("s0")])));

let errors = 0;
const start = performance.now();
await Promise.all(Array.from({ length: 16 }, async () => {
  for (let n = 0; n < 20; n++) await save([message("s1")]).catch(() => errors++);
}));
const rate = (320 - errors) / ((performance.now() - start) / 1000);
const found = (await store.listMessages({ threadId: "s1", perPage: false })).messages.length;
say("concurrent", rate, `${errors} errors, ${320 - errors - found} lost`);

// Threads are copied within SQLite, for one by one they take a minute.
await all.client.execute(`INSERT INTO mastra_threads (id, resourceId, title, metadata, createdAt, updatedAt)
  SELECT 'c' || n.value, t.resourceId, t.title, t.metadata, t.createdAt, t.updatedAt FROM mastra_threads t,
  (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 4900) SELECT value FROM n) n
  WHERE t.id = 's2'`);
const first = made;
for (let n = 0; n < 100; n++) await save(Array.from({ length: 100 }, () => message("s2")));

const newestFirst = { field: "createdAt", direction: "DESC" };
say("newest", await timed(20, async () => {
  check((await store.listMessages({ threadId: "s2", perPage: 50, orderBy: newestFirst })).messages, 50);
}));
const end = new Date(1.7e12 + (first + 5000) * 1000);
say("before", await timed(20, async () => {
  const filter = { dateRange: { end, endExclusive: true } };
  check((await store.listMessages({ threadId: "s2", perPage: 50, orderBy: newestFirst, filter })).messages, 50);
}), "before a time");
say("list", await timed(20, async () => {
  check((await store.listThreads({ filter: { resourceId: "ann" }, page: 124, perPage: 20 })).threads, 20);
}), "with total");
say("full", await timed(1, async () => {
  check((await store.listMessages({ threadId: "s2", perPage: false })).messages, 10_000);
}));
process.exit(0);
