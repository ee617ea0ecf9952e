"""SyncML DM messages as trees, in XML and, through the programs of libwbxml, in WBXML; credentials; content models."""

import base64
import hashlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

METINF = "syncml:metinf"
SYNCML = "SYNCML:SYNCML1.2"
META = {"Format", "Type", "Mark", "Size", "NextNonce", "MaxMsgSize", "MaxObjSize"}
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" "syncml.dtd">'


class Node:
    """An element with children or with text."""

    def __init__(self, name, *content):
        self.name = name
        kept = [part for part in content if part is not None]
        self.text = "".join(part for part in kept if isinstance(part, str))
        self.children = [part for part in kept if isinstance(part, Node)]

    def all(self, name):
        return [child for child in self.children if child.name == name]

    def at(self, path):
        """The first node of a path like `Target/LocURI`, or None."""
        node = self
        for name in path.split("/"):
            node = next((child for child in node.children if child.name == name), None)
            if node is None:
                return None
        return node

    def value(self, path, default=None):
        node = self.at(path)
        return default if node is None else node.text

    def within(self, name):
        """Every node of this name below, in document order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.within(name)


def meta(**values):
    return Node("Meta", *(Node(name, str(values[name])) for name in values if values[name] is not None))


def uri(kind, locuri, name=None):
    return Node(kind, Node("LocURI", locuri), Node("LocName", name) if name else None)


def serialize(node, blanks=False, prefix=""):
    """XML of a tree. `blanks` puts white space around elements and values; `prefix` names the metinf namespace."""
    space = "\n  " if blanks else ""

    def one(element):
        name, declared = element.name, ""
        if name == "SyncML":
            declared = f' xmlns="{SYNCML}"' + (f' xmlns:{prefix}="{METINF}"' if prefix else "")
        elif name in META:
            name, declared = (f"{prefix}:{name}", "") if prefix else (name, f' xmlns="{METINF}"')
        if element.children:
            inner = space.join(["", *map(one, element.children), ""])
        elif element.text:
            around = space if blanks and element.name != "Data" and element.name != "LocURI" else ""
            inner = f"{around}{escape(element.text)}{around}"
        else:
            return f"<{name}{declared}/>"
        return f"<{name}{declared}>{inner}</{name}>"

    return one(node)


def parse(text):
    def one(element):
        node = Node(element.tag.rpartition("}")[2])
        node.children = [one(child) for child in element]
        node.text = element.text or ""
        return node

    return one(ET.fromstring(text))


def run(program, options, octets):
    with tempfile.NamedTemporaryFile() as file:
        file.write(octets)
        file.flush()
        done = subprocess.run([program, *options, "-o", "-", file.name], capture_output=True, timeout=20)
    if done.returncode != 0 or not done.stdout:
        raise ValueError(f"{program} refuses: {done.stderr.decode(errors='replace')} {octets.hex()}")
    return done.stdout


def encode(xml, encoding, options=("-n",)):
    """The octets of a message on the wire."""
    if encoding == "xml":
        return ('<?xml version="1.0" encoding="UTF-8"?>' + xml).encode()
    return run("xml2wbxml", list(options), (DOCTYPE + xml).encode())


BINARY = "\ue000"
"""Begins a value that is no text: base64 follows."""


def decode(octets, encoding):
    """The XML text of a message as it came. Opaque octets that are no text become base64 with a mark."""
    if encoding == "xml":
        return octets.decode()

    def readable(found):
        data = found[1]
        try:
            if not re.search("[\x00-\x08\x0b-\x1f\x7f]", data.decode()):
                return found[0]
        except UnicodeDecodeError:
            pass
        return (BINARY + base64.b64encode(data).decode()).encode()

    return re.sub(rb"<!\[CDATA\[(.*?)\]\]>(?=</)", readable, run("wbxml2xml", ["-k", "-m", "0"], octets), flags=re.S).decode()


def octets_of(value):
    """The octets of a value as it was transmitted."""
    return base64.b64decode(value[len(BINARY) :]) if value.startswith(BINARY) else value.encode()


def value_of(octets):
    """A value of octets: text, or base64 with a mark."""
    try:
        text = octets.decode()
        if not re.search("[\x00-\x08\x0b-\x1f\x7f]", text):
            return text
    except UnicodeDecodeError:
        pass
    return BINARY + base64.b64encode(octets).decode()


def b64md5(octets):
    return base64.b64encode(hashlib.md5(octets).digest()).decode()


def secret(username, password):
    return b64md5(f"{username}:{password}".encode())


def md5_data(username, password, nonce):
    return b64md5(f"{secret(username, password)}:".encode() + nonce)


def basic_data(username, password):
    return base64.b64encode(f"{username}:{password}".encode()).decode()


def hmac_data(username, password, nonce, body):
    return b64md5(f"{secret(username, password)}:".encode() + nonce + f":{b64md5(body)}".encode())


def hmac_header(username, password, nonce, body):
    return f'algorithm=MD5, username="{username}", mac={hmac_data(username, password, nonce, body)}'


def cred(kind, data):
    return Node("Cred", meta(Format="b64", Type=f"syncml:auth-{kind}"), Node("Data", data))


def chal(kind, nonce):
    encoded = base64.b64encode(nonce).decode()
    return Node("Chal", meta(Format="b64", Type=f"syncml:auth-{kind}", NextNonce=None if kind == "basic" else encoded))


MODELS = {
    "SyncML": "SyncHdr SyncBody",
    "SyncHdr": "VerDTD VerProto SessionID MsgID Target Source RespURI? NoResp? Cred? Meta?",
    "SyncBody": "(Alert|Atomic|Copy|Exec|Get|Results|Sequence|Status|Add|Replace|Delete)+ Final?",
    "Target": "LocURI LocName?",
    "Source": "LocURI LocName?",
    "Cred": "Meta? Data",
    "Chal": "Meta",
    "Item": "Target? Source? Meta? Data? MoreData?",
    "Status": "CmdID MsgRef CmdRef Cmd TargetRef* SourceRef* Cred? Chal? Data Item*",
    "Results": "CmdID MsgRef CmdRef Meta? TargetRef? SourceRef? Item+",
    "Alert": "CmdID Data? Correlator? Item*",
    "Add": "CmdID Meta? Item+",
    "Replace": "CmdID Meta? Item+",
    "Copy": "CmdID Meta? Item+",
    "Delete": "CmdID Meta? Item+",
    "Get": "CmdID Meta? Item+",
    "Exec": "CmdID Meta? Correlator? Item",
    "Atomic": "CmdID Meta? (Add|Delete|Copy|Replace|Alert)+",
    "Sequence": "CmdID Meta? (Add|Replace|Delete|Copy|Atomic|Get|Alert|Exec)+",
    "Meta": "Format? Type? Mark? Size? NextNonce? MaxMsgSize? MaxObjSize?",
}
PATTERNS = {
    name: re.compile(re.sub(r"([A-Za-z]+)", r"(?:\1,)", model).replace(" ", "") + r"\Z") for name, model in MODELS.items()
}


def violations_of(message):
    """Where a message departs from the content models and from the rules on identifiers."""
    found = []

    def walk(node):
        pattern = PATTERNS.get(node.name)
        names = "".join(f"{child.name}," for child in node.children)
        if pattern and not pattern.match(names):
            found.append(f"{node.name} holds {names}")
        if node.name != "Data":
            for child in node.children:
                walk(child)

    walk(message)
    body = message.at("SyncBody")
    ids = [node.text for node in body.within("CmdID")]
    if len(ids) != len(set(ids)) or "0" in ids:
        found.append(f"CmdIDs {ids}")
    if not re.fullmatch(r"[1-9][0-9]*", message.value("SyncHdr/MsgID", "")):
        found.append("MsgID is no positive number")
    if len(list(body.within("MoreData"))) > 1 or (any(body.within("MoreData")) and body.at("Final") is not None):
        found.append("MoreData with Final, or twice")
    return found
