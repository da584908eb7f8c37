#!/usr/bin/env bash
#
# lib.sh: what the tests of run.sh share, one for each part of scripts/run/ and
# places.sh; they source it in the project's folder. They work on a copy of the project, so that the user's own database and
# logs are left alone: in a folder with a long name, so that sockets with absolute
# names could not work, and with all in it that some program takes for its own.
#
# A test is a function; a check that fails says so with its line, and the test
# goes on. The last line is "N passed, N failed".
#
# SPDX-License-Identifier: MIT
# Tests are called by name, and some variables are theirs.
# shellcheck disable=SC2317,SC2034,SC2016

build=${DOCKING_BUILD:-build}
unset DOCKING_STATE      # the copy has its own
export DOCKING_USER=root # no other user is made, but by the test of that
temp=$(mktemp -d)
root=$temp/'a [long] name, with * "quotes", it'"'"'s $PWD, \t & ü;'$(printf ' on and on%.0s' 1 2 3 4 5 6)
passed=0
failed=0
skipped=0
checks_failed=0
started=() # process ids of run.sh
nobody=()  # before a command: runs it as a user without rights
[ "$(id -u)" != 0 ] ||
	nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
chmod 755 "$temp" # also for tests as another user

end_all() {
	kill -TERM "${started[@]}" 2>/dev/null
	within 10 nothing_runs || ours | sed 's|/proc/||' | xargs -r kill -KILL
	rm -rf "$temp"
}
trap end_all EXIT

# --- helpers -----------------------------------------------------------------

# check WHAT COMMAND...: the command must succeed.
check() {
	local what=$1
	shift
	"$@" && return
	echo "${BASH_SOURCE[1]}:${BASH_LINENO[0]}: ${FUNCNAME[1]}: $what: $*"
	checks_failed=$((checks_failed + 1))
}

equal() { [ "$1" = "$2" ]; }
matches() { [[ $1 =~ $2 ]]; }
is_not() { ! "$@"; }
lines_are() { [ "$(wc -l <"$2")" = "$1" ]; }

# A port that nothing listens on; see stack_free_port() in tests/lib/stack.c.
next_port=$((10000 + $$ * 37 % 20000))
free_port() {
	while (exec 3<>"/dev/tcp/127.0.0.1/$next_port") 2>/dev/null; do
		next_port=$((next_port + 1))
	done
	port=$next_port
	next_port=$((next_port + 1))
}

# Somebody's own server may be at the default one.
free_port
export DOCKING_PORT=$port

# within SECONDS COMMAND...: poll until it succeeds.
within() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -le $end ] || return 1
		sleep 0.02
	done
}

# start NAME FLAG...: bash run.sh serve in the background, its output in
# $temp/NAME.out and .err. INT is ignored in what a script starts in the
# background; a terminal's user has it.
start() {
	local name=$1
	shift
	rm -f "$temp/$name.out" # an earlier one's
	env --default-signal=INT bash "$root/run.sh" serve "$@" \
		>"$temp/$name.out" 2>"$temp/$name.err" &
	pid=$!
	started+=("$pid")
}

is_ready() { grep -qs "^ready: " "$temp/$1.out" || ! kill -0 "$pid" 2>/dev/null; }

# start_ready NAME FLAG...: and wait until it says that it is ready.
start_ready() {
	start "$@"
	within 30 is_ready "$1"
	check "ready line" equal "$(cat "$temp/$1.out")" "ready: http://127.0.0.1:$port"
}

# stopped PID: wait until it ends, at most 20 s; its status is then in $code.
has_ended() { ! kill -0 "$1" 2>/dev/null; }
stopped() {
	code=0
	if ! within 20 has_ended "$1"; then
		check "$1 ends" false
		kill -KILL "$1"
	fi
	wait "$1" 2>/dev/null || code=$?
}

get() {
	curl -s -m 20 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1$2"
}

# Processes that run from the copy of the project or in it.
ours() {
	find /proc/[0-9]*/exe /proc/[0-9]*/cwd -maxdepth 0 -printf '%h %l\n' 2>/dev/null |
		awk -v root="${root//\\/\\\\}/" 'index($0, " " root) { print $1 }' | sort -u
}
nothing_runs() { [ -z "$(ours)" ]; }
no_run_folder() { [ -z "$(find "$1" -maxdepth 1 -name 'run.*')" ]; }
nothing_left() { nothing_runs && { [ ! -d "$root/var" ] || no_run_folder "$root/var"; }; }

# Nothing but lighttpd's usual lines in a server's log.
log_is_clean() {
	! grep -v -e 'server started' -e 'graceful shutdown started' \
		-e 'server stopped by' -e 'warning: clock jumped' "$root/var/error-$1.log"
}

# serves NAME COMMAND...: the command, which is run.sh in some surroundings, with
# flags, serves at $port, and all that it started ends with it.
serves() {
	local name=$1
	shift
	rm -f "$temp/$name.out"
	free_port
	"$@" --port "$port" --delay 0 --processes 1 --db "$temp/$name.db" \
		>"$temp/$name.out" 2>"$temp/$name.err" </dev/null &
	pid=$!
	started+=("$pid")
	within 30 is_ready "$name"
	check "$name is ready" equal "$(cat "$temp/$name.out" "$temp/$name.err")" \
		"ready: http://127.0.0.1:$port"
	check "$name answers" equal "$(get "$port" /users/1)" 200
	stop
	check "status of $name" equal "$code" 0
}

stop() {
	kill "$pid"
	stopped "$pid"
	check "nothing runs" within 5 nothing_runs
}

# says CODE PATTERN COMMAND...: it ends at once with the status and one line that
# matches, and starts nothing.
says() {
	local code=0 expected=$1 pattern=$2
	shift 2
	timeout 20 "$@" >"$temp/says.out" 2>"$temp/says.err" </dev/null || code=$?
	check "status of $*" equal "$code" "$expected"
	check "one line of $*" lines_are 1 "$temp/says.err"
	check "words of $*" matches "$(cat "$temp/says.err")" "$pattern"
	check "stdout of $*" lines_are 0 "$temp/says.out"
	check "nothing left after $*" nothing_left
}

# refused CODE PATTERN FLAG...: as says, of run.sh with these flags.
refused() { says "$1" "$2" bash "$root/run.sh" serve "${@:3}"; }

# run_tests: every function test_... of the script, in its order.
run_tests() {
	local names name
	mapfile -t names < <(grep -o '^test_[a-z_]*' "$0")
	for name in "${names[@]}"; do
		checks_failed=0
		skip_reason=
		"$name"
		if [ -n "$skip_reason" ]; then
			echo "skipped: $name: $skip_reason"
			skipped=$((skipped + 1))
		elif [ $checks_failed = 0 ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
		fi
	done
	echo "$passed passed, $failed failed$([ $skipped = 0 ] || echo ", $skipped skipped")"
	[ $failed = 0 ]
}

# -p: the programs must not look older than their sources.
mkdir -p "$root/$build"
cp -rp Makefile run.sh lighttpd.conf lighttpd scripts admin api db fcgi-app client lib "$root"
cp -rp "$build"/{docking-*,*.a,gen,installed,obj} "$root/$build"
