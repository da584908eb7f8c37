# shellcheck shell=bash disable=SC2034,SC2154
#
# server.sh: starts lighttpd, which spawns docking-fcgi, waits for it, and ends
# all that was started; run.sh sources it.
#
# SPDX-License-Identifier: MIT

# GET /healthz: true once the server answers 200 there.
answers() {
	local line=
	{
		exec 3<>"/dev/tcp/$1/$2" &&
			printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3 &&
			IFS= read -r -t 5 line <&3
		exec 3>&-
	} 2>/dev/null || return 1
	[[ $line = "HTTP/1."?" 200"* ]]
}

# Append each line to the file that has the name then: one that was moved away
# is made anew. Ends when the last one who may write has ended.
keep_log() {
	local line
	trap '' HUP INT TERM
	while IFS= read -r line || [ -n "$line" ]; do
		printf '%s\n' "$line" >>"$1" || :
	done
}

# Of the log, what this run's lighttpd has said.
said() {
	tail -c "+$((log_begin + 1))" "$log"
}

start_server() {
	local longest writer
	make_state
	if [ ${#as_user[@]} -gt 0 ]; then
		start_as_user
		return
	fi
	# Its last line, behind what it may have logged.
	longest=$("$program" -t 2>&1) || fail $? "$longest"
	set_capacity "${longest##*$'\n'}"
	set_tls
	check_passwords
	make_run_dir
	make_web_folder
	log=$state/error-$DOCKING_PORT.log
	: >>"$log" || fail 73 "cannot write $log"
	log_begin=$(stat -c %s "$log")
	exec {writer}> >(keep_log "$log")
	log_keeper=$!

	# A session of its own, because with several workers lighttpd signals
	# its whole process group when it ends; and it ends with this script.
	(
		cd "$run_dir" || exit
		# Z is what the log says of its times.
		TZ=UTC0 exec setsid setpriv --pdeathsig TERM \
			lighttpd -D -f lighttpd.conf
	) >&"$writer" 2>&1 </dev/null &
	web_server=$!
	exec {writer}>&-

	# Both: another program may be the one that answers on this port.
	until said | grep -q 'server started' &&
		answers "$address" "$DOCKING_PORT"; do
		kill -0 "$web_server" 2>/dev/null || server_died ''
		sleep 0.02
	done
}

# Is a process of this group left? A zombie is none: whose child it has become
# may be slow to bury it.
group_lives() {
	local stat line
	kill -0 -- "-$1" 2>/dev/null || return 1
	for stat in /proc/[0-9]*/stat; do
		{ read -r line <"$stat"; } 2>/dev/null || continue
		[[ ! ${line##*) } =~ ^[^ZX]\ [0-9]+\ $1\  ]] || return 0
	done
	return 1
}

# Answer what is parked, then end everything that was started. SIGINT is
# lighttpd's graceful stop.
stop_server() {
	[ -n "$web_server" ] || return 0
	local pid=$web_server signal=INT
	web_server=
	# The other run.sh, being in the background, ignores INT.
	[ ${#as_user[@]} = 0 ] || signal=TERM
	# Its workers outlive it if it was killed.
	kill -"$signal" "$pid" 2>/dev/null || kill -- "-$pid" 2>/dev/null || :
	# A worker that has closed its last connection may sleep for a second
	# before it sees that it is done: any signal wakes it.
	while group_lives "$pid"; do
		kill -CHLD -- "-$pid" 2>/dev/null || :
		sleep 0.1
	done
	wait "$pid" 2>/dev/null || :
	[ -z "$log_keeper" ] || wait "$log_keeper" || :
}

# Its last words come with the end of all that it started.
server_died() {
	stop_server
	fail 70 "lighttpd ended${1:+ with $1}: $(said | tail -n 1)"
}

# SIGHUP: the logs are opened anew, unless it says that the terminal has gone.
hang_up() {
	[ -z "$terminal" ] || { : </dev/tty; } 2>/dev/null || exit 0
	kill -HUP "$web_server" 2>/dev/null || :
}

serve() {
	local code terminal=
	trap 'exit 0' INT TERM
	{ : </dev/tty; } 2>/dev/null && terminal=1
	check_state
	prepare
	start_server
	trap hang_up HUP
	echo "ready: $urls"
	# A signal that is caught ends a wait.
	while :; do
		code=0
		wait "$web_server" 2>/dev/null || code=$?
		kill -0 "$web_server" 2>/dev/null || break
	done
	[ ${#as_user[@]} = 0 ] || exit "$code" # it has said why
	server_died "$code"
}
