# docking-timing.fish: completion for fish, in a folder of $fish_complete_path.
# The options are asked of the program itself, so they cannot be out of date.
#
# SPDX-License-Identifier: MIT

complete -c docking-timing -n __fish_is_first_token -a 'compare'
complete -c docking-timing -a '(docking-timing --help | string match -ar -- "--[a-z-]+")'
