#!/usr/bin/env bash
#
# run.sh: starts the Docking API, times it, or lets a user write to it.
# `bash run.sh --help` says how.
#
# Flow: flags -> DOCKING_... environment -> packages -> build -> docking-fcgi
# -t (settings and database) -> lighttpd in a group of its own, which spawns
# docking-fcgi -> wait. Whatever ends this script ends what it started. Started
# as root it only builds, and starts itself once more as an unprivileged user.
#
# SPDX-License-Identifier: MIT
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${DOCKING_BUILD:-build} # relative to root; the tests' other builds
state=$root/var
home=$root  # where the server's files are, for the user that it runs as
as_user=()  # before a command: runs it as that user, if that is not who we are
run_dir=    # this run's own folder: sockets; empty while there is none
longest=    # seconds that an answer may take on purpose
web_server= # process id of lighttpd, also its group's; or of the other run.sh
client=     # process id of docking-timing
new_file=   # of passwd, until it has its name

user='[A-Za-z0-9._@-]{1,64}'
entry="^$user:"'\$[0-9a-z]+\$[!-9;-~]+$' # a salted hash as in crypt(5)

usage() {
	cat <<'EOF'
usage: bash run.sh [serve] [FLAG...]   serve the API until Ctrl-C
       bash run.sh timing [ARG...]     time the workflow; starts a server for
                                       the run if nothing answers at the URL;
                                       ARGs: see bash run.sh timing --help
       bash run.sh passwd NAME [--passwords FILE]
                                       let NAME write: asks for a password and
                                       stores its hash, in var/passwords

  flag                       environment            default
  --host ADDRESS             DOCKING_HOST           127.0.0.1
  --port PORT                DOCKING_PORT           5000
  --delay [ROUTE=]RULE       DOCKING_DELAY          0.5
  --seed N                   DOCKING_SEED           1
  --max-delay SECONDS        DOCKING_MAX_DELAY      60
  --request-delays on|off    DOCKING_REQUEST_DELAYS on
  --fault [ROUTE=]FAULT      DOCKING_FAULT          (none)
  --request-faults on|off    DOCKING_REQUEST_FAULTS on
  --delay-model timer|sleep  DOCKING_DELAY_MODEL    timer
  --processes N              DOCKING_PROCESSES      4
  --threads N                DOCKING_THREADS        2 (a process)
  --max-parked N             DOCKING_MAX_PARKED     (what the web server holds)
  --drain-limit SECONDS      DOCKING_DRAIN_LIMIT    3600
  --db FILE                  DOCKING_DB             var/docking.db
  --tls self|CERT,KEY        DOCKING_TLS            (off)
  --tls-port PORT            DOCKING_TLS_PORT       5443
  --passwords FILE           DOCKING_PASSWORDS      (off: nobody may write)
  --cors *|ORIGIN,...        DOCKING_CORS           (off)
  --user NAME                DOCKING_USER           docking (started as root)

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
When --max-parked requests wait, the next one gets 503. A stop answers those that
wait when they are due; what waits longer than --drain-limit gets 503.
--tls serves the same over TLS on a second port, with the certificate and key
in these PEM files, or a self-signed pair made on first use (var/tls/).
--passwords lets the users in FILE write, over TLS or from this machine.
--cors lets scripts of web pages from all or from these origins use the API.
Started as root, it serves as --user, who owns var/ (or /var/lib/docking/var, if
that is out of reach for NAME) and nothing else.
EOF
}

# fail CODE MESSAGE...: one line on stderr, a sysexits code.
fail() {
	local code=$1
	shift
	echo "run.sh: $*" >&2
	exit "$code"
}

