#!/usr/bin/env bash
#
# build.sh: run.sh where packages are missing or the checkout cannot be written
# to, and the versions of what it uses.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# A checkout that cannot be written to serves from a folder that is named, also
# when it must be built there first.
test_read_only() {
	local state=$temp/'a state' reader=()
	[ ${#nobody[@]} = 0 ] || {
		reader=("${nobody[@]}")
		install -d -o 65534 "$state" "$temp/data"
	}
	mkdir -p "$state" "$temp/data"
	rm -rf "${root:?}/var"
	chmod a-w "$root"
	says 73 "cannot make the state folder .*--state DIR" \
		"${reader[@]}" bash "$root/run.sh"
	read_only() {
		exec "${reader[@]}" bash "$root/run.sh" --state "$state" "$@" --db "$temp/data/db"
	}
	serves read_only read_only
	check "its log" test -s "$state/access-$port.log"
	check "no var" is_not test -e "$root/var"
	mv "$root/$build/docking-fcgi" "$temp/docking-fcgi"
	"${reader[@]}" mkdir -p "$state/source"
	# Not to build all of it here.
	"${reader[@]}" cp -rp "$root/$build" "$state/source/"
	"${reader[@]}" cp -p "$temp/docking-fcgi" "$state/source/$build/"
	serves built_there read_only
	check "what is built" equal "$(find "$state/source/run.sh" 2>/dev/null)" ""
	mv "$temp/docking-fcgi" "$root/$build/docking-fcgi"
	chmod u+w "$root"
}

# Versions of what is used, in one run of each program.
test_version() {
	local out name
	out=$(bash "$root/run.sh" --version)
	check "status" equal $? 0
	for name in docking-fcgi docking-timing libcurl SQLite json-c lighttpd; do
		check "$name" matches "$out" "$name"
	done
}

# Who may not install packages is told the one command, and 69. The copy's list
# has one more package, which is real and is not installed.
test_missing_packages() {
	local code=0
	if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
		skip_reason="sudo would install it"
		return
	fi
	if dpkg-query -W sl >/dev/null 2>&1 || ! command -v apt-get >/dev/null; then
		skip_reason="not Debian, or sl is installed"
		return
	fi
	sed -i 's/^bench=(/&sl /' "$root/scripts/install-packages"
	"${nobody[@]}" bash "$root/scripts/install-packages" bench \
		>"$temp/packages.out" 2>"$temp/packages.err" || code=$?
	check "status" equal "$code" 69
	check "the command" matches "$(tail -n 1 "$temp/packages.err")" \
		"^  sudo apt-get install --no-install-recommends sl( |$)"
}

# Without Debian's tools, one line names what is missing by Debian's names; and
# one says what apt-get does not know.
test_no_packages() {
	local name
	mkdir "$temp/bin"
	for name in bash cat cp dirname grep head id ls mkdir readlink sed setpriv \
		stat; do
		ln -s "$(command -v "$name")" "$temp/bin/"
	done
	says 69 "Debian's packages: make gcc pkg-config\$" \
		env PATH="$temp/bin" "$(command -v bash)" "$root/run.sh"
	if [ "$(id -u)" != 0 ]; then
		skip_reason="only root has apt-get look for a package"
		return
	fi
	sed 's/^passwords=(/&no-such-package-at-all /' scripts/install-packages \
		>"$temp/install-packages"
	code=0
	bash "$temp/install-packages" passwords 2>"$temp/unknown" || code=$?
	check "status" equal "$code" 69
	check "one line" lines_are 1 "$temp/unknown"
	check "words" matches "$(cat "$temp/unknown")" \
		"knows no package of the name: no-such-package-at-all"
}

run_tests
