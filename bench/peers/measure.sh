# shellcheck shell=bash disable=SC2034,SC2154 # bench/peers/run has the variables
# measure.sh: what a run costs, in one way for all. CPU seconds (user and
# system) and the peak of the resident memory, as the kernel counts them: of the
# client by getrusage (time), of a server by /proc, summed over its processes.
#
# SPDX-License-Identifier: MIT

# record CASE WHO METRIC VALUE [computed]: one value of this round.
record() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$part" "$1" "$2" "$3" \
		"${round:-1}" "$4" "${5:-measured}" >>"$records"
}

# processes PID...: these and all that come from them, but no shells.
processes() {
	ps -e -o pid=,ppid=,comm= | awk -v roots="$*" '
		BEGIN { n = split(roots, r); for (i = 1; i <= n; i++) in_[r[i]] }
		{ parent[$1] = $2; name[$1] = $3 }
		END {
			for (p in parent) {
				for (q = p; q > 1 && !(q in in_); q = parent[q]) ;
				if (q in in_ && name[p] != "bash")
					print p
			}
		}'
}

# server_cpu PID...: seconds so far.
server_cpu() {
	local pid
	for pid; do
		sed 's/.*) //' "/proc/$pid/stat"
	done | awk -v hz="$(getconf CLK_TCK)" \
		'{ t += $12 + $13 } END { printf "%.2f", t / hz }'
}

# server_mb KEY PID...: VmHWM, the peak since forget_peak; Pss, now, with what
# processes share counted once.
server_mb() {
	local key=$1 pid
	shift
	for pid; do
		grep -h "^$key:" "/proc/$pid/status" "/proc/$pid/smaps_rollup"
	done | awk '{ kb += $2 } END { printf "%.1f", kb / 1024 }'
}

forget_peak() {
	local pid
	for pid; do
		echo 5 >"/proc/$pid/clear_refs"
	done
}

minus() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a - b }'; }
over() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.6g", b ? a / b : 0 }'; }

# run_client COMMAND...: sets $said (its output), $client_cpu, $client_mb.
run_client() {
	said=$(/usr/bin/time -q -f '%U %S %M' -o "$work/time" "$@" \
		2>"$work/client.err") || :
	read -r client_cpu client_mb < <(awk '
		END { printf "%.2f %.1f\n", $1 + $2, $3 / 1024 }' "$work/time")
}

# measured CASE WHO SERVER-PIDS COMMAND...: runs the client against the server
# with these root processes, and records what it cost both. The caller reads
# $said, and says how many requests there were.
measured() {
	local case=$1 who=$2 pids before
	mapfile -t pids < <(processes "$3")
	shift 3
	forget_peak "${pids[@]}"
	before=$(server_cpu "${pids[@]}")
	run_client "$@"
	server_cpu_s=$(minus "$(server_cpu "${pids[@]}")" "$before")
	record "$case" "$who" "client CPU s" "$client_cpu"
	record "$case" "$who" "client MB" "$client_mb"
	record "$case" "$who" "server CPU s" "$server_cpu_s"
	record "$case" "$who" "server MB" "$(server_mb VmHWM "${pids[@]}")"
}

# What clients say: "SECONDS FAILED" from ours for the bench and, by this, from
# docking-timing's line for the engine; its first whole number is the requests.
timing_said() {
	awk -v engine="$1" '$1 == engine && $3 == "s" {
		for (i = 4; i <= NF && $i !~ /^[0-9]+$/; i++) ;
		print $2, $(i + 1); exit }' <<<"$said"
}

# wrk's: "REQUESTS RATE FAILED".
wrk_said() {
	awk '/requests in/ { n = $1 } /^Requests\/sec/ { rate = $2 }
		/Non-2xx/ { bad += $NF }
		/Socket errors/ { gsub(/[^0-9 ]/, ""); bad += $1 + $2 + $3 + $4 }
		END { print n, rate, bad + 0 }' <<<"$said"
}

# hit CASE WHO SERVER-PIDS URL: 32 connections of wrk for 3 s; to "ours, none
# alike" each asks in another form, so that nothing is from memory.
hit() {
	local requests rate failed forms=()
	[ "$2" != "ours, none alike" ] || forms=(-s bench/unlike.lua)
	measured "$1" "$2" "$3" wrk -t1 -c32 -d3 "${forms[@]}" "$4"
	read -r requests rate failed < <(wrk_said)
	record "$1" "$2" "requests a second" "$rate"
	record "$1" "$2" "failed" "$failed"
	record "$1" "$2" "server us a request" \
		"$(over "${server_cpu_s}e6" "$requests")"
	hits=$requests
}
