"""The work of `run`, done by google-adk's SqliteSessionService."""
import asyncio, json, sqlite3, sys, time
from importlib.metadata import version
from statistics import median
from google.adk.events import Event
from google.adk.sessions.base_session_service import GetSessionConfig
from google.adk.sessions.sqlite_session_service import SqliteSessionService
from google.genai import types

PATH, EQUAL, APPENDS = sys.argv[1], sys.argv[2] == "equal", sys.argv[3:]
TEXT = "The quick brown fox. " * 70
WHO = {"app_name": "app", "user_id": "ann"}
def say(step, value, note=""):
    print(json.dumps({"peer": "google-adk " + version("google-adk"), "step": step, "value": value, "note": note}), flush=True)
def event(): return Event(author="user", invocation_id="one", content=types.Content(role="user", parts=[types.Part(text=TEXT)]))
async def timed(rounds, work):
    times = []
    for number in range(rounds):
        start = time.perf_counter(); await work(number); times.append((time.perf_counter() - start) * 1e3)
    return median(times)

async def main():
    service = SqliteSessionService(PATH)
    await service.create_session(**WHO, session_id="first")
    if EQUAL:
        # It connects for each call with SQLite's own setting, which is FULL. The last to close would write
        # the whole log back each time, so another connection stays.
        keeper = sqlite3.connect(PATH)
        keeper.execute("PRAGMA journal_mode = WAL")
        keeper.execute("SELECT count(*) FROM sessions").fetchone()
    if APPENDS:
        one = await service.get_session(**WHO, session_id="first")
        for _ in range(int(APPENDS[0])): await service.append_event(one, event())
        return
    say("create", await timed(100, lambda n: service.create_session(**WHO, session_id=f"s{n}")))
    one = await service.get_session(**WHO, session_id="s0")
    say("append", await timed(200, lambda _: service.append_event(one, event())))

    errors = 0
    # Each task has its own copy of the session, as each request of a server has.
    async def writer():
        nonlocal errors
        for _ in range(20):
            try:
                mine = await service.get_session(**WHO, session_id="s1", config=GetSessionConfig(num_recent_events=0))
                await service.append_event(mine, event())
            except Exception: errors += 1
    start = time.perf_counter(); await asyncio.gather(*[writer() for _ in range(16)])
    rate = (320 - errors) / (time.perf_counter() - start)
    found = len((await service.get_session(**WHO, session_id="s1")).events)
    say("concurrent", rate, f"{errors} errors, {320 - errors - found} lost")

    # Filled by copying one row of its own, for appending 10 000 takes minutes.
    db = sqlite3.connect(PATH)
    db.execute("INSERT INTO sessions SELECT app_name, user_id, 'c' || value, state, create_time, update_time"
               " FROM sessions, (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 4899) SELECT value FROM n) WHERE id = 's2'")
    columns = [row[1] for row in db.execute("PRAGMA table_info(events)")]
    chosen = ", ".join({"id": "'e' || value", "session_id": "'s2'", "timestamp": "timestamp + value * 0.001"}.get(c, c) for c in columns)
    db.execute(f"INSERT INTO events ({', '.join(columns)}) SELECT {chosen} FROM (SELECT * FROM events WHERE session_id = 's0' LIMIT 1),"
               " (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 10000) SELECT value FROM n)")
    db.commit()
    async def newest(_):
        session = await service.get_session(**WHO, session_id="s2", config=GetSessionConfig(num_recent_events=50))
        assert len(session.events) == 50
    say("newest", await timed(20, newest))
    async def full(_): assert len((await service.get_session(**WHO, session_id="s2")).events) == 10_000
    say("full", await timed(3, full))
    async def listed(_): assert len((await service.list_sessions(**WHO)).sessions) == 5000
    say("list", await timed(5, listed), "all 5 000: has no pages")
    say("before", None, "cannot: reads the newest, or after a time")
asyncio.run(main())
