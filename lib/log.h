/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LOG_H
#define DOCKING_LOG_H

/**
 * Log one line on stderr: "docking-fcgi[PID]: MESSAGE". Thread-safe; a line
 * longer than 1,000 bytes is cut.
 */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
