/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DOCUMENTS_H
#define DOCKING_DOCUMENTS_H

#include "answer/context.h"

/** What is in api/, as a part of the program. */

/** The handlers of the API's own description. */
enum err get_openapi(struct app *, struct request *, struct response *);
enum err get_blueprint(struct app *, struct request *, struct response *);

/** Return the whole problem for a status with which the web server refuses a
 * request: what it would say itself. NULL if there is none for it. */
const char *document_refusal(int status);

#endif
