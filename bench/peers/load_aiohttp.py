# load_aiohttp.py URL N C: N requests with aiohttp, C in flight, connections
# kept. Says how long they took and how many failed.
#
# SPDX-License-Identifier: MIT
import asyncio
import sys
import time

import aiohttp

url, count, at_once = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


async def main():
    left = iter(range(count))
    failed = 0

    async def one_after_another(session):
        nonlocal failed
        for _ in left:
            try:
                async with session.get(url) as answer:
                    await answer.read()
                    failed += answer.status != 200
            except aiohttp.ClientError:
                failed += 1

    async with aiohttp.ClientSession() as session:
        begin = time.monotonic()
        await asyncio.gather(*(one_after_another(session)
                               for _ in range(at_once)))
        print(f"{time.monotonic() - begin:.3f} {failed}")


asyncio.run(main())
