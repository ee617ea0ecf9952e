"""Serves as a DM server: one JSON wish a line on standard input, one answer a line on standard output."""

import base64
import json
import sys
import traceback

from dm_server import Server

server = Server(sys.argv[1])


def wish(one):
    device = one.get("device")
    if one["do"] == "address":
        return {"url": server.url}
    if one["do"] == "plan":
        octets = {key: base64.b64decode(one[key]) for key in ("nonce", "serverNonce") if key in one}
        server.plans[device] = {**server.plans.get(device, {}), **one, **octets}
        return {}
    if one["do"] == "notify":
        server.notify(device, one["port"], one["sessionId"], one.get("wsp", True), password=one.get("password"))
        return {}
    return server.outcome(device, one.get("patience", 8))


print(json.dumps({"url": server.url}), flush=True)
for line in sys.stdin:
    try:
        answer = wish(json.loads(line))
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
