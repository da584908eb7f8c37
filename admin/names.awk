# names.awk: admin/names.txt -> a C header; see people.c for its types.
#
# SPDX-License-Identifier: MIT

function end_script() {
	if (name == "")
		return
	print "static const char *const " name "_given[] = {" given " };"
	print "static const char *const " name "_family[] = {" family " };"
	rows = rows "\t{ " weight ", " pattern ", " name "_given, " givens \
	    ", " name "_family, " families " },\n"
}

$1 == "script" {
	end_script()
	name = $2
	weight = $3
	weights += weight
	pattern = $4 == "given" ? "GIVEN_BLANK_FAMILY" : \
	    $4 == "family" ? "FAMILY_BLANK_GIVEN" : "FAMILY_GIVEN"
	given = family = ""
	givens = families = 0
}
$1 == "given" {
	for (i = 2; i <= NF; i++) {
		given = given " \"" $i "\","
		givens++
	}
}
$1 == "family" {
	for (i = 2; i <= NF; i++) {
		family = family " \"" $i "\","
		families++
	}
}
END {
	end_script()
	if (weights != 100) {
		print FILENAME ": the weights make " weights >"/dev/stderr"
		exit 1
	}
	printf "static const struct script scripts[] = {\n%s};\n", rows
}
