#!/usr/bin/env bash
#
# settings_table.sh: what cannot be made of scripts/run/settings.txt, where all
# settings are, says the same as it.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317,SC2016
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# rows CONDITION: of each row that meets awk's condition, variable and default.
rows() {
	awk -F '\t+' '/^#/ { next }
		{ name = toupper($1); gsub(/-/, "_", name) }
		'"$1"' { print "DOCKING_" name, $4 }' scripts/run/settings.txt | sort
}

# A row is nobody else's: no name is there twice.
test_names() {
	check "rows" test "$(rows 1 | wc -l)" -gt 20
	check "twice" equal "$(rows 1 | cut -d ' ' -f 1 | uniq -d)" ""
}

# What docking-fcgi is to know when lighttpd starts it.
test_handed_on() {
	check "lighttpd.conf" diff <(rows '$3 ~ /w/' | cut -d ' ' -f 1) \
		<(sed -n '/"bin-copy-environment"/,/),$/p' lighttpd.conf |
			grep -o 'DOCKING_[A-Z_]*' | sort)
}

# --help has a line for each of docking-fcgi's own, and so has the manual page.
test_program() {
	rows '$6 != "-"' | cut -d ' ' -f 1 >"$temp/own"
	check "--help" diff "$temp/own" <("$build/docking-fcgi" --help |
		grep -o '^  DOCKING_[A-Z_]*' | tr -d ' ' | sort)
	check "docking-fcgi.8" diff "$temp/own" <(sed -n \
		'/^.Sh ENV/,/^.Sh SIGNALS/s/^\.\(It \)*Ev \(DOCKING_[A-Z_]*\).*/\2/p' \
		docs/docking-fcgi.8 | sort)
}

# The service begins with the defaults, by the same names.
test_service() {
	local name default value
	while read -r name default _; do
		value=$(grep -oP "^Environment=(.* )?$name=\K\S+" deploy/docking.service)
		check "$name" equal "${value:-$default}" "$default"
	done < <(rows '$3 ~ /e/ && $4 !~ /^[(]/')
}

# The entry of a flag in the manual page has its default in it.
test_manual() {
	local name default flag entry
	while read -r name default _; do
		flag=${name#DOCKING_}
		flag=${flag//_/-}
		entry=$(sed -n "/^.It Fl .-${flag,,} /,/^.It\|^.El/p" docs/docking-serve.1)
		check "$flag" matches " $entry " "[^0-9A-Za-z]${default//./[.]}[^0-9A-Za-z]"
	done < <(rows '$2 != "-" && $4 !~ /^[(]/ && $1 != "state"')
}

run_tests
