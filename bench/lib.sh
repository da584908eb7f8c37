# shellcheck shell=bash disable=SC2034,SC2154 # those that source it use them
# lib.sh: what bench/run and bench/peers/run share: servers of their own on free
# ports, which end with the script, and what a result says about its machine.
# The caller has set $root and is in that folder.
#
# SPDX-License-Identifier: MIT

work=$(mktemp -d)
export DOCKING_USER=root # no other user is made, and $work is ours alone
export DOCKING_STATE=$work/state
servers=() # process ids, of run.sh or of another server

stop_servers() {
	local pid
	for pid in "${servers[@]}"; do
		kill -TERM "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	servers=()
}
trap 'stop_servers; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

say() { echo "bench: $*" >&2; }

# A port that nobody listens on. Sets $port.
next_port=5100
pick_port() {
	port=$next_port
	while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
		port=$((port + 1))
	done
	next_port=$((port + 1))
}

# start NAME=VALUE...: a server with these settings; sets $url and $port.
start() {
	pick_port
	local out=$work/out.$port
	env DOCKING_DB="$work/docking.db" "$@" DOCKING_PORT="$port" \
		bash run.sh >"$out" 2>&1 &
	servers+=($!)
	until grep -qs '^ready: ' "$out"; do
		kill -0 "${servers[-1]}" 2>/dev/null || {
			cat "$out" >&2
			exit 70
		}
		sleep 0.005
	done
	url=http://127.0.0.1:$port
}

# listening COMMAND...: starts a server, and waits until it listens at $port.
listening() {
	"$@" >>"$work/out.$port" 2>&1 &
	servers+=($!)
	until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
		kill -0 "${servers[-1]}" 2>/dev/null || {
			cat "$work/out.$port" >&2
			exit 70
		}
		sleep 0.005
	done
	url=http://127.0.0.1:$port
}

# start_static PREFIX...: lighttpd with one file, users.json, of the same bytes
# as the answer to /users?name=john; sets $url and $port.
start_static() {
	pick_port
	printf '[{"id":"1","name":"John Liu","role":"sales"}]\n' \
		>"$work/users.json"
	listening env BENCH_PORT="$port" BENCH_ROOT="$work" "$@" \
		lighttpd -D -f bench/static.conf
}

machine() {
	local model
	model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
	echo "$(nproc) cores of $model," \
		"$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)," \
		"Linux $(uname -r), hard nofile $(ulimit -Hn)"
}

# versions PACKAGE...: of Debian's.
versions() {
	dpkg-query -W -f='${Package} ${Version}, ' "$@" | sed 's/, $//'
}
