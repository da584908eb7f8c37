# phases.awk: phases.txt -> with -v form=h the table of phase.h, with form=js
# that of the page's script, with form=css the page's colours.
#
# SPDX-License-Identifier: MIT

function quoted(text, nothing) {
	return text == "-" ? nothing : "\"" text "\""
}

BEGIN {
	FS = " *[|] *"
}
/^#/ {
	next
}
NF != 11 {
	print FILENAME ": " FNR ": " NF " columns" >"/dev/stderr"
	exit failed = 1
}
{
	rows = rows "\t[PHASE_" toupper($1) "] = { " quoted($1) ", " \
	    quoted($1 "_us") ", " quoted($2) ", " quoted($3, "NULL") ", " \
	    quoted($4) ", " quoted($5) ", " $6 ", " $7 ", " quoted($8) ", " \
	    quoted($9) " },\n"
	objects = objects "\t{ name: " quoted($1) ", what: " quoted($10) \
	    ", overhead: " quoted($11, "null") " },\n"
	light = light "\t--" $1 ": " $8 ";\n"
	dark = dark "\t\t--" $1 ": " $9 ";\n"
	swatches = swatches ".swatch." $1 " { background: var(--" $1 "); }\n"
}
END {
	if (failed)
		exit 1
	if (form == "h")
		printf "const struct phase_row phases[PHASE__MAX] = {\n%s};\n", rows
	if (form == "js")
		printf "const PHASES = [\n%s];\n\n", objects
	if (form == "css")
		printf ":root {\n%s}\n\n@media (prefers-color-scheme: dark) {\n" \
		    "\t:root {\n%s\t}\n}\n\n%s\n", light, dark, swatches
}
