# shellcheck shell=bash disable=SC2154 # bench/run has the variables
# records.sh: the rows of bench/run about many records and about writing; it
# is sourced there.
#
# SPDX-License-Identifier: MIT

# Requests a second for PATH of the server on port MANY over those of FEW, in
# turn, and none from memory. compare_rates TARGET MANY FEW PATH
compare_rates() {
	local target=$1 many=$2 few=$3 path=$4 i
	local many_rates=() few_rates=() ratios=()
	for ((i = 0; i < 7; i++)); do
		few_rates+=("$(requests_a_second "$few" "$path" \
			-s bench/unlike.lua)")
		many_rates+=("$(requests_a_second "$many" "$path" \
			-s bench/unlike.lua)")
		ratios+=("$(quotient "${many_rates[-1]}" "${few_rates[-1]}")")
	done
	row "no delay, $path: 1,000,000 users and 5,000,000 customers" \
		"x the first data" "$target" "${ratios[@]}"
	row "the same in requests" "a second" "" "${many_rates[@]}"
}

# The seconds that docking-admin says it took.
bench_generate() {
	say "generate"
	local i times=()
	for ((i = 0; i < 3; i++)); do
		rm -f "$work"/big.db*
		times+=("$(build/docking-admin --db "$work/big.db" generate \
			--users 1000000 --customers 5000000 --seed 7 |
			sed -n 's/.* in \([0-9.]*\) s$/\1/p')")
	done
	row "generate 1,000,000 users and 5,000,000 customers" s "<= 60" \
		"${times[@]}"
}

# Chuck and Bruce are in both, once; "norris" has trigrams that a hundredth of
# the made-up names have, which is what the index does worst.
bench_many() {
	say "many records"
	local many few
	start DOCKING_DELAY=0
	few=$port
	start DOCKING_DELAY=0 DOCKING_DB="$work/big.db"
	many=$port
	compare_rates ">= 0.8" "$many" "$few" "/users?name=bruce%20"
	compare_rates "" "$many" "$few" "/users?name=norris"
	compare_rates ">= 0.9" "$many" "$few" "/customers?salesId=1"
	bench_listing "$many"
	stop_servers
}

# A full listing, and how much the process that gives it grows by it. Some
# requests before it, so that what any request needs is there.
bench_listing() {
	port=$1
	local pids i before after speeds=() grown
	mapfile -t pids < <(processes)
	wrk -t1 -c8 -d1 "http://127.0.0.1:$port/users?limit=100" >/dev/null
	before=$(resident_kb "${pids[@]}")
	for ((i = 0; i < 7; i++)); do
		speeds+=("$(curl -s -o /dev/null -w '%{speed_download}\n' \
			"http://127.0.0.1:$port/users" |
			awk '{ printf "%.1f", $1 / 1e6 }')")
	done
	after=$(resident_kb "${pids[@]}")
	grown=$(awk -v kb=$((after - before)) 'BEGIN { printf "%.2f", kb / 1024 }')
	row "all of /users, 1,000,000" MB/s ">= 40" "${speeds[@]}"
	row "memory of ${#pids[@]} processes, more after seven of them" MB \
		"<= 2" "$grown"
}

# Writes a second over HTTP, $2 clients; 0 if one failed.
writes_a_second() {
	wrk -t1 -c"$2" -d"$3" -s bench/post.lua "http://127.0.0.1:$1" |
		awk '/^Requests\/sec/ { rate = $2 }
			/Non-2xx|Socket errors/ { bad = 1 }
			END { print bad ? 0 : rate }'
}

# Milliseconds that 99 % of reads took, 8 clients, none from memory.
read_p99() {
	wrk -t1 -c8 -d3 --latency -s bench/unlike.lua \
		"http://127.0.0.1:$1/users?name=john" |
		awk '/99%/ { t = $2; sub(/[a-z]+/, "", t)
			print $2 ~ /us$/ ? t / 1000 : $2 ~ /[0-9]s$/ ? t * 1000 : t }'
}

bench_writes() {
	say "writes"
	local i alone=() http=() ratios=() calm=() busy=() slower=() writer
	echo bench-bench |
		bash run.sh passwd bench --passwords "$work/passwords" >/dev/null
	start DOCKING_DELAY=0 DOCKING_DB="$work/writes.db" \
		DOCKING_PASSWORDS="$work/passwords"
	for ((i = 0; i < 7; i++)); do
		alone+=("$(build/bench-store-writes "$work/alone.db" 3)")
		http+=("$(writes_a_second "$port" 32 3)")
		ratios+=("$(quotient "${http[-1]}" "${alone[-1]}")")
	done
	row "durable writes, 32 clients" "x one process without HTTP" ">= 0.5" \
		"${ratios[@]}"
	row "the same in writes" "a second" "" "${http[@]}"
	for ((i = 0; i < 7; i++)); do
		calm+=("$(read_p99 "$port")")
		writes_a_second "$port" 8 4 >/dev/null &
		writer=$!
		sleep 0.5
		busy+=("$(read_p99 "$port")")
		wait $writer
		slower+=("$(quotient "${busy[-1]}" "${calm[-1]}")")
	done
	stop_servers
	row "reads while 8 clients write, p99" "x without them" "<= 3" \
		"${slower[@]}"
	row "the same in time" ms "" "${busy[@]}"
}
