#!/usr/bin/env bash
#
# user.sh: started as root, run.sh serves as a user who owns the state
# folder and nothing else. It makes the user docking, as run.sh does.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh
unset DOCKING_USER

# Skipped by who is not root.
is_root() {
	[ "$(id -u)" = 0 ] && return
	skip_reason="not root"
	return 1
}

# The session of all that serves on $port: lighttpd and what it has started.
find_session() {
	local listener
	listener=$(ss -Hltnp "sport = :$port" | grep -o 'pid=[0-9]*' | head -n 1)
	session=$(ps -o sess= "${listener#pid=}" | tr -d ' ')
}

# One run: who serves, what it can and cannot do, and what is left.
serves_as_docking() {
	local name=$1 state=$2 session
	shift 2
	free_port
	start_ready "$name" --port "$port" --delay 0.05 "$@"
	find_session
	check "its user" equal "$(ps -o user= -g "$session" | sort -u | xargs)" docking
	check "a record" equal "$(get "$port" /users/1)" 200
	check "writing" equal "$(curl -s -m 20 -o "$temp/answer" -w '%{http_code}' \
		-u "ada:correct horse" -H 'Content-Type: application/json' \
		-d '{"name":"Ada","role":"sales"}' "http://127.0.0.1:$port/users")" 201
	check "what is its own" equal \
		"$(find "$state" ! -user docking | head -n 1)" ""
	check "what is not" equal \
		"$(find "${state%/*}" -user docking | grep -vF "$state" | head -n 1)" ""
	check "it is this one" matches "$(ps -o args= -g "$session")" docking-fcgi
	kill -INT "$pid"
	stopped "$pid"
	check "status" equal "$code" 0
	check "nothing left" is_not pgrep -r R,S,D -s "$session"
	check "no folder left" no_run_folder "$state"
}

make_passwords() {
	echo "correct horse" | bash "$root/run.sh" passwd ada >"$temp/passwd.out"
	check "an entry" equal $? 0
}

# docking-timing is the one who started it: its report goes where only they
# can write. A port below 1024 can be had.
test_timing() {
	is_root || return
	mkdir -m 700 "$temp/private"
	port=79
	listens_there() { ss -Hltn "sport = :$port" | grep -q .; }
	listens_there && port=1011
	bash "$root/run.sh" timing --url "http://127.0.0.1:$port" --names 3 \
		--engine multi --output "$temp/private/report" 2>"$temp/timing.err"
	check "status" equal "$? $(cat "$temp/timing.err")" \
		"0 run.sh: started a server for this run at http://127.0.0.1:$port"
	check "report" grep -q '^multi ' "$temp/private/report"
	check "nothing left" nothing_left
}

# Where the user can reach the project, its var/ is theirs.
test_reachable() {
	is_root || return
	make_passwords
	serves_as_docking reachable "$root/var" --passwords "$root/var/passwords"
	check "no word about it" equal "$(cat "$temp/reachable.err")" ""
}

# Where not, a copy serves; and what is written there comes back.
test_out_of_reach() {
	is_root || return
	[ ! -e /var/lib/docking ] || {
		skip_reason="/var/lib/docking is in use"
		return
	}
	chmod 700 "$root"
	make_passwords
	serves_as_docking far /var/lib/docking/var --passwords /var/lib/docking/var/passwords
	check "where it is" matches "$(cat "$temp/far.err")" \
		'cannot reach .*: it serves from /var/lib/docking'
	rm -rf /var/lib/docking
	chmod 755 "$root"
}

# What the user cannot do is said, with its status.
test_refusals() {
	is_root || return
	free_port
	refused 67 "there is no user 'nobody-at-all'" --user nobody-at-all
	mkdir -m 700 "$temp/theirs"
	refused 66 "unable to open database file" --db "$temp/theirs/x.db" \
		--port "$port"
}

# A signal to all of its process group ends it once: what waits is answered. The
# state folder is a link to one below a new folder of root's.
test_group_signal() {
	is_root || return
	local client
	mkdir "$temp/disk"
	ln -s "$temp/disk/a/b" "$temp/link"
	mkdir -p "$temp/disk/a/b"
	free_port
	rm -f "$temp/group.out"
	(umask 077 && exec setsid bash "$root/run.sh" --state "$temp/link" --user 65534 \
		--port "$port" --delay 1) >"$temp/group.out" 2>"$temp/group.err" &
	pid=$!
	started+=("$pid")
	check "ready" within 30 is_ready group
	curl -s -m 20 --no-progress-meter --parallel --parallel-immediate -o /dev/null \
		-w '%{http_code}\n' "http://127.0.0.1:$port/users?name=[1-20]" \
		>"$temp/codes" 2>/dev/null &
	client=$!
	sleep 0.5
	kill -TERM -- "-$pid"
	stopped "$pid"
	wait "$client"
	check "answers" equal "$(sort "$temp/codes" | uniq -c | xargs)" "20 200"
	check "no word" lines_are 0 "$temp/group.err"
	check "no folder" no_run_folder "$temp/disk/a/b"
	check "theirs" equal "$(find "$temp/disk/a/b" ! -user nobody)" ""
}

# After root's start the state folder is the server's user's, after a user's it
# is theirs: the other one is told whose it is, and what to do.
test_whose_state() {
	is_root || return
	local theirs=$temp/theirs-to-keep
	refused_as_user() {
		local code=0
		"${nobody[@]}" bash "$root/run.sh" \
			2>"$temp/refused.err" || code=$?
		check "status" equal "$code" 77
		check "words" matches "$(cat "$temp/refused.err")" "/var is docking's, not nobody's"
	}
	free_port
	start_ready first --port "$port" --delay 0
	kill "$pid"
	stopped "$pid"
	refused_as_user
	install -d -o 65534 "$theirs"
	refused 77 "$theirs is nobody's; as nobody: --user nobody" \
		--state "$theirs"
	free_port
	start_ready second --port "$port" --delay 0 --state "$theirs" --user nobody
	check "it answers" equal "$(get "$port" /users/1)" 200
	kill "$pid"
	stopped "$pid"
	check "still theirs" equal "$(find "$theirs" ! -user nobody)" ""
}

run_tests
