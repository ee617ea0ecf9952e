"""An OMA DM 1.2 server of its own making, which manages devices package by package as it was told."""

import base64
import hashlib
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import syncml
from syncml import Node, meta, uri

CLIENT_COMMANDS = {"Alert", "Replace", "Status", "Results"}


def command_of(described):
    """A command out of what a test says of it."""
    name = described["name"]
    if name in ("Atomic", "Sequence"):
        return Node(name, Node("CmdID"), *map(command_of, described["children"]))
    if name == "Alert":
        texts = [Node("Item", Node("Data", text) if text else None) for text in described.get("texts", [])]
        return Node("Alert", Node("CmdID"), Node("Data", str(described["code"])), *texts)
    data = described.get("data")
    details = {key: described[key.lower()] for key in ("Format", "Type") if key.lower() in described}
    item = Node(
        "Item",
        uri("Target", described["target"]),
        uri("Source", described["source"]) if "source" in described else None,
        meta(**details) if details else None,
        Node("Data", data) if data is not None else None,
    )
    correlator = Node("Correlator", described["correlator"]) if "correlator" in described else None
    return Node(name, Node("CmdID"), correlator, item)


class Session:
    def __init__(self, server, plan, device):
        self.server, self.plan, self.device = server, plan, device
        self.token = os.urandom(8).hex()
        self.packages = [list(package) for package in plan.get("packages", [])]
        self.msg_id = 0
        self.authenticated = self.accepted = False
        self.sent = []
        self.chunks = []
        self.buffer = b""
        self.buffer_size = None
        self.limit = 1 << 20
        self.challenges = self.challenged = 0
        self.commands_of = {}
        self.done = {"codes": [], "statuses": [], "results": [], "alerts": [], "devInfo": {}, "violations": [], "log": []}

    def answer(self, octets, text, message, mac):
        """The server's message for one of the device."""
        header, body = message.at("SyncHdr"), message.at("SyncBody")
        self.header, self.their_id = header, header.value("MsgID")
        self.session_id = header.value("SessionID")
        self.done["log"].append(text)
        self.check(message)
        self.limit = int(header.value("Meta/MaxMsgSize", self.limit))
        due, self.number = [], 0
        proven = self.prove(header, octets, mac)
        if not proven:
            self.challenges += 1
            nonce = os.urandom(16)
            self.plan["nonce"] = nonce
            given = header.at("Cred") is not None or mac is not None
            code = "401" if given else "407"
            challenge = syncml.chal({"mac": "MAC"}.get(self.plan["auth"], self.plan["auth"]), nonce)
            due.append(self.status("0", "SyncHdr", code, challenge))
            due += [self.status(c.value("CmdID"), c.name, code) for c in body.children if c.name in ("Alert", "Replace")]
            return self.message(due, True)
        challenge = None
        if self.plan["auth"] == "mac" or (self.plan["auth"] == "md5" and not self.authenticated):
            self.plan["nonce"] = os.urandom(16)
            challenge = syncml.chal({"mac": "MAC"}.get(self.plan["auth"], "md5"), self.plan["nonce"])
        code = "200" if self.plan["auth"] == "mac" or self.authenticated else "212"
        self.authenticated = True
        due.append(self.status("0", "SyncHdr", code, challenge))
        again = self.take(body, due)
        final = body.at("Final") is not None
        if again is not None:
            return self.message(due + again, True)
        if self.aborted:
            self.over()
            return self.message(due, True)
        if self.chunks:
            chunk = self.chunks.pop(0)
            return self.message(due + [chunk], not self.chunks)
        if not final:
            return self.message(due + [Node("Alert", Node("CmdID"), Node("Data", "1222"))], False)
        if not self.packages:
            self.over()
            return self.message(due, True)
        self.sent = [command_of(one) for one in self.packages.pop(0)]
        return self.message(due + self.cut_large(self.sent), not self.chunks)

    def cut_large(self, commands):
        """The commands of a package; a value that is too long for the device goes out in chunks, as the last."""
        chunk = self.plan.get("chunk")
        self.chunks = []
        if not chunk or not commands or len(commands[-1].value("Item/Data", "")) <= chunk:
            return commands
        *before, large = commands
        data = large.value("Item/Data")
        given = {child.name: child.text for child in (large.at("Item/Meta").children if large.at("Item/Meta") else [])}
        for at in range(0, len(data), chunk):
            described = {**given, "Size": len(data.encode())} if at == 0 else given
            more = Node("MoreData") if at + chunk < len(data) else None
            item = Node("Item", uri("Target", large.value("Item/Target/LocURI")), meta(**described) if described else None, Node("Data", data[at : at + chunk]), more)
            self.chunks.append(Node(large.name, Node("CmdID"), item))
        return [*before, self.chunks.pop(0)]

    def check(self, message):
        found = self.done["violations"]
        found += syncml.violations_of(message)
        names = {child.name for child in message.at("SyncBody").children} - {"Final"}
        if not names <= CLIENT_COMMANDS:
            found.append(f"a client sends {names - CLIENT_COMMANDS}")
        if self.sent or self.done["statuses"]:
            first = message.at("SyncBody").children[0]
            if first.name != "Status" or first.value("CmdRef") != "0":
                found.append("the first command is no Status of the header")

    def prove(self, header, octets, mac):
        plan = self.plan
        user, password, nonce = plan["user"], plan["password"], plan.get("nonce")
        if plan["auth"] == "none":
            return True
        if plan["auth"] == "mac":
            if mac is None or nonce is None:
                return False
            right = syncml.hmac_data(user, password, nonce, octets)
            fields = dict(part.strip().split("=", 1) for part in mac.split(","))
            return fields.get("mac") == right and fields.get("username") == f'"{user}"' and header.at("Cred") is None
        if self.authenticated:
            if header.at("Cred") is not None:
                self.done["violations"].append("Cred after 212")
            return True
        data = header.value("Cred/Data")
        if header.value("Cred/Meta/Type") != f"syncml:auth-{plan['auth']}":
            return False
        if plan["auth"] == "basic":
            return data == syncml.basic_data(user, password)
        return nonce is not None and data == syncml.md5_data(user, password, nonce)

    def take(self, body, due):
        """Takes what the device says. Gives the commands again when it wants credentials."""
        self.aborted = False
        again = None
        known = len(self.done["statuses"])
        for command in body.children:
            name, ref = command.name, command.value("CmdID")
            if name == "Status":
                again = self.take_status(command) or again
            elif name == "Results":
                self.take_results(command, due)
            elif name == "Alert":
                code = command.value("Data")
                if code == "1223":
                    self.aborted = True
                self.done["alerts"].append({"code": code, "items": [item_of(i) for i in command.all("Item")], "correlator": command.value("Correlator")})
                due.append(self.status(ref, "Alert", "200"))
            elif name == "Replace":
                for item in command.all("Item"):
                    self.done["devInfo"][item.value("Source/LocURI")] = item.value("Data")
                due.append(self.status(ref, "Replace", "200"))
        if again is not None:
            refused = self.done["statuses"][known:]
            del self.done["statuses"][known:]
            if any(one["code"] not in (401, 407) for one in refused) or body.at("Results") is not None:
                self.done["violations"].append(f"done for a server that has not proved itself: {refused}")
        return again

    def take_status(self, status):
        code, ref = status.value("Data"), status.value("CmdRef")
        message = int(status.value("MsgRef"))
        if ref == "0" and message != self.msg_id:
            self.done["violations"].append(f"MsgRef {message} of the header, the last message was {self.msg_id}")
        if ref == "0":
            self.done["codes"].append(code)
            nonce = status.value("Chal/Meta/NextNonce")
            if nonce:
                self.plan["serverNonce"] = base64.b64decode(nonce)
            if code in ("401", "407"):
                self.challenged += 1
                if self.challenged > 3:
                    self.done["violations"].append("the device challenges without end")
                    self.aborted = True
                    return None
                return self.cut_large(self.sent)
            self.accepted = code == "212"
            return None
        if code == "424":
            self.chunks = []
        self.done["statuses"].append(
            {"cmd": status.value("Cmd"), "code": int(code), "target": status.value("TargetRef"), "data": [i.value("Data") for i in status.all("Item")]}
        )
        name, known = status.value("Cmd"), self.commands_of.get(message, {})
        if known.get(ref) != name:
            self.done["violations"].append(f"a Status of {name} {ref}, which was {known.get(ref)}")
        return None

    def take_results(self, results, due):
        for item in results.all("Item"):
            data = syncml.octets_of(item.value("Data", ""))
            more = item.at("MoreData") is not None
            if more and self.buffer_size is None:
                size = item.value("Meta/Size") or results.value("Meta/Size")
                if size is None:
                    self.done["violations"].append("a first chunk without Size")
                self.buffer_size = int(size or 0)
            self.buffer += data
            if more:
                due.append(self.status(results.value("CmdID"), "Results", "213"))
                continue
            if self.buffer_size not in (None, len(self.buffer)):
                self.done["violations"].append(f"Size {self.buffer_size} for {len(self.buffer)} octets")
            one = item_of(item)
            one["data"] = syncml.value_of(self.buffer)
            one["format"] = one["format"] or results.value("Meta/Format")
            self.done["results"].append(one)
            self.buffer, self.buffer_size = b"", None

    def status(self, ref, name, code, challenge=None):
        return Node(
            "Status", Node("CmdID"), Node("MsgRef", self.their_id), Node("CmdRef", ref), Node("Cmd", name), challenge, Node("Data", code)
        )

    def message(self, commands, final):
        self.msg_id += 1
        for node in Node("", *commands).within("CmdID"):
            self.number += 1
            node.text = str(self.number)
        named = Node("", *commands)
        self.commands_of[self.msg_id] = {
            node.value("CmdID"): node.name for name in ("Get", "Add", "Replace", "Delete", "Copy", "Exec", "Alert", "Atomic", "Sequence") for node in named.within(name)
        }
        plan = self.plan
        cred = None
        if self.authenticated and not self.accepted and plan["serverAuth"] == "md5":
            cred = syncml.cred("md5", syncml.md5_data(self.server.id, plan["serverPassword"], plan.get("serverNonce") or b""))
        elif self.authenticated and not self.accepted and plan["serverAuth"] == "basic":
            cred = syncml.cred("basic", syncml.basic_data(self.server.id, plan["serverPassword"]))
        header = Node(
            "SyncHdr",
            Node("VerDTD", "1.2"),
            Node("VerProto", "DM/1.2"),
            Node("SessionID", self.session_id),
            Node("MsgID", str(self.msg_id)),
            uri("Target", self.device),
            uri("Source", self.server.url),
            Node("RespURI", f"{self.server.url}?s={self.token}") if plan.get("respUri", True) else None,
            cred,
            meta(MaxMsgSize=plan.get("maxMsgSize", 16384), MaxObjSize=plan.get("maxObjSize", 1 << 20)),
        )
        tree = Node("SyncML", header, Node("SyncBody", *commands, Node("Final") if final else None))
        xml = syncml.serialize(tree, plan.get("blanks", False), plan.get("prefix", ""))
        self.done["log"].append(xml)
        return xml

    def over(self):
        self.server.finished(self.device, self.done)


