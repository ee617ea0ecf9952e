"""Work for a device, ordered over plain SOAP."""

import base64
import html
import http.client
import re
import time
from urllib.parse import urlsplit

NAMESPACE = "urn:dmwsi:1.0"
ENDED = {"succeeded", "partly-succeeded", "failed", "cancelled", "expired"}


class ExternalSystem:
    def __init__(self, url, username, password):
        self.address = urlsplit(url)
        self.authorization = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()

    def call(self, operation, content):
        body = (
            '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            f'<{operation} xmlns="{NAMESPACE}">{content}</{operation}></s:Body></s:Envelope>'
        )
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=20)
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{NAMESPACE}:{operation}"',
            "Authorization": self.authorization,
        }
        connection.request("POST", self.address.path, body.encode(), headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        if response.status != 200:
            raise ValueError(f"{operation}: {response.status} {text}")
        return text

    def register(self):
        self.call(
            "RegisterExternalSystem",
            "<name>Foreign</name><kind>customer-care</kind><managementDomain>operator</managementDomain>",
        )

    def order(self, device, commands, notify):
        """Orders commands for a device; gives the operation."""
        ordered = "".join(f"<command>{command}</command>" for command in commands)
        text = self.call("ManageParameters", f"<deviceId>{device}</deviceId>{ordered}<notifyDevice>{str(notify).lower()}</notifyDevice>")
        return first(text, "operationId")

    def outcome(self, operation, patience=5):
        """State of an operation once it is over, the statuses of its commands, and the values that came."""
        until = time.monotonic() + patience
        while True:
            text = self.call("QueryOperation", f"<operationId>{operation}</operationId>")
            state = first(text, "state")
            if state in ENDED or time.monotonic() > until:
                return {"state": state, "statuses": each(text, "status"), "data": each(text, "data"), "text": text}
            time.sleep(0.02)


def each(text, name):
    return [html.unescape(found) for found in re.findall(rf"<(?:[\w.-]+:)?{name}(?:\s[^>]*)?>([^<]*)<", text)]


def first(text, name):
    return next(iter(each(text, name)), None)
