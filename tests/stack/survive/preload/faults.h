/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SURVIVE_FAULTS_H
#define DOCKING_SURVIVE_FAULTS_H

/** What faults.c, preloaded into a program, does to it: a file that both map,
 * named by FAULTS_FILE in the environment. All zero: nothing. */
struct faults {
	int fail_sync;  /* fdatasync() and fsync() give EIO */
	int fail_write; /* pwrite() gives EIO; SQLite writes so */
	int failed;     /* calls that did */
	int shift_s;    /* of the wall clock */
};

#define FAULTS_FILE "DOCKING_TEST_FAULTS"

#endif
