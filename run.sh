#!/usr/bin/env bash
#
# run.sh: starts the Docking API, times it, or lets a user write to it.
# `bash run.sh --help` says how.
#
# Flow of a start: flags -> DOCKING_... environment -> packages -> build ->
# state folder -> docking-fcgi -t (settings, addresses, database) -> a folder of
# this run's own -> lighttpd, which spawns docking-fcgi -> wait. Whatever ends
# this script ends what it started. Each step is a file in scripts/run/.
#
# SPDX-License-Identifier: MIT
set -euo pipefail

# Of a link to this file, the folder that it points into.
root=$(readlink -f "${BASH_SOURCE[0]}")
root=${root%/*}

# An ordinary user's PATH has no lighttpd in it.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
# shellcheck disable=SC2034 # timing.sh has it
# [a-z] and the length of a text are not the same in every language.
user_locale=${LC_ALL-}
export LC_ALL=C

# What the parts share. shellcheck sees one file at a time:
# shellcheck disable=SC2034
{
	command=serve
	called="bash run.sh" # how it was; installed it is docking-serve
	home=$root      # where the server's files are, for the user that it runs as
	as_user=()      # before a command: runs it as that user, if we are root
	state=          # the state folder
	run_dir=        # in it this run's own; empty while there is none
	sources=        # where the build is
	build=          # its folder there
	program=        # docking-fcgi
	timing_program= # docking-timing
	hosts=()        # addresses, as in a URL
	address=        # one of them that can be asked
	url=            # its URL
	urls=           # all of them
	log=            # of lighttpd and docking-fcgi
	log_begin=      # bytes in it that are of earlier runs
	log_keeper=     # process id of who writes it
	web_server=     # of lighttpd, also its group's; or of the other run.sh
	client=         # of docking-timing
	new_file=       # of passwd, until it has its name
}

[[ -e $root/Makefile || -n ${DOCKING_PREPARED-} ]] || called=docking-serve

# fail CODE MESSAGE...: one line on stderr, a sysexits code.
fail() {
	local code=$1
	shift
	echo "${called##* }: $*" >&2
	exit "$code"
}

clean_up() {
	trap '' HUP INT TERM
	[ -z "$client" ] || kill "$client" 2>/dev/null || :
	stop_server
	[ -z "$new_file" ] || rm -f "$new_file"
	[ -z "$run_dir" ] || rm -rf "$run_dir"
}

for part in settings user state build tls passwords web server timing; do
	# shellcheck source=scripts/run/settings.sh
	source "$root/scripts/run/$part.sh"
done
trap clean_up EXIT

case ${1-} in
serve | timing | passwd)
	command=$1
	shift
	;;
esac
[ "$command" != serve ] || read_flags "$@"
[ "$command" = print_version ] || set_user
set_state
set_environment
set_programs
"$command" "$@"
