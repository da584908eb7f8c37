# shellcheck shell=bash disable=SC2034,SC2154
#
# build.sh: the packages and the programs that run.sh needs; run.sh sources it.
#
# SPDX-License-Identifier: MIT

# Find where the programs are, or will be: installed, if there is no Makefile; in
# the checkout; or in the state folder, made from a copy of the sources, if the
# checkout cannot be written to.
set_programs() {
	build=${DOCKING_BUILD:-build}
	sources=$root
	if [ ! -e "$root/Makefile" ]; then
		program=${root%/share/docking}/libexec/docking/docking-fcgi
		timing_program=${root%/share/docking}/bin/docking-timing
	else
		[[ -w $root && (! -e $root/$build || -w $root/$build) ]] || is_built ||
			sources=$state/source
		program=$sources/$build/docking-fcgi
		timing_program=$sources/$build/docking-timing
	fi
	program=${DOCKING_PREPARED:-$program}
}

is_built() {
	make -q -C "$root" "$build/docking-fcgi" "$build/docking-timing" \
		>/dev/null 2>&1
}

# Install what is missing and build. The run.sh that root's starts has it done.
prepare() {
	local purpose=run
	[ -z "${DOCKING_PREPARED-}" ] || return 0
	[ -e "$root/Makefile" ] || purpose=serve
	bash "$root/scripts/install-packages" $purpose ${DOCKING_TLS:+tls} || exit $?
	[ $purpose = run ] || return 0
	[ "$sources" = "$root" ] || copy_sources
	# Under any umask, so that --user may run it.
	(
		umask 022
		make -s -j "$(nproc)" -C "$sources" \
			"$build/docking-fcgi" "$build/docking-timing" >&2
	) || fail 70 "the build failed"
}

# With their times, so that only what has changed is built again.
copy_sources() {
	local copied=(Makefile admin api client db fcgi-app lib scripts)
	make_state
	{
		mkdir -p "$sources" && (cd "$sources" && rm -rf "${copied[@]}") &&
			(cd "$root" && cp -r --preserve=timestamps --no-preserve=mode \
				"${copied[@]}" "$sources")
	} || fail 73 "cannot copy the sources to $sources"
}

print_version() {
	local said
	for said in "$program" "$timing_program"; do
		if [ -x "$said" ]; then
			"$said" --version
		else
			echo "${said##*/}: not built yet"
		fi
	done
	said=$(lighttpd -v 2>/dev/null) || said="lighttpd: not installed"
	echo "${said%%$'\n'*}"
}
