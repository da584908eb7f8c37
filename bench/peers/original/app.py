# app.py: the original's server, written anew from its contract: the same
# routes, data and order of members, and a sleep before each answer, for
# `make bench-peers` only. Settings: BENCH_DATA (a file of JSON with users and
# customers) and BENCH_DELAY (seconds).
#
# SPDX-License-Identifier: MIT
import json
import os
import time

from flask import Flask, Response, request

DELAY_S = float(os.environ["BENCH_DELAY"])
with open(os.environ["BENCH_DATA"], encoding="utf-8") as file:
    DATA = json.load(file)

app = Flask(__name__)


def answer(value, status=200):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status, mimetype="application/json")


def select(records, contains, equals):
    time.sleep(DELAY_S)
    parts = {m: request.args.get(m, "").lower() for m in contains}
    whole = {m: request.args[m] for m in equals if m in request.args}
    return answer([
        r for r in records
        if all(part in r[m].lower() for m, part in parts.items())
        and all(r[m] == value for m, value in whole.items())])


def find(records, kind, wanted):
    time.sleep(DELAY_S)
    for record in records:
        if record["id"] == wanted:
            return answer(record)
    return answer({"message": f"{kind} ID {wanted} not found",
                   "type": "ResourceNotFound"}, 404)


@app.get("/")
def index():
    return "Docking API"


@app.get("/users")
def users():
    return select(DATA["users"], ("name", "role"), ())


@app.get("/users/<wanted>")
def user(wanted):
    return find(DATA["users"], "User", wanted)


@app.get("/customers")
def customers():
    return select(DATA["customers"], ("name",), ("salesId",))


@app.get("/customers/<wanted>")
def customer(wanted):
    return find(DATA["customers"], "Customer", wanted)
