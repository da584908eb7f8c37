/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ERRCODE_H
#define DOCKING_ERRCODE_H

/**
 * The errors of all programs. A function that can fail returns one of these;
 * problem() has the words that a client is told.
 */
enum err {
	ERR_OK,
	ERR_BAD_REQUEST,
	ERR_UNAUTHORIZED,
	ERR_WRITING_OFF,
	ERR_CHOICE_OFF,
	ERR_NOT_FOUND,
	ERR_METHOD,
	ERR_NOT_ACCEPTABLE,
	ERR_HAS_CUSTOMERS,
	ERR_CHANGED,
	ERR_BODY_TOO_LARGE,
	ERR_TARGET_TOO_LONG,
	ERR_MEDIA_TYPE,
	ERR_UNPROCESSABLE,
	ERR_NO_SALESPERSON,
	ERR_KEY_REUSED,
	ERR_NO_PRECONDITION,
	ERR_CLIENT_GONE,
	ERR_INTERNAL,
	ERR_NO_MEMORY,
	ERR_STORE,
	ERR_BUSY,
	ERR_NOT_READY,
	ERR_STORE_READ_ONLY,
	ERR_STORE_DAMAGED,
	ERR_STORE_FULL,
	ERR_NO_PLACE,
	ERR_STOPPING,
	ERR_FAULT,
	ERR_REFUSED,
	ERR__MAX, /* from here on: between store and docking-admin only */
	ERR_ID_TAKEN = ERR__MAX,
	ERR_STOPPED, /* by the caller, who knows why */
};

#endif
