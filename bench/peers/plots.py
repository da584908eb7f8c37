# plots.py: the plots of the bench of peers, drawn by gnuplot.
#
# SPDX-License-Identifier: MIT
import subprocess

import tables

STYLE = """
set terminal svg size {size} font "sans-serif,13" background "#ffffff"
set output "{file}"
set border 3 lc rgb "#555555"
set grid y lc rgb "#dddddd"
set tics nomirror
"""

# title, client and server, colour. What runs beside the others on our server.
LINES = (
    ("the original: aiohttp on Flask and uWSGI",
     "aiohttp on original", "#b00020"),
    ("aiohttp on ours", "aiohttp on ours (timer)", "#e08000"),
    ("threads on ours", "threads on ours (timer)", "#888888"),
    ("poll on ours", "poll on ours (timer)", "#3a7bd5"),
    ("multi on ours", "multi on ours (timer)", "#006400"),
)


def gnuplot(script):
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def draw_workflow(parts, file):
    data = plot = ""
    for i, (title, who, colour) in enumerate(LINES):
        data += f"$d{i} << EOD\n"
        for case in tables.NAMES:
            series = tables.find(parts, "workflow", case, who, "wall s")
            if series is not None:
                v = series["values"]
                data += (f"{case.split()[0]} {series['median']} {min(v)} "
                         f"{max(v)}\n")
        data += "EOD\n"
        plot += (f'$d{i} using 1:2:3:4 with yerrorlines lw 2 pt 7 ps 0.5 '
                 f'lc rgb "{colour}" title "{title}", ')
    gnuplot(STYLE.format(size="760,420", file=file) + data + f"""
set logscale xy
set xrange [8:14000]
set yrange [0.8:*]
set xlabel "salespeople, all at once; two requests of 0.5 s each"
set ylabel "seconds, median and spread"
set key top left reverse Left
plot {plot} 1 with lines dt 2 lc rgb "#000000" title "the least: 1 s"
""")


def draw_bars(parts, file, what, part, case, metric, rows):
    """A bar for each of rows: (label, who)."""
    data = ""
    for label, who in rows:
        series = tables.find(parts, part, case, who, metric)
        if series is not None:
            data += f'"{label}" {series["median"]}\n'
    gnuplot(STYLE.format(size="760,320", file=file) + f"""
$d << EOD
{data}EOD
set style fill solid 0.8 noborder
set boxwidth 0.6
set yrange [0:*]
set ylabel "{what}"
set format y "%.0f"
plot $d using 0:2:xtic(1) with boxes lc rgb "#3a7bd5" notitle, \\
	"" using 0:2:(sprintf("%.0f", $2)) with labels offset 0,0.7 notitle
""")


def draw(parts, folder):
    if "workflow" in parts:
        draw_workflow(parts, folder / "peers-workflow.svg")
    if "servers" in parts:
        draw_bars(parts, folder / "peers-servers.svg", "requests a second",
                  "servers", "no delay", "requests a second",
                  (("json-server", "json-server"), ("Mockoon", "Mockoon"),
                   ("Flask, uWSGI", "original"), ("ours", "ours"),
                   ("ours, none alike", "ours, none alike")))
    if "clients" in parts:
        draw_bars(parts, folder / "peers-clients.svg",
                  "us of CPU a request", "clients", "static file",
                  "client us a request",
                  [(c, c) for c in ("aiohttp", "fetch", "curl", "hey",
                                    "threads", "poll", "multi", "ab",
                                    "h2load", "wrk")])
    if "floor" in parts:
        draw_bars(parts, folder / "peers-floor.svg", "requests a second",
                  "floor", "no delay", "requests a second",
                  [(w, w) for w in ("TCP echo", "static file", "fixed bytes",
                                    "ours", "ours, none alike")])
