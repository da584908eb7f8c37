# shellcheck shell=bash disable=SC2034,SC2154
#
# server.sh: the command serve: starts lighttpd, which spawns docking-fcgi, waits
# for it, and ends all that was started; run.sh sources it.
#
# SPDX-License-Identifier: MIT

# answers ADDRESS PORT: does GET /healthz get 200 there?
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

# keep_log FILE: append each line of stdin to the file, which is opened for each
# line, so that a file that was moved away is made anew. Ends when the last process
# that writes to the pipe has ended, and not by a signal.
keep_log() {
	local line
	trap '' HUP INT TERM
	while IFS= read -r line || [ -n "$line" ]; do
		printf '%s\n' "$line" >>"$1" || :
	done
}

# Print what this run has added to the log.
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
	# The last line of -t is the longest delay; log lines may be above it.
	longest=$("$program" -t 2>&1) || fail $? "$longest"
	set_capacity "${longest##*$'\n'}"
	set_tls
	check_passwords
	make_run_dir
	make_web_folder
	for log in "$state"/{access,error}-"$DOCKING_PORT".log; do
		{ : >>"$log"; } 2>/dev/null || fail 73 "cannot write $log"
	done
	log_begin=$(stat -c %s "$log")
	exec {writer}> >(keep_log "$log")
	log_keeper=$!

	# A session of its own, because with several workers lighttpd signals
	# its whole process group when it ends; and it ends with this script.
	(
		cd "$run_dir" || exit
		# The access log's times end in Z.
		TZ=UTC0 exec setsid setpriv --pdeathsig TERM \
			lighttpd -D -f lighttpd.conf
	) >&"$writer" 2>&1 </dev/null &
	web_server=$!
	exec {writer}>&-

	# Both, as another program may be the one that answers on this port.
	until said | grep -q 'server started' &&
		answers "$address" "$DOCKING_PORT"; do
		kill -0 "$web_server" 2>/dev/null || server_died ''
		sleep 0.02
	done
}

# Does a process of this group live? A zombie does not count: its new parent may
# be slow to wait for it.
group_lives() {
	local stat line
	kill -0 -- "-$1" 2>/dev/null || return 1
	for stat in /proc/[0-9]*/stat; do
		{ read -r line <"$stat"; } 2>/dev/null || continue
		[[ ! ${line##*) } =~ ^[^ZX]\ [0-9]+\ $1\  ]] || return 0
	done
	return 1
}

# End all that was started, once what is parked is answered: SIGINT is lighttpd's
# graceful stop.
stop_server() {
	[ -n "$web_server" ] || return 0
	local pid=$web_server signal=INT
	web_server=
	# As root this is a run.sh in the background, which ignores INT.
	[ ${#as_user[@]} = 0 ] || signal=TERM
	# A lighttpd that was killed leaves its workers behind.
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

# server_died STATUS: fail with lighttpd's last words, which are in the log when
# all that it started has ended.
server_died() {
	stop_server
	fail 70 "lighttpd ended${1:+ with $1}: $(said | tail -n 1)"
}

# On SIGHUP, have the logs opened anew, or end if our terminal has gone.
hang_up() {
	[ -z "$terminal" ] || { : </dev/tty; } 2>/dev/null || exit 0
	kill -HUP "$web_server" 2>/dev/null || :
}

serve() {
	local code terminal=
	trap 'trap "" INT TERM; exit 0' INT TERM
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
	[ ${#as_user[@]} = 0 ] || exit "$code" # that run.sh has said why
	server_died "$code"
}
