# docking-timing.bash: completion for bash; source it, or install it as
# share/bash-completion/completions/docking-timing. The options are asked of
# the program itself, so they cannot be out of date.

# What follows "docking-timing compare".
_docking_timing_compare() {
	local word=$2 previous=$3
	case $previous in
	-f | --format) mapfile -t COMPREPLY < <(compgen -W "text json" -- "$word") ;;
	--fail-if | --margin) COMPREPLY=() ;;
	*)
		if [[ $word = -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$("$1" compare \
				--help | grep -oE -- '--[a-z-]+')" -- "$word")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
		fi
		;;
	esac
}

_docking_timing() {
	local word=$2 previous=$3
	if [ "${COMP_WORDS[1]-}" = compare ] && [ "$COMP_CWORD" -gt 1 ]; then
		_docking_timing_compare "$@"
		return
	fi
	case $previous in
	-e | --engine)
		mapfile -t COMPREPLY < <(compgen -W \
			"$("$1" --engine list | cut -d ' ' -f 1) list" -- "$word")
		;;
	-f | --format) mapfile -t COMPREPLY < <(compgen -W "text json csv" -- "$word") ;;
	--session) mapfile -t COMPREPLY < <(compgen -W "workflow shared" -- "$word") ;;
	-w | --workflow | -o | --output | --cacert | --html | --svg | --har)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		;;
	*)
		local words
		words=$("$1" --help | grep -oE -- '--[a-z-]+')
		[ "$COMP_CWORD" -gt 1 ] || words+=" compare"
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
		;;
	esac
}
complete -F _docking_timing docking-timing
