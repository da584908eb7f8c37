#!/usr/bin/env bash
#
# settings.sh: run.sh's flags and variables: which are there, what is refused and
# how, and that a server does what they say.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# A bad flag is usage: 64.
test_bad_flags() {
	refused 64 "'--prot'" --prot 5000
	refused 64 "'extra'" extra
	refused 64 "--port needs a value" --port
}

# A bad value is configuration: 78, and the line names flag and range.
test_bad_values() {
	local value
	for value in -1 1e9 NaN inf 0x1 '' abc; do
		refused 78 "--delay .*'$value'.* 0 to 3600" --delay "$value"
	done
	for value in uniform:2..1 exponential: lognormal:1 normal:1,2; do
		refused 78 "--delay .*'$value'.*lognormal:MEDIAN,SIGMA" --delay "$value"
	done
	refused 78 "--delay .*'/userz'.* /users/\{id\} " --delay 1 --delay /userz=1
	refused 78 "--delay .*'uniform:1..9' is above --max-delay 2" \
		--delay '/users/{id}=uniform:1..9' --max-delay 2
	refused 78 "--fault .*'status:200'.*drip:BYTES,SECONDS" --fault abort \
		--fault '/users=status:200'
	refused 78 "--max-delay .*'-1'.* 0 to 3600" --max-delay -1
	refused 78 "--request-delays .*'no'.*'on' or 'off'" --request-delays no
	refused 78 "--seed .*'x'.* 0 to 18446744073709551615" --seed x
	refused 78 "--delay-model .*'timer' or 'sleep'" --delay-model none
	refused 78 "--threads .*'0'.* 1 to 256" --threads 0
	refused 78 "--processes .*'65'.* 1 to 64" --processes 65
	refused 78 "--port .*'0'.* 1 to 65535" --port 0
	refused 78 "--host .*''" --host ''
	refused 78 "--port .*'http'.* 1 to 65535" --port=http
	refused 78 "--cors .*'a.example'.* or origins" --cors a.example
	DOCKING_THREADS=many refused 78 "DOCKING_THREADS.*'many'"
}

# Of a server's answer to a request that asks for a delay: status and delay.
asked() {
	curl -s -m 20 -o /dev/null -D - -H "Docking-Delay: $2" "http://127.0.0.1:$port$1" |
		sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p; s/^Server-Timing: delay;dur=\([0-9.]*\).*/\1/p' |
		xargs
}

# Each --delay adds a rule and takes the place of the environment's; a request
# may choose its own, unless that is off.
test_rules() {
	free_port
	DOCKING_DELAY=9 start_ready rules --port "$port" --delay '/users/{id}=0.02' \
		--delay=0.01 --delay '/customers=0.03' --db "$temp/rules.db"
	check "a route's" equal "$(asked /users/1 '')" "200 20"
	check "another's" equal "$(asked /customers '')" "200 30"
	check "the others'" equal "$(asked /users '')" "200 10"
	check "a request's" equal "$(asked /users 0.05)" "200 50"
	kill -TERM "$pid"
	stopped "$pid"
	check "log of $port" log_is_clean "$port"
	free_port
	start_ready rules --port "$port" --delay 0.01 --request-delays off --db "$temp/rules.db"
	check "off" equal "$(asked /users 0.05)" 403
	check "and without" equal "$(asked /users '')" "200 10"
	kill -TERM "$pid"
	stopped "$pid"
	check "nothing left" nothing_left
}

# --help is on stdout, and names every flag with its variable.
test_help() {
	local name text
	text=$(bash "$root/run.sh" --help)
	check "status" equal $? 0
	for name in host port delay delay-model processes threads db passwords cors; do
		check "--$name" matches "$text" "--$name .*DOCKING_"
	done
}

# What a shell would read; nothing is made for it.
test_print_config() {
	local out
	out=$(DOCKING_THREADS=3 env -u DOCKING_PORT bash "$root/run.sh" --state "$temp/never" \
		--delay 1 --delay '/users=2' --print-config)
	check "flags" grep -qx "DOCKING_DELAY='\\?1.*/users=2'\\?" <<<"$out"
	check "variables" grep -qx DOCKING_THREADS=3 <<<"$out"
	check "defaults" grep -qx DOCKING_PORT=5000 <<<"$out"
	check "for a shell" equal "$(bash -c "$out; echo \"\$DOCKING_DELAY\"")" "1 /users=2"
	check "nothing is made" is_not test -e "$temp/never"
	says 78 "--threads .*'0'" bash "$root/run.sh" --print-config --threads 0
}

run_tests
