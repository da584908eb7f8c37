# shellcheck shell=bash disable=SC2034,SC2154
#
# timing.sh: the command timing: docking-timing, with a server for the run if
# nothing answers at its URL; run.sh sources it.
#
# SPDX-License-Identifier: MIT

# Refuse a flag of the server's, and say what to do. --delay and --seed are flags
# of docking-timing, too.
refuse_server_flags() {
	local word flag variable
	for word; do
		flag=${word%%=*}
		case $flag in
		--) return ;;
		--delay | --seed) ;; # docking-timing's own
		--*)
			variable=$(flag_variable "$flag") || continue
			fail 64 "$flag is the server's: $variable=… $called timing"
			;;
		esac
	done
}

# Set url, from --url in the arguments of docking-timing or from DOCKING_URL. True
# if a server can be started there: the URL is this machine's, and the arguments
# ask for a run, not for help or a comparison of reports.
read_url() {
	url=${DOCKING_URL:-$url}
	[ "${1-}" != compare ] || return 1
	while [ $# -gt 0 ]; do
		case $1 in
		--url | -u) url=${2-} ;;
		--url=*) url=${1#*=} ;;
		-u*) url=${1#-u} ;;
		--engine | -e) [ "${2-}" != list ] || return 1 ;;
		--engine=list | -elist | --check | --help | -\? | --usage | --version | -V)
			return 1
			;;
		esac
		shift
	done
	[[ $url =~ ^http://(127[0-9.]+|localhost|\[(::1)\])(:([0-9]+))?/?$ ]] ||
		return 1
	local host=${BASH_REMATCH[2]:-${BASH_REMATCH[1]}} port=${BASH_REMATCH[4]:-80}
	[[ ,$DOCKING_HOST, = *,"$host",* && $DOCKING_PORT = "$port" ]] || {
		DOCKING_HOST=$host
		DOCKING_PORT=$port
		set_environment
	}
}

timing() {
	local code=0 at=()
	trap 'exit 130' INT
	trap 'exit 143' TERM
	refuse_server_flags "$@"
	prepare
	if read_url "$@"; then
		"$timing_program" --check "$@" || exit $?
		if ! answers "$address" "$DOCKING_PORT"; then
			start_server
			echo "${called##* }: started a server for this run at $url" >&2
		fi
	fi
	[ "${1-}" = compare ] || at=(--url "$url")
	# docking-timing reports so far when it is interrupted, and gives up when
	# it is once more: a session of its own keeps the terminal's signal away.
	trap '[ -n "$client" ] || exit 130; kill -INT "$client" || :' INT
	LC_ALL=$user_locale setsid setpriv --pdeathsig TERM \
		"$timing_program" "${at[@]}" "$@" &
	client=$!
	while kill -0 "$client" 2>/dev/null; do
		code=0
		wait "$client" || code=$?
	done
	client=
	exit "$code"
}
