#!/usr/bin/env bash
#
# server.sh: how run.sh's server starts, ends and goes on: by signals, beside
# another one, and when a part of it dies.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# INT and TERM are a clean end: exit 0, no process and no folder left.
test_signals() {
	local signal
	for signal in INT TERM; do
		free_port
		start_ready signals --port "$port" --delay 0.05 --db "$temp/signals.db"
		check "an answer" equal "$(get "$port" /users/1)" 200
		kill -"$signal" "$pid"
		stopped "$pid"
		check "status after $signal" equal "$code" 0
		check "nothing left after $signal" nothing_left
		check "stderr is empty" lines_are 0 "$temp/signals.err"
		check "log of $port" log_is_clean "$port"
	done
}

# What is parked when INT comes is answered.
test_parked() {
	free_port
	start_ready parked --port "$port" --delay 1 --db "$temp/parked.db"
	curl -s -m 20 --no-progress-meter --parallel --parallel-immediate --parallel-max 50 \
		-o /dev/null -w '%{http_code}\n' \
		"http://127.0.0.1:$port/users?name=[1-50]" \
		>"$temp/codes" 2>/dev/null &
	local client=$!
	are_parked() {
		[ "$(ss -Htn state established "sport = :$port" | wc -l)" -ge 50 ]
	}
	check "50 connections" within 10 are_parked
	sleep 0.2 # accepted by lighttpd is not yet read by docking-fcgi
	kill -INT "$pid"
	stopped "$pid"
	wait "$client"
	check "status" equal "$code" 0
	check "answers" equal "$(sort "$temp/codes" | uniq -c | xargs)" "50 200"
	check "nothing left" nothing_left
}

# A process whose web server died before it could look ends by itself. The first
# python3 is the web server: it leads a session, and dies at once.
test_orphan() {
	local -x DOCKING_DB=$temp/orphan.db
	"$root/$build/docking-fcgi" -t >"$temp/orphan.out"
	setsid python3 -c '
import os, socket, sys, time
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
os.dup2(listener.fileno(), 0)
parent = os.getpid()
if os.fork() == 0:
    while os.getppid() == parent:
        time.sleep(0.01)
    os.execl(sys.argv[2], sys.argv[2])
' "$temp/orphan.sock" "$root/$build/docking-fcgi" >"$temp/orphan.out" 2>&1
	check "it ends" within 5 nothing_left
}

# A port in use is said before anything starts, and its owner is not disturbed.
test_port_in_use() {
	free_port
	start_ready first --port "$port" --delay 0 --db "$temp/port.db"
	local first=$pid first_port=$port before after code=0
	before=$(ours | xargs)
	bash "$root/run.sh" --port "$port" --db "$temp/port2.db" \
		>"$temp/second.out" 2>"$temp/second.err" || code=$?
	check "status" equal "$code" 69
	check "one line" lines_are 1 "$temp/second.err"
	check "words" matches "$(cat "$temp/second.err")" ":$port: .*in use"
	check "not ready" lines_are 0 "$temp/second.out"
	after=$(ours | xargs)
	check "the first one's processes" equal "$before" "$after"
	check "the first one answers" equal "$(get "$first_port" /users/1)" 200
	kill "$first"
	stopped "$first"
	check "nothing left" nothing_left
}

# Two servers on two ports run side by side, also on one fresh database that
# both make at once, each with four processes; neither sees the other stop.
test_side_by_side() {
	local first_port first second_port second users
	free_port
	first_port=$port
	start side1 --port "$port" --delay 0 --processes 4 --db "$temp/side.db"
	first=$pid
	free_port
	second_port=$port
	start side2 --port "$port" --delay 0 --processes 4 --db "$temp/side.db"
	second=$pid
	pid=$first && within 30 is_ready side1
	pid=$second && within 30 is_ready side2
	for port in "$first_port" "$second_port"; do
		users=$(curl -s "http://127.0.0.1:$port/users" | grep -o '"id"' | wc -l)
		check "one set of data on $port" equal "$users" 3
	done
	kill -INT "$first"
	stopped "$first"
	check "the second answers" equal "$(get "$second_port" /customers/1)" 200
	kill -INT "$second"
	stopped "$second"
	check "nothing left" nothing_left
	check "log of $first_port" log_is_clean "$first_port"
	check "log of $second_port" log_is_clean "$second_port"
}

