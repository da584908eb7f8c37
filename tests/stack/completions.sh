#!/usr/bin/env bash
#
# completions.sh: what bash, fish and zsh offer for a word that is begun. Each
# case is a row; a shell that is not there is skipped.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# Line, and its last word as it is to become.
cases=(
	"docking-timing --eng|--engine"
	"docking-timing comp|compare"
	"docking-timing --har docs/docking-adm|docs/docking-admin.1"
	"docking-admin gen|generate"
	"docking-admin --cust|--customers"
	"docking-admin --db docs/docking-adm|docs/docking-admin.1"
	"docking-serve pas|passwd"
	"docking-serve --delay-m|--delay-model"
	"docking-serve --passwords docs/docking-adm|docs/docking-admin.1"
)

# The programs as they are called when they are installed.
mkdir "$temp/bin"
ln -s "$PWD/$build"/docking-{timing,admin} "$temp/bin"
printf '#!/bin/sh\nexec bash %q "$@"\n' "$PWD/run.sh" >"$temp/bin/docking-serve"
chmod 755 "$temp/bin/docking-serve"
export PATH=$temp/bin:$PATH

# As bash itself calls the function that a file names for its program.
complete_bash() {
	local -a COMP_WORDS COMPREPLY=()
	read -ra COMP_WORDS <<<"$1"
	local COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) program=${COMP_WORDS[0]}
	# shellcheck source=/dev/null
	source "docs/completions/bash/$program"
	"_${program//-/_}" "$program" "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
	echo "${COMPREPLY[*]}"
}

complete_fish() {
	# shellcheck disable=SC2016 # fish's variables
	fish --no-config -c 'set fish_complete_path $PWD/docs/completions/fish
		complete -C $argv' "$1" | cut -f 1 | xargs
}

# zsh completes what is typed at a terminal only: a tab, and then a key that
# writes the line down. It marks an option that takes a value by a "=".
complete_zsh() {
	# shellcheck disable=SC2016 # zsh's variables
	ZDOTDIR=$temp zsh -f -c 'zmodload zsh/zpty
		zpty z zsh -f -i
		zpty -w z "fpath=(\$PWD/docs/completions/zsh \$fpath)
			autoload -U compinit; compinit -u -D
			note() { print -r -- \$BUFFER >$1.new; mv $1.new $1; }
			zle -N note; bindkey \^X note"
		zpty -n -w z $2$'"'\\t\\x18'"'
		for i in {1..200}; do [[ -s $1 ]] && break; sleep 0.05; done
		zpty -d z' zsh "$temp/line" "$1"
	awk '{ sub(/=$/, ""); print $NF }' "$temp/line"
	rm "$temp/line"
}

all_cases() {
	local row shell=$1
	if ! command -v "$shell" >/dev/null; then
		skip_reason="there is no $shell"
		return
	fi
	for row in "${cases[@]}"; do
		check "$shell: $row" equal "$("complete_$shell" "${row%|*}")" "${row#*|}"
	done
}

test_bash() {
	all_cases bash
	check "of a command of the server's" equal \
		"$(complete_bash "docking-serve timing --waterf")" --waterfall
}
test_fish() { all_cases fish; }
test_zsh() { all_cases zsh; }

run_tests
