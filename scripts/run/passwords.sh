# shellcheck shell=bash disable=SC2034,SC2154
#
# passwords.sh: who may write: checks the file of --passwords, and is the
# command passwd; run.sh sources it.
#
# SPDX-License-Identifier: MIT

user='[A-Za-z0-9._@-]{1,64}'
entry="^$user:"'\$[0-9a-z]+\$[!-9;-~]+$' # a salted hash as in crypt(5)

# Refuse a file with a line that mod_auth would skip: to the line's user it would
# look like a wrong password.
check_passwords() {
	local file=$DOCKING_PASSWORDS line
	[ -n "$file" ] || return 0
	[[ -f $file && -r $file ]] || fail 66 \
		"--passwords (DOCKING_PASSWORDS): cannot read '$file';" \
		"$called passwd NAME makes such a file"
	[ -s "$file" ] || fail 66 \
		"--passwords (DOCKING_PASSWORDS): '$file' is empty;" \
		"$called passwd NAME adds a user"
	line=$(grep -a -v -n -m 1 -E "$entry" "$file") || return 0
	fail 66 "--passwords (DOCKING_PASSWORDS): '$file': line ${line%%:*}" \
		"is not NAME:HASH"
}

# read_password NAME: read a line into the caller's $password; from a terminal
# twice, unseen. Lengths are in bytes.
read_password() {
	local again
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

# Read passwd's arguments into $name and $file, which are the caller's.
read_passwd_arguments() {
	while [ $# -gt 0 ]; do
		case $1 in
		--help | -h)
			usage
			exit 0
			;;
		--passwords | --state)
			[ -n "${2-}" ] || fail 64 "$1 needs a value"
			export "$(flag_variable "$1")=$2"
			shift
			;;
		--passwords=?* | --state=?*)
			export "$(flag_variable "${1%%=*}")=${1#*=}"
			;;
		*)
			[[ -z $name && $1 != --* ]] || fail 64 \
				"unknown argument '$1'; see $called --help"
			[[ $1 =~ ^$user$ ]] || fail 64 \
				"'$1' is not a user's name: 1 to 64" \
				"characters of A-Z a-z 0-9 . _ @ -"
			name=$1
			;;
		esac
		shift
	done
	[ -n "$name" ] || fail 64 "passwd needs a user's name"
}

# Make or replace a user's entry. A pipe takes the password to openssl: others
# could read it in its arguments or its environment.
passwd() {
	local name='' file dir hash password
	export -n password # a user's variable of this name may be exported
	read_passwd_arguments "$@"
	set_state
	file=${DOCKING_PASSWORDS:-$state/passwords}
	dir=$(dirname "$file")
	[ "$dir" != "$state" ] || make_state
	mkdir -p "$dir" || fail 73 "cannot make the folder $dir"
	[ -w "$dir" ] || fail 73 "cannot write in the folder $dir"
	bash "$root/scripts/install-packages" passwords || exit $?
	read_password "$name"
	hash=$(printf '%s\n' "$password" | openssl passwd -6 -stdin) ||
		fail 70 "openssl cannot hash the password"

	# The lock is on the folder, as each change replaces the file.
	exec 9<"$dir"
	flock -w 10 9 || fail 75 "$file: somebody else keeps its folder locked"
	new_file=$(mktemp "$file.XXXXXX") || fail 73 "cannot write $file"
	# As text: as numbers the users 1 and 01 would be one.
	{
		[ ! -e "$file" ] ||
			awk -F : -v name="$name" '$1 "" != name ""' "$file"
	} >"$new_file" || fail 66 "cannot read $file"
	# In the state folder it is the owner's who is to read it, also if root
	# adds to it.
	{
		echo "$name:$hash" >>"$new_file" &&
			{ [ "$dir" != "$state" ] || chown --reference "$dir" "$new_file"; } &&
			mv -f "$new_file" "$file"
	} || fail 73 "cannot write $file"
	new_file=
	file=${file#"$PWD/"}
	echo "$file: $name may write; start with: $called --passwords $file" \
		${DOCKING_STATE:+--state "$DOCKING_STATE"}
}
