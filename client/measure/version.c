/*
 * version.c: docking-timing --version.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/version.h"

#include <curl/curl.h>
#include <json-c/json.h>
#include <uv.h>

void
version_print_timing(FILE *to, struct argp_state *unused)
{
	(void)unused;
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
	fprintf(to,
	    "docking-timing " DOCKING_VERSION "\n"
	    "libcurl %s, %s, nghttp2 %s, libuv %s, json-c %s\n",
	    curl->version, curl->ssl_version, curl->nghttp2_version,
	    uv_version_string(), json_c_version());
}
