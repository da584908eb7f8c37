#!/usr/bin/env bash
#
# passwords.sh: who may write: the entries that run.sh passwd makes, and
# where the web server asks for a password. What a writing request is answered
# once it has passed is not of interest here, only that it is not 401.
#
# SPDX-License-Identifier: MIT
# The tests are called by name; a hash has dollars.
# shellcheck disable=SC2317,SC2016
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1
# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

passwords=$temp/passwords
mkdir "$temp/bin"

# --- helpers -----------------------------------------------------------------

# enter NAME PASSWORD: as from a pipe; what it says is in $said, its exit
# status in $code.
enter() {
	code=0
	said=$(printf '%s\n' "$2" | bash "$root/run.sh" passwd "$1" \
		--passwords "$passwords" 2>&1) || code=$?
}

# not_entered CODE NAME PASSWORD: one line says why, and the file is unchanged.
not_entered() {
	local before
	before=$(cksum <"$passwords")
	enter "$2" "$3"
	check "status for '$2'" equal "$code" "$1"
	check "words for '$2'" matches "$said" "^run.sh: "
	check "entries" equal "$(cksum <"$passwords")" "$before"
}

hash_of() { sed -n "s/^$1://p" "$passwords"; }

# status URL ARG...: the status of a request. Not HTTP/2: there lighttpd answers
# before the body is there and resets the stream, which curl 7.88 takes amiss.
status() {
	curl -s -k --http1.1 -m 10 -o "$temp/body" -D "$temp/header" \
		-w '%{http_code}' "${@:2}" "$1"
}

# passes URL ARG...: a request is answered, and not with 401.
passes() {
	local answered
	answered=$(status "$@")
	[[ $answered = [2-5]?? && $answered != 401 ]]
}

# is_401: the last answer asks for a user, and is an error like any other.
is_401() {
	grep -qix 'www-authenticate: Basic realm="Docking API".*' "$temp/header" &&
		grep -qi '^content-type: application/problem+json' "$temp/header" &&
		python3 -c 'import json, sys
p = json.load(sys.stdin)
sys.exit(p["status"] != 401 or p["message"] != p["detail"])' <"$temp/body"
}

# --- tests -------------------------------------------------------------------

# A password becomes a hash with a salt of its own, which only the owner reads.
test_entries() {
	local first
	enter ada 'correct horse'
	check "status" equal "$code" 0
	check "words" equal "$said" "$passwords: ada may write; start with: bash run.sh --passwords $passwords"
	enter bob 'correct horse'
	check "hash" matches "$(hash_of ada)" '^\$6\$[^$]{8,}\$[^:$]{86}$'
	check "salted" is_not equal "$(hash_of ada)" "$(hash_of bob)"
	check "mode" equal "$(stat -c %a "$passwords")" 600
	first=$(hash_of ada)
	enter bob 'battery staple'
	check "replaced" lines_are 2 "$passwords"
	check "ada's is kept" equal "$(hash_of ada)" "$first"
	enter 1 'password one'
	enter 01 'password two'
	check "1 is not 01" lines_are 4 "$passwords"
}

# Several at once: every entry is there, and nothing else in the folder.
test_at_once() {
	local i adding=()
	for i in 1 2 3 4 5 6; do
		enter "user$i" "password $i" &
		adding+=($!)
	done
	wait "${adding[@]}"
	check "entries" equal "$(grep -c '^user[1-6]:' "$passwords")" 6
	check "no other file" equal "$(compgen -G "$passwords*")" "$passwords"
}

# A name that would break a line, or an address: 64; a password that is too
# short, too long or cannot be typed: 65.
test_bad_entries() {
	local name
	for name in '' 'a b' a:b $'a\nb' 'ä' '../x' "$(printf 'a%.0s' {1..65})"; do
		not_entered 64 "$name" 'correct horse'
	done
	not_entered 65 carl 'seven77'
	not_entered 65 carl ''
	not_entered 65 carl "$(printf 'a%.0s' {1..129})"
	not_entered 65 carl $'with a\ttab'
	enter carl 'ööää' # 4 characters, 8 bytes
	check "8 bytes" equal "$code" 0
}

# At a terminal the password is asked for twice.
test_terminal() {
	local code=0
	if ! command -v script >/dev/null; then
		skip_reason="there is no script(1)"
		return
	fi
	local -x SHELL=/bin/bash
	local command
	command=$(printf '%q ' bash "$root/run.sh" passwd dora --passwords "$passwords")
	printf 'correct horse\ncorrect house\n' |
		script -qec "$command" /dev/null >"$temp/typed" || code=$?
	check "status" equal "$code" 65
	check "words" grep -q "the two passwords differ" "$temp/typed"
	check "no entry" equal "$(hash_of dora)" ""
	printf 'correct horse\ncorrect horse\n' |
		script -qec "$command" /dev/null >"$temp/typed"
	check "an entry" matches "$(hash_of dora)" '^\$6\$'
}

