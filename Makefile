# Makefile: everything is made under build/. `make help` lists the targets.
#
# SPDX-License-Identifier: MIT

# --- settings ---------------------------------------------------------------

CC ?= cc
CFLAGS ?= -O2 -g
prefix ?= /usr/local
VERSION := 0.1.0

TARGETS := all check tests test test-built survive valgrind coverage \
	coverage-run fuzz fuzz-keep fuzz-programs bench bench-peers lint format \
	install uninstall dist clean distclean help
.PHONY: $(TARGETS)
# A folder or a source is always there, so make would do nothing and succeed.
no_targets := $(filter-out $(TARGETS) build/%,$(wildcard $(MAKECMDGOALS)))
ifneq ($(no_targets),)
$(error '$(no_targets)' is not a target; 'make help' lists them)
endif

# make SANITIZE=address,undefined (or thread) builds beside the normal build.
SANITIZE ?=
comma := ,
# make COVERAGE=1 likewise, counting lines; see coverage below.
COVERAGE ?=
# make WERROR=1 makes warnings errors, as CI and lint do: not in a user's build,
# which the next compiler's new warnings would end.
WERROR ?=
BUILD := build$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))$(if $(COVERAGE),/coverage)

# Evaluated when a command runs, not before: the packages may be installed by
# the very target that needs them.
SERVER_LIBS = fcgi json-c sqlite3 libseccomp zlib
CLIENT_LIBS = libcurl libuv json-c
ADMIN_LIBS = json-c sqlite3
pkg_libs = $(shell pkg-config --libs $(1))

# $(call quote,TEXT): one word for the shell.
quote = '$(subst ','\'',$(1))'

# What makes a fault harder to use. _FORTIFY_SOURCE wants an optimizing compiler;
# the sanitizers have checks of their own. tests/stack/hardening.sh looks at
# the programs.
optimizes = $(filter-out -O0,$(filter -O%,$(CFLAGS)))
HARDEN_CFLAGS = $(if $(SANITIZE),,-fPIE -fstack-protector-strong \
	-fstack-clash-protection \
	$(if $(optimizes),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3))
HARDEN_LDFLAGS = $(if $(SANITIZE),,-pie -Wl,-z,relro,-z,now,-z,noexecstack)

# The map: no program tells in which folder it was built.
# Enums are constants here: clang 19 would warn of each in a sum with a double.
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 \
	-Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes \
	-Wwrite-strings -Wno-enum-float-conversion \
	$(if $(WERROR),-Werror) -pthread -fno-common \
	-ffile-prefix-map=$(call quote,$(CURDIR))=. \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer \
		-fno-sanitize-recover=all) $(HARDEN_CFLAGS) \
	$(if $(COVERAGE),--coverage -fprofile-update=atomic) \
	-I$(BUILD)/gen -DDOCKING_VERSION='"$(VERSION)"' $(CFLAGS)
ALL_LDFLAGS = -pthread $(if $(SANITIZE),-fsanitize=$(SANITIZE)) \
	$(HARDEN_LDFLAGS) $(if $(COVERAGE),--coverage) $(LDFLAGS)

Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)";)

# The programs are for every user, whatever the umask of the one who builds:
# run.sh, started as root, serves as somebody else.
make_folder = @umask 022 && mkdir -p $(@D)
# $(call link,PACKAGES,LIBRARIES): the rule's program, of the rule's objects.
link = $(call say,LINK $@)umask 022 && $(CC) $(ALL_LDFLAGS) -o $@ $^ \
	$(call pkg_libs,$(1)) $(2)

.DELETE_ON_ERROR:
.SUFFIXES:

all: $(BUILD)/docking-fcgi $(BUILD)/docking-timing $(BUILD)/docking-admin ## build the programs

# --- sources ----------------------------------------------------------------

