# shellcheck shell=bash disable=SC2034,SC2154
#
# user.sh: as root, run.sh builds, and then starts itself once more as an
# unprivileged user, so that no process of root's touches a request; run.sh
# sources it.
#
# SPDX-License-Identifier: MIT

# As root, set as_user and home. The default user is made on the first start.
set_user() {
	[ "$(id -u)" = 0 ] || return 0
	: "${DOCKING_USER:=docking}"
	if ! id -u "$DOCKING_USER" >/dev/null 2>&1; then
		[ "$DOCKING_USER" = docking ] ||
			fail 67 "--user (DOCKING_USER): there is no user '$DOCKING_USER'"
		[ "$command" != print_config ] || return 0
		useradd --system --user-group --no-create-home --home-dir / \
			--shell /usr/sbin/nologin docking || fail 67 "cannot make the user docking"
	fi
	[ "$(id -u "$DOCKING_USER")" != 0 ] || return 0
	DOCKING_USER=$(id -un "$DOCKING_USER") # it may be a number
	as_user=(setpriv --reuid "$DOCKING_USER" --regid
		"$(id -g "$DOCKING_USER")" --clear-groups --no-new-privs)
	can_reach || home=/var/lib/docking
}

# May the user read all that it serves with? Under umask 077 a checkout or a build
# is root's alone: one file of each folder shows it.
can_reach() {
	local file built=("$root/${DOCKING_BUILD:-build}/docking-fcgi")
	[ -e "${built[0]}" ] || built=()
	for file in "${built[@]}" "$root"/{run.sh,lighttpd.conf,lighttpd/headers.conf} \
		"$root"/{api/errors/503.html,scripts/run/user.sh}; do
		"${as_user[@]}" test -r "$file" || return 1
	done
}

# Copy all that it serves with to home, where the user can reach it.
copy_home() {
	local served=(run.sh lighttpd.conf lighttpd scripts api)
	echo "${called##* }: user $DOCKING_USER cannot reach $root: it serves from" \
		"$home, with its data in $state" >&2
	(
		umask 022
		mkdir -p "$home" && chmod a+x "$home" && cd "$root" &&
			cp -r --remove-destination "${served[@]}" "$program" "$home" &&
			cd "$home" && chmod -R a+rX "${served[@]}" docking-fcgi
	) || fail 73 "cannot copy the server to $home"
	program=$home/docking-fcgi
}

# Start the server as the user, by a run.sh of theirs; returns when it is ready.
start_as_user() {
	local code=0 line low_ports=() out port
	[ "$home" = "$root" ] || copy_home
	for port in "$DOCKING_PORT" ${DOCKING_TLS:+"$DOCKING_TLS_PORT"}; do
		[[ ! $port =~ ^[0-9]{1,4}$ ]] || ((10#$port >= 1024)) ||
			low_ports=(--inh-caps=+net_bind_service
				--ambient-caps=+net_bind_service)
	done
	exec {out}< <(
		export DOCKING_PREPARED=$program DOCKING_STATE=$state
		# A session of its own: what a terminal or a script sends to all
		# of this group comes once, by this run.sh.
		exec setsid "${as_user[@]}" "${low_ports[@]}" --pdeathsig TERM \
			bash "$home/run.sh" serve </dev/null
	)
	web_server=$!
	if ! IFS= read -r line <&"$out"; then
		wait "$web_server" || code=$?
		web_server=
		exit "$code" # that run.sh has said why
	fi
}
