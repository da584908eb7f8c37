#!/usr/bin/env bash
#
# hardening.sh: what the programs were linked and compiled with, read from the
# ELF files themselves: position-independent, all relocations read-only before
# main(), canaries, checked library calls, no executable stack.
# Usage: tests/stack/hardening.sh [PROGRAM...]
#
# SPDX-License-Identifier: MIT
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

build=${DOCKING_BUILD:-build}
passed=0
failed=0

# has FILE WHAT READELF_OPTION PATTERN: what readelf says of FILE fits PATTERN.
# Read to its end: a reader that leaves early would break the pipe.
has() {
	if [ "$(readelf -W "$3" "$1" | grep -cE "$4")" -gt 0 ]; then
		passed=$((passed + 1))
	else
		echo "$1: $2"
		failed=$((failed + 1))
	fi
}

if [ -n "${SANITIZE-}${COVERAGE-}" ]; then
	echo "skipped: not in builds that look for something else"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
[ $# -gt 0 ] || set -- "$build"/docking-{fcgi,timing,admin}
for program; do
	has "$program" "is not position-independent" -h 'Type: +DYN'
	has "$program" "has no read-only relocations" -l GNU_RELRO
	has "$program" "binds symbols late" -d 'FLAGS_1.* NOW'
	has "$program" "has an executable stack" -l 'GNU_STACK.* RW '
	has "$program" "has no canaries" -s '__stack_chk_fail'
	has "$program" "calls unchecked library functions" -s '__[a-z]+_chk@'
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
