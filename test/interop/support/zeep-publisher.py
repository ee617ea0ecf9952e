"""A publisher and inquirer made of zeep and two UDDI version 2 service descriptions.

Arguments: WSDL of the inquiry API, WSDL of the publication API, user name and password. Prints one JSON document with
what it got.
"""

import json
import sys

import requests
from zeep import Client
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.transports import Transport

inquiry_wsdl, publish_wsdl, user, password = sys.argv[1:5]
session = requests.Session()
session.trust_env = False
transport = Transport(session=session, timeout=20, operation_timeout=20)
inquiry = Client(inquiry_wsdl, transport=transport).service
publish = Client(publish_wsdl, transport=transport).service


def plain(value):
    return json.loads(json.dumps(serialize_object(value, dict), default=str))


def error_of(call):
    try:
        call()
    except Fault as fault:
        info = fault.detail.find(".//{urn:uddi-org:api_v2}errInfo")
        return {"code": info.get("errCode"), "text": info.text}
    return None


G = {"generic": "2.0"}
token = publish.get_authToken(userID=user, cred=password, **G)["authInfo"]
model = plain(publish.save_tModel(authInfo=token, tModel=[{"tModelKey": "", "name": {"_value_1": "Zeep port"}}], **G))
model_key = model["tModel"][0]["tModelKey"]
business = plain(
    publish.save_business(
        authInfo=token,
        businessEntity=[{"businessKey": "", "name": [{"_value_1": "Zeep & Sons", "lang": "en"}]}],
        **G,
    )
)
business_key = business["businessEntity"][0]["businessKey"]
service = plain(
    publish.save_service(
        authInfo=token,
        businessService=[
            {
                "serviceKey": "",
                "businessKey": business_key,
                "name": [{"_value_1": "Zeep service"}],
                "bindingTemplates": {
                    "bindingTemplate": [
                        {
                            "bindingKey": "",
                            "accessPoint": {"_value_1": "http://zeep.example/wsi", "URLType": "http"},
                            "tModelInstanceDetails": {"tModelInstanceInfo": [{"tModelKey": model_key}]},
                        }
                    ]
                },
            }
        ],
        **G,
    )
)
service_key = service["businessService"][0]["serviceKey"]
found = plain(inquiry.find_service(name=[{"_value_1": "zeep"}], tModelBag={"tModelKey": [model_key]}, **G))
detail = plain(inquiry.get_serviceDetail(serviceKey=[service_key], **G))
bindings = plain(inquiry.find_binding(serviceKey=service_key, tModelBag={"tModelKey": [model_key]}, **G))
registered = plain(publish.get_registeredInfo(authInfo=token, **G))
deleted = plain(publish.delete_service(authInfo=token, serviceKey=[service_key], **G))
gone = error_of(lambda: inquiry.get_serviceDetail(serviceKey=[service_key], **G))
wrong = error_of(lambda: publish.get_authToken(userID=user, cred="wrong", **G))
discarded = plain(publish.discard_authToken(authInfo=token, **G))

first = detail["businessService"][0]
print(
    json.dumps(
        {
            "found": [info["serviceKey"] == service_key for info in found["serviceInfos"]["serviceInfo"]],
            "accessPoint": first["bindingTemplates"]["bindingTemplate"][0]["accessPoint"]["_value_1"],
            "bindings": len(bindings["bindingTemplate"]),
            "business": registered["businessInfos"]["businessInfo"][-1]["name"][0]["_value_1"],
            "tModels": len(registered["tModelInfos"]["tModelInfo"]),
            "deleted": deleted["result"][0]["errno"],
            "discarded": discarded["result"][0]["errInfo"]["errCode"],
            "gone": gone,
            "wrong": wrong,
        }
    )
)
