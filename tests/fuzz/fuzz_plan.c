/*
 * fuzz_plan.c: a workflow file (plan.c), and what a server answers to a run of
 * it (workflow.c, json_text.c): parts with a NUL between them, the file first.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "plan/plan.h"
#include "plan/workflow.h"

#include <string.h>

static void
run(const struct plan *plan, const uint8_t *data, size_t size)
{
	struct workflow w;
	workflow_init(&w, plan, "John & \xc3\x9c");
	for (size_t step = 0; w.state == WORKFLOW_NEXT; step++) {
		MUST(step < plan->steps_count);
		MUST(w.step == step);
		MUST(w.method != NULL && w.target != NULL);
		char *header;
		for (size_t i = 0; (header = workflow_header(&w, i)) != NULL;
		     i++)
			free(header);
		char *body = fuzz_cut(&data, &size, '\0');
		char *headers = fuzz_cut(&data, &size, '\0');
		workflow_feed(&w, &(struct workflow_answer){ .status = 200,
				      .body = body,
				      .body_length = strlen(body),
				      .headers = headers,
				      .headers_length = strlen(headers) });
		free(headers);
		free(body);
	}
	MUST(w.state != WORKFLOW_DONE || w.result != NULL);
	MUST((w.state == WORKFLOW_FAILED) == (w.error != NULL));
	workflow_done(&w);
}

int
fuzz_plan(const uint8_t *data, size_t size)
{
	char *text = fuzz_cut(&data, &size, '\0');
	/* It would read any file of the machine that runs this. */
	if (strstr(text, "lines") != NULL || strchr(text, '\\') != NULL) {
		free(text);
		return 0;
	}
	struct plan *plan = NULL;
	char *why = plan_parse("w.json", text, &plan);
	MUST((why == NULL) == (plan != NULL));
	if (why != NULL)
		MUST(strncmp(why, "w.json:", strlen("w.json:")) == 0);
	else
		run(plan, data, size);
	plan_free(plan);
	free(why);
	free(text);
	return 0;
}
