# shellcheck shell=bash disable=SC2154 # bench/peers/run has the variables
# clients.sh: other clients, 32 requests in flight, connections kept. The static
# file: client and server have a core each, so the client's own ceiling shows.
# /users: both share both cores, as they would.
#
# SPDX-License-Identifier: MIT

# Requests for about 2 s each; wrk knows seconds only.
declare -A requests_of=([h2load]=60000 [ab]=40000 [hey]=29984 [curl]=10000
	[fetch]=10000 [aiohttp]=6000 [threads]=40000 [poll]=40000 [multi]=40000)

# client_command CLIENT URL WORKFLOW N: sets command.
client_command() {
	local n=$4
	case $1 in
	wrk) command=(wrk -t1 -c32 -d2 "$2") ;;
	h2load) command=(h2load --h1 -t1 -c32 -n "$n" "$2") ;;
	ab) command=(ab -q -k -c32 -n "$n" "$2") ;;
	hey) command=(hey -c 32 -n "$n" "$2") ;;
	curl) command=(curl -s --parallel --parallel-immediate --parallel-max 32
		-o /dev/null -w '%{http_code}\n' --no-progress-meter
		"$2#[1-$n]") ;;
	fetch) command=(node "$peers/load_fetch.mjs" "$2" "$n" 32) ;;
	aiohttp) command=(/usr/bin/python3 "$peers/load_aiohttp.py" "$2" "$n" 32) ;;
	*) command=(build/docking-timing --url "${2%/*}" --workflow "$3"
		--names "$n" --concurrency 32 --session shared --engine "$1") ;;
	esac
}

# client_said CLIENT N SECONDS: "REQUESTS RATE FAILED" of those that it sent.
client_said() {
	local n=$2 wall failed
	case $1 in
	wrk) wrk_said && return ;;
	h2load) awk -v n="$n" '/^finished/ { rate = $4 }
		/^requests:/ { bad = $10 + $12 }
		/^status codes/ { bad += $5 + $7 + $9 }
		END { print n, rate, bad }' <<<"$said" && return ;;
	ab) awk -v n="$n" '/^Requests per second/ { rate = $4 }
		/^(Failed|Non-2xx)/ { bad += $3 }
		END { print n, rate, bad }' <<<"$said" && return ;;
	hey) awk -v n="$n" '/Requests\/sec/ { rate = $2 }
		/\[200\]/ { good = $2 }
		END { print n, rate, n - good }' <<<"$said" && return ;;
	curl)
		failed=$((n - $(grep -c '^200$' <<<"$said")))
		wall=$3
		;;
	fetch | aiohttp) read -r wall failed <<<"$said" ;;
	*) read -r wall failed < <(timing_said "$1") ;;
	esac
	echo "$n $(over "$n" "$wall") $failed"
}

# client_cell CASE CLIENT SERVER-PIDS URL WORKFLOW PREFIX...
client_cell() {
	local case=$1 client=$2 pids=$3 command n rate failed begin
	n=${requests_of[$client]:-0}
	client_command "$client" "$4" "$5" "$n"
	shift 5
	begin=${EPOCHREALTIME/./}
	measured "$case" "$client" "$pids" "$@" "${command[@]}"
	read -r n rate failed < <(client_said "$client" "$n" \
		"$(over $((${EPOCHREALTIME/./} - begin)) 1e6)")
	record "$case" "$client" "requests a second" "$rate"
	record "$case" "$client" failed "$failed"
	record "$case" "$client" "client us a request" \
		"$(over "${client_cpu}e6" "$n")"
}

part_clients() {
	local client static users static_roots users_roots
	start_static taskset -c 1
	static=$url/users.json static_roots=${servers[-1]}
	start_ours DOCKING_DELAY=0
	users="$url/users?name=john" users_roots=$roots
	for ((round = 1; round <= rounds; round++)); do
		for client in wrk h2load ab hey curl fetch aiohttp threads \
			poll multi; do
			client_cell "static file" $client "$static_roots" \
				"$static" bench/one-request.json taskset -c 0
			client_cell /users $client "$users_roots" \
				"$users" "$peers/one-user.json"
		done
	done
}
