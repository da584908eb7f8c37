# shellcheck shell=bash disable=SC2154 # bench/peers/run has the variables
# workflow.sh: the original's run: for N names two dependent requests of 0.5 s.
# What would run for minutes is computed from its bound and marked.
#
# SPDX-License-Identifier: MIT

# workflow_cell N CLIENT SERVER URL SERVER-PIDS
workflow_cell() {
	local n=$1 client=$2 case="$1 names" who="$2 on $3" command
	local wall=0 failed=$1
	case $client in
	requests | aiohttp)
		command=(/usr/bin/python3 "$peers/original/client.py" "$client"
			"$4" "$n")
		;;
	*) command=(build/docking-timing --url "$4" --engine "$client"
		--names "$n" --delay 0.5) ;;
	esac
	measured "$case" "$who" "$5" "${command[@]}"
	case $client in
	requests | aiohttp) read -r wall failed <<<"$said" || : ;;
	*) read -r wall failed < <(timing_said "$client") || : ;;
	esac
	record "$case" "$who" "wall s" "$wall"
	record "$case" "$who" failed "$failed"
}

# computed_cell N CLIENT SERVER WALL: where it would take minutes.
computed_cell() {
	record "$1 names" "$2 on $3" "wall s" "$4" computed
}

part_workflow() {
	local n client server most urls=() pids=()
	local names=(original "ours (sleep)" "ours (timer)")
	start_original 0.5
	urls+=("$url") pids+=("$roots")
	start_ours DOCKING_DELAY=0.5 DOCKING_DELAY_MODEL=sleep
	urls+=("$url") pids+=("$roots")
	start_ours DOCKING_DELAY=0.5
	urls+=("$url") pids+=("$roots")
	for n in 10 100 1000 5000 10000; do
		say "workflow, $n names"
		# A target's ratio of runs of a second scatters more than one
		# of longer runs does.
		most=9
		[ $n = 1000 ] || most=3
		[ "$rounds" -gt 1 ] || most=1
		for ((round = 1; round <= most; round++)); do
			for client in aiohttp threads poll multi; do
				workflow_cell $n $client "${names[2]}" \
					"${urls[2]}" "${pids[2]}"
			done
			[ $n -le 100 ] || continue
			[ $round = 1 ] || [ $n = 10 ] || continue
			for server in 0 1; do
				for client in aiohttp multi; do
					workflow_cell $n $client \
						"${names[server]}" \
						"${urls[server]}" "${pids[server]}"
				done
			done
		done
		round=1
		for server in 0 1 2; do
			for client in requests sync; do
				if [ $n = 10 ]; then
					workflow_cell $n $client \
						"${names[server]}" \
						"${urls[server]}" "${pids[server]}"
				else
					computed_cell $n $client \
						"${names[server]}" $n
				fi
			done
			[ $server = 2 ] || [ $n -le 100 ] ||
				for client in aiohttp multi; do
					computed_cell $n $client \
						"${names[server]}" $((n / 8))
				done
		done
	done
}
