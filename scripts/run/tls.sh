# shellcheck shell=bash disable=SC2034,SC2154
#
# tls.sh: certificate and key of --tls, from the user or made here; run.sh
# sources it.
#
# SPDX-License-Identifier: MIT

check_tls() {
	local file
	[[ -n $DOCKING_TLS && $DOCKING_TLS != self ]] || return 0
	for file in "${DOCKING_TLS%%,*}" "${DOCKING_TLS#*,}"; do
		[ -r "$file" ] || fail 66 \
			"--tls (DOCKING_TLS): cannot read '$file'; it is" \
			"'self' or two PEM files, CERT,KEY"
	done
}

# Set the two files of --tls, and make them if need be.
set_tls() {
	local dir=$state/tls
	[ -n "$DOCKING_TLS" ] || return 0
	check_tls
	export DOCKING_TLS_CERT=${DOCKING_TLS%%,*}
	export DOCKING_TLS_KEY=${DOCKING_TLS#*,}
	if [ "$DOCKING_TLS" = self ]; then
		DOCKING_TLS_CERT=$dir/cert.pem
		DOCKING_TLS_KEY=$dir/key.pem
		make_certificate "$dir"
	fi
	absolute DOCKING_TLS_CERT
	absolute DOCKING_TLS_KEY
}

# make_certificate DIR: make a self-signed pair there, unless there is one. The
# certificate gets its name last, so that a pair half made is never found.
make_certificate() {
	local names host said lock
	{ { [ -d "$1" ] || mkdir -m 700 "$1"; } && exec {lock}<"$1" && flock "$lock"; } ||
		fail 73 "cannot make the folder $1"
	[ ! -s "$1/cert.pem" ] || return 0
	[ ! -e "$1/key.pem" ] || fail 66 "--tls self: there is $1/key.pem and no" \
		"cert.pem; remove it, or give your own pair: --tls CERT,KEY"
	names=subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
	for host in "${hosts[@]}"; do
		host=${host//[][]/}
		[[ ! $host =~ ^([0-9.]+|.*:.*)$ || $host = :: ]] || names+=,IP:$host
	done
	said=$(openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -days 3650 -subj /CN=localhost -addext "$names" \
		-keyout "$1/key.new" -out "$1/cert.new" 2>&1) || {
		rm -f "$1/key.new" "$1/cert.new"
		fail 73 "cannot make a certificate: ${said##*$'\n'}"
	}
	mv "$1/key.new" "$1/key.pem" && mv "$1/cert.new" "$1/cert.pem"
	exec {lock}<&-
}
