"""A registry that is not ours: UDDI version 2 at one address, with the manners of products.

Prints one line of JSON when it is ready: {"url"}. Each line of JSON on standard input is a wish: {"quirk": name} or
{"forget": true}; the answer is {"asked": [names of requests since the last wish], "services": n}.
"""

import json
import sys
import threading
import time
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
API = "urn:uddi-org:api_v2"
ET.register_namespace("env", SOAP)
ET.register_namespace("u", API)
ERRORS = {"E_authTokenExpired": 10110, "E_authTokenRequired": 10120, "E_userMismatch": 10140, "E_unknownUser": 10150,
          "E_invalidKeyPassed": 10210, "E_busy": 10400, "E_fatalError": 10500}
KINDS = {"businessEntity": "businessKey", "businessService": "serviceKey", "tModel": "tModelKey",
         "bindingTemplate": "bindingKey"}


def q(name):
    return f"{{{API}}}{name}"


class Refused(Exception):
    pass


class Registry:
    def __init__(self):
        self.lock = threading.Lock()
        self.entries = {kind: {} for kind in KINDS}
        self.quirk = "none"
        self.tokens = {}
        self.count = 0
        self.asked = []

    def key(self, kind):
        # neither a UUID nor a uddi: key: whoever publishes must take what it gets
        self.count += 1
        return f"NODE7/{kind}/{self.count:04d}"

    def holder(self, request):
        token = request.findtext(q("authInfo"), "")
        if token not in self.tokens:
            raise Refused("E_authTokenRequired")
        self.tokens[token] += 1
        if self.quirk == "short-tokens" and self.tokens[token] > 1 and len(self.tokens) < 2:
            raise Refused("E_authTokenExpired")
        if self.quirk == "shortest-tokens":
            raise Refused("E_authTokenExpired")

    def store(self, kind, element):
        attribute = KINDS[kind]
        key = element.get(attribute, "")
        if key == "":
            key = self.key(kind)
        elif key not in self.entries[kind]:
            raise Refused("E_invalidKeyPassed")
        element.set(attribute, key)
        element.set("authorizedName", "somebody")
        self.entries[kind][key] = element
        return element

    def answer(self, request):
        name = request.tag.split("}")[1]
        self.asked.append(name)
        if name == "get_authToken":
            if request.get("cred") != "secret":
                raise Refused("E_unknownUser")
            token = f"token {len(self.tokens) + 1}"
            self.tokens[token] = 0
            return self.response("authToken", [self.element("authInfo", token)])
        if name == "discard_authToken":
            self.tokens.clear()
            return self.success()
        if name.startswith("save_") or name.startswith("delete_"):
            self.holder(request)
        if name == "delete_service":
            key = request.findtext(q("serviceKey"))
            if self.entries["businessService"].pop(key, None) is None:
                raise Refused("E_invalidKeyPassed")
            return self.success()
        kind = {"tModel": "tModel", "business": "businessEntity", "service": "businessService"}[
            name.split("_")[1].removesuffix("Detail")]
        if name.startswith("save_"):
            return self.response(kind_detail(kind), [self.save(kind, each) for each in request.findall(q(kind))])
        if name.startswith("get_"):
            keys = [each.text for each in request.findall(q(KINDS[kind]))]
            if any(key not in self.entries[kind] for key in keys):
                raise Refused("E_invalidKeyPassed")
            return self.response(kind_detail(kind), [self.entries[kind][key] for key in keys])
        return self.found(kind, request)

    def save(self, kind, element):
        if kind == "businessService":
            if element.get("businessKey") not in self.entries["businessEntity"]:
                raise Refused("E_invalidKeyPassed")
            if self.quirk == "foreign-business" and element.get("businessKey") == self.foreign:
                raise Refused("E_userMismatch")
            for binding in element.iter(q("bindingTemplate")):
                self.store("bindingTemplate", binding)
            for info in element.iter(q("tModelInstanceInfo")):
                if info.get("tModelKey") not in self.entries["tModel"]:
                    raise Refused("E_invalidKeyPassed")
        return self.store(kind, element)

    def found(self, kind, request):
        wanted = request.findtext(q("name"), "")
        info, holder = {"tModel": ("tModelInfo", "tModelInfos"), "businessEntity": ("businessInfo", "businessInfos"),
                        "businessService": ("serviceInfo", "serviceInfos")}[kind]
        infos = ET.Element(q(holder))
        for key, entry in self.entries[kind].items():
            name = entry.findtext(q("name"), "")
            if not (name.startswith(wanted[:-1]) if wanted.endswith("%") else name == wanted):
                continue
            if request.get("businessKey") and entry.get("businessKey") != request.get("businessKey"):
                continue
            each = ET.SubElement(infos, q(info), {KINDS[kind]: key})
            if kind == "businessService":
                each.set("businessKey", entry.get("businessKey"))
            ET.SubElement(each, q("name")).text = name
            if kind == "businessEntity":
                ET.SubElement(each, q("serviceInfos"))
        lists = {"tModel": "tModelList", "businessEntity": "businessList", "businessService": "serviceList"}
        return self.response(lists[kind], [infos])

    def element(self, name, text):
        element = ET.Element(q(name))
        element.text = text
        return element

    def response(self, name, children):
        # the operator is missing, as from some products
        root = ET.Element(q(name), {"generic": "2.0"})
        root.extend(children)
        return root

    def success(self):
        report = self.response("dispositionReport", [])
        ET.SubElement(report, q("result"), {"errno": "0"})
        return report


