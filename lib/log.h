/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LOG_H
#define DOCKING_LOG_H

/**
 * One line on stderr: "docking-fcgi[PID]: MESSAGE". Thread-safe; a longer
 * line than 1,000 bytes is cut. Only main.c, serve.c and app.c log.
 */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
