#!/usr/bin/env bash
#
# run.sh: starts the Docking API, times it, or lets a user write to it.
# `bash run.sh --help` says how.
#
# Flow of a start: flags -> DOCKING_... environment -> packages -> build ->
# state folder -> docking-fcgi -t (settings, addresses, database) -> a folder of
# this run's own -> lighttpd, which spawns docking-fcgi -> wait. All that it
# started ends with it. Each step is a file in scripts/run/.
#
# SPDX-License-Identifier: MIT
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@"
set -euo pipefail

# The folder of this file, and not of a link to it.
root=$(readlink -f "${BASH_SOURCE[0]}")
root=${root%/*}

# An ordinary user's PATH has no lighttpd in it.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
# In some locales [a-z] has other letters, and a length is in characters.
# shellcheck disable=SC2034 # for docking-timing, which timing.sh starts
user_locale=${LC_ALL-}
export LC_ALL=C

# What the parts share. shellcheck sees one file at a time:
# shellcheck disable=SC2034
{
	command=serve
	called="bash run.sh" # this program's name in messages
	home=$root      # the folder that it serves from; as root, maybe a copy
	as_user=()      # words before a command that run it as --user, as root
	state=          # the state folder
	run_dir=        # this run's own folder in the state folder, once it is made
	sources=        # the folder with the Makefile
	build=          # the folder of the programs, in the sources
	program=        # docking-fcgi
	timing_program= # docking-timing
	hosts=()        # the addresses of --host, as a URL has them
	address=        # the first address, or one that reaches it
	urls=           # of all addresses
	url=            # the first of the URLs
	log=            # error log of lighttpd and docking-fcgi
	log_begin=      # bytes that earlier runs left in the log
	log_keeper=     # process id of keep_log
	web_server=     # process id of lighttpd; as root, of --user's run.sh
	client=         # process id of docking-timing
	new_file=       # passwd's temporary file
}

# Beside an installed run.sh there is no Makefile, nor beside root's copy.
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
