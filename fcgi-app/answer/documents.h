/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DOCUMENTS_H
#define DOCKING_DOCUMENTS_H

#include "answer/context.h"

/** The files of api/, compiled into the program. */

/** The handlers of the API's own description. */
enum err get_openapi(struct app *, struct request *, struct response *);
enum err get_blueprint(struct app *, struct request *, struct response *);

/** Return the whole problem body for a status with which the web server refuses
 * a request; NULL if there is none for it. */
const char *document_refusal(int status);

#endif
