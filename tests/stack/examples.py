#!/usr/bin/env python3
#
# examples.py: runs the examples of documents as a reader would, from top to
# bottom, for each document in a fresh copy of the project; they must print what
# the document shows.
# Usage: python3 -X utf8 tests/stack/examples.py DOCUMENT...
#
# An example is an indented block of a Markdown file. It holds
# - commands alone, which must succeed, and run at the same time; and then
# - commands behind "$ ", each with the lines that it prints; or
# - C, which must stand in a file of client/.
# `bash run.sh` is a server in another terminal. It serves until the next one is
# started, or until an example shows that run.sh starts one for a run.
#
# The examples of a man page (lines .Dl) are not run: the programs must take
# their arguments.
#
# SPDX-License-Identifier: MIT
import difflib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import closing
from itertools import takewhile
from pathlib import Path

# Values that differ between runs or machines: pattern, replacement, reason. Both
# texts, the one shown and the one printed, get the replacements, in this order.
# Several blanks count as one, because they align such values.
MASKS = (
    (r"(?<=^Date: )\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$", "DATE", "now"),
    (r'(?<="time":")[\d-]{10}T[\d:.]{15}Z', "TIME", "now"),
    (r"(?<=^X-Request-Id: )[0-9a-f]{16}-\d+$", "ID", "drawn at start"),
    (r"\bapp;dur=[\d.]+", "app;dur=MS", "measured"),
    (r'(?<="duration_us":)\d+', "US", "measured"),
    (r"(?<=_sum)({.*}) [\d.e-]+$", r"\1 SECONDS", "measured"),
    (r"\b\d+\.\d+ ms\b", "MS", "measured"),
    (r"\b\d+\.(?![05]00 )\d{3} s\b", "WALL",
     "measured; a bound is a multiple of the delay, 0.5 s, and stays"),
    (r"\b\d+\.\d{3}(?= \.\. WALL)", "WALL", "measured"),
    (r"(?<=customers in )\d+\.\d s$", "TIME", "measured"),
    (r"[+-]?\b\d+\.\d %", "PERCENT", "measured"),
    (r"[+-]\d+\.\d(?= \.\. PERCENT)", "PERCENT", "measured"),
    (r"\b\d+\.\d\d(?= x as fast)", "TIMES", "measured"),
    (r"(?<=interval )\d+\.\d\d to \d+\.\d\d\b", "LOW to HIGH", "measured"),
    (r"[█▒▓░▪· ]+┊?$", " BAR", "measured"),
    (r"\b\d{3,}(?= places \()|(?<=^docking_places )\d+$", "PLACES",
     "as many as the limit of open files allows"),
)

# Commands that are not run: pattern, reason.
NOT_RUN = (
    (r"make test\b", "runs this"),
    (r"bash run\.sh timing +# the run above", "has been run, above"),
    (r"build/docking-timing .*:3001\b", "json-server comes from npm"),
)

# Blocks that are tried three times: on a busy machine another thing may bind.
MEASURES = r"\btiming\b"

SERVER = r"bash run\.sh(?! *(timing|passwd)\b)"
OWN_SERVER = "run.sh: started a server for this run at"
PASSWORD = "correct horse\n"  # the answer to whatever asks
PROMPT = r"Enter host password for user '\w+':\n?"  # on the terminal, by curl
BUILT = ("docking-fcgi", "docking-timing", "docking-admin", "obj", "gen")

# The programs of the man pages, and where they are here.
PROGRAMS = {
    "docking-timing": "build/docking-timing",
    "docking-admin": "build/docking-admin",
    "docking-serve": "bash run.sh",
}


# Find two free ports; see stack_free_port() in tests/lib/stack.c.
def free_ports():
    found = []
    for port in range(10000 + os.getpid() * 37 % 20000, 32000):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                found.append(str(port))
        if len(found) == 2:
            return found
    sys.exit("no free port")


# A copy of the project, with the commands and the one server that run there. The
# ports that a document shows stand for others, which are free.
class Reader:
    def __init__(self):
        self.temp = tempfile.mkdtemp()
        self.root = Path(self.temp, "project")
        shutil.copytree(".", self.root, symlinks=True,
                        ignore=lambda folder, _: {".git", "build", "var"}
                        if folder == "." else {"node_modules"})
        Path(self.root, "build").mkdir()
        for name in BUILT:
            source = Path("build", name)
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, self.root / source)
        self.ports = dict(zip(("5000", "5443"), free_ports()))
        self.server = None
        self.environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith("DOCKING_") and name != "COLUMNS"
        } | {
            "HOME": self.temp, "LC_ALL": "C.UTF-8",
            "DOCKING_USER": "root",
            "DOCKING_PORT": self.ports["5000"],
            "DOCKING_TLS_PORT": self.ports["5443"],
            "DOCKING_URL": f"http://127.0.0.1:{self.ports['5000']}",
        }

    # Start a command, in a session without a terminal: so curl asks for a
    # password on stdin.
    def start(self, command):
        for shown, port in self.ports.items():
            command = re.sub(rf"(?<=[:-]){shown}\b", port, command)
        return subprocess.Popen(
            ["bash", "-c", command], cwd=self.root, env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, text=True)

    # Wait for a command; return its output and its status.
    def finish(self, process):
        try:
            printed, _ = process.communicate(PASSWORD, timeout=90)
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise
        return self.as_shown(printed), process.returncode

    # Put a document's ports into an output.
    def as_shown(self, printed):
        printed = re.sub(PROMPT, "", printed)
        for shown, port in self.ports.items():
            printed = re.sub(rf"(?<=[:-]){port}\b", shown, printed)
        return printed

    # Start a server, and wait until it is ready or has ended.
    def serve(self, command):
        self.stop_server()
        self.server = self.start(f"exec {command}")
        printed = ""
        for line in self.server.stdout:
            printed += line
            if line.startswith("ready: "):
                return self.as_shown(printed), 0
        return self.as_shown(printed), self.server.wait()

    # Do as Ctrl-C does, which a test in the background may have to ignore.
    def stop_server(self):
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=60)
            self.server = None

    def close(self):
        self.stop_server()
        shutil.rmtree(self.temp)


