#!/usr/bin/env bash
#
# run_sh_places.sh: run.sh where people are: through a link, in another folder,
# locale or process namespace, without rights, without packages. Its state
# folder and its logs, and what it says without starting anything.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# shellcheck source=tests/stack/run_sh_lib.sh
source tests/stack/run_sh_lib.sh

# --- helpers -----------------------------------------------------------------

nobody=()
[ "$(id -u)" != 0 ] ||
	nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)

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

# says CODE PATTERN COMMAND...: it ends with the status and one line that matches.
says() {
	local code=0 expected=$1 pattern=$2
	shift 2
	timeout 20 "$@" >"$temp/says.out" 2>"$temp/says.err" </dev/null || code=$?
	check "status of $*" equal "$code" "$expected"
	check "one line of $*" lines_are 1 "$temp/says.err"
	check "words of $*" matches "$(cat "$temp/says.err")" "$pattern"
	check "stdout of $*" lines_are 0 "$temp/says.out"
	check "nothing runs after $*" nothing_runs
}

can_unshare() {
	unshare "$@" true 2>/dev/null && return
	skip_reason="no namespace can be made here"
	return 1
}

# --- tests -------------------------------------------------------------------

# Through a link to a link, from another folder.
test_link() {
	mkdir "$temp/links"
	ln -s "$root/run.sh" "$temp/links/run"
	ln -s links/run "$temp/docking"
	away() { cd / && exec bash "$temp/docking" "$@"; }
	serves link away
}

# Any umask, locale and environment; Turkish has another upper case of i.
test_surroundings() {
	private() { umask 077 && exec bash "$root/run.sh" "$@"; }
	serves umask private
	serves empty env -i DOCKING_USER=root DOCKING_BUILD="$build" \
		bash "$root/run.sh" --drain-limit 5
	serves no_terminal setsid bash "$root/run.sh"
	mkdir "$temp/locales"
	if ! localedef -i tr_TR -f UTF-8 "$temp/locales/tr_TR.UTF-8"; then
		skip_reason="no locale can be made here"
		return
	fi
	serves turkish env LOCPATH="$temp/locales" LC_ALL=tr_TR.UTF-8 \
		bash "$root/run.sh" --drain-limit 5 --processes 2
}

