-- post.lua: for wrk: add a customer, as the user bench with the password
-- "bench-bench".
--
-- SPDX-License-Identifier: MIT
wrk.method = "POST"
wrk.path = "/customers"
wrk.body = '{"name":"Grace Hopper","salesId":"1"}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Basic YmVuY2g6YmVuY2gtYmVuY2g="