# A lighttpd that dies is said, and is a failure: 70.
test_lighttpd_dies() {
	local child
	free_port
	start_ready dies --port "$port" --delay 0 --db "$temp/dies.db"
	child=$(pgrep -P "$pid" -x lighttpd)
	kill -KILL "$child"
	stopped "$pid"
	check "status" equal "$code" 70
	check "words" matches "$(tail -n 1 "$temp/dies.err")" "^run.sh: lighttpd ended"
	check "nothing left" within 5 nothing_left
}

# A docking-fcgi that dies is replaced; the service goes on.
test_process_dies() {
	free_port
	start_ready replaced --port "$port" --delay 0 --processes 1 --db "$temp/dies.db"
	local child
	for child in $(ours); do
		if [[ $(readlink "$child/exe") = */docking-fcgi ]]; then
			kill -KILL "${child#/proc/}"
		fi
	done
	answers() { equal "$(get "$port" /users/1)" 200; }
	check "answers again" within 10 answers
	kill "$pid"
	stopped "$pid"
	check "nothing left" within 5 nothing_left
}

# Each process that answers requests is in its sandbox, and the web server is
# not: it starts them.
test_sandbox() {
	local process
	if [ -n "${SANITIZE-}" ]; then
		skip_reason="the sanitizers need what it refuses"
		return
	fi
	free_port
	start_ready sandbox --port "$port" --processes 2 --db "$temp/sandbox.db"
	for process in $(ours); do
		[[ $(readlink "$process/exe") = */docking-fcgi ]] || continue
		check "sandbox" grep -q '^Seccomp:[[:space:]]*2$' "$process/status"
		echo "$process" >>"$temp/sandboxed"
	done
	check "processes" lines_are 2 "$temp/sandboxed"
	check "it answers" equal "$(get "$port" '/users?name=john')" 200
	kill -INT "$pid"
	stopped "$pid"
	check "status" equal "$code" 0
	check "log" log_is_clean "$port"
}

# Logs go on over a restart; on SIGHUP a log that was moved away is made anew.
# lighttpd writes its lines each few seconds, and before it lets a log go.
test_logs() {
	local log other i
	free_port
	log=$root/var/access-$port.log other=$root/var/error-$port.log
	for i in 1 2; do
		start_ready logs --port "$port" --delay 0 --db "$temp/logs.db"
		check "run $i" equal "$(get "$port" "/users/$i")" 200
		[ $i = 2 ] || {
			kill "$pid"
			stopped "$pid"
			check "line $i" grep -q "\"/users/$i\"" "$log"
		}
	done
	check "both starts" equal "$(grep -c 'server started' "$other")" 2
	mv "$log" "$log.1"
	mv "$other" "$other.1"
	kill -HUP "$pid"
	check "a new log" within 10 test -e "$log"
	check "line $i" within 10 grep -q "\"/users/$i\"" "$log.1"
	check "both runs" equal "$(grep -c '"/users/[12]"' "$log.1")" 2
	check "it answers" equal "$(get "$port" /users/3)" 200
	kill "$pid"
	stopped "$pid"
	check "goes into it" grep -q '"/users/3"' "$log"
	check "status" equal "$code" 0
	check "the other log" grep -q 'graceful shutdown' "$other"
}

# The SIGHUP of a terminal that goes away ends it.
test_terminal_goes() {
	if ! command -v script >/dev/null; then
		skip_reason="there is no script(1)"
		return
	fi
	local -x SHELL=/bin/bash
	free_port
	script -qec "$(printf '%q ' bash "$root/run.sh" --port "$port" --db "$temp/tty.db")" \
		/dev/null >"$temp/tty.out" 2>&1 < <(sleep 60) &
	pid=$!
	started+=("$pid")
	check "ready" within 30 grep -qs '^ready' "$temp/tty.out"
	kill -KILL "$pid" # who holds the other end of the terminal
	wait "$pid" 2>/dev/null
	check "it ends" within 10 nothing_left
}

run_tests
