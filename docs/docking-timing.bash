# docking-timing.bash: completion for bash; source it, or install it as
# share/bash-completion/completions/docking-timing. The options are asked of
# the program itself, so they cannot be out of date.

_docking_timing() {
	local word=$2 previous=$3
	case $previous in
	-e | --engine)
		mapfile -t COMPREPLY < <(compgen -W \
			"$("$1" --engine list | cut -d ' ' -f 1) list" -- "$word")
		;;
	-f | --format) mapfile -t COMPREPLY < <(compgen -W "text json csv" -- "$word") ;;
	--session) mapfile -t COMPREPLY < <(compgen -W "workflow shared" -- "$word") ;;
	-w | --workflow | -o | --output | --html | --svg | --har | --cacert)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		;;
	*)
		mapfile -t COMPREPLY < <(compgen -W "$("$1" --help |
			grep -oE -- '--[a-z]+(-[a-z]+)*')" -- "$word")
		;;
	esac
}
complete -F _docking_timing docking-timing
