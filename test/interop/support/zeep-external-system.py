"""An External System made of zeep and the served WSDL alone.

Arguments: WSDL address, SOAP version (1.1 or 1.2), scheme (basic, text or digest), user name, password.
Prints one JSON document with what it got.
"""

import datetime
import json
import sys
import time

import requests
from zeep import Client
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

wsdl, soap_version, scheme, username, password = sys.argv[1:6]


def connect(secret):
    session = requests.Session()
    session.trust_env = False
    wsse = None
    if scheme == "basic":
        session.auth = (username.encode("utf-8"), secret.encode("utf-8"))
    else:
        wsse = UsernameToken(username, secret, use_digest=scheme == "digest")
    client = Client(wsdl, transport=Transport(session=session, timeout=20, operation_timeout=20), wsse=wsse)
    port = "DeviceManagementSoap12" if soap_version == "1.2" else "DeviceManagementSoap11"
    return client, client.bind("DeviceManagementService", port)


def fault_of(client, call):
    try:
        call()
    except Fault as fault:
        code = fault.code
        subcodes = [str(subcode.localname) for subcode in (fault.subcodes or [])]
        detail = None
        if fault.detail is not None and len(fault.detail):
            detail = serialize_object(client.wsdl.types.deserialize(fault.detail[0]), dict)
            detail["exception"] = fault.detail[0].tag.rpartition("}")[2]
        return {"code": code, "subcodes": subcodes, "message": fault.message, "detail": detail}
    return None


def plain(value):
    return json.loads(json.dumps(serialize_object(value, dict), default=text_of))


def text_of(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value)


client, service = connect(password)
out = {"operations": sorted(service._operations)}
out["registration"] = plain(
    service.RegisterExternalSystem(
        name="Care <desk> & co",
        kind="customer-care",
        managementDomain="operator",
        requestedOperation=["ManageParameters", "DiscoverDevices"],
        expires=datetime.timedelta(hours=12),
    )
)
out["discovery"] = plain(service.DiscoverDevices(maxResults=50, includeCapabilities=True))
device = out["discovery"]["device"][0]["deviceId"]
submitted = service.ManageParameters(
    deviceId=device,
    command=[
        {"get": {"locUri": "./DevInfo/Mod"}},
        {"replace": {"locUri": "./Settings/Homepage", "format": "chr", "data": "h\u00e9llo <world> & all"}},
        {"get": {"locUri": "./Settings/Homepage"}},
    ],
)
# zeep hands out the only child of a response instead of the response
ack = submitted["ack"] if "ack" in submitted else submitted
out["ack"] = plain(ack)
deadline = time.monotonic() + 30
while True:
    status = service.QueryOperation(operationId=ack["operationId"])
    if status["operation"]["state"] not in ("pending", "running") or time.monotonic() > deadline:
        break
    time.sleep(0.05)
out["result"] = plain(status)
out["unknownDevice"] = fault_of(
    client,
    lambda: service.ManageParameters(deviceId="no-such-device", command=[{"get": {"locUri": "./DevInfo/Mod"}}]),
)
stranger, stranger_service = connect("not " + password)
out["wrongPassword"] = fault_of(stranger, lambda: stranger_service.DiscoverDevices())
print(json.dumps(out))
