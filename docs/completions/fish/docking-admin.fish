# docking-admin.fish: completion for fish, in a folder of $fish_complete_path.
# Commands and options are asked of the program itself, so they cannot be out of
# date.
#
# SPDX-License-Identifier: MIT

complete -c docking-admin -n __fish_is_first_token -a '(docking-admin --help | string match -arg "^  ([a-z][a-z-]+)")'
complete -c docking-admin -a '(docking-admin --help | string match -ar -- "--[a-z-]+")'
