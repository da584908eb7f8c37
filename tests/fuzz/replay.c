/*
 * replay.c: every fuzz target once more with the inputs that are kept of it
 * (tests/fuzz/corpus/NAME/): what once crashed, and what reaches every branch
 * that fuzzing has found. A target that fails ends the program, as it would
 * end libFuzzer; the file is named before. Run in the project's folder.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "../lib/harness.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { INPUT_MAX = 65536 /* bytes; the largest kept is far smaller */ };

static char now[512]; /* the file that is tried */

static void
tell(int signal_number)
{
	static const char what[] = ": this input failed\n";
	(void)!write(STDERR_FILENO, now, strlen(now));
	(void)!write(STDERR_FILENO, what, sizeof(what) - 1);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void
replay_file(fuzz_fn *target)
{
	static uint8_t input[INPUT_MAX];
	FILE *from = fopen(now, "rb");
	if (!CHECK(from != NULL, "%s", now))
		return;
	size_t size = fread(input, 1, sizeof(input), from);
	fclose(from);
	char *copy = fuzz_bytes(input, size);
	target((uint8_t *)copy, size);
	free(copy);
}

static void
replay(const char *name, fuzz_fn *target)
{
	char folder[256];
	int count = 0;
	snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s", name);
	/* Nothing at all is an input as well. */
	snprintf(now, sizeof(now), "%s: nothing", folder);
	target((const uint8_t *)"", 0);
	DIR *dir = opendir(folder);
	if (!CHECK(dir != NULL, "%s", folder))
		return;
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(now, sizeof(now), "%s/%.200s", folder, entry->d_name);
		replay_file(target);
		count++;
	}
	closedir(dir);
	CHECK(count > 0, "%s: no inputs", folder);
}

#define REPLAY(name)                                                           \
	static void replay_##name(void)                                        \
	{                                                                      \
		replay(#name, fuzz_##name);                                    \
	}

/* clang-format off */
REPLAY(admin_record)
REPLAY(api)
REPLAY(body)
REPLAY(choice)
REPLAY(etag)
REPLAY(jsonline)
REPLAY(media)
REPLAY(plan)
REPLAY(saved_report)
REPLAY(servertiming)
REPLAY(target)
REPLAY(template)
REPLAY(threshold)
REPLAY(unicode)

static CU_TestInfo tests[] = {
	{ "an imported line", replay_admin_record },
	{ "a request and its answer", replay_api },
	{ "a body", replay_body },
	{ "a delay or a fault", replay_choice },
	{ "entity-tags", replay_etag },
	{ "a line of a JSON text", replay_jsonline },
	{ "media types", replay_media },
	{ "a workflow", replay_plan },
	{ "a saved report", replay_saved_report },
	{ "Server-Timing", replay_servertiming },
	{ "a target", replay_target },
	{ "a template", replay_template },
	{ "a rule", replay_threshold },
	{ "UTF-8", replay_unicode },
	CU_TEST_INFO_NULL,
};
/* clang-format on */

int
main(void)
{
	signal(SIGABRT, tell);
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "kept inputs", .pTests = tests },
	    CU_SUITE_INFO_NULL,
	});
}
