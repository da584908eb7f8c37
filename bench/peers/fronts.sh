# shellcheck shell=bash disable=SC2154 # bench/peers/run has the variables
# fronts.sh: other web servers in front of the same docking-fcgi: no delay, and
# the workflow.
#
# SPDX-License-Identifier: MIT

fronts=(lighttpd nginx apache)

# start_fronts DELAY: all three; sets urls and roots_of.
start_fronts() {
	urls=() roots_of=()
	start_ours DOCKING_DELAY="$1"
	urls+=("$url") roots_of+=("$roots")
	local front
	for front in nginx apache; do
		start_front $front "$1"
		urls+=("$url") roots_of+=("$roots")
	done
}

part_fronts() {
	local i n wall failed urls roots_of
	start_fronts 0
	for ((round = 1; round <= rounds; round++)); do
		for i in 0 1 2; do
			hit "no delay" "${fronts[i]}" "${roots_of[i]}" \
				"${urls[i]}/users?name=john"
		done
	done
	stop_servers
	start_fronts 0.5
	for ((round = 1; round <= rounds; round++)); do
		for n in 1000 10000; do
			for i in 0 1 2; do
				wall=0 failed=$n
				measured "$n names" "${fronts[i]}" \
					"${roots_of[i]}" build/docking-timing \
					--url "${urls[i]}" --engine multi \
					--names $n --delay 0.5
				read -r wall failed < <(timing_said multi) || :
				record "$n names" "${fronts[i]}" "wall s" "$wall"
				record "$n names" "${fronts[i]}" failed "$failed"
			done
		done
	done
}
