#!/usr/bin/env bash
#
# web.sh: the web server's configuration that run.sh writes, and the addresses that
# it listens on.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317,SC2016,SC2034
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# Parts are included for what is asked for, in the order of their modules.
test_parts() {
	local expected
	# shellcheck source=scripts/run/web.sh
	source "$root/scripts/run/web.sh"
	local DOCKING_PORT=5000 DOCKING_TLS='' DOCKING_PASSWORDS='' DOCKING_CORS=''
	local hosts=(127.0.0.1) DOCKING_TLS_PORT=5443
	check "the least" equal "$(write_web_conf | xargs)" \
		"include site/lighttpd/headers.conf include site/lighttpd.conf"
	DOCKING_TLS=self DOCKING_PASSWORDS=x DOCKING_CORS='*' hosts+=('[::1]')
	expected='include "site/lighttpd/headers.conf"
var.cors_origin = "*"
include "site/lighttpd/cors.conf"
include "site/lighttpd/passwords.conf"
include "site/lighttpd.conf"
include "site/lighttpd/tls.conf"
$SERVER["socket"] == "[::1]:5000" { }
$SERVER["socket"] == "[::1]:5443" { ssl.engine = "enable" }'
	check "all" equal "$(write_web_conf)" "$expected"
}

# A page's script is let in by its origin, and by no other; no origin opens or
# ends a condition of its own.
test_origins() {
	# shellcheck source=scripts/run/web.sh
	source "$root/scripts/run/web.sh"
	local DOCKING_CORS=http://a.example,https://b.example
	check "conditions" equal "$(write_cors_conf | grep -c '^}$')" 2
	check "origins" equal "$(write_cors_conf | sed -n 's/^\$REQ.* == //p' | xargs)" \
		"http://a.example { https://b.example {"
	check "Vary" matches "$(write_cors_conf | head -n 1)" '"Vary" => "Origin"'
}

# A list of addresses; each is tried before anything starts.
test_hosts() {
	free_port
	if ! [ -e /proc/net/if_inet6 ] || ! grep -q ' lo$' /proc/net/if_inet6; then
		skip_reason="no IPv6 here"
		return
	fi
	start hosts --host 127.0.0.1,::1 --port "$port" --delay 0 --db "$temp/hosts.db"
	within 30 is_ready hosts
	check "ready" equal "$(cat "$temp/hosts.out")" \
		"ready: http://127.0.0.1:$port http://[::1]:$port"
	check "IPv4" equal "$(get "$port" /users/1)" 200
	check "IPv6" equal 200 "$(curl -s -m 20 -o /dev/null -w '%{http_code}' \
		"http://[::1]:$port/users/1")"
	refused_here() {
		says "$1" "$2" bash "$root/run.sh" --host "$3" --port "$4" --db "$temp/hosts.db"
	}
	kill "$pid"
	stopped "$pid"
	check "log" log_is_clean "$port"
	free_port
	refused_here 69 "192.0.2.7:$port: .* not this machine's" 127.0.0.1,192.0.2.7 "$port"
	refused_here 69 "localhost:$port: .*given twice" 127.0.0.1,localhost "$port"
	refused_here 78 "--host .*''" 127.0.0.1, "$port"
	refused_here 78 "--host .*'no such host'" '127.0.0.1,no such host' "$port"
}

run_tests
