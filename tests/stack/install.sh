#!/usr/bin/env bash
#
# install.sh: what `make install` puts where, that it works from there, and that
# `make uninstall` takes away no more and no less; names with blanks throughout.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# make_quietly ARGUMENT...: without a word on stderr.
make_quietly() {
	make -s "$@" >"$temp/make.out" 2>"$temp/make.err" && lines_are 0 "$temp/make.err"
}

files_below() { (cd "$1" && find . ! -type d -printf '%P\n' | sort); }

# Files of others stay, and so do the modes of folders that are there.
test_stage() {
	local stage="$temp/a stage" file
	local top="$stage/opt/x y"
	local where=(DESTDIR="$stage" prefix="/opt/x y")
	mkdir -p "$top/bin" "$top/share/docking"
	chmod 2775 "$top/bin"
	touch "$top/bin/others" "$top/share/docking/mine"
	check "install" make_quietly -j2 all
	(umask 077 && make_quietly install "${where[@]}")
	check "install" equal "$? $(cat "$temp/make.err")" "0 "
	check "all is below the prefix" equal "$(files_below "$stage" | grep -v '^opt/x y/')" ""
	check "folder's mode" equal "$(stat -c %a "$top/bin")" 2775
	check "for everyone to read" equal "$(find "$top" \( -type f ! -perm -444 \
		-o -type d ! -perm -555 \) -print)" ""
	check "for nobody else to write" equal "$(find "$top/share/docking/"*/ -perm /022)" ""
	for file in bin/docking-{timing,admin,serve} libexec/docking/docking-fcgi; do
		check "$file" test -x "$top/$file"
	done
	for file in share/docking/{run.sh,scripts/install-packages,logrotate.conf} \
		share/docking/lighttpd{,-service}.conf \
		share/docking/lighttpd/{headers,cors,passwords,tls}.conf share/docking/api/errors/503.html \
		share/docking/schemas/{docking-timing{,-compare},workflow}.schema.json \
		share/man/man1/docking-{timing,admin,serve}.1 share/man/man8/docking-fcgi.8 \
		share/bash-completion/completions/docking-{timing,admin,serve} \
		share/fish/vendor_completions.d/docking-serve.fish \
		share/zsh/site-functions/_docking lib/systemd/system/docking.service; do
		check "$file" test -s "$top/$file"
	done
	check "its own name in the unit" grep -qF '"/opt/x y/libexec/docking/docking-fcgi" -t' \
		"$top/lib/systemd/system/docking.service"
	check "uninstall" make_quietly uninstall "${where[@]}"
	check "what is left" equal "$(files_below "$top" | xargs)" \
		"bin/others share/docking/mine"
	check "once more" make_quietly uninstall "${where[@]}"
}

# docking-serve in the background, as start() does it with run.sh.
serve_installed() {
	env --default-signal=INT "$temp/a link" "$@" >"$temp/serve.out" 2>"$temp/serve.err" &
	pid=$!
	started+=("$pid")
	within 30 is_ready serve
}

# Through a link, from another folder, beside no sources.
test_installed() {
	local prefix="$temp/in/x y" state="$temp/the state"
	check "install" make_quietly install prefix="$prefix"
	ln -s "$prefix/bin/docking-serve" "$temp/a link"
	cd "$temp" || exit 1
	free_port
	export DOCKING_STATE=$state DOCKING_PORT=$port DOCKING_DELAY=0.05
	unset DOCKING_BUILD

	"$temp/a link" timing --names 4 >"$temp/timing.out" 2>"$temp/timing.err"
	check "timing" equal "$?" 0
	check "its report" grep -q 'the results are identical' "$temp/timing.out"
	check "a server was started" grep -q 'started a server' "$temp/timing.err"
	printf 'a password\n' | "$temp/a link" passwd ada >"$temp/passwd.out" 2>&1
	check "passwd" equal "$? $(grep -c '^ada:' "$state/passwords")" "0 1"

	serve_installed --passwords "$state/passwords"
	check "ready" grep -q '^ready: ' "$temp/serve.out"
	check "data" equal "$(get "$port" /users/1)" 200
	check "problem" equal "$(get "$port" /nothing)" 404
	check "ada may write" equal "$(curl -s -o "$temp/body" -w '%{http_code}' -u 'ada:a password' \
		-H 'Content-Type: application/json' -d '{"name":"N","role":"buyer"}' \
		"http://127.0.0.1:$port/users")" 201
	check "the client" "$prefix/bin/docking-timing" --url "http://127.0.0.1:$port" \
		--names 2 --engine multi --output "$temp/report"
	"$prefix/bin/docking-admin" --db "$state/docking.db" check >"$temp/check.out" 2>&1
	check "the admin" equal "$?" 0
	kill -TERM "$pid"
	stopped "$pid"
	check "status" equal "$code" 0
	check "nothing is written below the prefix" equal \
		"$(find "$prefix" -newer "$temp/timing.out")" ""

	unset DOCKING_STATE DOCKING_PORT DOCKING_DELAY
	cd "$OLDPWD" || exit 1
	check "uninstall" make_quietly uninstall prefix="$prefix"
	check "no file is left" equal "$(files_below "$prefix")" ""
	check "no folder of ours is left" equal "$(find "$prefix" -name docking)" ""
	check "data stays" test -s "$state/docking.db" -a -s "$state/passwords"
}

# A flag of --help has an entry in the page, and the other way round.
test_manual() {
	local page flag
	bash run.sh --help | grep -oE '^ +--[a-z-]+' | sort -u >"$temp/flags"
	page=$(sed -n '/^.Sh FLAGS/,/^.Sh ENV/s/^\.It Fl \\\(-[a-z-]*\).*/  -\1/p' docs/docking-serve.1)
	check "flags" diff <(sort -u <<<"$page") "$temp/flags"
	for flag in $("$build/docking-fcgi" -x 2>&1 | grep -oE -- '-[a-z]\b'); do
		check "docking-fcgi $flag" grep -q "^.It Fl ${flag#-}" docs/docking-fcgi.8
	done
}

run_tests
