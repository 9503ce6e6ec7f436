"""Prints what one flush takes, just before a peer has its turn: a write that is said to be durable cannot take less."""
import json, os, sys, time
from statistics import median

file = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY)
times = []
for _ in range(200):
    os.write(file, b"x" * 4096)
    start = time.perf_counter(); os.fdatasync(file); times.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"peer": sys.argv[2], "step": "flush", "value": median(times), "note": ""}))
