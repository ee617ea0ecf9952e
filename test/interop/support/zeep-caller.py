"""Calls operations with zeep and the served WSDL alone: a JSON object a line in, one a line out.

Arguments: WSDL address, SOAP version (1.1 or 1.2), user name, password. A request is {"operation", "input"}; values that
JSON has no type for are {"$bytes": base64}, {"$hex": text}, {"$duration": text} and {"$time": text}. The answer is
{"response"}, or {"fault"} with what zeep makes of it, or {"error"}.
"""

import base64
import datetime
import json
import sys
import traceback

import isodate
import requests
from zeep import Client
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.transports import Transport

wsdl, soap_version, username, password = sys.argv[1:5]


def connect():
    session = requests.Session()
    session.trust_env = False
    session.auth = (username.encode("utf-8"), password.encode("utf-8"))
    client = Client(wsdl, transport=Transport(session=session, timeout=20, operation_timeout=20))
    port = "DeviceManagementSoap12" if soap_version == "1.2" else "DeviceManagementSoap11"
    return client, client.bind("DeviceManagementService", port)


def typed(value):
    if isinstance(value, list):
        return [typed(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if "$hex" in value:
        return value["$hex"]
    if "$duration" in value:
        return isodate.parse_duration(value["$duration"])
    if "$time" in value:
        return isodate.parse_datetime(value["$time"])
    return {name: typed(one) for name, one in value.items()}


def plain(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value)


def whole(operation, response):
    """zeep hands out the only child of a response in place of the response."""
    value = serialize_object(response, dict)
    alone = isinstance(value, dict) and "acceptedAt" in value and "totals" not in value
    return {"ack": value} if alone else value


def call(wish):
    try:
        operation = wish["operation"]
        return {"response": whole(operation, getattr(service, operation)(**typed(wish["input"])))}
    except Fault as fault:
        told = {"code": str(fault.code), "message": fault.message}
        if fault.detail is not None and len(fault.detail):
            told["exception"] = fault.detail[0].tag.rpartition("}")[2]
            told["detail"] = serialize_object(client.wsdl.types.deserialize(fault.detail[0]), dict)
        return {"fault": told}


client, service = connect()
print(json.dumps({"operations": sorted(service._operations)}), flush=True)
for line in sys.stdin:
    try:
        answer = call(json.loads(line))
    except Exception:
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer, default=plain), flush=True)
