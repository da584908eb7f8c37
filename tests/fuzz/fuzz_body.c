/*
 * fuzz_body.c: a request's body (json_strict.c, decode.c). What our pass takes,
 * json-c takes as well; what is decoded and encoded again is the same.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "contract/record_json.h"
#include "lib/json_strict.h"
#include "lib/text.h"
#include "request/decode.h"

#include <json-c/json.h>
#include <string.h>

/* json-c's own text of it is JSON to us again. */
static void
check_json_c(enum jsoncheck_level level, const char *text, size_t length)
{
	struct jsoncheck_error error;
	struct json_tokener *tokener = json_tokener_new_ex(JSONCHECK_DEPTH + 2);
	MUST(tokener != NULL);
	struct json_object *value =
	    json_tokener_parse_ex(tokener, text, (int)length);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		value = json_tokener_parse_ex(tokener, "", 1);
	MUST(json_tokener_get_error(tokener) == json_tokener_success);
	const char *written =
	    json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN);
	MUST(jsoncheck(level, written, strlen(written), &error));
	json_object_put(value);
	json_tokener_free(tokener);
}

/* A whole record is the same after another round. */
static void
check_round(enum record_kind kind, const struct change *change)
{
	struct record record = { .kind = kind,
		.name = change->name,
		.role = change->role,
		.sales_id = change->sales_id };
	struct buffer b = { .bytes = NULL };
	record_json_add(&b, &record);
	MUST(buffer_error(&b) == ERR_OK);
	/* It begins with the id, which a body may repeat. */
	struct change again = { .sales_id = -1 };
	struct body_errors errors = { .items = NULL };
	char *detail = NULL;
	MUST(decode_change(kind, DECODE_WHOLE, "0", b.bytes, b.length, &again,
		 &errors, &detail) == ERR_OK);
	MUST(strcmp(again.name, change->name) == 0);
	MUST(again.sales_id == change->sales_id);
	MUST(kind != RECORD_USER || strcmp(again.role, change->role) == 0);
	change_done(&again);
	buffer_free(&b);
}

static void
check_change(enum record_kind kind, enum decode_form form, const char *text,
    size_t length, bool json)
{
	struct change change = { .sales_id = -1 };
	struct body_errors errors = { .items = NULL };
	char *detail = NULL;
	switch (decode_change(
	    kind, form, NULL, text, length, &change, &errors, &detail)) {
	case ERR_OK:
		MUST(json && errors.count == 0 && detail == NULL);
		if (change.name != NULL)
			MUST(fuzz_is_line(change.name));
		if (form == DECODE_WHOLE)
			check_round(kind, &change);
		break;
	case ERR_BAD_REQUEST:
		MUST(!json && fuzz_is_line(detail));
		break;
	default:
		MUST(json && errors.count > 0 && detail == NULL);
		for (size_t i = 0; i < errors.count; i++) {
			MUST(fuzz_is_line(errors.items[i].pointer));
			MUST(fuzz_is_line(errors.items[i].detail));
		}
	}
	change_done(&change);
	body_errors_done(&errors);
	free(detail);
}

int
fuzz_body(const uint8_t *data, size_t size)
{
	char *text = fuzz_bytes(data, size);
	bool json = false;
	bool taken = false;
	for (enum jsoncheck_level level = JSONCHECK_STORED;; level--) {
		struct jsoncheck_error error = { .at = 0 };
		/* Each level is stricter than the one before. */
		bool before = taken;
		taken = jsoncheck(level, text, size, &error);
		MUST(!before || taken);
		MUST(taken == (error.why[0] == '\0'));
		MUST(fuzz_is_line(error.why) && error.at <= size);
		json = level == JSONCHECK_STORED ? taken : json;
		if (taken) {
			MUST(text_is_utf8(text, size));
			check_json_c(level, text, size);
		}
		if (level == JSONCHECK_GRAMMAR)
			break;
	}
	check_change(RECORD_USER, DECODE_WHOLE, text, size, json);
	check_change(RECORD_USER, DECODE_PATCH, text, size, json);
	check_change(RECORD_CUSTOMER, DECODE_WHOLE, text, size, json);
	check_change(RECORD_CUSTOMER, DECODE_PATCH, text, size, json);
	free(text);
	return 0;
}