# A program is its main.c and what that needs of the archives of the wings.
# A copy without tests is built, too.
sources = $(shell find $(1) -name '*.c' 2>/dev/null)
object = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
SERVER_SOURCES := $(call sources,fcgi-app)
CLIENT_SOURCES := $(call sources,client)
ADMIN_SOURCES := $(call sources,admin)
LIB_SOURCES := $(call sources,lib)
SERVER = $(BUILD)/fcgi-app.a $(BUILD)/lib.a
CLIENT = $(BUILD)/client.a $(BUILD)/lib.a

# Asked once in a build folder: better one line than a compiler's hundred.
not_installed = $(shell exec 2>/dev/null; \
	if command -v $(firstword $(CC)) >&2; then \
		echo '\#include <unistr.h>' | $(CC) $(CFLAGS) -E - >&2 || \
			echo libunistring; \
	else echo $(firstword $(CC)); fi; \
	if command -v pkg-config >&2; then \
		for package in $(sort $(SERVER_LIBS) $(CLIENT_LIBS) $(ADMIN_LIBS)); do \
			pkg-config --exists $$package || echo $$package; done; \
	else echo pkg-config; fi)
refuse = $(if $(1),$(error not installed: $(1); on Debian, \
	'bash scripts/install-packages run' installs what a build needs))
$(BUILD)/installed:
	$(call refuse,$(not_installed))$(make_folder)
	@touch $@

# An include names wing and file, below the program's folder or the root (lib).
$(BUILD)/obj/fcgi-app/%: INCLUDES = -Ifcgi-app -I.
$(BUILD)/obj/admin/%: INCLUDES = -Ifcgi-app -I.
$(BUILD)/obj/client/%: INCLUDES = -Iclient -I.
$(BUILD)/obj/lib/%: INCLUDES = -I.
INCLUDES = -Ifcgi-app -Iclient -Iadmin -I.
$(BUILD)/obj/%.o: %.c Makefile | $(BUILD)/installed
	$(make_folder)
	$(call say,CC   $<)$(CC) $(ALL_CFLAGS) $(INCLUDES) -MMD -MP -c -o $@ $<

# q: two wings may have files of one name.
$(BUILD)/%.a:
	$(call say,AR   $@)rm -f $@ && ar qcs $@ $^
