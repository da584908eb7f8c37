#!/usr/bin/env bash
#
# places.sh: run.sh where people are: through a link, in another folder or locale,
# with any umask and environment.
#
# SPDX-License-Identifier: MIT
# The tests are called by name, see the end.
# shellcheck disable=SC2317
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1

# shellcheck source=tests/stack/run/lib.sh
source tests/stack/run/lib.sh

# Through a link to a link, from another folder.
test_link() {
	mkdir "$temp/links"
	ln -s "$root/run.sh" "$temp/links/run"
	ln -s links/run "$temp/docking"
	away() { cd / && exec bash "$temp/docking" "$@"; }
	serves link away
}

# Any umask, locale and environment; Turkish has another upper case of i.
test_surroundings() {
	private() { umask 077 && exec bash "$root/run.sh" "$@"; }
	serves umask private
	serves empty env -i DOCKING_USER=root DOCKING_BUILD="$build" \
		bash "$root/run.sh" --drain-limit 5
	serves no_terminal setsid bash "$root/run.sh"
	mkdir "$temp/locales"
	if ! localedef -i tr_TR -f UTF-8 "$temp/locales/tr_TR.UTF-8"; then
		skip_reason="no locale can be made here"
		return
	fi
	serves turkish env LOCPATH="$temp/locales" LC_ALL=tr_TR.UTF-8 \
		bash "$root/run.sh" --drain-limit 5 --processes 2
}

run_tests
