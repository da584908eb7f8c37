# settings.awk: settings.txt -> the table of config.c, of all that docking-fcgi
# takes.
#
# SPDX-License-Identifier: MIT

function quoted(text) {
	return text == "-" ? "NULL" : text == "\"\"" ? text : "\"" text "\""
}

BEGIN {
	FS = "\t+"
}
/^#/ {
	next
}
NF != 6 {
	print FILENAME ": " FNR ": " NF " columns" >"/dev/stderr"
	exit failed = 1
}
$6 != "-" {
	name = toupper($1)
	gsub(/-/, "_", name)
	is_range = $6 ~ /^[0-9]+[.][.][0-9]+$/
	split(is_range ? $6 : "0..0", range, /[.][.]/)
	names = names "\t" name ",\n"
	rows = rows "\t{ " quoted("DOCKING_" name) ", " \
	    quoted($2 == "-" ? "set by run.sh" : "--" $1) ", " quoted($5) ", " \
	    quoted(is_range ? "-" : $6) ", " range[1] "U, " range[2] "U },\n"
}
END {
	if (failed)
		exit 1
	printf "enum name {\n%s\tNAME__MAX\n};\n\n" \
	    "static const struct setting settings[NAME__MAX] = {\n%s};\n", \
	    names, rows
}
