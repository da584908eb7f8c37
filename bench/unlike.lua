-- unlike.lua: for wrk: the same question in 900 forms, one after another. What
-- remembers an answer has forgotten it when the same form comes again.
--
-- SPDX-License-Identifier: MIT
local limit = 0
request = function()
   limit = limit % 900 + 1
   return wrk.format(nil, wrk.path .. "&limit=" .. 99 + limit)
end
