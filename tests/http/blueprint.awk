# blueprint.awk: the examples of an API Blueprint (FORMAT: 1A) as cases for
# tests/http/run_cases.c. An action's URI template (or its resource's) is
# filled in with the example values of its parameters (`+ name: `value``), the
# action's before the resource's; a query parameter without one is left out.
# A request's headers and body are sent. A body ends before its line's newline, so it is compared as "text". The
# times in Server-Timing are examples: the case only says that it is delayed.
#
# usage: awk -f blueprint.awk FILE.apib >FILE.json
#
# SPDX-License-Identifier: MIT

function fail(why) {
	print FILENAME ":" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	gsub(/\n/, "\\n", text)
	return "\"" text "\""
}

function trimmed(text) {
	sub(/^[ \t]+/, "", text)
	sub(/[ \t]+$/, "", text)
	return text
}

function value_of(name) {
	if (name in action_value)
		return action_value[name]
	return name in resource_value ? resource_value[name] : ""
}

# RFC 6570, as far as the blueprint goes: {id} and {?a,b}.
function expanded(template,    from, inside, result, names, n, i, mark) {
	result = ""
	while ((from = index(template, "{")) > 0) {
		result = result substr(template, 1, from - 1)
		inside = substr(template, from + 1, index(template, "}") - from - 1)
		template = substr(template, index(template, "}") + 1)
		if (substr(inside, 1, 1) != "?") {
			if (value_of(inside) == "")
				fail("no example value for " inside)
			result = result value_of(inside)
			continue
		}
		n = split(substr(inside, 2), names, ",")
		mark = "?"
		for (i = 1; i <= n; i++)
			if (value_of(names[i]) != "") {
				result = result mark names[i] "=" value_of(names[i])
				mark = "&"
			}
	}
	return result template
}

# Lines of headers as members, without Server-Timing.
function members(lines_text,    lines, n, i, colon, name, result) {
	result = ""
	n = split(lines_text, lines, "\n")
	for (i = 1; i <= n; i++) {
		colon = index(lines[i], ":")
		name = substr(lines[i], 1, colon - 1)
		if (name != "Server-Timing")
			result = result (result == "" ? "" : ", ") quoted(name) \
				": " quoted(trimmed(substr(lines[i], colon + 1)))
	}
	return result
}

# The case that was read, if there is one.
function finish(    headers, delayed, text, sent) {
	if (status == "")
		return
	headers = members(head_lines)
	if (type != "")
		headers = quoted("Content-Type") ": " quoted(type) \
			(headers == "" ? "" : ", ") headers
	delayed = head_lines ~ /(^|\n)Server-Timing:/ ? ", \"delayed\": true" : ""
	sent = members(request_lines)
	text = method == "HEAD" || described ? "" : ", \"text\": " quoted(body)
	printf "%s  {\"name\": %s, \"method\": %s, \"target\": %s%s%s,\n", \
		separator, quoted(title " (" method " " resource ")"), \
		quoted(method), quoted(expanded(uri)), \
		sent == "" ? "" : ", \"headers\": {" sent "}", \
		request == "" ? "" : ", \"body\": " quoted(request)
	printf "    \"expect\": {\"status\": %s, \"headers\": {%s}%s%s}}", \
		status, headers, text, delayed
	separator = ",\n"
	status = ""
}

function begin_section() {
	finish()
	part = head_lines = body = request = request_lines = type = ""
	described = 0
}

BEGIN { print "[" }

/^#+ Group / { begin_section(); next }

# "## Name [/uri]" is a resource, "### Name [GET]" or "[GET /uri]" an action.
/^###? .*\[.*\]$/ {
	begin_section()
	match($0, /\[[^\[]*\]$/)
	inside = substr($0, RSTART + 1, RLENGTH - 2)
	title = trimmed(substr($0, 1, RSTART - 1))
	sub(/^#+ /, "", title)
	split("", action_value)
	if (inside ~ /^\//) {
		split("", resource_value)
		resource = inside
		in_action = 0
		next
	}
	in_action = 1
	method = inside
	uri = resource
	if (index(inside, " ") > 0) {
		method = substr(inside, 1, index(inside, " ") - 1)
		uri = substr(inside, index(inside, " ") + 1)
	}
	next
}

/^\+ Parameters/ { part = "parameters"; next }
/^\+ Request/ {
	finish()
	part = "request"
	sending = 1
	request = request_lines = ""
	if (match($0, /\(.*\)/))
		request_lines = "Content-Type: " substr($0, RSTART + 1, RLENGTH - 2)
	next
}
/^\+ Response / {
	finish()
	sending = 0
	status = $3
	type = ""
	if (match($0, /\(.*\)/))
		type = substr($0, RSTART + 1, RLENGTH - 2)
	head_lines = body = ""
	part = "body"
	next
}
# A body whose values differ from call to call is described, not shown.
/^    \+ Attributes/ { part = "attributes"; described = 1; next }
/^    \+ Headers/ { part = sending ? "request headers" : "headers"; next }
/^    \+ Body/ { part = sending ? "request" : "body"; next }

part == "parameters" && /^    \+ / {
	if (!match($0, /`[^`]*`/))
		next
	value = substr($0, RSTART + 1, RLENGTH - 2)
	name = $2
	sub(/:$/, "", name)
	if (in_action)
		action_value[name] = value
	else
		resource_value[name] = value
	next
}

/^        / {
	line = trimmed($0)
	if (part == "headers")
		head_lines = head_lines (head_lines == "" ? "" : "\n") line
	else if (part == "body")
		body = body (body == "" ? "" : "\n") line
	else if (part == "request headers")
		request_lines = request_lines (request_lines == "" ? "" : "\n") line
	else if (part == "request")
		request = request (request == "" ? "" : "\n") line
}

END {
	if (failed)
		exit 1
	finish()
	print "\n]"
}
