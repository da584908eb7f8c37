#!/usr/bin/env bash
#
# state.sh: run.sh's state folder: whose it may be, what is kept in it, and that no
# run's own folder stays there, however a run ended.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

can_unshare() {
	unshare "$@" true 2>/dev/null && return
	skip_reason="no namespace can be made here"
	return 1
}

# What is no state folder of this user and version is refused and left alone.
test_state_refusals() {
	local before
	mkdir "$temp/full" "$temp/later"
	echo mine >"$temp/full/letter"
	echo 2 >"$temp/later/layout"
	before=$(find "$temp/full" "$temp/later" -printf '%p %u %m %T@\n')
	says 73 "is not a state folder: it is not empty" \
		bash "$root/run.sh" --state "$temp/full"
	says 65 "is of another version" bash "$root/run.sh" --state "$temp/later"
	says 73 "is not a folder" bash "$root/run.sh" --state "$temp/full/letter"
	check "left alone" equal "$before" \
		"$(find "$temp/full" "$temp/later" -printf '%p %u %m %T@\n')"
	check "docking-admin looks there" matches \
		"$(DOCKING_STATE=$temp/full "$root/$build/docking-admin" check 2>&1)" \
		"$temp/full/docking.db: there is no database"
	says 77 "the state folder / is root's" \
		"${nobody[@]}" bash "$root/run.sh" --state /
	mkdir -m 555 "$temp/closed"
	[ "$(id -u)" = 0 ] && chown 65534 "$temp/closed"
	says 73 "cannot read and write in the state folder" \
		"${nobody[@]}" bash "$root/run.sh" --state "$temp/closed"
}

# An unusable database is no input: 66, and the line names it.
test_bad_database() {
	echo "this is a letter to a friend" >"$temp/letter.db"
	mkdir "$temp/folder.db"
	DOCKING_DB=$temp/later.db "$root/$build/docking-fcgi" -t >"$temp/checked"
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

# A later start keeps what is there.
test_keeps_data() {
	local before
	before=$(cksum <"$temp/killed.db")
	free_port
	start_ready keeps --port "$port" --delay 0 --db "$temp/killed.db"
	check "an answer" equal "$(get "$port" /users/3)" 200
	kill "$pid"
	stopped "$pid"
	check "the file" equal "$(cksum <"$temp/killed.db")" "$before"
}

# Two servers of one checkout in two process namespaces, where process ids
# repeat: neither takes the other for dead.
test_two_namespaces() {
	can_unshare --user --map-root-user --pid --fork --mount-proc || return
	local first first_port
	free_port
	start_ready outside --port "$port" --delay 0 --db "$temp/namespaces.db"
	first=$pid first_port=$port
	elsewhere() {
		exec unshare --user --map-root-user --pid --fork --mount-proc --kill-child \
			bash "$root/run.sh" "$@"
	}
	free_port
	elsewhere --port "$port" --delay 0 --db "$temp/namespaces.db" \
		>"$temp/inside.out" 2>"$temp/inside.err" &
	pid=$!
	started+=("$pid")
	within 30 is_ready inside
	check "inside" equal "$(get "$port" /users/1)" 200
	check "outside" equal "$(get "$first_port" /users/1)" 200
	check "two folders" equal "$(find "$root/var" -maxdepth 1 -name 'run.*' | wc -l)" 2
	pkill -KILL -P "$pid" # process 1 there
	wait "$pid" 2>/dev/null
	pid=$first
	stop
}

# After a hard kill the next start finds what was left and removes it, also
# when its process id is the same.
test_same_process_id() {
	can_unshare --user --map-root-user --pid --fork --mount-proc || return
	local i
	for i in {1..10}; do
		rm -f "$temp/same.out"
		free_port
		unshare --user --map-root-user --pid --fork --mount-proc --kill-child \
			bash "$root/run.sh" --port "$port" --delay 0 --processes 1 \
			--db "$temp/namespaces.db" >"$temp/same.out" 2>"$temp/same.err" &
		pid=$!
		started+=("$pid")
		within 30 is_ready same
		check "start $i" equal "$(cat "$temp/same.err")$(get "$port" /users/1)" 200
		check "folders" equal "$(find "$root/var" -maxdepth 1 -name 'run.*' | wc -l)" 1
		pkill -KILL -P "$pid"
		wait "$pid" 2>/dev/null
		check "all gone" within 5 nothing_runs
	done
	serves after bash "$root/run.sh"
	check "no folder" no_run_folder "$root/var"
}

run_tests
