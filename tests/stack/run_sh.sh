#!/usr/bin/env bash
#
# run_sh.sh: how run.sh starts and stops, from outside: exit statuses, what it
# says, and that nothing is left behind.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# shellcheck source=tests/stack/run_sh_lib.sh
source tests/stack/run_sh_lib.sh

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

# A bad flag is usage: 64.
test_bad_flags() {
	refused 64 "'--prot'" --prot 5000
	refused 64 "'extra'" extra
	refused 64 "--port needs a value" --port
}

# A bad value is configuration: 78, and the line names flag and range.
test_bad_values() {
	local value
	for value in -1 1e9 NaN inf 0x1 '' abc; do
		refused 78 "--delay .*'$value'.* 0 to 3600" --delay "$value"
	done
	for value in uniform:2..1 exponential: lognormal:1 normal:1,2; do
		refused 78 "--delay .*'$value'.*lognormal:MEDIAN,SIGMA" --delay "$value"
	done
	refused 78 "--delay .*'/userz'.* /users/\{id\} " --delay 1 --delay /userz=1
	refused 78 "--delay .*'uniform:1..9' is above --max-delay 2" \
		--delay '/users/{id}=uniform:1..9' --max-delay 2
	refused 78 "--fault .*'status:200'.*drip:BYTES,SECONDS" --fault abort \
		--fault '/users=status:200'
	refused 78 "--max-delay .*'-1'.* 0 to 3600" --max-delay -1
	refused 78 "--request-delays .*'no'.*'on' or 'off'" --request-delays no
	refused 78 "--seed .*'x'.* 0 to 18446744073709551615" --seed x
	refused 78 "--delay-model .*'timer' or 'sleep'" --delay-model none
	refused 78 "--threads .*'0'.* 1 to 256" --threads 0
	refused 78 "--processes .*'65'.* 1 to 64" --processes 65
	refused 78 "--port .*'0'.* 1 to 65535" --port 0
	refused 78 "--host .*''" --host ''
	refused 78 "--port .*'http'.* 1 to 65535" --port=http
	refused 78 "--cors .*'a.example'.* or origins" --cors a.example
	DOCKING_THREADS=many refused 78 "DOCKING_THREADS.*'many'"
}

# Of a server's answer to a request that asks for a delay: status and delay.
asked() {
	curl -s -m 20 -o /dev/null -D - -H "Docking-Delay: $2" "http://127.0.0.1:$port$1" |
		sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p; s/^Server-Timing: delay;dur=\([0-9.]*\).*/\1/p' |
		xargs
}

# Each --delay adds a rule and takes the place of the environment's; a request
# may choose its own, unless that is off.
test_rules() {
	free_port
	DOCKING_DELAY=9 start_ready rules --port "$port" --delay '/users/{id}=0.02' \
		--delay=0.01 --delay '/customers=0.03' --db "$temp/rules.db"
	check "a route's" equal "$(asked /users/1 '')" "200 20"
	check "another's" equal "$(asked /customers '')" "200 30"
	check "the others'" equal "$(asked /users '')" "200 10"
	check "a request's" equal "$(asked /users 0.05)" "200 50"
	kill -TERM "$pid"
	stopped "$pid"
	check "log of $port" log_is_clean "$port"
	free_port
	start_ready rules --port "$port" --delay 0.01 --request-delays off --db "$temp/rules.db"
	check "off" equal "$(asked /users 0.05)" 403
	check "and without" equal "$(asked /users '')" "200 10"
	kill -TERM "$pid"
	stopped "$pid"
	check "nothing left" nothing_left
}

# An unusable database is no input: 66, and the line names it.
test_bad_database() {
	echo "this is a letter to a friend" >"$temp/letter.db"
	mkdir "$temp/folder.db"
	cp "$temp/signals.db" "$temp/later.db"
	# user_version is the big-endian number at byte 60 of the file.
	printf '\0\0\0\11' | dd of="$temp/later.db" bs=1 seek=60 conv=notrunc 2>/dev/null
	local before
	before=$(cat "$temp/letter.db" "$temp/later.db" | cksum)
	refused 66 "letter.db: .*not a database" --db "$temp/letter.db"
	refused 66 "later.db: .*schema version is 9" --db "$temp/later.db"
	refused 66 "folder.db: .*unable to open" --db "$temp/folder.db"
	refused 66 "nowhere/x.db: .*unable to open" --db "$temp/nowhere/x.db"
	check "unchanged" equal "$(cat "$temp/letter.db" "$temp/later.db" | cksum)" "$before"
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

# A later start keeps what is there.
test_keeps_data() {
	local before
	before=$(cksum <"$temp/side.db")
	free_port
	start_ready keeps --port "$port" --delay 0 --db "$temp/side.db"
	check "an answer" equal "$(get "$port" /users/3)" 200
	kill "$pid"
	stopped "$pid"
	check "the file" equal "$(cksum <"$temp/side.db")" "$before"
}

# A run.sh that is killed takes lighttpd and docking-fcgi with it, and the
# next start removes its folder.
test_killed() {
	free_port
	start_ready killed --port "$port" --delay 0 --db "$temp/killed.db"
	kill -KILL "$pid"
	stopped "$pid" 2>/dev/null # bash would say that it was killed
	check "all end within 2 s" within 2 nothing_runs
	start_ready again --port "$port" --delay 0 --db "$temp/killed.db"
	check "an answer" equal "$(get "$port" /users/1)" 200
	kill "$pid"
	stopped "$pid"
	check "nothing left" nothing_left
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

# --help is on stdout, and names every flag with its variable.
test_help() {
	local name text
	text=$(bash "$root/run.sh" --help)
	check "status" equal $? 0
	for name in host port delay delay-model processes threads db passwords cors; do
		check "--$name" matches "$text" "--$name .*DOCKING_"
	done
}

# Who may not install packages is told the one command, and 69. The copy's list
# has one more package, which is real and is not installed.
test_missing_packages() {
	local as_nobody=() code=0
	if [ "$(id -u)" = 0 ]; then
		as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
		skip_reason="sudo would install it"
		return
	fi
	if dpkg-query -W sl >/dev/null 2>&1 || ! command -v apt-get >/dev/null; then
		skip_reason="not Debian, or sl is installed"
		return
	fi
	sed -i 's/^bench=(/&sl /' "$root/scripts/install-packages"
	"${as_nobody[@]}" bash "$root/scripts/install-packages" bench \
		>"$temp/packages.out" 2>"$temp/packages.err" || code=$?
	check "status" equal "$code" 69
	check "the command" matches "$(tail -n 1 "$temp/packages.err")" \
		"^  sudo apt-get install --no-install-recommends sl( |$)"
}

run_tests