# No program that run.sh starts has the password in its arguments or its
# environment, where other users could read it.
test_hidden() {
	local real
	real=$(command -v openssl)
	cat >"$temp/bin/openssl" <<-END
		#!/bin/sh
		{ echo "\$@"; env; } >"$temp/seen"
		exec "$real" "\$@"
	END
	chmod 755 "$temp/bin/openssl"
	password=exported PATH=$temp/bin:$PATH enter ada 'correct horse'
	check "it ran" grep -q '^passwd ' "$temp/seen"
	check "not there" is_not grep -q 'correct horse' "$temp/seen"
}

# A file that cannot be used is no input: 66, before anything starts.
test_bad_files() {
	: >"$temp/empty"
	printf 'ada:%s\nbob\n' "$(hash_of ada)" >"$temp/no-hash"
	echo 'ada:correct horse' >"$temp/plain"
	refused 66 "--passwords .*cannot read .*nowhere'" --passwords "$temp/nowhere"
	refused 66 "--passwords .*cannot read '$temp'" --passwords "$temp"
	refused 66 "--passwords .*is empty" --passwords "$temp/empty"
	refused 66 "--passwords .*line 2 is not" --passwords "$temp/no-hash"
	DOCKING_PASSWORDS=$temp/plain refused 66 "DOCKING_PASSWORDS.*line 1 is not"
}

# With --passwords, writing needs a user and reading does not, with and without
# TLS; a user who is added meanwhile may write at once. A body may have 64 KB.
test_asks() {
	local plain secure url method length header
	free_port
	secure=https://127.0.0.1:$port
	start asks --tls self --tls-port "$port" --delay 0 --processes 1 \
		--port "$((port + 1))" --db "$temp/asks.db" --passwords "$passwords"
	plain=http://127.0.0.1:$((port + 1))
	within 30 is_ready asks
	check "ready" equal "$(cat "$temp/asks.out")" "ready: $plain $secure"
	enter eve 'correct horse'
	for url in "$plain" "$secure"; do
		check "POST" equal "$(status "$url/users" -d '{}')" 401
		for method in PUT PATCH DELETE; do
			check "$method" equal "$(status "$url/users/1" -X $method -d '{}')" 401
		done
		check "401" is_401
		check "wrong" equal "$(status "$url/users" -d '{}' -u eve:wrong-horse)" 401
		check "unknown" equal "$(status "$url/users" -d '{}' -u nobody:wrong-horse)" 401
		check "right" passes "$url/users" -d '{}' -u 'eve:correct horse'
		check "cached" passes "$url/users" -d '{}' -u 'eve:correct horse'
		check "not a prefix" equal "$(status "$url/users" -d '{}' -u 'eve:correct hors')" 401
		check "GET" equal "$(status "$url/users")" 200
		check "GET, wrong" equal "$(status "$url/users" -u eve:wrong-horse)" 200
		check "HEAD, wrong" equal "$(status "$url/users" -I -u eve:wrong-horse)" 200
	done
	for header in "Content-Type: text/plain" "Transfer-Encoding: chunked" \
		"Expect: 100-continue"; do
		for length in 65536 65537; do
			head -c $length /dev/zero >"$temp/zeros"
			status "$plain/users" -u 'eve:correct horse' -H "$header" \
				--data-binary @"$temp/zeros" >"$temp/status"
			check "$length, $header" "${is[$((length > 65536))]}" \
				grep -qx 413 "$temp/status"
		done
	done
	kill "$pid"
	stopped "$pid"
	check "nothing left" nothing_left
}
is=(is_not env) # of the checks above: below the limit, above it

# A password that crossed a network in the clear is not looked at: neither
# right nor wrong, it is 403; over TLS it is. In a network of its own, with one
# address that is not this machine's own kind.
test_elsewhere() {
	if ! unshare -rn ip link set lo up 2>/dev/null; then
		skip_reason="no network namespace can be made here"
		return
	fi
	cat >"$temp/elsewhere" <<'END'
ip link set lo up && ip address add 192.0.2.1/32 dev lo || exit 1
bash "$1/run.sh" --host 0.0.0.0 --port 80 --delay 0 --processes 1 \
	--tls self --tls-port 443 --db "$2/asks.db" --passwords "$2/passwords" >"$2/away.out" 2>&1 &
until grep -q '^ready' "$2/away.out"; do
	kill -0 $! || exit 1
	sleep 0.02
done
ask() { curl -s -k --http1.1 -m 10 -w '%{stderr}%{http_code} ' -d '{}' "$@"; }
ask http://127.0.0.1/users
ask https://192.0.2.1/users
ask https://192.0.2.1/users -u 'eve:correct horse'
: >"$1/var/error-80.log"
ask http://192.0.2.1/users
ask http://192.0.2.1/users -u eve:wrong-horse
ask http://192.0.2.1/users -u 'eve:correct horse'
kill $!
wait $!
END
	local codes
	codes=$(timeout 30 unshare -rn bash "$temp/elsewhere" "$root" "$temp" \
		2>&1 >"$temp/answers")
	# Whoever is let in has sent a body of the wrong type.
	check "here, over TLS, a user, elsewhere" equal "$codes" \
		"401 401 415 403 403 403 "
	check "each is told why" equal 3 "$(grep -o \
		'"detail":"[^"]*passwords are only taken over TLS' \
		"$temp/answers" | wc -l)"
	check "not looked at" is_not grep -q "password" "$root/var/error-80.log"
	check "nothing left" within 5 nothing_left
}

run_tests
