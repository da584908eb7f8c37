# shellcheck shell=bash disable=SC2034,SC2154
#
# settings.sh: every setting of the server, from flags and the environment to
# DOCKING_... variables; run.sh sources it. A bad value is refused later, by
# docking-fcgi.
#
# SPDX-License-Identifier: MIT

# The settings that have a flag, a line each: flag, argument, variable, how and
# default, with a tab between two.
settings() {
	local name argument how default variable
	while IFS=$'\t' read -r name argument how default _; do
		[[ $name != '#'* && $argument != - ]] || continue
		variable=${name//-/_}
		printf -- '--%s\t%s\tDOCKING_%s\t%s\t%s\n' "$name" "$argument" \
			"${variable^^}" "$how" "$default"
	done <"$root/scripts/run/settings.txt"
}

usage() {
	local flag argument variable default
	cat <<EOF
usage: $called [serve] [FLAG...]   serve the API until Ctrl-C
       $called timing [ARG...]     time the workflow; starts a server for
                                       the run if nothing answers at the URL;
                                       ARGs: see $called timing --help
       $called passwd NAME [--passwords FILE] [--state DIR]
                                       let NAME write: asks for a password and
                                       stores its hash, in STATE/passwords
       $called --print-config [FLAG...]
                                       check the settings and print them
       $called --version           the versions of all that it uses

  flag                       environment            default
EOF
	while IFS=$'\t' read -r flag argument variable _ default; do
		printf '  %-27s%-23s%s\n' "$flag $argument" "$variable" "$default"
	done < <(settings)
	cat <<'EOF'

It listens on each ADDRESS: 127.0.0.1,::1 is this machine over IPv4 and IPv6.
A RULE is a number of seconds, uniform:LOW..HIGH, exponential:MEAN or
lognormal:MEDIAN,SIGMA; a ROUTE is a pattern such as '/users/{id}'. Chance is a
matter of --seed and the request's target: the same for every run and client. A
request may choose a RULE for itself (Docking-Delay: RULE), unless
--request-delays is off. Neither chance nor a request gets above --max-delay.
A FAULT is status:CODE, abort (the connection ends in the middle of the body) or
drip:BYTES,SECONDS (the body comes in pieces of BYTES, one each SECONDS), with
,p=P behind it if it hits a share of P only; Docking-Fault is a request's own.
--delay and --fault may be given several times; in the environment there is a
blank between two.
timer parks delayed requests, so thousands wait at once; sleep holds a thread
for each, so processes x threads are held at once and the next one waits.
When --max-parked requests wait, the next one gets 503. A stop answers those
that wait when they are due; what waits longer than --drain-limit gets 503.
--tls serves the same over TLS on a second port, with the certificate and key
in these PEM files, or a self-signed pair made on first use (STATE/tls/).
--passwords lets the users in FILE write, over TLS or from this machine.
--cors lets scripts of web pages from all or from these origins use the API.
--state is the folder of the database and the logs, which SIGHUP opens anew.
Started as root, it serves as --user, who owns STATE and nothing else; that is
/var/lib/docking/var if run.sh is where this user cannot read it.
EOF
}

# flag_variable FLAG [HOW]: print the variable that the flag sets; false if there
# is no such flag, or if HOW is not in its column of this name.
flag_variable() {
	local flag variable how
	while IFS=$'\t' read -r flag _ variable how _; do
		[[ $flag != "$1" || $how != *"${2-}"* ]] || {
			echo "$variable"
			return
		}
	done < <(settings)
	return 1
}

# Export what the flags set. Some flags are commands.
read_flags() {
	local variable
	local -A given=()
	while [ $# -gt 0 ]; do
		case $1 in
		--help | -h)
			usage
			exit 0
			;;
		--version | -V) command=print_version ;;
		--print-config) command=print_config ;;
		--*=*)
			set -- "${1%%=*}" "${1#*=}" "${@:2}"
			continue
			;;
		*)
			variable=$(flag_variable "$1") || fail 64 \
				"unknown argument '$1'; see $called --help"
			[ $# -ge 2 ] || fail 64 "$1 needs a value"
			# Several rules or faults are one word after another.
			[ -z "${given[$1]-}" ] || ! flag_variable "$1" s >/dev/null ||
				set -- "$1" "${given[$1]} $2" "${@:3}"
			given[$1]=$2
			export "$variable=$2"
			shift
			;;
		esac
		shift
	done
}

# absolute VARIABLE: a relative file name is relative to the user's folder.
absolute() {
	[[ -z ${!1} || ${!1} = /* ]] || printf -v "$1" %s "$PWD/${!1}"
}

# Export what lighttpd.conf and docking-fcgi read, and set the addresses.
set_environment() {
	local host names variable how default
	while IFS=$'\t' read -r _ _ variable how default; do
		default=${default%%[ (]*} # "2 (a process)" is 2, "(off)" nothing
		[[ $how != *e* ]] || export "$variable=${!variable-$default}"
	done < <(settings)
	export DOCKING_DB=${DOCKING_DB:-$state/docking.db}
	absolute DOCKING_DB
	absolute DOCKING_PASSWORDS
	hosts=() urls=''
	IFS=, read -ra names <<<"$DOCKING_HOST"
	for host in "${names[@]}"; do
		[[ $host != *:* ]] || host="[$host]"
		hosts+=("$host")
		urls+=${urls:+ }http://$host:$DOCKING_PORT
		[ -z "$DOCKING_TLS" ] || urls+=" https://$host:$DOCKING_TLS_PORT"
	done
	export DOCKING_BIND=${hosts[0]-}
	# Of a server that listens everywhere, an address that can be asked.
	address=${DOCKING_HOST%%,*}
	[ "$address" != 0.0.0.0 ] || address=127.0.0.1
	[ "$address" != :: ] || address=::1
	url=${urls%% *}
}

# set_capacity LONGEST: descriptors, connections and what follows from them.
# LONGEST is how many seconds an answer may take on purpose.
set_capacity() {
	local limit
	limit=$(ulimit -Hn)
	# Where there is no limit, a round number far above any use here.
	[ "$limit" != unlimited ] && [ "$limit" -lt 65536 ] || limit=65536
	export DOCKING_MAX_FDS=$limit
	export DOCKING_MAX_CONNECTIONS=$((limit / 2))
	# Places are given out by the least loaded process, as one web server
	# sees it: so with few places (sleep), only one must give them out.
	export DOCKING_WORKERS=1
	[ "$DOCKING_DELAY_MODEL" = sleep ] || DOCKING_WORKERS=2
	# At 90 % of its descriptors a worker accepts no more, and a request
	# takes two.
	export DOCKING_WEB_PLACES=$((DOCKING_WORKERS * limit * 9 / 20))
	export DOCKING_DRAIN_SECONDS=$(($1 + 10))
}

# The settings in the table's order, as lines that a shell can read.
print_config() {
	local variable
	prepare
	check_state
	variable=$("$program" -c 2>&1) || fail $? "$variable"
	check_passwords
	check_tls
	DOCKING_STATE=$state
	while IFS=$'\t' read -r _ _ variable _; do
		[ -z "${!variable-}" ] || printf '%s=%q\n' "$variable" "${!variable}"
	done < <(settings)
}
