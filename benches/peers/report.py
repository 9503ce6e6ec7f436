"""Makes the table and the plot of what `run` measured."""
import json, math, platform, re, subprocess, sys
from datetime import date
from os import cpu_count
from pathlib import Path
from statistics import median

rows = [json.loads(line) for line in open(sys.argv[1]) if line.startswith("{")]
folder = Path(sys.argv[2])
DURABILITIES = {
    "default": "Each with its own settings",
    "equal": "Each with WAL and `synchronous = FULL`: a flush before a write is answered",
}
STEPS = {
    "flush": "a flush of 4 KiB just before, ms", "flushes": "flushes an append", "create": "create a session, ms", "append": "append one message, ms",
    "concurrent": "append from 16 tasks, a second", "newest": "newest 50 of 10 000, ms",
    "before": "50 before the middle of 10 000, ms", "list": "page 125 of 5 000 sessions, ms",
    "full": "load all 10 000, ms",
}
peers = list(dict.fromkeys(row["peer"] for row in rows if row["step"] == "create"))
OURS = peers[0]

def of(durability, peer, step):
    """The rows of an operation, one a round. `run` itself tells of flushes, by names without a version."""
    return [row for row in rows if row.get("durability") == durability and row["step"] == step
            and (peer == row["peer"] or step.startswith("flush") and row["peer"] in peer)]
def number(value): return f"{value:.0f}" if value >= 100 else f"{value:.2g}"
def middle(durability, peer, step):
    values = [row["value"] for row in of(durability, peer, step) if row["value"] is not None]
    return median(values) if values else None
def cell(durability, peer, step):
    found = of(durability, peer, step)
    if not found: return "did not end"
    # Of errors, the most of all rounds.
    counts = [[int(word) for word in re.findall(r"\d+", row["note"])] for row in found]
    note = found[0]["note"]
    if step == "concurrent": note = "{} of 320 failed, {} lost".format(*map(max, zip(*counts)))
    value = middle(durability, peer, step)
    return note if value is None else number(value) + (f" ({note})" if note else "")
def ratio(durability, peer, step):
    """How many times as long as ours, and between what in the rounds."""
    both = zip(of(durability, peer, step), of(durability, OURS, step))
    ratios = [theirs["value"] / ours["value"] for theirs, ours in both if theirs["value"] is not None]
    if step == "concurrent": ratios = [1 / ratio for ratio in ratios]
    if not ratios: return "–"
    return number(median(ratios)) + (f" ({number(min(ratios))}–{number(max(ratios))})" if len(ratios) > 1 else "")
def table(columns, steps, cell):
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return lines + [f"| {STEPS[step]} | " + " | ".join(cell(peer, step) for peer in columns) + " |" for step in steps]
def version(*command): return subprocess.run(command, capture_output=True, text=True).stdout.split()[-1 if command[0] != "rustc" else 1]

rounds = max(row.get("round", 1) for row in rows)
commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=folder, capture_output=True, text=True).stdout.strip()
out = [f"Made by `benches/peers/run` at {commit} on {date.today()}: medians of {rounds} rounds, {cpu_count()} cores, Rust "
       f"{version('rustc', '--version')}, Python {platform.python_version()}, Node {version('node', '--version')}. A message has 1.5 KB.",
       "Flushes of an append are counted by strace. Where a flush takes milliseconds on one side alone, the machine was busy.", ""]
for durability, title in DURABILITIES.items():
    out += [f"## {title}", ""] + table(peers, STEPS, lambda peer, step: cell(durability, peer, step))
    out += ["", "How many times as long as ours (of the 16 tasks: how many times fewer), and between what in the rounds:", ""]
    out += table(peers[1:], [step for step in STEPS if not step.startswith("flush")], lambda peer, step: ratio(durability, peer, step)) + [""]
(folder / "peers.md").write_text("\n".join(out))

drawn = ["create", "append", "newest", "list", "full"]
COLOURS = ["#2f6f4f", "#b5651d", "#4169aa", "#8a6fb0", "#999999"]
WIDTH, LEFT, BAR = 800, 210, 14
low, high = -2, 5
def x(value): return LEFT + (WIDTH - LEFT - 70) * (math.log10(max(value, 10 ** low)) - low) / (high - low)
svg, y = [], 50
for index, peer in enumerate(peers):
    left = 10 + index * 155
    svg.append(f'<rect x="{left}" y="10" width="10" height="10" fill="{COLOURS[index]}"/><text x="{left + 14}" y="19">{peer}</text>')
for step in drawn:
    svg.append(f'<text x="10" y="{y + 34}">{STEPS[step]}</text>')
    for index, peer in enumerate(peers):
        value, top = middle("equal", peer, step), y + index * BAR
        if value is None:
            svg.append(f'<text x="{LEFT}" y="{top + 10}" fill="#666">cannot</text>')
        else:
            svg.append(f'<rect x="{LEFT}" y="{top}" width="{x(value) - LEFT:.1f}" height="{BAR - 3}" fill="{COLOURS[index]}"/>'
                       f'<text x="{x(value) + 4:.1f}" y="{top + 10}">{number(value)} ms</text>')
    y += len(peers) * BAR + 16
svg.append(f'<text x="{LEFT}" y="{y + 4}" fill="#666">milliseconds, logarithmic, with equal durability; less is better</text>')
(folder.parent.parent / "docs/peers.svg").write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 14}" font-family="sans-serif" font-size="11">'
    f'<rect width="100%" height="100%" fill="white"/>{"".join(svg)}</svg>\n')
