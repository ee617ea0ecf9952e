"""Runs client sessions: one JSON object a line on standard input, one outcome a line on standard output."""

import base64
import json
import socket
import sys
import traceback

from dm_client import Client
from wsi import ExternalSystem

systems = {}


def run(case):
    system = None
    if "wsi" in case:
        key = case["wsi"]["url"]
        if key not in systems:
            systems[key] = ExternalSystem(**case["wsi"])
            systems[key].register()
        system = systems[key]
    client = Client(case)
    hears = None
    if "pushPort" in case:
        hears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        hears.bind(("127.0.0.1", case["pushPort"]))
        hears.settimeout(5)
    orders = case.get("orders", [])
    operations = [system.order(client.device, one["commands"], hears is not None) for one in orders]
    if hears is not None:
        client.take_notification(hears.recv(65536))
        hears.close()
    for index in range(case.get("sessions", 1)):
        client.session(case.get("alerts", []) if index == 0 else [])
    outcomes = [system.outcome(operation, case.get("patience", 5)) for operation in operations]
    return {
        "violations": client.violations,
        "codes": client.header_codes,
        "executed": client.executed,
        "notes": client.notes,
        "tree": client.tree,
        "formats": client.formats,
        "outcomes": outcomes,
        "nonce": base64.b64encode(client.nonce or b"").decode(),
        "serverNonce": base64.b64encode(client.server_nonce or b"").decode(),
        "log": client.log,
    }


for line in sys.stdin:
    try:
        answer = run(json.loads(line))
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
