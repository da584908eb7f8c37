# shellcheck shell=bash disable=SC2034,SC2154
#
# user.sh: started as root, run.sh builds, and then starts itself once more as
# an unprivileged user: nothing that touches a request is root's. run.sh sources
# it.
#
# SPDX-License-Identifier: MIT

# Who serves, into as_user (words before a command), and from where, into home.
# The user is made on the first start, unless it is another one than the default.
set_user() {
	[ "$(id -u)" = 0 ] && [ "${DOCKING_USER:=docking}" != root ] || return 0
	id -u "$DOCKING_USER" >/dev/null 2>&1 ||
		{ [ "$DOCKING_USER" = docking ] && useradd --system --user-group \
			--no-create-home --home-dir / --shell /usr/sbin/nologin docking; } ||
		fail 67 "--user (DOCKING_USER): there is no user '$DOCKING_USER'"
	as_user=(setpriv --reuid "$DOCKING_USER" --regid
		"$(id -g "$DOCKING_USER")" --clear-groups --no-new-privs)
	can_reach || home=/var/lib/docking
}

# May the user read all that serves? After a checkout or a build under umask
# 077 some of it may be root's alone.
can_reach() {
	local file built=("$root/${DOCKING_BUILD:-build}/docking-fcgi")
	[ -e "${built[0]}" ] || built=()
	for file in "${built[@]}" "$root"/{run.sh,lighttpd.conf,lighttpd/headers.conf} \
		"$root"/{api/errors/503.html,scripts/run/user.sh}; do
		"${as_user[@]}" test -r "$file" || return 1
	done
}

# A copy of what serves, where the user can reach it.
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

# Have the user start the server; this run.sh waits for it, and ends it.
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
		exec "${as_user[@]}" "${low_ports[@]}" --pdeathsig TERM \
			bash "$home/run.sh" serve </dev/null
	)
	web_server=$!
	if ! IFS= read -r line <&"$out"; then
		wait "$web_server" || code=$?
		web_server=
		exit "$code" # it has said why
	fi
}
