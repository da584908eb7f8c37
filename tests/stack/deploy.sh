#!/usr/bin/env bash
#
# deploy.sh: the configurations in deploy/, each in front of the real
# docking-fcgi, as deploy/spawn runs it.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh
PATH+=:/usr/sbin:/sbin # nginx and Apache, which a user's has not
cp -rp deploy "$root"
run_dir=$temp/run # a socket's name is at most 107 bytes
mkdir -m 755 "$run_dir"

# The parent of what it starts: they end together.
start_spawn() {
	DOCKING_PROGRAM=$root/$build/docking-fcgi DOCKING_DB=$temp/deploy.db \
		DOCKING_DELAY=0.1 bash "$root/deploy/spawn" "$run_dir/fcgi.sock" \
		>"$temp/spawn.out" 2>"$temp/spawn.err" &
	spawn=$!
	started+=("$spawn")
	check "a socket" within 30 test -S "$run_dir/fcgi.sock"
	# As root, the web servers run as www-data.
	[ "$(id -u)" != 0 ] || chown www-data "$run_dir/fcgi.sock" "$run_dir"
}

# nginx keeps what it buffers below /var/lib/nginx, which is root's.
buffers=
for name in client_body fastcgi proxy uwsgi scgi; do
	buffers+="${name}_temp_path $temp/buffers-$name; "
done

# configured FILE SED-EXPRESSION: with this test's folders and port.
configured() {
	free_port
	sed -e "s|/run/docking|$run_dir|g; s|127.0.0.1:5000|127.0.0.1:$port|" \
		-e "s|/usr/local/share/docking|$temp/share|g" \
		-e "s|^http {|& $buffers|" -e "$2" \
		"deploy/$1" >"$temp/$1"
}

is_up() { [ "$(get "$port" /healthz)" = 200 ]; }

start_web() {
	"$@" >"$temp/web.out" 2>&1 &
	web=$!
	started+=("$web")
	within 30 is_up || check "it answers" equal "$(tail -n 2 "$temp/web.out")" ""
}
start_nginx() {
	start_web nginx -e stderr -g 'daemon off;' -c "$temp/nginx.conf"
}
start_apache() {
	start_web apache2 -D FOREGROUND -f "$temp/apache.conf"
}

# type_and_status CURL-ARGUMENT...: of the answer to a request at $port.
type_and_status() {
	curl -s -m 20 -o /dev/null -w '%{http_code} %{content_type}' "$@"
}

# What the program answers comes through, and what the web server answers by
# itself looks like it; a hundred wait at once.
answers_rightly() {
	local url=http://127.0.0.1:$port body long problem=application/problem+json
	body=$(curl -s -m 20 -D "$temp/head" "$url/users?name=j%6Fhn")
	check "a user" equal "$body" \
		'[{"id":"1","name":"John Liu","role":"sales"}]'
	check "the delay" grep -q '^Server-Timing: delay;dur=100' "$temp/head"
	check "a header" grep -qi '^X-Content-Type-Options: nosniff' "$temp/head"
	check "the target as it came" equal \
		"$(type_and_status "$url/users/%31")" "200 application/json"
	check "a slash in a segment" equal \
		"$(type_and_status "$url/users/1%2F2")" "404 $problem"
	check "nothing there" equal \
		"$(type_and_status "$url/nothing")" "404 $problem"
	check "the error pages are not there" matches \
		"$(type_and_status "$url/errors/502.html")" '^40[34] '
	check "writing" equal "$(type_and_status -d '{}' "$url/users")" \
		"403 $problem"
	check "a long body" equal "$(head -c 100000 /dev/zero |
		type_and_status --data-binary @- "$url/users")" "413 $problem"
	long=$(printf 'x%.0s' {1..9000})
	check "a long target" equal "$(type_and_status "$url/$long")" \
		"414 $problem"
	check "many at once" "$build/docking-timing" --url "$url" --names 100 \
		--engine multi --fail-if 'failed>0' >"$temp/timing"
	check "what they waited for" grep -q '"processes":4' \
		<(curl -s "$url/capacity")
}

# SIGTERM ends the web server, then the processes.
ends() {
	kill -TERM "$web"
	stopped "$web"
	check "web server's status" equal "$code" 0
	kill -TERM "$spawn"
	stopped "$spawn"
	check "status of spawn" equal "$code" 0
	check "nothing left" nothing_runs
	check "no socket left" is_not test -e "$run_dir/fcgi.sock"
}

test_nginx() {
	start_spawn
	configured nginx.conf ''
	start_nginx
	answers_rightly
	ends
}

test_apache() {
	start_spawn
	configured apache.conf ''
	start_apache
	answers_rightly
	ends
}

# A web server that asks to keep its connections gets its answers, and
# more than there are threads.
test_kept_connections() {
	start_spawn
	configured nginx.conf 's|max_fails=0;|& keepalive 64;|
		s|fastcgi_pass .*|& fastcgi_keep_conn on;|'
	start_nginx
	answers_rightly
	ends
}

# A process that dies is replaced; what cannot start says why.
test_spawn() {
	start_spawn
	local first=0
	are_four() {
		[ "$(pgrep -P "$spawn" docking-fcgi | grep -vcx "$first")" = 4 ]
	}
	check "processes" within 10 are_four
	first=$(pgrep -P "$spawn" docking-fcgi | head -n 1)
	kill -KILL "$first"
	check "a new one" within 10 are_four
	kill -TERM "$spawn"
	stopped "$spawn"
	check "status" equal "$code" 0
	check "nothing left" nothing_runs
	DOCKING_PROGRAM=$root/$build/docking-fcgi DOCKING_DB=$temp/deploy.db \
		DOCKING_DELAY=-1 bash "$root/deploy/spawn" \
		"$run_dir/fcgi.sock" 2>"$temp/refused.err"
	check "a bad setting's status" equal $? 78
	check "and words" matches "$(cat "$temp/refused.err")" "DOCKING_DELAY.*'-1'"
	bash "$root/deploy/spawn" fcgi.sock 2>"$temp/refused.err"
	check "a relative name's status" equal $? 64
}

mkdir "$temp/share"
cp -r api "$temp/share"
run_tests
