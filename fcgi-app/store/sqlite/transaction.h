/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_TRANSACTION_H
#define DOCKING_STORE_TRANSACTION_H

#include "store/sqlite/connection.h"

/** Transactions besides those of store.h and store/admin.h. */

/** Reset a statement that has read, and end the transaction of
 * store_begin_reading() if its time is over. */
void store_end_statement(struct store *s, sqlite3_stmt *stmt);

/** Begin a transaction that may write. */
enum err store_begin_writing(struct store *s);

/** Begin a change: a transaction, or within a group a savepoint. */
enum err store_begin_change(struct store *s);

/** Keep the change if err is ERR_OK, else undo it. Returns err, or the error of
 * keeping the change. */
enum err store_end_change(struct store *s, enum err err);

#endif
