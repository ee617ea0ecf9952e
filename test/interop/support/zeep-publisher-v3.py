"""A publisher and inquirer made of zeep and the UDDI version 3 service descriptions.

Arguments: WSDLs of the inquiry, publication and security APIs, an address that lets half an hour pass, user name and
password. Prints one JSON document with what it got.
"""

import json
import sys

import requests
from zeep import Client, Settings
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.transports import Transport

inquiry_wsdl, publish_wsdl, security_wsdl, later, user, password = sys.argv[1:7]
session = requests.Session()
session.trust_env = False
transport = Transport(session=session, timeout=20, operation_timeout=20)
# the official schema of signatures has a document type declaration
settings = Settings(forbid_dtd=False, forbid_entities=False)


def port(wsdl, api):
    client = Client(wsdl, transport=transport, settings=settings)
    for service in client.wsdl.services.values():
        for name, candidate in service.ports.items():
            if candidate.binding.name.localname == f"UDDI_{api}_SoapBinding":
                return client.bind(service.name, name)
    raise LookupError(api)


def plain(value):
    return json.loads(json.dumps(serialize_object(value, dict), default=str))


def error_of(call):
    try:
        call()
    except Fault as fault:
        result = fault.detail.find(".//{urn:uddi-org:api_v3}result")
        info = result.find("{urn:uddi-org:api_v3}errInfo")
        return {"code": info.get("errCode"), "keyType": result.get("keyType"), "fault": fault.code.split(":")[-1]}
    return None


inquiry = port(inquiry_wsdl, "Inquiry")
publish = port(publish_wsdl, "Publication")
security = port(security_wsdl, "Security")

token = security.get_authToken(userID=user, cred=password)
token = token if isinstance(token, str) else token["authInfo"]
GENERATOR = "uddi:zeep.example:keygenerator"
KINDS = "uddi:uddi.org:categorization:types"
generator = {
    "tModelKey": GENERATOR,
    "name": {"_value_1": "Zeep keys"},
    "categoryBag": {"keyedReference": [{"tModelKey": KINDS, "keyName": "", "keyValue": "keyGenerator"}]},
}
publish.save_tModel(authInfo=token, tModel=[generator])
model = plain(
    publish.save_tModel(
        authInfo=token, tModel=[{"tModelKey": "uddi:zeep.example:port", "name": {"_value_1": "Zeep port"}}]
    )
)
model = model[0] if isinstance(model, list) else model["tModel"][0]
business = plain(
    publish.save_business(
        authInfo=token,
        businessEntity=[
            {"businessKey": "uddi:zeep.example:business", "name": [{"_value_1": "Zeep & Sons", "lang": "en"}]}
        ],
    )
)
business = business[0] if isinstance(business, list) else business["businessEntity"][0]
service = plain(
    publish.save_service(
        authInfo=token,
        businessService=[
            {
                "businessKey": business["businessKey"],
                "name": [{"_value_1": "Zeep service"}],
                "bindingTemplates": {
                    "bindingTemplate": [
                        {
                            "accessPoint": {"_value_1": "http://zeep.example/wsi", "useType": "endPoint"},
                            "tModelInstanceDetails": {"tModelInstanceInfo": [{"tModelKey": model["tModelKey"]}]},
                        }
                    ]
                },
            }
        ],
    )
)
service = service[0] if isinstance(service, list) else service["businessService"][0]
service_key = service["serviceKey"]
found = plain(
    inquiry.find_service(
        findQualifiers={"findQualifier": ["approximateMatch", "caseInsensitiveMatch"]},
        name=[{"_value_1": "zeep%"}],
        tModelBag={"tModelKey": [model["tModelKey"]]},
        maxRows=5,
    )
)
detail = plain(inquiry.get_serviceDetail(serviceKey=[service_key]))
detail = detail[0] if isinstance(detail, list) else detail["businessService"][0]
information = plain(inquiry.get_operationalInfo(entityKey=[service_key]))
information = information[0] if isinstance(information, list) else information["operationalInfo"][0]
registered = plain(publish.get_registeredInfo(authInfo=token, infoSelection="all"))
foreign = error_of(
    lambda: publish.save_tModel(
        authInfo=token, tModel=[{"tModelKey": "uddi:other.example:port", "name": {"_value_1": "not mine"}}]
    )
)
combination = error_of(
    lambda: inquiry.find_service(
        findQualifiers={"findQualifier": ["exactMatch", "approximateMatch"]}, name=[{"_value_1": "z"}]
    )
)
deleted = plain(publish.delete_service(authInfo=token, serviceKey=[service_key]))
gone = error_of(lambda: inquiry.get_serviceDetail(serviceKey=[service_key]))
nothing = plain(inquiry.find_service(name=[{"_value_1": "Zeep service"}]))
publish.delete_tModel(authInfo=token, tModelKey=[model["tModelKey"]])
hidden = plain(publish.get_registeredInfo(authInfo=token, infoSelection="hidden"))
wrong = error_of(lambda: security.get_authToken(userID=user, cred="wrong"))
requests.post(later, timeout=20).raise_for_status()
expired = error_of(lambda: publish.delete_business(authInfo=token, businessKey=[business["businessKey"]]))
again = security.get_authToken(userID=user, cred=password)
again = again if isinstance(again, str) else again["authInfo"]
publish.delete_business(authInfo=again, businessKey=[business["businessKey"]])
security.discard_authToken(authInfo=again)
discarded = error_of(lambda: publish.get_registeredInfo(authInfo=again, infoSelection="all"))

print(
    json.dumps(
        {
            "model": model["tModelKey"],
            "found": [info["serviceKey"] == service_key for info in found["serviceInfos"]["serviceInfo"]],
            "counted": found["listDescription"]["actualCount"],
            "accessPoint": detail["bindingTemplates"]["bindingTemplate"][0]["accessPoint"]["_value_1"],
            "owner": information["authorizedName"],
            "registered": [info["name"][0]["_value_1"] for info in registered["businessInfos"]["businessInfo"]],
            "foreign": foreign,
            "combination": combination,
            "deleted": deleted,
            "gone": gone,
            "nothing": nothing["serviceInfos"],
            "hidden": [info["tModelKey"] for info in hidden["tModelInfos"]["tModelInfo"]],
            "wrong": wrong,
            "expired": expired,
            "discarded": discarded,
        }
    )
)
