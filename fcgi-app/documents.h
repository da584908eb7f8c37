/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DOCUMENTS_H
#define DOCKING_DOCUMENTS_H

/**
 * What is in api/, as a part of the program; get_openapi() and get_blueprint()
 * (handlers.h) give the API's own description.
 */

/** The whole problem for a status with which the web server refuses a request:
 * what it would say itself. NULL if there is none for it. */
const char *document_refusal(int status);

#endif