$(BUILD)/fcgi-app.a: $(call object,$(filter-out %/main.c,$(SERVER_SOURCES)))
$(BUILD)/client.a: $(call object,$(filter-out %/main.c,$(CLIENT_SOURCES)))
$(BUILD)/lib.a: $(call object,$(LIB_SOURCES))

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# The SQL files become strings in the program: one file to install, and no
# path to get wrong.
$(BUILD)/gen/db_sql.h: db/schema.sql db/indexes.sql db/seed.sql
	$(make_folder)
	$(call say,GEN  $@){ for f in schema indexes seed; do \
		echo "static const char db_$${f}_sql[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' db/$$f.sql; \
		echo ";"; done; } >$@

# What the API is likewise, so that it can be asked for, with a hash of it; and
# how it says what the web server refuses.
API_ERRORS := $(sort $(wildcard api/errors/*.html))
$(BUILD)/gen/api.h: api/openapi.yaml api/docking.apib $(API_ERRORS) Makefile
	$(make_folder)
	$(call say,GEN  $@){ for f in openapi.yaml docking.apib; do \
		name=api_$$(echo $$f | tr . _); \
		echo "static const char $$name[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' api/$$f; \
		echo ";"; \
		echo "static const char $${name}_hash[] = \"$$(sha256sum <api/$$f | \
			cut -c 1-16)\";"; done; \
		echo "static const struct { int status; const char *text; } api_errors[] = {"; \
		for f in $(API_ERRORS); do \
		echo "{ $$(basename $$f .html),"; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $$f; \
		echo "},"; done; echo "};"; } >$@

# The lists of names likewise.
$(BUILD)/gen/names.h: admin/names.awk admin/names.txt
	$(make_folder)
	$(call say,GEN  $@)awk -f admin/names.awk admin/names.txt >$@

# The default workflow likewise.
$(BUILD)/gen/workflow_json.h: client/workflows/customers-of-salesperson.json
	$(make_folder)
	$(call say,GEN  $@){ echo "static const char workflow_json[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $<; echo ";"; } >$@

# The phases of a request: for the program, and for the page's script and style.
$(BUILD)/gen/phase_rows.h $(BUILD)/gen/phases.js $(BUILD)/gen/phases.css: \
		client/engine/phases.awk client/engine/phases.txt
	$(make_folder)
	$(call say,GEN  $@)awk -v form=$(patsubst .%,%,$(suffix $@)) \
		-f client/engine/phases.awk client/engine/phases.txt >$@

# The page of --html likewise. Its script is one of these files after another,
# what is used while it loads first. A browser takes no style and runs no script
# but those with these hashes: they are in the page's Content-Security-Policy.
PAGE_SCRIPTS := $(patsubst %,client/report/page/%.js,format elements runs words \
	tables canvas chart inflight latency sweep tip rows overview waterfall \
	figures page)
$(BUILD)/gen/report.js: $(BUILD)/gen/phases.js $(PAGE_SCRIPTS) Makefile
	$(call say,GEN  $@)cat $(filter %.js,$^) >$@
$(BUILD)/gen/report.css: $(BUILD)/gen/phases.css client/report/page/report.css
	$(call say,GEN  $@)cat $^ >$@

$(BUILD)/gen/page.h: client/report/page/report.html $(BUILD)/gen/report.css \
		$(BUILD)/gen/report.js
	$(call say,GEN  $@){ for f in $^; do \
		echo "static const char page_$${f##*.}[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $$f; \
		echo ";"; done; \
		for f in $(filter-out %.html,$^); do hash=$$(sha256sum $$f | \
			cut -c 1-64 | tr a-f A-F | basenc -d --base16 | base64); \
		echo "static const char page_$${f##*.}_hash[] = \"sha256-$$hash\";"; \
		done; } >$@

# The settings of the server, which are run.sh's flags as well.
$(BUILD)/gen/setting_rows.h: scripts/run/settings.awk scripts/run/settings.txt
	$(make_folder)
	$(call say,GEN  $@)awk -f $^ >$@

$(BUILD)/obj/fcgi-app/settings/config.o: $(BUILD)/gen/setting_rows.h
$(BUILD)/obj/fcgi-app/store/sqlite/schema.o: $(BUILD)/gen/db_sql.h
$(BUILD)/obj/fcgi-app/answer/documents.o: $(BUILD)/gen/api.h
$(BUILD)/obj/admin/people.o: $(BUILD)/gen/names.h
$(BUILD)/obj/client/plan/plan_read.o: $(BUILD)/gen/workflow_json.h
$(BUILD)/obj/client/engine/phase.o: $(BUILD)/gen/phase_rows.h
$(BUILD)/obj/client/report/report_html.o: $(BUILD)/gen/page.h

# --- programs ---------------------------------------------------------------

$(BUILD)/docking-fcgi: $(call object,fcgi-app/main.c) $(SERVER)
	$(call link,$(SERVER_LIBS),-lunistring -lm)

$(BUILD)/docking-timing: $(call object,client/main.c) $(CLIENT)
	$(call link,$(CLIENT_LIBS),-lunistring -lm)

# The store and the contract are the server's.
$(BUILD)/docking-admin: $(call object,$(ADMIN_SOURCES)) $(SERVER)
	$(call link,$(ADMIN_LIBS),-lunistring -lm)

# --- tests ------------------------------------------------------------------

# tests/unit/ mirrors the wings: test_MODULE.c tests a module, or
# test_MODULE_PART.c a part of it; a program's tests have one main, which lists the
# suites. Every file of tests/lib is in every test program.
TEST_PROGRAMS := $(BUILD)/test-fcgi-app $(BUILD)/test-client \
	$(BUILD)/test-http $(BUILD)/test-timing $(BUILD)/test-instrument \
	$(BUILD)/test-admin $(BUILD)/test-operations $(BUILD)/test-faults \
	$(BUILD)/test-survive $(BUILD)/faults.so $(BUILD)/test-memory \
	$(BUILD)/test-fuzz
TEST_LIBS = cunit $(filter-out fcgi,$(SERVER_LIBS))
CLIENT_TEST_LIBS = cunit $(CLIENT_LIBS)
TEST_LIB_OBJECTS := $(call object,$(wildcard tests/lib/*.c))
LIB_TESTS := $(wildcard tests/unit/lib/*.c)
CLIENT_LIB_TESTS := $(filter %_ansi.c %_xmltext.c,$(LIB_TESTS))

$(BUILD)/test-fcgi-app: $(call object,$(call sources,tests/unit/fcgi-app) \
		$(filter-out $(CLIENT_LIB_TESTS),$(LIB_TESTS))) $(TEST_LIB_OBJECTS) $(SERVER)
	$(call link,$(TEST_LIBS),-lunistring -lm)

$(BUILD)/test-client: $(call object,$(call sources,tests/unit/client) \
		$(CLIENT_LIB_TESTS)) $(TEST_LIB_OBJECTS) $(CLIENT)
	$(call link,$(CLIENT_TEST_LIBS),-lunistring -lm)

# The cases are data: see tests/http/run_cases.c.
$(BUILD)/test-http: $(call object,$(wildcard tests/http/*.c)) $(TEST_LIB_OBJECTS) \
		$(BUILD)/lib.a
	$(call link,$(TEST_LIBS),-lunistring -lm)

# The client as a program, against a server that misbehaves and the real one.
$(BUILD)/test-timing: $(call object,$(wildcard tests/stack/test_timing*.c)) \
		$(call object,tests/stack/timing.c) $(TEST_LIB_OBJECTS) \
		$(BUILD)/lib.a
	$(call link,cunit json-c,-lunistring)

# The client as an instrument: its numbers, against oracles.
$(BUILD)/test-instrument: \
		$(call object,$(wildcard tests/stack/test_instrument*.c)) \
		$(call object,tests/stack/instrument.c tests/stack/timing.c) \
		$(TEST_LIB_OBJECTS) $(BUILD)/lib.a
	$(call link,cunit json-c,-lunistring -lm)

# docking-admin as a program, and what others see meanwhile.
$(BUILD)/test-admin: $(call object,$(wildcard tests/stack/test_admin*.c)) \
		$(call object,tests/stack/admin.c) $(TEST_LIB_OBJECTS) \
		$(BUILD)/lib.a
	$(call link,cunit sqlite3)

# What operators see of a running server.
$(BUILD)/test-operations: \
		$(call object,$(wildcard tests/stack/test_operations*.c)) \
		$(call object,tests/stack/operations.c) $(TEST_LIB_OBJECTS) \
		$(SERVER)
	$(call link,cunit json-c,-lunistring -lm)

# What the service must survive: faults, load, attacks.
$(BUILD)/test-survive: $(call object,$(wildcard tests/stack/survive/*.c)) \
		$(TEST_LIB_OBJECTS) $(BUILD)/lib.a
	$(call link,cunit sqlite3)

# Preloaded into the server: a disk that fails, a clock that jumps.
$(BUILD)/faults.so: tests/stack/survive/preload/faults.c \
		tests/stack/survive/preload/faults.h Makefile
	$(make_folder)
	$(call say,LINK $@)$(CC) $(filter-out -fsanitize=%,$(ALL_CFLAGS)) \
		-fPIC -shared -o $@ $<

# The n-th allocation fails; memory.c takes the place of malloc(), also for a
# sanitizer that begins, so none looks at it.
$(BUILD)/obj/tests/fail/memory.o: override CFLAGS += -fno-sanitize=all
$(BUILD)/test-memory: $(call object,$(wildcard tests/fail/*.c)) \
		$(TEST_LIB_OBJECTS) $(SERVER)
	$(call link,$(TEST_LIBS),-lunistring -lm)

# What goes wrong on purpose, as a client sees it.
$(BUILD)/test-faults: $(call object,tests/stack/test_faults.c) \
		$(TEST_LIB_OBJECTS) $(BUILD)/lib.a
	$(call link,cunit)

# The fuzz targets, here with the inputs that are kept of each; see fuzz below.
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZED_OBJECTS = $(call object,admin/record.c tests/fuzz/fuzz.c tests/lib/temp.c) \
	$(BUILD)/fcgi-app.a $(BUILD)/client.a $(BUILD)/lib.a
FUZZ_LIBS = $(call pkg_libs,$(SERVER_LIBS) $(CLIENT_LIBS)) -lunistring -lm
$(BUILD)/test-fuzz: $(call object,tests/fuzz/replay.c tests/lib/harness.c \
		$(FUZZ_TARGETS:%=tests/fuzz/fuzz_%.c)) $(FUZZED_OBJECTS)
	$(call say,LINK $@)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(FUZZ_LIBS) \
		$(call pkg_libs,cunit)

# The blueprint's examples become cases as well; they come first, since they know
# which ids the server gives.
$(BUILD)/blueprint.json: api/docking.apib tests/http/blueprint.awk
	$(make_folder)
	$(call say,GEN  $@)awk -f tests/http/blueprint.awk $< >$@

# One line a command, the longest first; each ends with "N passed, N failed".
# Those that measure run alone, behind the others: see tests/run. A sanitizer's
# build runs the programs that it looks at, that for threads those with threads.
# Hostile input and crowds of equal writes do not depend on how requests wait.
HTTP_CASES := $(BUILD)/blueprint.json \
	$(sort $(wildcard tests/http/*.json tests/http/hostile/*.json))
TIMER_CASES := tests/http/hostile/% tests/http/etag_race.json \
	tests/http/idempotent_hundred.json
THREAD_TESTS = \
	"$(BUILD)/test-survive --short" \
	"env DOCKING_TEST_RECORD=$(BUILD)/record-timer.jsonl $(BUILD)/test-http timer $(HTTP_CASES)" \
	"$(BUILD)/test-timing" \
	"$(BUILD)/test-admin" \
	"$(BUILD)/test-operations" \
	"$(BUILD)/test-faults" \
	"$(BUILD)/test-fcgi-app"
PROGRAM_TESTS = $(THREAD_TESTS) \
	"env DOCKING_TEST_RECORD=$(BUILD)/record-sleep.jsonl $(BUILD)/test-http sleep $(filter-out $(TIMER_CASES),$(HTTP_CASES))" \
	"$(BUILD)/test-client" \
	"$(BUILD)/test-memory" \
	"$(BUILD)/test-fuzz"
EXAMPLES = $(patsubst %,docs/%.md,server client operations convenience)
OTHER_TESTS = \
	"bash tests/stack/make_targets.sh" \
	"bash tests/stack/service.sh" \
	"bash tests/stack/completions.sh" \
	$(patsubst %,"bash tests/stack/run/%.sh",server user passwords state build \
		settings settings_table places timing tls web) \
	"bash tests/stack/deploy.sh" \
	"bash tests/stack/install.sh" \
	"bash tests/stack/hardening.sh" \
	"bash tests/lib/node tests/page/cors.mjs" \
	"bash tests/lib/node tests/page/har.mjs" \
	"bash tests/lib/node tests/page/schemas.mjs" \
	"alone $(BUILD)/test-instrument" \
	"python3 -X utf8 tests/stack/examples.py README.md $(EXAMPLES) docs/*.1" \
	"alone bash tests/lib/node tests/contract/contract.mjs $(BUILD)/record-timer.jsonl $(BUILD)/record-sleep.jsonl" \
	"alone bash tests/lib/node tests/page/page.mjs"
TESTS = $(if $(findstring thread,$(SANITIZE)),$(THREAD_TESTS),$(PROGRAM_TESTS) \
	$(if $(SANITIZE),,$(OTHER_TESTS)))

# In steps: what the later ones need may not be there before the first.
check tests: test
test: ## install what is missing, build, run all tests; SANITIZE=… also (or: check, tests)
	$(Q)bash scripts/install-packages test
	$(Q)bash tests/lib/node tests/lib/modules.mjs tests/page tests/contract
	$(Q)$(MAKE) --no-print-directory test-built

test-built: all $(TEST_PROGRAMS) $(BUILD)/blueprint.json
	$(Q)DOCKING_BUILD=$(BUILD) SANITIZE=$(SANITIZE) \
		bash tests/run $(TESTS)

# What the compiler's sanitizers do not see: a value that nobody set.
valgrind: ## the unit tests under valgrind
	$(Q)scripts/install-packages test valgrind
	$(Q)$(MAKE) --no-print-directory all $(BUILD)/test-fcgi-app \
		$(BUILD)/test-client $(BUILD)/test-fuzz
	$(Q)DOCKING_BUILD=$(BUILD) SANITIZE=valgrind \
		bash tests/run $(foreach name,fcgi-app client \
		fuzz,"valgrind --quiet --leak-check=full --trace-children=no \
		--show-leak-kinds=definite --errors-for-leak-kinds=definite \
		--error-exitcode=99 \
		$(BUILD)/test-$(name)")

# The servers that tests start write their counts when they have drained.
coverage: ## the lines of fcgi-app and client that the tests in C run
	$(Q)scripts/install-packages test coverage
	$(Q)$(MAKE) --no-print-directory COVERAGE=1 CFLAGS='-O0 -g' coverage-run

coverage-run: all $(TEST_PROGRAMS) $(BUILD)/blueprint.json
	$(Q)find $(BUILD) -name '*.gcda' -delete
	$(Q)DOCKING_BUILD=$(BUILD) COVERAGE=1 CFLAGS='$(CFLAGS)' \
		bash tests/run $(PROGRAM_TESTS) || echo "some tests failed"
	$(Q)gcovr --root . --object-directory $(BUILD)/obj --filter fcgi-app/ \
		--filter client/ --filter lib/ --sort-percentage --print-summary \
		--fail-under-line 95 $(BUILD)/obj/fcgi-app $(BUILD)/obj/client \
		$(BUILD)/obj/lib

# --- fuzz -------------------------------------------------------------------

SECONDS ?= 60
fuzz: ## make up inputs for every parser, SECONDS=60 for each (needs clang)
	$(Q)$(MAKE) --no-print-directory fuzz-programs
	$(Q)tests/fuzz/run build/fuzz $(SECONDS) $(FUZZ_TARGETS)

fuzz-keep: fuzz-programs ## keep the least inputs that reach what fuzz reached
	$(Q)tests/fuzz/run build/fuzz keep $(FUZZ_TARGETS)

fuzz-programs:
	$(Q)scripts/install-packages fuzz
	$(Q)$(MAKE) --no-print-directory CC=clang BUILD=build/fuzz \
		SANITIZE=fuzzer-no-link,address,undefined CFLAGS='-O1 -g' \
		$(FUZZ_TARGETS:%=build/fuzz/fuzz-%)

build/fuzz/fuzz-%: build/fuzz/obj/tests/fuzz/fuzz_%.o $(FUZZED_OBJECTS)
	$(call say,LINK $@)$(CC) $(ALL_CFLAGS) -DFUZZ_TARGET=fuzz_$* -o $@ \
		tests/fuzz/libfuzzer.c $^ -fsanitize=fuzzer,address,undefined \
		$(FUZZ_LIBS)

survive: all $(BUILD)/test-survive $(BUILD)/faults.so ## all that it must survive, in full (ROWS=orphans_go,full_disk_recovers: these)
	$(Q)bash scripts/install-packages test
	$(Q)env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL DOCKING_BUILD=$(BUILD) \
		SANITIZE=$(SANITIZE) $(BUILD)/test-survive \
		--report docs/SURVIVAL.md $(subst $(comma), ,$(ROWS))

# --- bench ------------------------------------------------------------------

bench: ## measure, and write bench/results/ (installs wrk; 13 minutes)
	@scripts/install-packages bench
	@$(MAKE) --no-print-directory all build/bench-fixed \
		build/bench-store-writes
	@bench/run

# PARTS="workflow clients" are some of it: see bench/peers/run.
bench-peers: ## measure beside what others use, and write docs/BENCHMARKS.md (20 minutes)
	@scripts/install-packages peers
	@$(MAKE) --no-print-directory all build/bench-fixed build/bench-echo
	@bench/peers/run $(PARTS)

build/bench-echo: bench/peers/echo.c Makefile
	$(make_folder)
	$(call say,CC   $<)$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS)

build/bench-fixed: bench/fixed_fcgi.c Makefile
	$(make_folder)
	$(call say,CC   $<)$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) \
		$(call pkg_libs,fcgi)

build/bench-store-writes: $(call object,bench/store_writes.c) $(SERVER)
	$(call link,sqlite3,-lunistring)

# --- checks -----------------------------------------------------------------

FILES = $(shell if [ -e .git ]; then git ls-files; else cat MANIFEST; fi)
C_FILES = $(filter %.c %.h,$(FILES))
SHELL_FILES = $(shell grep -lE '^\#(!.*sh$$| shellcheck shell=bash)' $(FILES))
LINT_SOURCES = $(SERVER_SOURCES) $(CLIENT_SOURCES) $(ADMIN_SOURCES) $(LIB_SOURCES)
lint: ## both compilers, static analysis, format, walls, scripts
	@scripts/install-packages lint
	$(call say,LINT walls)scripts/check-walls
	$(call say,LINT documents)scripts/check-documents $(FILES)
	$(call say,LINT format)clang-format --dry-run -Werror $(C_FILES)
	$(call say,LINT scripts)shellcheck -x $(SHELL_FILES)
	$(call say,LINT man)mandoc -T lint -W warning docs/*.[18]
	$(call say,LINT clang)$(MAKE) -s --no-print-directory CC=clang WERROR=1 \
		BUILD=build/clang all >/dev/null
	$(call say,LINT gcc -fanalyzer)$(MAKE) -s --no-print-directory CC=gcc WERROR=1 \
		BUILD=build/analyzer CFLAGS='-O1 -fanalyzer' all >/dev/null
	$(call say,LINT cppcheck)cppcheck --quiet --error-exitcode=1 --std=c11 \
		--enable=warning,performance,portability --inline-suppr \
		$(INCLUDES) -Ibuild/clang/gen $(LINT_SOURCES)
	$(call say,LINT clang-tidy)clang-tidy --quiet $(LINT_SOURCES) -- \
		$(filter -std=% -D%,$(ALL_CFLAGS)) $(INCLUDES) -Ibuild/clang/gen \
		2>&1 | { ! grep -E '(warning|error):'; }

format: ## rewrite the C files in the house's format
	@clang-format -i $(C_FILES)

# --- install ----------------------------------------------------------------

# to/FOLDER: the files that install puts into that folder below the prefix, and
# uninstall takes away: programs in bin and libexec, the rest to be read. run.sh
# is started by docking-serve, and finds the others from where it is itself.
to/bin = $(BUILD)/docking-timing $(BUILD)/docking-admin deploy/docking-serve
to/libexec/docking = $(BUILD)/docking-fcgi
to/lib/systemd/system = deploy/docking.service
to/share/docking = run.sh lighttpd.conf \
	deploy/lighttpd-service.conf deploy/logrotate.conf
to/share/docking/api = $(wildcard api/*.*)
to/share/docking/api/errors = $(wildcard api/errors/*)
to/share/docking/lighttpd = $(wildcard lighttpd/*.conf)
to/share/docking/schemas = $(wildcard docs/*.schema.json client/workflows/*.schema.json)
to/share/docking/scripts = scripts/install-packages
to/share/docking/scripts/run = $(wildcard scripts/run/*.sh) \
	scripts/run/settings.txt
to/share/docking/workflows = $(filter-out %.schema.json,\
	$(wildcard client/workflows/*.json))
to/share/man/man1 = $(wildcard docs/*.1)
to/share/man/man8 = $(wildcard docs/*.8)
to/share/bash-completion/completions = $(wildcard docs/completions/bash/*)
to/share/fish/vendor_completions.d = $(wildcard docs/completions/fish/*)
to/share/zsh/site-functions = $(wildcard docs/completions/zsh/*)
FOLDERS := $(sort $(patsubst to/%,%,$(filter to/%,$(.VARIABLES))))

# $(call below,NAME): a file below the prefix, as the shell reads it. Folders
# that are there keep their modes.
below = $(call quote,$(DESTDIR)$(prefix)/$(1))
define install_folder
	umask 022 && mkdir -p $(call below,$(1))
	install -m $(if $(filter bin libexec/%,$(1)),755,644) $(to/$(1)) \
		$(call below,$(1))

endef
define uninstall_folder
	rm -f $(foreach file,$(notdir $(to/$(1))),$(call below,$(1)/$(file)))

endef

# The prefix as text for the service's unit (systemd.syntax(7)), and then for sed.
in_unit = $(subst %,%%,$(subst ",\",$(subst \,\\,$(prefix))))
in_sed = $(subst |,\|,$(subst &,\&,$(subst \,\\,$(1))))

install: all ## install under $(DESTDIR)$(prefix)
	$(foreach folder,$(FOLDERS),$(call install_folder,$(folder)))
	sed -i $(call quote,s|/usr/local/|$(call in_sed,$(in_unit)/)|g) \
		$(call below,lib/systemd/system/docking.service)

# Only what install put there; data and settings are elsewhere.
uninstall: ## remove what install put there
	$(foreach folder,$(FOLDERS),$(call uninstall_folder,$(folder)))
	find $(call below,share/docking) $(call below,libexec/docking) \
		-depth -type d -empty -delete 2>/dev/null || :

# From HEAD; or from what such a tarball has, which MANIFEST lists: then it is
# the same tarball again.
DIST := docking-api-$(VERSION)
dist: ## pack all of HEAD as build/docking-api-VERSION.tar.gz
	@umask 022 && rm -rf build/dist && mkdir -p build/dist/$(DIST)
	$(Q)if [ -e .git ]; then \
		git archive -o build/dist/head.tar HEAD && \
		tar -C build/dist/$(DIST) -xf build/dist/head.tar && \
		cd build/dist/$(DIST) && find . -type f -printf '%P\n' >MANIFEST && \
		LC_ALL=C sort -o MANIFEST MANIFEST && \
		touch -d @$$(git log -1 --format=%ct) MANIFEST; \
	else \
		xargs -d '\n' cp -p --parents -t build/dist/$(DIST) <MANIFEST; \
	fi
	$(Q)tar -C build/dist --sort=name --format=ustar --owner=0 --group=0 \
		--numeric-owner --mode=u=rwX,go=rX \
		--mtime=@$$(stat -c %Y build/dist/$(DIST)/MANIFEST) \
		-I 'gzip -n9' -cf build/$(DIST).tar.gz $(DIST)
	@rm -r build/dist
	@echo build/$(DIST).tar.gz

# The database and all else in var/ is the user's.
clean: ## remove what was built; the database in var/ stays
	rm -rf build

distclean: clean ## and what was downloaded for the tests; var/ stays all the same
	rm -rf tests/page/node_modules tests/contract/node_modules \
		bench/peers/node_modules

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile
