#!/usr/bin/env bash
#
# compare_pairs.sh [PAIRS]: how often docking-timing compare is right about two
# runs against the real server. Of 20 pairs (or PAIRS) of the same build it must
# find no difference in at least 19 of 20, and of as many whose second run is
# against a server with a delay that is 5 % longer, the difference likewise.
# The runs of all pairs are made in turn, as a machine's mood changes slowly.
# It takes 5 minutes for 20, so it is no part of `make test`.
#
# SPDX-License-Identifier: MIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

pairs=${1:-20}
build=${DOCKING_BUILD:-build}
temp=$(mktemp -d)
export DOCKING_USER=root # no other user is made, and $temp is ours alone
servers=() # process ids of run.sh

# shellcheck disable=SC2317 # called by the trap
end_all() {
	[ ${#servers[@]} = 0 ] || kill -TERM "${servers[@]}" 2>/dev/null || :
	wait
	rm -rf "$temp"
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A port that nothing listens on: the kernel gives none of these by itself.
next_port=$((20000 + $$ % 10000))
free_port() {
	while (exec 3<>"/dev/tcp/127.0.0.1/$next_port") 2>/dev/null; do
		next_port=$((next_port + 1))
	done
	port=$next_port
	next_port=$((next_port + 1))
}

# start DELAY: a server on a free port, which $port then is.
start() {
	local i
	free_port
	DOCKING_DB=$temp/$port.db bash run.sh --port "$port" --delay "$1" \
		>"$temp/$port.out" &
	servers+=($!)
	for ((i = 0; i < 1000; i++)); do
		! grep -q '^ready: ' "$temp/$port.out" || return 0
		kill -0 "${servers[-1]}" 2>/dev/null || break
		sleep 0.02
	done
	echo "compare_pairs.sh: the server did not start" >&2
	exit 70
}

# measure PORT NAME: ten runs of two engines that are not slow.
measure() {
	"$build/docking-timing" --url "http://127.0.0.1:$1" --names 10 \
		--engine multi,threads --repeat 10 --format json \
		--output "$temp/$2.json"
}

# verdict OLD NEW: what compare says in one line.
verdict() {
	"$build/docking-timing" compare "$temp/$1.json" "$temp/$2.json" |
		tail -n 1
}

# told WHAT COUNT: at least 19 of 20 of all pairs?
told() {
	echo "$1: $2 of $pairs"
	[ $(($2 * 20)) -ge $((pairs * 19)) ]
}

start 0.1
as_before=$port
start 0.105
longer=$port
alike=0
found=0
for ((pair = 1; pair <= pairs; pair++)); do
	measure "$as_before" "old$pair"
	measure "$as_before" "new$pair"
	measure "$longer" "longer$pair"
	same=$(verdict "old$pair" "new$pair")
	other=$(verdict "old$pair" "longer$pair")
	[ "$same" != "No difference." ] || alike=$((alike + 1))
	[[ $other != *slower* || $other = *faster* ]] || found=$((found + 1))
	echo "pair $pair, the same build: $same"
	echo "pair $pair, 5 % longer: $other"
done
code=0
told "no difference between runs of the same build" "$alike" || code=1
told "difference found when the delay is 5 % longer" "$found" || code=1
exit $code
