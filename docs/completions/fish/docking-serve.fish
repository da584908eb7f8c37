# docking-serve.fish: completion for fish, in a folder of $fish_complete_path.
# The options are asked of the program itself, so they cannot be out of date.
#
# SPDX-License-Identifier: MIT

complete -c docking-serve -n __fish_is_first_token -a 'serve timing passwd'
complete -c docking-serve -a '(docking-serve --help | string match -ar -- "--[a-z-]+")'
