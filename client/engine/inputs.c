/*
 * inputs.c: the input values of a measurement.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/inputs.h"

#include "engine/transfer.h"
#include "lib/alloc.h"
#include "plan/json_text.h"

#include <stdlib.h>
#include <string.h>

enum { DRAWN_BY_DEFAULT = 10 };

void
inputs_take(struct inputs *ret_inputs, char *const *values, size_t count)
{
	size_t bytes = count * sizeof(*values);
	for (size_t i = 0; i < count; i++)
		bytes += strlen(values[i]) + 1;
	char **copy = alloc_bytes(bytes);
	char *text = (char *)(copy + count);
	for (size_t i = 0; i < count; i++) {
		copy[i] = text;
		text = stpcpy(text, values[i]) + 1;
	}
	*ret_inputs = (struct inputs){ .values = copy, .count = count };
}

/* Take count of the source's values at random. */
static void
draw(struct inputs *ret_inputs, char *const *source, size_t source_count,
    size_t count, uint32_t seed)
{
	unsigned short state[3] = { 0x330e, (unsigned short)seed,
		(unsigned short)(seed >> 16) };
	char **drawn = alloc_zeroed(count, sizeof(*drawn));
	/* The high bits of a product, so that every value is as likely as any
	 * other to one part in 2^31. */
	for (size_t i = 0; i < count; i++)
		drawn[i] =
		    source[(uint64_t)nrand48(state) * source_count >> 31];
	inputs_take(ret_inputs, drawn, count);
	ret_inputs->drawn = true;
	free(drawn);
}

/* Find the values in the array that the plan's pointers lead to; the array owns
 * them. */
static char *
find_values(const struct plan *plan, struct json_object *root, char ***ret,
    size_t *ret_count)
{
	struct json_object *array = NULL;
	json_pointer_get(root, plan->input_array, &array);
	if (!json_object_is_type(array, json_type_array))
		return alloc_format("GET %s: no JSON array at '%s'",
		    plan->input_target, plan->input_array);
	size_t count = json_object_array_length(array);
	if (count == 0)
		return alloc_format("GET %s: the array at '%s' is empty: there "
				    "is nothing to draw from",
		    plan->input_target, plan->input_array);
	char **values = alloc_zeroed(count, sizeof(*values));
	for (size_t i = 0; i < count; i++) {
		struct json_object *value = NULL;
		json_pointer_get(json_object_array_get_idx(array, i),
		    plan->input_pointer, &value);
		values[i] = jsontext_scalar(value);
		if (values[i] == NULL) {
			free(values);
			return alloc_format("GET %s: element %zu has no string "
					    "or number at '%s'",
			    plan->input_target, i, plan->input_pointer);
		}
	}
	*ret = values;
	*ret_count = count;
	return NULL;
}

static char *
draw_from_server(struct inputs *ret_inputs, const struct plan *plan,
    const struct target *target, size_t count, uint32_t seed)
{
	struct transfer *t = transfer_new(target);
	struct json_object *root = NULL;
	char **values = NULL;
	size_t values_count = 0;
	char *error = NULL;
	char why[JSONTEXT_WHY_SIZE] = "";
	CURLcode code = transfer_get(t, target, plan->input_target);
	if (code != CURLE_OK)
		error = alloc_format(
		    "GET %s: %s", plan->input_target, transfer_error(t, code));
	else if (t->status != 200)
		error = alloc_format("GET %s: status %ld; expected 200 with "
				     "JSON to draw from",
		    plan->input_target, t->status);
	else if ((root = jsontext_parse(t->body, t->body_length, why)) == NULL)
		error = alloc_format("GET %s: not JSON (%s); expected JSON to "
				     "draw from",
		    plan->input_target, why);
	else
		error = find_values(plan, root, &values, &values_count);
	if (values != NULL)
		draw(ret_inputs, values, values_count,
		    count > 0 ? count : DRAWN_BY_DEFAULT, seed);
	free(values);
	json_object_put(root);
	transfer_free(t);
	return error;
}

char *
inputs_draw(struct inputs *ret_inputs, const struct plan *plan,
    const struct target *target, size_t count, uint32_t seed)
{
	if (plan->source == PLAN_TARGET)
		return draw_from_server(ret_inputs, plan, target, count, seed);
	if (count == 0)
		inputs_take(ret_inputs, plan->values, plan->values_count);
	else
		draw(ret_inputs, plan->values, plan->values_count, count, seed);
	return NULL;
}

void
inputs_done(struct inputs *inputs)
{
	free(inputs->values);
}
