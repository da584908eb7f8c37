# shellcheck shell=bash disable=SC2154 # bench/peers/run has the variables
# floor.sh: what the kernel, the web server, the protocol and our code each cost:
# an echo, a static file, a FastCGI program that writes fixed bytes, ours; the
# answer's body has the same bytes in all.
#
# SPDX-License-Identifier: MIT

# floor_hit WHO SERVER-PIDS URL: and the CPU of web server and program apart.
floor_hit() {
	local web program web_before program_before
	mapfile -t web < <(named lighttpd "$2")
	mapfile -t program < <(named 'docking-fcgi|bench-fixed|bench-echo' "$2")
	web_before=$(server_cpu "${web[@]}")
	program_before=$(server_cpu "${program[@]}")
	hit "no delay" "$1" "$2" "$3"
	record "no delay" "$1" "web server us a request" "$(over "$(minus \
		"$(server_cpu "${web[@]}")" "$web_before")e6" "$hits")"
	record "no delay" "$1" "program us a request" "$(over "$(minus \
		"$(server_cpu "${program[@]}")" "$program_before")e6" "$hits")"
}

# named PATTERN ROOT-PIDS: those of the processes with this name.
named() {
	local pid
	for pid in $(processes "$2"); do
		! grep -qxE "($1)" "/proc/$pid/comm" || echo "$pid"
	done
}

part_floor() {
	local names=("TCP echo" "static file" "fixed bytes" ours "ours, none alike") i
	local urls=() roots_of=() query="/users?name=john"
	pick_port
	listening build/bench-echo "$port"
	urls+=("$url$query") roots_of+=("${servers[-1]}")
	start_static
	urls+=("$url/users.json") roots_of+=("${servers[-1]}")
	start_ours DOCKING_DELAY=0 DOCKING_PROGRAM="$root/build/bench-fixed"
	urls+=("$url$query") roots_of+=("$roots")
	start_ours DOCKING_DELAY=0
	urls+=("$url$query" "$url$query") roots_of+=("$roots" "$roots")
	for ((round = 1; round <= rounds; round++)); do
		for i in "${!names[@]}"; do
			floor_hit "${names[i]}" "${roots_of[i]}" "${urls[i]}"
		done
	done
}
