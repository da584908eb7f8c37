/* SPDX-License-Identifier: MIT */
#include "../fcgi-app/clock.h"
