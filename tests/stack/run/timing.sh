#!/usr/bin/env bash
#
# timing.sh: run.sh timing: what it takes, and the server that it starts for a run.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# What timing cannot take is said before a server is started.
test_timing_arguments() {
	local flag
	says 64 "--port is the server's: DOCKING_PORT=" \
		bash "$root/run.sh" timing --port 5516
	for flag in --delay-model=sleep --threads --tls --passwords; do
		says 64 "^run.sh: ${flag%=*} is the server's: DOCKING_" \
			bash "$root/run.sh" timing "$flag" self
	done
	says 64 "--names" bash "$root/run.sh" timing -n ten
	says 65 "nowhere.json" bash "$root/run.sh" timing --workflow "$temp/nowhere.json"
	check "no server" is_not test -e "$root/var/run.*"
}

# DOCKING_URL is where timing's server is to be.
test_docking_url() {
	free_port
	DOCKING_URL=http://127.0.0.1:$port DOCKING_DELAY=0.01 bash "$root/run.sh" timing \
		--names 2 >"$temp/url.out" 2>"$temp/url.err"
	check "status" equal $? 0
	check "where" equal "$(cat "$temp/url.err")" \
		"run.sh: started a server for this run at http://127.0.0.1:$port"
	check "its report" grep -q "^http://127.0.0.1:$port: " "$temp/url.out"
	check "nothing is left" within 5 nothing_left
}

# Ctrl-C while it times: the client tells what it has, then the server goes.
test_timing_interrupted() {
	free_port
	env --default-signal=INT DOCKING_DELAY=0.2 bash "$root/run.sh" timing \
		--url "http://127.0.0.1:$port" --repeat 100 \
		>"$temp/timing.out" 2>"$temp/timing.err" &
	local pid=$!
	started+=("$pid")
	within 30 grep -q 'started a server' "$temp/timing.err"
	sleep 0.6 # some requests
	kill -INT "$pid"
	stopped "$pid"
	check "status" equal "$code" 130
	check "what it has" grep -q '^Interrupted\. Whole runs: ' "$temp/timing.out"
	check "nothing is left" within 5 nothing_runs
}

run_tests
