/*
 * sandbox.c: makes the kernel refuse the system calls that the service never
 * needs (seccomp).
 *
 * It lists the calls that are refused, not those that are allowed: the allowed
 * ones would be those of the C library and SQLite, and a new version of either
 * could end the service. A refused call returns EPERM and does not kill: with a
 * process its waiting requests would go too.
 *
 * SPDX-License-Identifier: MIT
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library wants it */
#define _GNU_SOURCE /* CLONE_THREAD */

#include "sandbox.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
const bool sandbox_is_built = false;
#else
const bool sandbox_is_built = true;
#endif

static const int refused[] = {
	/* other programs and processes */
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(pidfd_getfd),
	/* the network: the one socket is there from the start */
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	/* other ways to the same, and into the kernel */
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	/* file systems, namespaces, kernel modules */
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(chroot),
	SCMP_SYS(pivot_root),
	SCMP_SYS(setns),
	SCMP_SYS(unshare),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(kexec_load),
};

/* Refuse clone() for a process, which does not share the thread group as a
 * thread does. clone3()'s flags are in memory, where no filter can look;
 * without clone3(), the C library uses clone(). */
static int
refuse_processes(scmp_filter_ctx filter)
{
	int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
	    SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	return error != 0 ? error
			  : seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
				SCMP_SYS(clone3), 0);
}

int
sandbox_enter(void)
{
	if (!sandbox_is_built)
		return 0;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (filter == NULL)
		return ENOMEM;
	int error = refuse_processes(filter);
	for (size_t i = 0;
	     error == 0 && i < sizeof(refused) / sizeof(refused[0]); i++)
		error = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
	if (error == 0)
		error = seccomp_load(filter);
	seccomp_release(filter);
	return -error;
}