# Yield each indented block: the number of its first line, and its lines.
def blocks(text):
    lines = text.splitlines() + ["end"]
    block = []
    for number, line in enumerate(lines, 1):
        if line.startswith("    ") or (block and not line):
            block.append(line[4:])
        elif block:
            yield number - len(block), "\n".join(block).rstrip().split("\n")
            block = []


# List the commands of a session: number of its line, command, lines shown. A line
# that ends in \ goes on in the next one.
def commands(first, lines):
    found = []
    for number, line in enumerate(lines, first):
        if found and found[-1][1].endswith("\\"):
            found[-1][1] += "\n" + line
        elif line.startswith("$ "):
            found.append([number, line[2:], []])
        else:
            found[-1][2].append(line)
    return found


def masked(text):
    lines = []
    for line in text.strip("\n").split("\n"):
        line = line.rstrip()
        for pattern, stands_for, _ in MASKS:
            line = re.sub(pattern, stands_for, line)
        lines.append(" ".join(line.split()))
    return lines


def is_run(command):
    return command and not any(
        re.match(pattern, command) for pattern, _ in NOT_RUN)


# Run the commands of a session, one after another. Yields for each the number of
# its line and how its output differs, as all below do.
def run_session(reader, first, lines):
    for number, command, shown in commands(first, lines):
        shown = "\n".join(shown)
        if not is_run(command):
            continue
        if OWN_SERVER in shown:
            reader.stop_server()
        if re.match(SERVER, command):
            printed, _ = reader.serve(command)
        else:
            printed, _ = reader.finish(reader.start(command))
        difference = list(difflib.unified_diff(
            masked(shown), masked(printed), n=1, lineterm=""))[2:]
        yield number, difference and "\n".join(
            [f"$ {command}", "- shown, + printed", *difference])


# Run commands that show no output, all at once but for a server, which must be
# ready before those below it.
def run_alone(reader, first, lines):
    running = []
    for number, command in enumerate(lines, first):
        if not is_run(command):
            continue
        if re.match(SERVER, command):
            printed, status = reader.serve(command)
            yield number, status and f"{command}\n{printed}ended with {status}"
        else:
            running.append((number, command, reader.start(command)))
    for number, command, process in running:
        printed, status = reader.finish(process)
        yield number, status and f"{command}\n{printed}ended with {status}"


# Look for these lines of C, blanks aside; "..." stands for any others.
def find_excerpt(first, lines):
    parts = " ".join(" ".join(lines).split()).split(" ... ")
    pattern = re.compile(".*".join(map(re.escape, parts)))
    found = any(pattern.search(" ".join(path.read_text().split()))
                for path in Path("client").rglob("*.c"))
    yield first, not found and "no file of client/ has these lines"


# Check the arguments in a man page's examples: with --help behind them a program
# does nothing, but fails if one of them is unknown.
def parse_examples(reader, text):
    programs = "".join(f'{name}() {{ {here} "$@" --help >/dev/null; }}\n'
                       for name, here in PROGRAMS.items())
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(".Sh "):
            section = line
        if line.startswith(".Dl ") and section == ".Sh EXAMPLES":
            command = line[4:]
            printed, status = reader.finish(reader.start(
                f"set -o pipefail\n{programs}{command}"))
            yield number, status and f"{command}\n{printed}"


def try_block(reader, first, lines):
    if lines[0].endswith("{"):
        return list(find_excerpt(first, lines))
    alone = list(takewhile(lambda line: not line.startswith("$ "), lines))
    return [*run_alone(reader, first, alone),
            *run_session(reader, first + len(alone), lines[len(alone):])]


def document_results(reader, name):
    text = Path(name).read_text()
    if not name.endswith(".md"):
        yield from parse_examples(reader, text)
        return
    for first, lines in blocks(text):
        tries = 3 if re.search(MEASURES, "\n".join(lines)) else 1
        for _ in range(tries):
            results = try_block(reader, first, lines)
            if not any(why for _, why in results):
                break
        yield from results


def main():
    for number in signal.SIGTERM, signal.SIGALRM:
        signal.signal(number, lambda *_: sys.exit("interrupted, or it hangs"))
    signal.alarm(600)
    os.chdir(Path(__file__).parents[2])
    passed = failed = 0
    for name in sys.argv[1:]:
        with closing(Reader()) as reader:
            for number, why in document_results(reader, name):
                if why:
                    print(f"{name}:{number}: {why}")
                    failed += 1
                else:
                    passed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
