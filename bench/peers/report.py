# report.py RECORDS MACHINE VERSIONS-FILE: puts the records of a run into
# bench/results/peers.json, a part in place of the same part's earlier values,
# then makes from that file the plots, and the tables between
# "<!-- peers: NAME -->" and "<!-- end -->" in docs/BENCHMARKS.md.
#
# SPDX-License-Identifier: MIT
import datetime
import json
import pathlib
import re
import statistics
import sys

import plots
import tables

RESULTS = pathlib.Path("bench/results")
DOCUMENT = pathlib.Path("docs/BENCHMARKS.md")


def read_records(file):
    """{part: [series]} in the order of the first value of each."""
    parts = {}
    for line in pathlib.Path(file).read_text().splitlines():
        part, case, who, metric, _, value, how = line.split("\t")
        series = parts.setdefault(part, {}).setdefault((case, who, metric), {
            "case": case, "who": who, "metric": metric,
            "computed": how == "computed", "values": []})
        series["values"].append(float(value))
    return {part: list(series.values()) for part, series in parts.items()}


def merge(old, records, machine, versions):
    now = datetime.datetime.now(datetime.timezone.utc)
    for part, series in records.items():
        for one in series:
            one["median"] = statistics.median(one["values"])
        old[part] = {"date": now.strftime("%Y-%m-%d"), "machine": machine,
                     "versions": versions, "series": series}
    return old


def to_json(parts):
    """One series a line, so that a change can be read."""
    out = []
    for name, part in parts.items():
        head = {k: v for k, v in part.items() if k != "series"}
        lines = ",\n".join(json.dumps(s) for s in part["series"])
        out.append(f'{json.dumps(name)}:{json.dumps(head)[:-1]},"series":['
                   f"\n{lines}]}}")
    return "{" + ",\n".join(out) + "}\n"


def fill(document, made):
    """Replaces what is between the marks of each table that was made."""
    text = document.read_text()
    for name, table in made.items():
        text = re.sub(rf"(<!-- peers: {name} -->\n).*?(<!-- end -->)",
                      lambda m: m[1] + table + m[2], text, flags=re.S)
    document.write_text(text)


def main(records, machine, versions_file):
    file = RESULTS / "peers.json"
    old = json.loads(file.read_text()) if file.exists() else {}
    versions = pathlib.Path(versions_file).read_text().strip()
    parts = merge(old, read_records(records), machine, versions)
    file.write_text(to_json(parts))
    made = tables.make(parts)
    plots.draw(parts, RESULTS)
    fill(DOCUMENT, made)
    print(made["targets"])


main(*sys.argv[1:])
