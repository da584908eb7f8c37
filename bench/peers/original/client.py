# client.py LIBRARY URL N: the original's client, written anew: its workflow for
# N salespeople's names, with requests one after another, or with aiohttp all
# at once; one session a name. Says how long it took and how many failed.
#
# SPDX-License-Identifier: MIT
import random
import resource
import sys
import time

library, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])


def first_id(users, name):
    if not users:
        raise ValueError(f"Sales {name} cannot be found from the server")
    return users[0]["id"]


def some(customers, name):
    if not customers:
        raise ValueError(f"Sales {name} has no customers!")
    return customers


def draw(users):
    return random.Random(1).choices([u["name"] for u in users], k=count)


def with_requests():
    import requests

    def workflow(name):
        with requests.Session() as session:
            users = session.get(url + "/users", params={"name": name}).json()
            sales_id = first_id(users, name)
            return some(session.get(url + "/customers", params={
                "salesId": sales_id}).json(), name)

    names = draw(requests.get(url + "/users",
                              params={"role": "sales"}).json())
    begin = time.monotonic()
    failed = 0
    for name in names:
        try:
            workflow(name)
        except (requests.RequestException, ValueError):
            failed += 1
    return time.monotonic() - begin, failed


def with_aiohttp():
    import asyncio
    import aiohttp

    async def get(session, path, **params):
        async with session.get(url + path, params=params) as answer:
            return await answer.json()

    async def workflow(name):
        async with aiohttp.ClientSession() as session:
            users = await get(session, "/users", name=name)
            return some(await get(session, "/customers",
                                  salesId=first_id(users, name)), name)

    async def main():
        async with aiohttp.ClientSession() as session:
            names = draw(await get(session, "/users", role="sales"))
        begin = time.monotonic()
        results = await asyncio.gather(*map(workflow, names),
                                       return_exceptions=True)
        failed = sum(isinstance(r, Exception) for r in results)
        return time.monotonic() - begin, failed

    return asyncio.run(main())


# A workflow takes a descriptor: as many as docking-timing may have.
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
wall, failures = with_requests() if library == "requests" else with_aiohttp()
print(f"{wall:.3f} {failures}")
