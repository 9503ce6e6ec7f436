"""Makes the table and the plot of what `run` measured."""
import json, sys
from pathlib import Path

rows = [json.loads(line) for line in open(sys.argv[1]) if line.startswith("{")]
folder = Path(sys.argv[2])
STEPS = {
    "create": "create a session, ms", "append": "append one message, ms",
    "concurrent": "append from 16 tasks, a second", "newest": "newest 50 of 10 000, ms",
    "before": "50 before the middle of 10 000, ms", "full": "load all 10 000, ms",
    "list": "page 125 of 5 000 sessions, ms",
}
peers = list(dict.fromkeys(row["peer"] for row in rows if row["step"] != "stopped"))
def cell(durability, peer, step):
    for row in rows:
        if (row["durability"], row["peer"], row["step"]) == (durability, peer, step):
            number = f"{row['value']:.0f}" if row["value"] >= 100 else f"{row['value']:.2g}"
            return number + (f" ({row['note']})" if row["note"] else "")
    return "–"
out = ["Medians, made by `benches/peers/run`. A message has 1.5 KB. `–`: the peer does not offer it.",
       "On the disk that was used a flush takes 2 to 4 ms: a write that took less cannot have waited for one, whatever was asked for.", ""]
for durability, title in [("default", "Each with its own settings"), ("equal", "WAL and `synchronous = FULL` where the peer lets one choose")]:
    out += [f"**{title}**", "", "| | " + " | ".join(peers) + " |", "|---" * (len(peers) + 1) + "|"]
    out += [f"| {name} | " + " | ".join(cell(durability, peer, step) for peer in peers) + " |" for step, name in STEPS.items()]
    out.append("")
(folder / "peers.md").write_text("\n".join(out))

import math
times = {row["peer"] + row["step"]: row["value"] for row in rows if row["durability"] == "default"}
drawn = ["append", "newest", "list", "full"]
COLOURS = ["#2f6f4f", "#b5651d", "#4169aa", "#8a6fb0", "#999999"]
WIDTH, LEFT, BAR = 760, 210, 14
low, high = -2, 4
def x(value): return LEFT + (WIDTH - LEFT - 70) * (math.log10(max(value, 10 ** low)) - low) / (high - low)
svg, y = [], 50
for index, peer in enumerate(peers):
    svg.append(f'<rect x="{10 + index * 150}" y="10" width="10" height="10" fill="{COLOURS[index]}"/><text x="{24 + index * 150}" y="19">{peer}</text>')
for step in drawn:
    svg.append(f'<text x="10" y="{y + 34}">{STEPS[step]}</text>')
    for index, peer in enumerate(peers):
        if (value := times.get(peer + step)) is None: continue
        top = y + index * BAR
        svg.append(f'<rect x="{LEFT}" y="{top}" width="{x(value) - LEFT:.1f}" height="{BAR - 3}" fill="{COLOURS[index]}"/>'
                   f'<text x="{x(value) + 4:.1f}" y="{top + 10}">{value:.2g} ms</text>' if value < 100 else
                   f'<rect x="{LEFT}" y="{top}" width="{x(value) - LEFT:.1f}" height="{BAR - 3}" fill="{COLOURS[index]}"/>'
                   f'<text x="{x(value) + 4:.1f}" y="{top + 10}">{value:.0f} ms</text>')
    y += len(peers) * BAR + 16
svg.append(f'<text x="{LEFT}" y="{y + 4}" fill="#666">milliseconds, logarithmic; less is better</text>')
(folder / "peers.svg").write_text(
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 14}" font-family="sans-serif" font-size="11">'
    f'<rect width="100%" height="100%" fill="white"/>{"".join(svg)}</svg>\n')