def item_of(item):
    return {
        "source": item.value("Source/LocURI"),
        "target": item.value("Target/LocURI"),
        "format": item.value("Meta/Format"),
        "type": item.value("Meta/Type"),
        "mark": item.value("Meta/Mark"),
        "data": item.value("Data"),
    }


class Server:
    """Keeps a plan for each device: account, nonces and packages."""

    def __init__(self, server_id):
        self.id = server_id
        self.plans, self.sessions, self.ended = {}, {}, {}
        self.news = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                octets = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                try:
                    status, kind, headers, body = outer.serve(self.path, self.headers, octets)
                except Exception as error:
                    status, kind, headers, body = 500, "text/plain", {}, repr(error).encode()
                    outer.failed(repr(error))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Http(ThreadingHTTPServer):
            def handle_error(self, *_):
                """A client that goes away is no trouble."""

        self.http = Http(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/manage"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.errors = []

    def serve(self, path, headers, octets):
        kind = headers["Content-Type"]
        media = kind.split(";")[0].strip()
        encoding = {"application/vnd.syncml.dm+xml": "xml", "application/vnd.syncml.dm+wbxml": "wbxml"}[media]
        text = syncml.decode(octets, encoding)
        message = syncml.parse(text)
        device = message.value("SyncHdr/Source/LocURI")
        token = parse_qs(urlsplit(path).query).get("s", [None])[0]
        key = (device, message.value("SyncHdr/SessionID"))
        with self.news:
            if message.value("SyncHdr/MsgID") == "1":
                self.sessions[key] = Session(self, self.plans[device], device)
            session = self.sessions[key]
            if token is not None and token != session.token:
                session.done["violations"].append("the RespURI of another session")
            answer = session.answer(octets, text, message, headers["x-syncml-hmac"])
            body = syncml.encode(answer, encoding, session.plan.get("wbxmlOptions", ["-k", "-n"]))
            plan, more = session.plan, {}
            if plan["serverAuth"] == "mac" and session.authenticated:
                nonce = plan.get("serverNonce") or b""
                more["x-syncml-hmac"] = syncml.hmac_header(self.id, plan["serverPassword"], nonce, body)
            return 200, media, more, body

    def failed(self, text):
        with self.news:
            self.errors.append(text)
            self.news.notify_all()

    def finished(self, device, done):
        self.ended.setdefault(device, []).append(done)
        self.news.notify_all()

    def outcome(self, device, patience):
        with self.news:
            self.news.wait_for(lambda: self.ended.get(device) or self.errors, patience)
            if self.errors:
                raise ValueError(self.errors.pop())
            if not self.ended.get(device):
                logs = [session.done for key, session in self.sessions.items() if key[0] == device]
                raise ValueError(f"no session of {device} has ended: {logs}")
            return self.ended[device].pop(0)

    def notify(self, device, port, session_id, wsp, nonce=None, password=None):
        """Package 0 over UDP: the digest and, with `wsp`, the header of a WSP push."""
        plan = self.plans[device]
        server_id = self.id.encode()
        fields = 11 << 54 | 1 << 52 | 1 << 51 | session_id << 8 | len(server_id)
        trigger = fields.to_bytes(8, "big") + server_id
        secret = syncml.secret(self.id, password or plan["serverPassword"])
        used = nonce if nonce is not None else plan.get("serverNonce") or bytes(4)
        digest = hashlib.md5(f"{secret}:".encode() + used + f":{syncml.b64md5(trigger)}".encode()).digest()
        header = bytes.fromhex("010603c4af87") if wsp else b""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(header + digest + trigger, ("127.0.0.1", port))
