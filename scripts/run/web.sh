# shellcheck shell=bash disable=SC2016,SC2034,SC2153,SC2154
#
# web.sh: the web server's configuration of this run, in the run's folder; run.sh
# sources it. Its names of files are relative and go through links, since to
# lighttpd a blank or a backslash in some names is syntax.
#
# SPDX-License-Identifier: MIT

include() {
	printf 'include "site/%s"\n' "$1"
}

# Include cors.conf for all origins, or for each origin by itself, and then say
# that an answer depends on Origin. docking-fcgi -t has checked the origins.
write_cors_conf() {
	local origin origins
	[ -n "$DOCKING_CORS" ] || return 0
	if [ "$DOCKING_CORS" = '*' ]; then
		echo 'var.cors_origin = "*"'
		include lighttpd/cors.conf
		return
	fi
	echo 'setenv.add-response-header = ( "Vary" => "Origin" )'
	IFS=, read -ra origins <<<"$DOCKING_CORS"
	for origin in "${origins[@]}"; do
		printf '$REQUEST_HEADER["Origin"] == "%s" {\n' "$origin"
		echo 'setenv.set-response-header += ( "Access-Control-Allow-Credentials" => "true" )'
		printf 'var.cors_origin = "%s"\n' "$origin"
		include lighttpd/cors.conf
		echo '}'
	done
}

# Listen on all addresses but the first, which lighttpd.conf and tls.conf have.
write_socket_conf() {
	local host
	for host in "${hosts[@]:1}"; do
		printf '$SERVER["socket"] == "%s:%s" { }\n' "$host" "$DOCKING_PORT"
		[ -z "$DOCKING_TLS" ] ||
			printf '$SERVER["socket"] == "%s:%s" { ssl.engine = "enable" }\n' \
				"$host" "$DOCKING_TLS_PORT"
	done
}

# The parts, in the order in which their modules look at a request.
write_web_conf() {
	include lighttpd/headers.conf
	write_cors_conf
	[ -z "$DOCKING_PASSWORDS" ] || include lighttpd/passwords.conf
	include lighttpd.conf
	[ -z "$DOCKING_TLS" ] || include lighttpd/tls.conf
	write_socket_conf
}

# Make all that lighttpd reads.
make_web_folder() {
	{
		write_web_conf >"$run_dir/lighttpd.conf" &&
			ln -s "$root" "$run_dir/site" &&
			ln -s "${DOCKING_PROGRAM:-$program}" "$run_dir/docking-fcgi"
	} || fail 73 "cannot write in $run_dir"
	export DOCKING_ROOT=$run_dir/site DOCKING_LOG=$state DOCKING_PROGRAM=./docking-fcgi
	export DOCKING_BOARD_FILE=$run_dir/board
}
