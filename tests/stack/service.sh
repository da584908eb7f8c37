#!/usr/bin/env bash
#
# service.sh: deploy/docking.service: how much a break-in would get, as systemd
# reckons it, and that what `make install` installs works with the unit's own
# settings and commands. systemd itself is not asked to start it.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# At most 2.0 of 10; the number is in "→ Overall exposure level for …: 1.2 OK".
test_exposure() {
	local said exposure
	if ! command -v systemd-analyze >/dev/null; then
		skip_reason="there is no systemd-analyze"
		return
	fi
	if ! said=$(systemd-analyze security --offline=true --no-pager \
		deploy/docking.service 2>&1); then
		skip_reason="systemd-analyze: $(tail -n 1 <<<"$said")"
		return
	fi
	exposure=$(sed -n 's/^.*Overall exposure level for .*: \([0-9.]*\) .*/\1/p' \
		<<<"$said")
	check "at most 2.0" awk -v e="$exposure" 'BEGIN { exit !(e != "" && e <= 2.0) }'
	check "its exposure" matches "$exposure" '^[0-9]+\.[0-9]$'
}

# The values of a setting of the installed unit.
setting() { sed -n "s|^$1=||p" "$temp/unit" | sed 's/%%/%/g'; }

are_four() { curl -s "http://127.0.0.1:$port/capacity" | grep -q '"processes":4'; }
answers_with() { [ "$(get "$port" "$2")" = "$1" ]; }

# A command line as the unit would have it run. bash reads quotes and variables
# of these lines as systemd does.
in_service() {
	cd "$temp/run" && exec env -i --default-signal=INT \
		PATH=/usr/sbin:/usr/bin:/bin "${settings[@]}" MAINPID="${server-}" \
		ASAN_OPTIONS="${ASAN_OPTIONS-}" "${as_nobody[@]}" bash -c "exec $1"
}

# Rotate the logs as logrotate.conf has it, but with the unit's own command.
rotate() {
	local reload
	reload=$(setting ExecReload)
	sed -e "s|/var/log/docking|$temp/log|; s|systemctl .*|${reload/\$MAINPID/$server}|" \
		"$prefix/share/docking/logrotate.conf" >"$temp/logrotate.conf"
	chmod 644 "$temp/logrotate.conf"
	logrotate --force --state "$temp/logrotate.state" "$temp/logrotate.conf" 2>&1
}
is_logged() { grep -q "\"path\":\"$1\"" "$temp/log/access-$port.log" 2>/dev/null; }

# As another user where we are root, who owns three folders and nothing else;
# below a prefix with what else a unit's line could stumble over.
test_installed() {
	local as_nobody=() settings line server fds prefix="$temp/in %h &|stalled"
	# The tests' own make is not a part of the one that runs them.
	make -s install prefix="$prefix" >"$temp/install.out" 2>&1
	check "make install" equal "$?" 0
	if command -v systemd-analyze >/dev/null; then
		check "systemd can read it" equal "" "$(systemd-analyze verify \
			--man=no "$prefix/lib/systemd/system/docking.service" 2>&1 |
			grep -F docking.service)"
	fi
	mkdir "$temp/state" "$temp/log" "$temp/run"
	chmod 700 "$temp/state" "$temp/log" "$temp/run"
	if [ "$(id -u)" = 0 ]; then
		as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
		chown 65534:65534 "$temp/state" "$temp/log" "$temp/run"
	fi
	free_port
	fds=$(ulimit -Hn)
	[ "$fds" != unlimited ] || fds=65536
	sed -e "s|/var/lib/docking|$temp/state|g; s|/var/log/docking|$temp/log|g" \
		-e "s|/run/docking|$temp/run|g; s|=5000|=$port|" \
		-e "s|65536|$fds|g; s|32768|$((fds / 2))|" \
		"$prefix/lib/systemd/system/docking.service" >"$temp/unit"
	check "paths" is_not grep -q '/usr/local' "$temp/unit"

	eval "settings=($(setting Environment))"
	while IFS= read -r line; do
		(in_service "$line") || echo "$line: $?"
	done < <(setting ExecStartPre) >"$temp/pre.out" 2>&1
	check "settings and database" equal "$(cat "$temp/pre.out")" 60
	in_service "setsid $(setting ExecStart)" >"$temp/service.out" 2>&1 &
	server=$!
	started+=("$server")
	check "ready" within 20 answers_with 200 /healthz
	check "a header" grep -qi '^X-Content-Type-Options: nosniff' \
		<(curl -s -D - -o "$temp/body" "http://127.0.0.1:$port/capacity")
	check "all its processes" within 20 are_four
	check "data" equal "$(get "$port" '/users?name=john')" 200
	check "problem" equal "$(get "$port" /nothing)" 404

	check "logged" within 10 is_logged /nothing
	if command -v logrotate >/dev/null; then
		check "logrotate" equal "" "$(rotate)"
	else
		mv "$temp/log/access-$port.log" "$temp/log/access-$port.log.1"
		(in_service "$(setting ExecReload)")
	fi
	check "a new log" within 10 test -e "$temp/log/access-$port.log"
	check "the old one stays" grep -q /nothing "$temp/log/access-$port.log.1"
	check "an answer after it" equal "$(get "$port" /behind)" 404
	check "logged in the new one" within 10 is_logged /behind
	check "still all processes" are_four

	kill -INT "$server"
	stopped "$server"
	check "status" equal "$code" 0
	check "log" is_not grep -v -e 'server started' -e 'graceful shutdown' \
		-e 'server stopped by' -e 'clock jumped' \
		-e 'logfiles cycled' "$temp/service.out"
}

run_tests
