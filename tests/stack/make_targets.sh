#!/usr/bin/env bash
#
# make_targets.sh: what make does for those who only read its name: a target
# that is a folder's name, or a typo; a build without packages, with a
# compiler's new warning, in any folder, under any umask; the tarball; what
# clean leaves.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# Builds of its own, not the one that this is a test of.
unset SANITIZE COVERAGE WERROR
# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# make in a folder, its output in $temp/make.out and .err.
make_in() {
	make -C "$1" --no-print-directory "${@:2}" >"$temp/make.out" 2>"$temp/make.err"
}

# does_or_refuses NAME: there is something to run, or an error.
does_or_refuses() {
	! make_in . -n "$1" || grep -qv -e 'Nothing to be done' -e 'up to date' "$temp/make.out"
}

test_names() {
	local name
	for name in * .[!.]* tests/ ./docs api/errors client/main.c; do
		check "make $name" does_or_refuses "$name"
	done
	check "a typo" is_not make_in . -n tset
	check "a folder" is_not make_in . -n docs
	check "it is named" grep -q "'docs' is not a target" "$temp/make.err"
}

test_same_as_test() {
	local name
	make_in . -n test
	cp "$temp/make.out" "$temp/test.out"
	check "tests are run" grep -q '^[^#]*bash tests/run' "$temp/test.out"
	for name in check tests; do
		make_in . -n "$name"
		check "make $name" cmp "$temp/test.out" "$temp/make.out"
	done
}

# A compiler that is not there, and pkg-config without a package.
test_without_packages() {
	check "no compiler" is_not make_in "$root" BUILD=build/none CC=no-such-cc
	check "one line" lines_are 1 "$temp/make.err"
	check "its words" grep -q 'not installed: no-such-cc; .*scripts/install-packages run' \
		"$temp/make.err"
	check "no package" is_not env PKG_CONFIG_LIBDIR=/nonexistent \
		make -C "$root" -j2 BUILD=build/none >"$temp/make.out" 2>"$temp/make.err"
	check "one line" lines_are 1 "$temp/make.err"
	check "its words" grep -q 'not installed: fcgi json-c .*sqlite3' "$temp/make.err"
	check "nothing compiled" is_not grep -q CC "$temp/make.out"
}

test_warnings() {
	local object=build/warned/obj/lib/alloc.o
	echo '#warning "of the next compiler"' >"$temp/warning.h"
	local arguments=(BUILD=build/warned CFLAGS="-O2 -include $temp/warning.h" "$object")
	check "a user's build" make_in "$root" "${arguments[@]}"
	check "it warns" grep -q 'of the next compiler' "$temp/make.err"
	rm -f "$root/$object"
	check "CI's" is_not make_in "$root" WERROR=1 "${arguments[@]}"
}

copy_sources() {
	mkdir -p "$1" && cp -rp Makefile admin api client db fcgi-app lib scripts "$1"
}

# Two folders, one of them with everything in its name that a shell reads.
test_same_bytes() {
	local one=$temp/one two="$temp/two/a b'\"\$HOME\\e;ü"
	local programs=(build/docking-admin build/obj/client/report/report_html.o)
	copy_sources "$one"
	copy_sources "$two"
	check "the one" make_in "$one" -j2 "${programs[@]}"
	(umask 077 && make_in "$two" -j2 "${programs[@]}")
	check "the other" equal "$? $(cat "$temp/make.err")" "0 "
	check "programs" cmp {"$one","$two"}/build/docking-admin
	check "objects" cmp {"$one","$two"}/build/obj/client/report/report_html.o
	check "no folder" is_not grep -qF "$temp" "$one/build/docking-admin"
	check "others may run it" equal "$(stat -c %a "$two"/build{,/docking-admin} | xargs)" "755 755"
}

# The tarball of what the tarball unpacks to is the same; both commands need
# what is in it.
test_dist() {
	local version folder tarball
	version=$(sed -n 's/^VERSION := //p' Makefile)
	tarball=build/docking-api-$version.tar.gz
	if [ ! -e MANIFEST ] && ! git rev-parse HEAD >/dev/null 2>&1; then
		skip_reason="no git that can read this folder"
		return
	fi
	check "dist" make_in . dist
	check "its name" equal "$(cat "$temp/make.out")" "$tarball"
	cp "$tarball" "$temp/first.tar.gz"
	(umask 077 && TZ=Asia/Tokyo make_in . dist)
	check "the same bytes" cmp "$tarball" "$temp/first.tar.gz"
	(umask 077 && tar -C "$temp" -xf "$tarball")
	folder=$temp/docking-api-$version
	check "run.sh, Makefile, tests" test -e "$folder/run.sh" -a \
		-e "$folder/Makefile" -a -x "$folder/tests/run" -a -e "$folder/.clang-format"
	check "no .git" test ! -e "$folder/.git"
	check "all is listed" diff "$folder/MANIFEST" <(cd "$folder" &&
		find . -type f -printf '%P\n' | LC_ALL=C sort)
	touch "$folder/mine"
	check "dist of it" make_in "$folder" dist
	check "the same bytes again" cmp "$folder/$tarball" "$temp/first.tar.gz"
}

test_clean() {
	local folder=$temp/clean
	copy_sources "$folder"
	mkdir -p "$folder"/{build,var,tests/page/node_modules}
	touch "$folder/var/docking.db" "$folder/mine"
	check "clean" make_in "$folder" clean
	check "build/ is gone" test ! -e "$folder/build"
	mkdir "$folder/build"
	check "distclean" make_in "$folder" distclean
	check "so is what was downloaded" test ! -e "$folder/build" -a \
		! -e "$folder/tests/page/node_modules"
	check "data stays" test -e "$folder/var/docking.db" -a -e "$folder/mine"
}

run_tests
