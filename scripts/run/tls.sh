# shellcheck shell=bash disable=SC2034,SC2154
#
# tls.sh: certificate and key of --tls, from the user or made here; run.sh
# sources it.
#
# SPDX-License-Identifier: MIT

# Set the two files of --tls, and make them if need be.
set_tls() {
	local dir=$state/tls file
	[ -n "$DOCKING_TLS" ] || return 0
	export DOCKING_TLS_CERT=${DOCKING_TLS%%,*}
	export DOCKING_TLS_KEY=${DOCKING_TLS#*,}
	if [ "$DOCKING_TLS" = self ]; then
		DOCKING_TLS_CERT=$dir/cert.pem
		DOCKING_TLS_KEY=$dir/key.pem
		[ -s "$dir/cert.pem" ] || make_certificate "$dir"
	fi
	absolute DOCKING_TLS_CERT
	absolute DOCKING_TLS_KEY
	for file in "$DOCKING_TLS_CERT" "$DOCKING_TLS_KEY"; do
		[ -r "$file" ] || fail 66 \
			"--tls (DOCKING_TLS): cannot read '$file'; it is" \
			"'self' or two PEM files, CERT,KEY"
	done
}

# make_certificate DIR: a self-signed pair. It gets its name when it is whole, so
# that a pair half made is never found.
make_certificate() {
	local new names host
	names=subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
	for host in "${hosts[@]}"; do
		[[ ! $host =~ ^[0-9.]+$ ]] || names+=,IP:$host
	done
	new=$(mktemp -d "$1.XXXXXX") || fail 73 "cannot make a folder in $state"
	if ! openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -days 3650 -subj /CN=localhost -addext "$names" \
		-keyout "$new/key.pem" -out "$new/cert.pem" 2>"$new/log"; then
		fail 73 "cannot make a certificate: $(tail -n 1 "$new/log")"
	fi
	rm -rf "$1"
	mv "$new" "$1"
}
