# shellcheck shell=bash disable=SC2034,SC2154 # bench/peers/run has the variables
# start.sh: starts each peer's server; sets $port, $url and $roots, the process
# ids that all of its processes come from. stop_servers ends them.
#
# SPDX-License-Identifier: MIT

peers=$root/bench/peers

# The records that a new database of ours has, for everybody.
make_data() {
	start DOCKING_DELAY=0
	printf '{"users":%s,"customers":%s}\n' "$(curl -s "$url/users")" \
		"$(curl -s "$url/customers")" >"$work/data.json"
	stop_servers
}

version_of() {
	sed -n 's/^  "version": "\(.*\)",/\1/p' \
		"$peers/node_modules/$1/package.json"
}

# start_ours NAME=VALUE...
start_ours() {
	start "$@"
	roots=${servers[-1]}
}

# The original's command line; Debian keeps uWSGI's parts in plugins.
start_original() {
	pick_port
	listening env BENCH_DATA="$work/data.json" BENCH_DELAY="$1" \
		uwsgi --plugins http,python3 --die-on-term --http \
		"127.0.0.1:$port" --http-keepalive --so-keepalive \
		--wsgi-file bench/peers/original/app.py --callable app \
		--processes 4 --threads 2
	roots=${servers[-1]}
	wait_for_answer
	# Without a master its processes do not end together.
	mapfile -t -O ${#servers[@]} servers < <(processes "$roots")
}

# start_json_server DELAY-MS
start_json_server() {
	pick_port
	cp "$work/data.json" "$work/json-server.json"
	start_json_server_again "$1"
}

start_json_server_again() {
	listening node "$peers/node_modules/.bin/json-server" --quiet \
		--host 127.0.0.1 --port "$port" --delay "$1" \
		"$work/json-server.json"
	roots=${servers[-1]}
}

# start_mockoon DELAY-MS
start_mockoon() {
	pick_port
	node "$peers/mockoon.mjs" "$work/data.json" "$port" "$1" \
		>"$work/mockoon.json"
	start_mockoon_again
}

start_mockoon_again() {
	listening node "$peers/node_modules/.bin/mockoon-cli" start --repair \
		--disable-log-to-file --disable-admin-api \
		--data "$work/mockoon.json"
	roots=${servers[-1]}
}

# A socket that listens is not yet an answer.
wait_for_answer() {
	until curl -sf -o /dev/null "$url/users"; do
		sleep 0.005
	done
}

# start_front NAME DELAY: nginx or Apache, with the configuration in deploy/,
# in front of docking-fcgi.
start_front() {
	local dir=$work/$1 file=$1.conf
	rm -rf "$dir"
	mkdir -m 755 "$dir"
	chmod 755 "$work"
	DOCKING_DB=$work/docking.db DOCKING_DELAY=$2 \
		deploy/spawn "$dir/fcgi.sock" >"$dir/spawn.out" 2>&1 &
	servers+=($!)
	roots=$!
	until [ -S "$dir/fcgi.sock" ]; do
		sleep 0.005
	done
	[ "$(id -u)" != 0 ] || chown www-data "$dir" "$dir/fcgi.sock"
	pick_port
	sed -e "s|/run/docking|$dir|g; s|127.0.0.1:5000|127.0.0.1:$port|" \
		-e "s|/usr/local/share/docking|$root|g" \
		"deploy/$file" >"$dir/$file"
	case $1 in
	nginx) listening nginx -e stderr -g 'daemon off;' -c "$dir/$file" ;;
	apache) listening apache2 -D FOREGROUND -f "$dir/$file" ;;
	esac
	roots+=" ${servers[-1]}"
	wait_for_answer
}