# A checkout that cannot be written to serves from a folder that is named, also
# when it must be built there first.
test_read_only() {
	local state=$temp/'a state' reader=()
	[ ${#nobody[@]} = 0 ] || {
		reader=("${nobody[@]}")
		install -d -o 65534 "$state" "$temp/data"
	}
	mkdir -p "$state" "$temp/data"
	rm -rf "${root:?}/var"
	chmod a-w "$root"
	says 73 "cannot make the state folder .*--state DIR" \
		"${reader[@]}" bash "$root/run.sh"
	read_only() {
		exec "${reader[@]}" bash "$root/run.sh" --state "$state" "$@" --db "$temp/data/db"
	}
	serves read_only read_only
	check "its log" test -s "$state/access-$port.log"
	check "no var" is_not test -e "$root/var"
	mv "$root/$build/docking-fcgi" "$temp/docking-fcgi"
	"${reader[@]}" mkdir -p "$state/source"
	# Not to build all of it here.
	"${reader[@]}" cp -rp "$root/$build" "$state/source/"
	"${reader[@]}" cp -p "$temp/docking-fcgi" "$state/source/$build/"
	serves built_there read_only
	check "what is built" equal "$(find "$state/source/run.sh" 2>/dev/null)" ""
	mv "$temp/docking-fcgi" "$root/$build/docking-fcgi"
	chmod u+w "$root"
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
	says 73 "cannot write in the state folder" \
		"${nobody[@]}" bash "$root/run.sh" --state "$temp/closed"
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

# A list of addresses; each is tried before anything starts.
test_hosts() {
	free_port
	if ! [ -e /proc/net/if_inet6 ] || ! grep -q ' lo$' /proc/net/if_inet6; then
		skip_reason="no IPv6 here"
		return
	fi
	start hosts --host 127.0.0.1,::1 --port "$port" --delay 0 --db "$temp/hosts.db"
	within 30 is_ready hosts
	check "ready" equal "$(cat "$temp/hosts.out")" \
		"ready: http://127.0.0.1:$port http://[::1]:$port"
	check "IPv4" equal "$(get "$port" /users/1)" 200
	check "IPv6" equal 200 "$(curl -s -m 20 -o /dev/null -w '%{http_code}' \
		"http://[::1]:$port/users/1")"
	refused_here() {
		says "$1" "$2" bash "$root/run.sh" --host "$3" --port "$4" --db "$temp/hosts.db"
	}
	kill "$pid"
	stopped "$pid"
	check "log" log_is_clean "$port"
	free_port
	refused_here 69 "192.0.2.7:$port: .* not this machine's" 127.0.0.1,192.0.2.7 "$port"
	refused_here 69 "127.0.0.1:$port: .*in use" 127.0.0.1,127.0.0.1 "$port"
	refused_here 78 "--host .*''" 127.0.0.1, "$port"
	refused_here 78 "--host .*'no such host'" '127.0.0.1,no such host' "$port"
}

# Logs go on over a restart; on SIGHUP a log that was moved away is made anew.
test_logs() {
	local log other i
	free_port
	log=$root/var/access-$port.log other=$root/var/error-$port.log
	for i in 1 2; do
		start_ready logs --port "$port" --delay 0 --db "$temp/logs.db"
		check "run $i" equal "$(get "$port" "/users/$i")" 200
		check "line $i" within 10 grep -q "\"/users/$i\"" "$log"
		[ $i = 2 ] || {
			kill "$pid"
			stopped "$pid"
		}
	done
	check "both runs" equal "$(grep -c '"/users/[12]"' "$log")" 2
	check "both starts" equal "$(grep -c 'server started' "$other")" 2
	mv "$log" "$log.1"
	mv "$other" "$other.1"
	kill -HUP "$pid"
	check "a new log" within 10 test -e "$log"
	check "it answers" equal "$(get "$port" /users/3)" 200
	check "goes into it" within 10 grep -q '"/users/3"' "$log"
	kill "$pid"
	stopped "$pid"
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

# What a shell would read; nothing is made for it.
test_print_config() {
	local out
	out=$(DOCKING_THREADS=3 env -u DOCKING_PORT bash "$root/run.sh" --state "$temp/never" \
		--delay 1 --delay '/users=2' --print-config)
	check "flags" grep -qx "DOCKING_DELAY='\\?1.*/users=2'\\?" <<<"$out"
	check "variables" grep -qx DOCKING_THREADS=3 <<<"$out"
	check "defaults" grep -qx DOCKING_PORT=5000 <<<"$out"
	check "for a shell" equal "$(bash -c "$out; echo \"\$DOCKING_DELAY\"")" "1 /users=2"
	check "nothing is made" is_not test -e "$temp/never"
	says 78 "--threads .*'0'" bash "$root/run.sh" --print-config --threads 0
}

# Versions of what is used, in one run of each program.
test_version() {
	local out name
	out=$(bash "$root/run.sh" --version)
	check "status" equal $? 0
	for name in docking-fcgi docking-timing libcurl SQLite json-c lighttpd; do
		check "$name" matches "$out" "$name"
	done
}

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

# Without Debian's tools, one line names what is missing by Debian's names; and
# one says what apt-get does not know.
test_no_packages() {
	local name
	mkdir "$temp/bin"
	for name in bash cat cp dirname grep head id ls mkdir readlink sed setpriv \
		stat; do
		ln -s "$(command -v "$name")" "$temp/bin/"
	done
	says 69 "Debian's packages: make gcc pkg-config .*libfcgi-dev" \
		env PATH="$temp/bin" "$(command -v bash)" "$root/run.sh"
	if [ "$(id -u)" != 0 ]; then
		skip_reason="only root has apt-get look for a package"
		return
	fi
	sed 's/^passwords=(/&no-such-package-at-all /' scripts/install-packages \
		>"$temp/install-packages"
	code=0
	bash "$temp/install-packages" passwords 2>"$temp/unknown" || code=$?
	check "status" equal "$code" 69
	check "words" matches "$(tail -n 1 "$temp/unknown")" \
		"could not install no-such-package-at-all: "
}

run_tests
