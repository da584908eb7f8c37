# shellcheck shell=bash disable=SC2034,SC2154
#
# state.sh: the state folder (data, logs, certificates, passwords) and in it
# this run's own folder (sockets, the web server's configuration); run.sh
# sources it.
#
# A run's folder belongs to the processes that hold the lock in it. A process id
# would not do: it means nothing in another container, and comes again after a
# crash.
#
# SPDX-License-Identifier: MIT

layout=1 # of the state folder: what a later version may change
other="another one: --state DIR (DOCKING_STATE)"

# Set state, and make nothing yet.
set_state() {
	if [ -n "${DOCKING_STATE-}" ]; then
		state=$DOCKING_STATE
		absolute state
	elif [[ -e $root/Makefile && $home = "$root" ]]; then
		state=$root/var
	elif [ "$(id -u)" = 0 ]; then
		state=/var/lib/docking/var
	else
		state=${XDG_STATE_HOME:-${HOME-}/.local/state}/docking
	fi
	[ ! -L "$state" ] || state=$(readlink -f "$state")
}

# Refuse a folder that is not this user's or not a state folder, and change
# nothing.
check_state() {
	local owner
	[ -e "$state" ] || return 0
	[ -d "$state" ] || fail 73 "the state folder $state is not a folder; $other"
	owner=$(stat -c %U "$state")
	if [ ${#as_user[@]} = 0 ]; then
		[ -O "$state" ] || fail 77 "the state folder $state is $owner's," \
			"not $(id -un)'s; $other"
	else
		[[ $owner = "$DOCKING_USER" || $owner = root ]] || fail 77 "the state" \
			"folder $state is $owner's; as $owner: --user $owner; $other"
	fi
	[[ -r $state && -w $state && -x $state ]] ||
		fail 73 "cannot read and write in the state folder $state; $other"
	if [ -e "$state/layout" ]; then
		[ "$(cat "$state/layout" 2>/dev/null)" = $layout ] || fail 65 "the state folder" \
			"$state is of another version of this program; $other"
	elif [ -n "${DOCKING_STATE-}" ] && [ -n "$(ls -AI layout "$state")" ]; then
		fail 73 "$state is not a state folder: it is not empty; $other"
	fi
}

# Make the state folder. As root, all in it becomes --user's.
make_state() {
	check_state
	{
		# --user must reach it, whatever root's umask.
		if [ ${#as_user[@]} -gt 0 ]; then (umask 022 && mkdir -p "${state%/*}"); fi &&
			mkdir -p "$state" &&
			{ [ -e "$state/layout" ] || echo $layout >"$state/layout"; }
	} 2>/dev/null || fail 73 "cannot make the state folder $state; $other"
	[ ${#as_user[@]} -gt 0 ] || return 0
	# Each time, as root's docking-admin may have made files; but never what a
	# link points to, or a file that has another name elsewhere.
	find "$state" -xdev -user root \( -type d -o -links 1 \) \
		-exec chown -h "$DOCKING_USER:" {} + ||
		fail 73 "cannot give $state to $DOCKING_USER"
	"${as_user[@]}" test -w "$state" || fail 73 "$DOCKING_USER cannot reach" \
		"the state folder $state; $other"
}

# Make this run's own folder, and remove those that nobody holds. The state
# folder is locked meanwhile: a folder exists before its lock is held.
make_run_dir() {
	local all dir lock
	exec {all}<"$state"
	flock -w 10 "$all" || fail 75 "$state: somebody else keeps it locked"
	for dir in "$state"/run.*; do
		[ -d "$dir" ] || continue
		exec {lock}>>"$dir/lock"
		! flock -n "$lock" || rm -rf "$dir"
		exec {lock}>&-
	done
	run_dir=$(mktemp -d "$state/run.$DOCKING_PORT.XXXXXX") ||
		fail 73 "cannot make a folder in $state"
	# All that is started inherits the lock, which ends with the last of them.
	exec {lock}>"$run_dir/lock"
	flock -n "$lock"
	exec {all}<&-
}
