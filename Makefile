# Makefile: everything is made under build/. `make help` lists the targets.
#
# SPDX-License-Identifier: MIT

# --- settings ---------------------------------------------------------------

CC ?= cc
CFLAGS ?= -O2 -g
prefix ?= /usr/local
VERSION := 0.1.0

# make SANITIZE=address,undefined (or thread) builds beside the normal build.
SANITIZE ?=
comma := ,
BUILD := build$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))

# Evaluated when a command runs, not before: the packages may be installed by
# the very target that needs them.
SERVER_LIBS = fcgi json-c sqlite3
CLIENT_LIBS = libcurl libuv json-c
pkg_cflags = $(shell pkg-config --cflags $(1))
pkg_libs = $(shell pkg-config --libs $(1))

ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 \
	-Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes \
	-Wwrite-strings -Werror -pthread -fno-common \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer \
		-fno-sanitize-recover=all) \
	-I$(BUILD)/gen -DDOCKING_VERSION='"$(VERSION)"' $(CFLAGS)
ALL_LDFLAGS = -pthread $(if $(SANITIZE),-fsanitize=$(SANITIZE)) $(LDFLAGS)

Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)";)

.DELETE_ON_ERROR:
.SUFFIXES:

all: $(BUILD)/docking-fcgi $(BUILD)/docking-timing ## build both programs

# --- sources ----------------------------------------------------------------

SERVER_SOURCES := $(wildcard fcgi-app/*.c)
CLIENT_SOURCES := $(wildcard client/*.c)
object = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

SERVER_OBJECTS := $(call object,$(SERVER_SOURCES))
CLIENT_OBJECTS := $(call object,$(CLIENT_SOURCES))

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# The SQL files become strings in the program: one file to install, and no
# path to get wrong.
$(BUILD)/gen/db_sql.h: db/schema.sql db/seed.sql
	@mkdir -p $(@D)
	$(call say,GEN  $@){ for f in schema seed; do \
		echo "static const char db_$${f}_sql[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' db/$$f.sql; \
		echo ";"; done; } >$@

$(BUILD)/obj/fcgi-app/store_sqlite.o: $(BUILD)/gen/db_sql.h

# --- programs ---------------------------------------------------------------

$(BUILD)/docking-fcgi: $(SERVER_OBJECTS)
	$(call say,LINK $@)$(CC) $(ALL_LDFLAGS) -o $@ $^ \
		$(call pkg_libs,$(SERVER_LIBS)) -lunistring -lm

$(BUILD)/docking-timing: $(CLIENT_OBJECTS)
	$(call say,LINK $@)$(CC) $(ALL_LDFLAGS) -o $@ $^ \
		$(call pkg_libs,$(CLIENT_LIBS)) -lm

# --- tests ------------------------------------------------------------------

# tests/unit/test_MODULE.c tests a module; a program's tests have one main,
# which lists the suites. Every file of tests/lib is in every test program.
SERVER_TESTED := text errcode log config query route delay encode store app

TEST_PROGRAMS := $(BUILD)/test-fcgi-app
TEST_LIBS = cunit $(SERVER_LIBS)
TEST_LIB_OBJECTS := $(call object,$(wildcard tests/lib/*.c))

# $(call unit_tests,MAIN,MODULES): the objects of a unit test program.
unit_tests = $(call object,tests/unit/$(1).c \
	$(patsubst %,tests/unit/test_%.c,$(2))) $(TEST_LIB_OBJECTS)

$(BUILD)/test-fcgi-app: $(call unit_tests,main_fcgi_app,$(SERVER_TESTED)) \
		$(filter-out %/main.o,$(SERVER_OBJECTS))
	$(call say,LINK $@)$(CC) $(ALL_LDFLAGS) -o $@ $^ \
		$(call pkg_libs,$(TEST_LIBS)) -lunistring -lm

# --- bench ------------------------------------------------------------------

bench: ## measure, and write bench/results/ (installs wrk; 3 minutes)
	@scripts/install-packages bench
	@$(MAKE) --no-print-directory all build/bench-fixed
	@bench/run

build/bench-fixed: bench/fixed_fcgi.c Makefile
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) \
		$(call pkg_libs,fcgi)

.PHONY: all bench
