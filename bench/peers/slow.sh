# shellcheck shell=bash disable=SC2034,SC2154 # bench/peers/run has the variables
# slow.sh: other APIs that are slow on purpose, with the same records: the
# workflow at 0.5 s, how soon they answer after their start, and 1,000 POSTs at
# once.
#
# SPDX-License-Identifier: MIT

slow_workflow() {
	local names=(json-server Mockoon ours) urls=() roots_of=() i n
	local mockoon=(--workflow "$peers/mockoon-workflow.json")
	local wall failed more
	start_json_server 500
	urls+=("$url") roots_of+=("$roots")
	start_mockoon 500
	urls+=("$url") roots_of+=("$roots")
	start_ours DOCKING_DELAY=0.5
	urls+=("$url") roots_of+=("$roots")
	for ((round = 1; round <= rounds; round++)); do
		for n in 10 1000; do
			for i in 0 1 2; do
				more=()
				[ $i != 1 ] || more=("${mockoon[@]}")
				measured "$n names" "${names[i]}" \
					"${roots_of[i]}" build/docking-timing \
					--url "${urls[i]}" --delay 0.5 --names $n \
					--engine multi "${more[@]}"
				wall=0 failed=$n
				read -r wall failed < <(timing_said multi) || :
				record "$n names" "${names[i]}" "wall s" "$wall"
				record "$n names" "${names[i]}" failed "$failed"
			done
		done
	done
	stop_servers
}

# From the command to the first answer.
slow_start() {
	local who begin
	for ((round = 1; round <= rounds; round++)); do
		for who in json-server Mockoon ours; do
			begin=${EPOCHREALTIME/./}
			case $who in
			json-server) start_json_server 0 ;;
			Mockoon) start_mockoon 0 ;;
			ours) start_ours DOCKING_DELAY=0 ;;
			esac
			wait_for_answer
			record start "$who" "start s" "$(over \
				$((${EPOCHREALTIME/./} - begin)) 1e6)"
			stop_servers
		done
	done
}

# The customers called Grace Hopper, as ids that differ.
posted() {
	curl -s "$url/customers" | /usr/bin/python3 -c '
import json, sys
print(len({c["id"] for c in json.load(sys.stdin)
           if c["name"] == "Grace Hopper"}))'
}

# kill_server PID: as a power cut would, as far as processes go.
kill_server() {
	local pids
	mapfile -t pids < <(processes "$1")
	kill -KILL "$1" "${pids[@]}" 2>/dev/null || :
	wait "$1" 2>/dev/null || :
	servers=()
}

slow_posts() {
	local who acknowledged
	printf '{"name":"Grace Hopper","salesId":"1"}' >"$work/post.json"
	echo bench-bench | bash run.sh passwd bench \
		--passwords "$work/passwords" >/dev/null
	local ours=(DOCKING_DELAY=0 DOCKING_DB="$work/posts.db"
		DOCKING_PASSWORDS="$work/passwords")
	for ((round = 1; round <= rounds; round++)); do
		rm -f "$work"/posts.db*
		for who in json-server Mockoon ours; do
			case $who in
			json-server) start_json_server 0 ;;
			Mockoon) start_mockoon 0 ;;
			ours) start_ours "${ours[@]}" ;;
			esac
			wait_for_answer
			measured posts "$who" "$roots" ab -q -r -s 60 -n 1000 -c 1000 \
				-A bench:bench-bench -T application/json \
				-p "$work/post.json" "$url/customers"
			acknowledged=$(awk '/^Complete requests/ { n += $3 }
				/^Non-2xx/ { n -= $3 }
				/Connect:.*Receive:/ { gsub(/[^0-9 ]/, "")
					n -= $1 + $2 + $4 }
				END { print n }' <<<"$said")
			record posts "$who" "wall s" "$(awk \
				'/^Time taken/ { print $5 }' <<<"$said")"
			record posts "$who" acknowledged "$acknowledged"
			record posts "$who" "there afterwards" "$(posted)"
			kill_server "$roots"
			case $who in
			json-server) start_json_server_again 0 ;;
			Mockoon) start_mockoon_again ;;
			ours) start_ours "${ours[@]}" ;;
			esac
			wait_for_answer
			record posts "$who" "after kill -9 and a new start" \
				"$(posted)"
			stop_servers
		done
	done
}

part_slow() {
	slow_workflow
	slow_start
	slow_posts
}
