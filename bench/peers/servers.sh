# shellcheck shell=bash disable=SC2154 # bench/peers/run has the variables
# servers.sh: no delay: what a request costs in each server.
#
# SPDX-License-Identifier: MIT

part_servers() {
	local i case="no delay" pids
	local names=(original json-server Mockoon ours "ours, none alike") urls=() roots_of=()
	start_original 0
	urls+=("$url/users?name=john") roots_of+=("$roots")
	start_json_server 0
	urls+=("$url/users?name_like=john") roots_of+=("$roots")
	start_mockoon 0
	urls+=("$url/users?name_like=john") roots_of+=("$roots")
	start_ours DOCKING_DELAY=0
	urls+=("$url/users?name=john" "$url/users?name=john")
	roots_of+=("$roots" "$roots")
	for ((round = 1; round <= rounds; round++)); do
		for i in "${!names[@]}"; do
			hit "$case" "${names[i]}" "${roots_of[i]}" "${urls[i]}"
			mapfile -t pids < <(processes "${roots_of[i]}")
			record "$case" "${names[i]}" "server MB, shared once" \
				"$(server_mb Pss "${pids[@]}")"
		done
	done
}
