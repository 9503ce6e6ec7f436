"""The work of `run`, done by OpenAI Agents' SQLiteSession."""
import asyncio, json, sys, time
from importlib.metadata import version
from statistics import median
from agents import SQLiteSession

PATH, DURABILITY, APPENDS = sys.argv[1], sys.argv[2], sys.argv[3:]
if DURABILITY == "equal":
    # It has no setting for this, so its own is wrapped. Its journal is a WAL already.
    configure = SQLiteSession._configure_connection
    def configure_fully(connection):
        configure(connection)
        connection.execute("PRAGMA synchronous = FULL")
    SQLiteSession._configure_connection = staticmethod(configure_fully)
TEXT = "The quick brown fox. " * 70
def say(step, value, note=""):
    print(json.dumps({"peer": "openai-agents " + version("openai-agents"), "step": step, "value": value, "note": note}), flush=True)
def item(): return {"role": "user", "content": TEXT}
async def timed(rounds, work):
    times = []
    for number in range(rounds):
        start = time.perf_counter(); await work(number); times.append((time.perf_counter() - start) * 1e3)
    return median(times)

async def main():
    if APPENDS:
        session = SQLiteSession("s0", PATH)
        for _ in range(int(APPENDS[0])): await session.add_items([item()])
        return
    # A session is made by its first item.
    async def create(number): await SQLiteSession(f"s{number}", PATH).add_items([item()])
    say("create", await timed(100, create), "with its first item")
    one = SQLiteSession("one", PATH)
    say("append", await timed(200, lambda _: one.add_items([item()])))

    many = SQLiteSession("many", PATH); errors = 0
    async def writer():
        nonlocal errors
        for _ in range(20):
            try: await many.add_items([item()])
            except Exception: errors += 1
    start = time.perf_counter(); await asyncio.gather(*[writer() for _ in range(16)])
    rate = (320 - errors) / (time.perf_counter() - start)
    say("concurrent", rate, f"{errors} errors, {320 - errors - len(await many.get_items())} lost")

    big = SQLiteSession("big", PATH); await big.add_items([item() for _ in range(10_000)])
    async def newest(_): assert len(await big.get_items(limit=50)) == 50
    say("newest", await timed(20, newest))
    async def full(_): assert len(await big.get_items()) == 10_000
    say("full", await timed(3, full))
    say("before", None, "cannot: reads only the newest")
    say("list", None, "cannot: has no list")
asyncio.run(main())
