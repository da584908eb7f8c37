/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_INSTRUMENT_H
#define DOCKING_TESTS_INSTRUMENT_H

#include <CUnit/CUnit.h>

/** docking-timing as an instrument: is what it says true? */

/** Against the real server: test_instrument_stack.c. */
extern CU_TestInfo instrument_stack_tests[];

#endif