# --delay and --fault may be given several times: they are one word after another.
read_flags() {
	local delays='' faults=''
	while [ $# -gt 0 ]; do
		case $1 in
		--help | -h)
			usage
			exit 0
			;;
		--host | --port | --delay | --delay-model | --processes | \
			--threads | --db | --tls | --tls-port | --passwords | --cors | \
			--seed | --max-delay | --request-delays | --fault | \
			--request-faults | --max-parked | --drain-limit | --user)
			[ $# -ge 2 ] || fail 64 "$1 needs a value"
			if [ "$1" = --delay ]; then
				delays+=${delays:+ }$2
				set -- "$1" "$delays" "${@:3}"
			elif [ "$1" = --fault ]; then
				faults+=${faults:+ }$2
				set -- "$1" "$faults" "${@:3}"
			fi
			local name=${1#--}
			name=${name//-/_}
			export "DOCKING_${name^^}=$2"
			shift 2
			;;
		--*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
		*) fail 64 "unknown argument '$1'; see bash run.sh --help" ;;
		esac
	done
}

# Nothing that touches a request is root's. The user is made on the first start,
# unless it is another one than the default.
set_user() {
	[ "$(id -u)" = 0 ] && [ "${DOCKING_USER:=docking}" != root ] || return 0
	id -u "$DOCKING_USER" >/dev/null 2>&1 ||
		{ [ "$DOCKING_USER" = docking ] && useradd --system --user-group \
			--no-create-home --home-dir / --shell /usr/sbin/nologin docking; } ||
		fail 67 "--user (DOCKING_USER): there is no user '$DOCKING_USER'"
	as_user=(setpriv --reuid "$DOCKING_USER" --regid
		"$(id -g "$DOCKING_USER")" --clear-groups --no-new-privs)
	"${as_user[@]}" test -r "$root/run.sh" || home=/var/lib/docking
	state=$home/var
}

# Everything that lighttpd.conf and docking-fcgi read.
set_environment() {
	export DOCKING_HOST=${DOCKING_HOST-127.0.0.1}
	export DOCKING_PORT=${DOCKING_PORT-5000}
	export DOCKING_DELAY=${DOCKING_DELAY-0.5}
	export DOCKING_DELAY_MODEL=${DOCKING_DELAY_MODEL-timer}
	export DOCKING_PROCESSES=${DOCKING_PROCESSES-4}
	export DOCKING_THREADS=${DOCKING_THREADS-2}
	export DOCKING_DB=${DOCKING_DB:-$state/docking.db}
	[[ $DOCKING_DB = /* ]] || DOCKING_DB=$PWD/$DOCKING_DB
	export DOCKING_TLS=${DOCKING_TLS:-}
	export DOCKING_TLS_PORT=${DOCKING_TLS_PORT:-5443}
	export DOCKING_PASSWORDS=${DOCKING_PASSWORDS:-}
	[[ -z $DOCKING_PASSWORDS || $DOCKING_PASSWORDS = /* ]] ||
		DOCKING_PASSWORDS=$PWD/$DOCKING_PASSWORDS
	export DOCKING_CORS=${DOCKING_CORS:-}
	export DOCKING_PROGRAM=${DOCKING_PROGRAM:-$home/$build/docking-fcgi}
	export DOCKING_ROOT=$root
	export DOCKING_LOG=$state
	# To lighttpd no address is any address.
	[ -n "$DOCKING_HOST" ] || fail 78 \
		"--host (DOCKING_HOST): '' is not an address or a host's name"
	export DOCKING_BIND=$DOCKING_HOST
	[[ $DOCKING_HOST != *:* ]] || DOCKING_BIND="[$DOCKING_HOST]"
	url=http://$DOCKING_BIND:$DOCKING_PORT
	urls=$url
	[ -z "$DOCKING_TLS" ] || urls+=" https://$DOCKING_BIND:$DOCKING_TLS_PORT"
}

# What depends on values that docking-fcgi -t has found to be good.
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
	export DOCKING_DRAIN_SECONDS
	DOCKING_DRAIN_SECONDS=$((longest + 10))
}

# Packages and programs; for the run.sh that root started they are there.
prepare() {
	[ -z "${DOCKING_PREPARED-}" ] || return 0
	bash "$root/scripts/install-packages" run ${DOCKING_TLS:+tls}
	make -s -j "$(nproc)" -C "$root" "$build/docking-fcgi" "$build/docking-timing" \
		>&2 || fail 70 "the build failed"
}

# Certificate and key, from the user or made here.
set_tls() {
	local dir=$state/tls
	[ -n "$DOCKING_TLS" ] || return 0
	if [ "$DOCKING_TLS" = self ]; then
		DOCKING_TLS=$dir/cert.pem,$dir/key.pem
		[ -s "$dir/cert.pem" ] || make_certificate "$dir"
	fi
	export DOCKING_TLS_CERT=${DOCKING_TLS%%,*}
	export DOCKING_TLS_KEY=${DOCKING_TLS#*,}
	local file
	for file in "$DOCKING_TLS_CERT" "$DOCKING_TLS_KEY"; do
		[ -r "$file" ] || fail 66 \
			"--tls (DOCKING_TLS): cannot read '$file'; it is" \
			"'self' or two PEM files, CERT,KEY"
	done
}

# Under another name first: a half-made pair must never be found.
make_certificate() {
	local new=$1.$$ names
	names=subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
	[[ ! $DOCKING_HOST =~ ^[0-9.]+$ ]] || names+=,IP:$DOCKING_HOST
	mkdir -m 700 "$new"
	if ! openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -days 3650 -subj /CN=localhost -addext "$names" \
		-keyout "$new/key.pem" -out "$new/cert.pem" 2>"$new/log"; then
		fail 73 "cannot make a certificate: $(tail -n 1 "$new/log")"
	fi
	rm -rf "$1"
	mv "$new" "$1"
}

# A line that mod_auth would skip is said here: to its user it would look like
# a wrong password.
check_passwords() {
	local file=$DOCKING_PASSWORDS line
	[ -n "$file" ] || return 0
	[[ -f $file && -r $file ]] || fail 66 \
		"--passwords (DOCKING_PASSWORDS): cannot read '$file';" \
		"bash run.sh passwd NAME makes such a file"
	[ -s "$file" ] || fail 66 \
		"--passwords (DOCKING_PASSWORDS): '$file' is empty;" \
		"bash run.sh passwd NAME adds a user"
	line=$(LC_ALL=C grep -a -v -n -m 1 -E "$entry" "$file") || return 0
	fail 66 "--passwords (DOCKING_PASSWORDS): '$file': line ${line%%:*}" \
		"is not NAME:HASH"
}

# lighttpd-cors.conf for all origins, or for each one by itself; an answer that
# depends on Origin says so. docking-fcgi -t has checked them.
write_cors_conf() {
	local origin origins include='include env.DOCKING_ROOT + "/lighttpd-cors.conf"'
	[ -n "$DOCKING_CORS" ] || return 0
	if [ "$DOCKING_CORS" = '*' ]; then
		printf 'var.cors_origin = "*"\n%s\n' "$include"
		return
	fi
	echo 'setenv.set-response-header += ( "Vary" => "Origin" )'
	IFS=, read -ra origins <<<"$DOCKING_CORS"
	for origin in "${origins[@]}"; do
		# shellcheck disable=SC2016
		printf '$REQUEST_HEADER["Origin"] == "%s" {\n' "$origin"
		printf 'var.cors_origin = "%s"\n%s\n}\n' "$origin" "$include"
	done
}

# The web server's parts, in the order in which their modules look at a request.
write_web_conf() {
	local part parts=(lighttpd)
	[ -z "$DOCKING_PASSWORDS" ] || parts=(lighttpd-passwords "${parts[@]}")
	parts=(lighttpd-headers "${parts[@]}")
	[ -z "$DOCKING_TLS" ] || parts+=(lighttpd-tls)
	{
		for part in "${parts[@]}"; do
			echo "include env.DOCKING_ROOT + \"/$part.conf\""
			[ "$part" != lighttpd-headers ] || write_cors_conf
		done
	} >"$run_dir/lighttpd.conf"
}

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

listens() {
	(exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

# Folders of runs that were killed: their process is gone.
remove_old_run_dirs() {
	local dir
	for dir in "$state"/run.*; do
		[ -d "/proc/${dir##*.}" ] || rm -rf "$dir"
	done
}

# A copy of what serves, where the user can reach it.
copy_home() {
	echo "run.sh: user $DOCKING_USER cannot reach $root: it serves from" \
		"$home, with its data in $state" >&2
	{
		mkdir -p "$home/$build" &&
			cp -r --remove-destination "$root/run.sh" \
				"$root"/lighttpd*.conf "$root/api" "$home" &&
			cp --remove-destination "$root/$build/docking-fcgi" \
				"$home/$build" &&
			chmod -R a+rX "$home/run.sh" "$home"/*.conf "$home/api" \
				"$home/$build" && chmod a+x "$home"
	} || fail 73 "cannot copy the server to $home"
}

# Have the user start the server; this one waits for it, and ends it.
start_as_user() {
	local code=0 line low_ports=() out port
	[ "$home" = "$root" ] || copy_home
	{ mkdir -p "$state" && chown -R "$DOCKING_USER:" "$state"; } ||
		fail 73 "cannot make the folder $state"
	for port in "$DOCKING_PORT" ${DOCKING_TLS:+"$DOCKING_TLS_PORT"}; do
		[[ ! $port =~ ^[0-9]{1,4}$ ]] || ((10#$port >= 1024)) ||
			low_ports=(--inh-caps=+net_bind_service
				--ambient-caps=+net_bind_service)
	done
	exec {out}< <(DOCKING_PREPARED=1 exec "${as_user[@]}" "${low_ports[@]}" \
		--pdeathsig TERM bash "$home/run.sh" serve </dev/null)
	web_server=$!
	if ! IFS= read -r line <&"$out"; then
		wait "$web_server" || code=$?
		web_server=
		exit "$code" # it has said why
	fi
}

start_server() {
	local line
	if [ ${#as_user[@]} -gt 0 ]; then
		start_as_user
		return
	fi
	mkdir -p "$state" || fail 73 "cannot make the folder $state"
	longest=$("$root/$build/docking-fcgi" -t 2>&1) || fail $? "$longest"
	longest=${longest##*$'\n'} # behind what it may have logged
	local host=$DOCKING_HOST
	[ "$host" != 0.0.0.0 ] || host=127.0.0.1
	# Before the log, which is that server's, is touched.
	! listens "$host" "$DOCKING_PORT" || fail 69 \
		"cannot listen on $DOCKING_HOST:$DOCKING_PORT: it is in use"
	set_capacity
	set_tls
	check_passwords
	remove_old_run_dirs
	run_dir=$state/run.$$
	export DOCKING_BOARD_FILE=$run_dir/board
	mkdir -m 700 "$run_dir" || fail 73 "cannot make the folder $run_dir"
	write_web_conf
	local log=$state/error-$DOCKING_PORT.log
	: >"$log" || fail 73 "cannot write $log"
	rm -f "$state/access-$DOCKING_PORT.log"

	# A session of its own, because with several workers lighttpd signals
	# its whole process group when it ends; and it ends with this script.
	(
		cd "$run_dir"
		# Z is what the log says of its times.
		TZ=UTC0 exec setsid setpriv --pdeathsig TERM \
			lighttpd -D -f lighttpd.conf
	) >>"$log" 2>&1 </dev/null &
	web_server=$!

	# Both: another program may be the one that answers on this port.
	until grep -q 'server started' "$log" &&
		answers "$host" "$DOCKING_PORT"; do
		if ! kill -0 "$web_server" 2>/dev/null; then
			web_server=
			line=$(sed -n 's/.*t bind to socket: //p' "$log")
			[ -z "$line" ] || fail 69 "cannot listen on $line"
			fail 70 "lighttpd ended: $(tail -n 1 "$log")"
		fi
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
}

clean_up() {
	trap '' INT TERM
	[ -z "$client" ] || kill "$client" 2>/dev/null || :
	stop_server
	[ -z "$new_file" ] || rm -f "$new_file"
	[ -z "$run_dir" ] || rm -rf "$run_dir"
}

serve() {
	trap 'exit 0' INT TERM
	start_server
	echo "ready: $urls"
	local code=0
	wait "$web_server" || code=$?
	[ ${#as_user[@]} = 0 ] || exit "$code" # it has said why
	fail 70 "lighttpd ended with $code: $(tail -n 1 "$state/error-$DOCKING_PORT.log")"
}

# The --url in the arguments of docking-timing, if there is one, is where a
# server is to be; only on this machine can one be started. False as well if
# the arguments only ask what there is, or for a comparison of two reports.
read_url() {
	[ "${1-}" != compare ] || return 1
	while [ $# -gt 0 ]; do
		case $1 in
		--url | -u) url=${2-} ;;
		--url=*) url=${1#*=} ;;
		-u*) url=${1#-u} ;;
		--engine | -e) [ "${2-}" != list ] || return 1 ;;
		--engine=list | -elist | --help | -\? | --usage | --version | -V)
			return 1
			;;
		esac
		shift
	done
	[[ $url =~ ^http://(127[0-9.]+|localhost|\[(::1)\])(:([0-9]+))?/?$ ]] ||
		return 1
	DOCKING_HOST=${BASH_REMATCH[2]:-${BASH_REMATCH[1]}}
	DOCKING_PORT=${BASH_REMATCH[4]:-80}
}

timing() {
	local code=0
	trap 'exit 130' INT
	trap 'exit 143' TERM
	if read_url "$@" && ! answers "$DOCKING_HOST" "$DOCKING_PORT"; then
		set_environment
		start_server
		echo "run.sh: started a server for this run at $url" >&2
	fi
	local at=(--url "$url")
	[ "${1-}" != compare ] || at=()
	# It tells what it measured so far when it is interrupted: once, so it
	# is not in the process group that a terminal interrupts as well.
	trap '[ -n "$client" ] || exit 130; kill -INT "$client" || :' INT
	setsid setpriv --pdeathsig TERM \
		"$root/$build/docking-timing" "${at[@]}" "$@" &
	client=$!
	while kill -0 "$client" 2>/dev/null; do
		code=0
		wait "$client" || code=$?
	done
	client=
	exit "$code"
}

# A line from a pipe, or the same one twice from a terminal, which does not show
# it; into $password, which is the caller's.
read_password() {
	local again LC_ALL=C # so that lengths are bytes
	if [ -t 0 ]; then
		IFS= read -rsp "Password for $1: " password || :
		echo >&2
		IFS= read -rsp "Again: " again || :
		echo >&2
		[ "$password" = "$again" ] || fail 65 "the two passwords differ"
	else
		IFS= read -r password || :
	fi
	[[ ${#password} -ge 8 && ${#password} -le 128 ]] || fail 65 \
		"a password has 8 to 128 bytes, not ${#password}"
	[[ $password != *[[:cntrl:]]* ]] ||
		fail 65 "a password has no control characters"
}

# Makes or replaces a user's entry. A pipe takes the password to openssl: others
# could read it in its arguments or its environment.
passwd() {
	local name='' file=${DOCKING_PASSWORDS:-$state/passwords} dir hash
	local password
	export -n password # a user's variable of this name may be exported
	while [ $# -gt 0 ]; do
		case $1 in
		--help | -h)
			usage
			exit 0
			;;
		--passwords)
			[ -n "${2-}" ] || fail 64 "$1 needs a value"
			file=$2
			shift
			;;
		--passwords=?*) file=${1#*=} ;;
		*)
			[[ -z $name && $1 != --* ]] || fail 64 \
				"unknown argument '$1'; see bash run.sh --help"
			(LC_ALL=C && [[ $1 =~ ^$user$ ]]) || fail 64 \
				"'$1' is not a user's name: 1 to 64" \
				"characters of A-Z a-z 0-9 . _ @ -"
			name=$1
			;;
		esac
		shift
	done
	[ -n "$name" ] || fail 64 "passwd needs a user's name"
	bash "$root/scripts/install-packages" passwords
	read_password "$name"
	hash=$(printf '%s\n' "$password" | openssl passwd -6 -stdin) ||
		fail 70 "openssl cannot hash the password"

	dir=$(dirname "$file")
	mkdir -p "$dir" || fail 73 "cannot make the folder $dir"
	# The lock is on the folder: the file is another one after each change.
	exec 9<"$dir"
	flock -w 10 9 || fail 75 "$file: somebody else keeps its folder locked"
	new_file=$(mktemp "$file.XXXXXX") || fail 73 "cannot write $file"
	# As text: as numbers the users 1 and 01 would be one.
	{
		[ ! -e "$file" ] ||
			awk -F : -v name="$name" '$1 "" != name ""' "$file"
	} >"$new_file" || fail 66 "cannot read $file"
	{ echo "$name:$hash" >>"$new_file" && mv -f "$new_file" "$file"; } ||
		fail 73 "cannot write $file"
	new_file=
	file=${file#"$PWD/"}
	echo "$file: $name may write; start with: bash run.sh --passwords $file"
}

command=serve
case ${1-} in
serve | timing | passwd)
	command=$1
	shift
	;;
esac
trap clean_up EXIT
[ "$command" != serve ] || read_flags "$@"
set_user
if [ "$command" != passwd ]; then
	set_environment
	prepare
fi
"$command" "$@"