def kind_detail(kind):
    return {"businessEntity": "businessDetail", "businessService": "serviceDetail", "tModel": "tModelDetail"}[kind]


def fault(code):
    # every error is a Server fault, and only the number says which
    root = ET.Element(f"{{{SOAP}}}Fault")
    ET.SubElement(root, "faultcode").text = "env:Server"
    ET.SubElement(root, "faultstring").text = "Internal failure"
    report = ET.SubElement(ET.SubElement(root, "detail"), q("dispositionReport"), {"generic": "2.0"})
    ET.SubElement(report, q("result"), {"errno": str(ERRORS[code])})
    return root


registry = Registry()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        octets = self.rfile.read(int(self.headers["content-length"]))
        status = 200
        with registry.lock:
            quirk = registry.quirk
            if quirk == "unavailable":
                registry.asked.append("refused")
                return self.send(503, b"<html>Down for maintenance</html>", "text/html")
            request = ET.fromstring(octets).find(f"{{{SOAP}}}Body")[0]
            try:
                content = registry.answer(request)
            except Refused as refused:
                content, status = fault(str(refused)), 500
        if quirk == "slow":
            time.sleep(0.2)
        envelope = ET.Element(f"{{{SOAP}}}Envelope")
        ET.SubElement(envelope, f"{{{SOAP}}}Body").append(content)
        self.send(status, ET.tostring(envelope, "utf-8", xml_declaration=True), "text/xml;charset=UTF-8")

    def send(self, status, octets, media):
        self.send_response(status)
        self.send_header("content-type", media)
        self.send_header("content-length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)


def obey(wish):
    with registry.lock:
        registry.quirk = wish.get("quirk", registry.quirk)
        if wish.get("forget"):
            for entries in registry.entries.values():
                entries.clear()
        if wish.get("foreignBusiness"):
            business = ET.Element(q("businessEntity"), {"businessKey": ""})
            ET.SubElement(business, q("name")).text = wish["foreignBusiness"]
            registry.foreign = registry.store("businessEntity", business).get("businessKey")
        asked, registry.asked = registry.asked, []
        return {"asked": asked, "services": len(registry.entries["businessService"]),
                "keys": sorted(registry.entries["businessService"]) + sorted(registry.entries["tModel"])}


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}/soap/uddi"}), flush=True)
for line in sys.stdin:
    print(json.dumps(obey(json.loads(line))), flush=True)
