# tables.py: the tables of the bench of peers, as Markdown. A cell is the median
# of the rounds (least .. most); ratios are taken within a round.
#
# SPDX-License-Identifier: MIT
import statistics

NAMES = "10 names", "100 names", "1000 names", "5000 names", "10000 names"
CLIENTS = ("requests", "sync", "aiohttp", "threads", "poll", "multi")
PLACES = ("original", "ours (sleep)", "ours (timer)")
COSTS = ("client CPU s", "client MB", "server CPU s", "server MB")
HITS = ("requests a second", "server us a request", "server MB")

# name: (part, cases, metrics): a row for each case and each who.
LISTS = {
    "workflow-costs": ("workflow", NAMES[2:], ("wall s", "failed") + COSTS),
    "servers": ("servers", ("no delay",), HITS + ("server MB, shared once",)),
    "slow": ("slow", ("10 names", "1000 names"),
             ("wall s", "failed", "server CPU s", "server MB")),
    "slow-start": ("slow", ("start",), ("start s",)),
    "slow-posts": ("slow", ("posts",), (
        "wall s", "acknowledged", "there afterwards",
        "after kill -9 and a new start")),
    "fronts": ("fronts", ("no delay",), HITS),
    "fronts-workflow": ("fronts", ("1000 names", "10000 names"),
                        ("wall s", "failed", "server CPU s", "server MB")),
    "clients-static": ("clients", ("static file",), (
        "requests a second", "client us a request", "client MB", "failed")),
    "clients-users": ("clients", ("/users",), (
        "requests a second", "client us a request", "client MB", "failed")),
    "floor": ("floor", ("no delay",), (
        "requests a second", "web server us a request",
        "program us a request")),
}

# what, target, unit, (part, case, who, metric) over the same of another, or
# alone. Beside the rows stands what they mean for a reader.
TARGETS = (
    ("workflow, 1,000 names: ours on ours over aiohttp on ours", ">= 1.5",
     "x as fast",
     ("workflow", NAMES[2], "aiohttp on ours (timer)", "wall s"),
     ("workflow", NAMES[2], "multi on ours (timer)", "wall s")),
    ("its CPU", "<= 0.2", "x",
     ("workflow", NAMES[2], "multi on ours (timer)", "client CPU s"),
     ("workflow", NAMES[2], "aiohttp on ours (timer)", "client CPU s")),
    ("workflow, 5,000 names", ">= 4", "x as fast",
     ("workflow", NAMES[3], "aiohttp on ours (timer)", "wall s"),
     ("workflow", NAMES[3], "multi on ours (timer)", "wall s")),
    ("workflow, 10,000 names", "<= 3", "s",
     ("workflow", NAMES[4], "multi on ours (timer)", "wall s"), None),
    ("of these failed", "<= 0", "",
     ("workflow", NAMES[4], "multi on ours (timer)", "failed"), None),
    ("no delay: our server over Flask and uWSGI", ">= 3.5", "x the requests",
     ("servers", "no delay", "ours", HITS[0]),
     ("servers", "no delay", "original", HITS[0])),
    ("its memory, shared pages once", "<= 0.2", "x",
     ("servers", "no delay", "ours", "server MB, shared once"),
     ("servers", "no delay", "original", "server MB, shared once")),
    ("no delay: ours over the fixed bytes", ">= 0.9", "x the requests",
     ("floor", "no delay", "ours", HITS[0]),
     ("floor", "no delay", "fixed bytes", HITS[0])),
    ("the program's CPU a request", "<= 1.4", "x",
     ("floor", "no delay", "ours", "program us a request"),
     ("floor", "no delay", "fixed bytes", "program us a request")),
    ("no delay: ours over json-server", ">= 3", "x the requests",
     ("servers", "no delay", "ours", HITS[0]),
     ("servers", "no delay", "json-server", HITS[0])),
    ("no delay: ours over Mockoon", ">= 3", "x the requests",
     ("servers", "no delay", "ours", HITS[0]),
     ("servers", "no delay", "Mockoon", HITS[0])),
    ("1,000 POSTs: there after kill -9", ">= 1000", "",
     ("slow", "posts", "ours", "after kill -9 and a new start"), None),
)


def find(parts, part, case, who, metric):
    for series in parts.get(part, {}).get("series", ()):
        if (series["case"], series["who"], series["metric"]) == (
                case, who, metric):
            return series
    return None


def number(value):
    if value >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def spread(values):
    text = number(statistics.median(values))
    least, most = number(min(values)), number(max(values))
    return text if least == most else f"{text} ({least} .. {most})"


def cell(series):
    if series is None:
        return ""
    return spread(series["values"]) + (
        ", computed" if series["computed"] else "")


def table(head, rows):
    lines = [head, ["---"] * len(head)] + rows
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def origin(part):
    return (f"\n{part['machine']}; {part['date']}.\n")


def list_table(parts, part, cases, metrics):
    rows = []
    for case in cases:
        whos = dict.fromkeys(s["who"] for s in parts[part]["series"]
                             if s["case"] == case and not s["computed"])
        for who in whos:
            found = [find(parts, part, case, who, m) for m in metrics]
            rows.append(([case] if len(cases) > 1 else []) + [who] +
                        [cell(s) for s in found])
    head = ([""] if len(cases) > 1 else []) + [""] + list(metrics)
    return table(head, rows) + origin(parts[part])


def workflow_table(parts):
    """Wall seconds: a row for each pair of client and server, a column a N."""
    rows = []
    for place in PLACES:
        for client in CLIENTS:
            row = [client, place]
            for case in NAMES:
                at = ("workflow", case, f"{client} on {place}")
                wall = find(parts, *at, "wall s")
                failed = find(parts, *at, "failed")
                text = cell(wall)
                if failed is not None and max(failed["values"]) > 0:
                    text += f", **{spread(failed['values'])} failed**"
                row.append(text)
            if any(row[2:]):
                rows.append(row)
    head = ["client", "server"] + [f"N = {n.split()[0]}" for n in NAMES]
    return table(head, rows) + origin(parts["workflow"])


def targets_table(parts):
    rows = []
    for what, target, unit, one, other in TARGETS:
        series = find(parts, *one)
        divisor = find(parts, *other) if other else None
        if series is None or (other and divisor is None):
            continue
        values = series["values"]
        if divisor is not None:
            values = [a / b for a, b in zip(values, divisor["values"]) if b]
        if not values:
            continue
        limit = float(target.split()[1])
        middle = statistics.median(values)
        holds = middle <= limit if target[0] == "<" else middle >= limit
        rows.append([what, f"{target} {unit}".strip(),
                     f"{spread(values)} {unit}".strip(), str(len(values)),
                     "holds" if holds else "MISSED"])
    return table(["what", "target", "median (min .. max)", "rounds",
                  "verdict"], rows)


def make(parts):
    made = {"targets": targets_table(parts)}
    if "workflow" in parts:
        made["workflow"] = workflow_table(parts)
    for name, (part, cases, metrics) in LISTS.items():
        if part in parts:
            made[name] = list_table(parts, part, cases, metrics)
    made["versions"] = "".join(
        f"{part}: {v['versions']}.\n\n" for part, v in list(parts.items())[:1])
    return made
