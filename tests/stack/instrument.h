/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_INSTRUMENT_H
#define DOCKING_TESTS_INSTRUMENT_H

#include <CUnit/CUnit.h>

/** docking-timing as an instrument: is what it says true? */

enum { INSTRUMENT_TRIES = 3 /* of what a busy machine can spoil */ };

/** Against the real server: test_instrument_stack.c. */
extern CU_TestInfo instrument_stack_tests[];

#endif
