#!/usr/bin/env bash
#
# tls.sh: run.sh's --tls: the pair that it makes, a user's own, and what it
# refuses.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# serves_tls PAIR CERTIFICATE: who trusts this certificate gets an answer.
serves_tls() {
	local url
	free_port
	url=https://127.0.0.1:$port
	start tls --tls "$1" --tls-port "$port" --port "$((port + 1))" --delay 0 \
		--processes 1 --db "$temp/tls.db"
	within 30 is_ready tls
	check "ready" equal "$(cat "$temp/tls.out" "$temp/tls.err")" \
		"ready: http://127.0.0.1:$((port + 1)) $url"
	check "an answer" equal 200 "$(curl -s -m 20 --cacert "$2" -o "$temp/body" \
		-w '%{http_code}' "$url/users/1")"
	stop
	check "status" equal "$code" 0
}

# Made on first use, for the addresses that it listens on; kept afterwards.
test_self() {
	local pair=$root/var/tls made
	serves_tls self "$pair/cert.pem"
	made=$(cksum <"$pair/cert.pem")
	check "the owner's alone" equal "$(stat -c %a "$pair" "$pair/key.pem" | xargs)" "700 600"
	check "no other folder" equal "$(find "$root/var" -name 'tls?*')" ""
	serves_tls self "$pair/cert.pem"
	check "kept" equal "$(cksum <"$pair/cert.pem")" "$made"
}

# Two files, named from the user's folder.
test_own() {
	cp "$root/var/tls"/{cert,key}.pem "$temp"
	mv "$root/var/tls" "$temp/others"
	cd "$temp" || return
	serves_tls cert.pem,key.pem cert.pem
	cd "$OLDPWD" || return
	check "none is made" is_not test -e "$root/var/tls"
}

# What cannot be read is no input: 66.
test_refusals() {
	refused 66 "--tls .*cannot read '$temp/nowhere.pem'" \
		--tls "$temp/nowhere.pem,$temp/key.pem"
	refused 66 "--tls .*cannot read '$temp/nowhere.pem'" \
		--tls "$temp/cert.pem,$temp/nowhere.pem"
	# A key of somebody's is nothing to write over.
	mkdir -p "$root/var/tls"
	echo mine | tee "$root/var/tls/key.pem" >"$root/var/tls/other.pem"
	refused 66 "key.pem and no cert.pem" --tls self
	check "what was there" equal "$(cat "$root/var/tls/"*.pem | xargs)" "mine mine"
}

run_tests
