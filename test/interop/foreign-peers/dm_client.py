"""An OMA DM 1.2 client of its own making: one session at a time, with manners as options."""

import base64
import hashlib
import http.client
import os
import uuid
from urllib.parse import urlsplit

import syncml
from syncml import Node, meta, uri

SERVER_ONLY = ("Add", "Replace", "Delete", "Copy", "Exec", "Get", "Atomic", "Sequence", "Alert")
MOST_MESSAGES = 60


class Client:
    """A device. `options` are those of the test that wants it."""

    def __init__(self, options):
        self.options = options
        self.url = self.first_url = options["url"]
        self.device = options["device"]
        self.user = options.get("user", "")
        self.password = options.get("password", "")
        self.auth = options.get("auth", "none")
        self.server_auth = options.get("serverAuth", "none")
        self.server_user = options.get("serverId", "dms.example")
        self.server_password = options.get("serverPassword", "srvpwd")
        self.encoding = options.get("encoding", "xml")
        self.manners = options.get("manners", {})
        self.nonce = base64.b64decode(options["nonce"]) if "nonce" in options else None
        self.server_nonce = base64.b64decode(options["serverNonce"]) if "serverNonce" in options else None
        self.tree = {
            "./DevInfo/DevId": self.device,
            "./DevInfo/Man": "Foreign",
            "./DevInfo/Mod": "F-1",
            "./DevInfo/DmV": "1.2",
            "./DevInfo/Lang": "en",
            **options.get("tree", {}),
        }
        self.formats = dict(options.get("formats", {}))
        self.session_id = str(options.get("sessionId", "1"))
        self.violations = []
        self.header_codes = []
        self.executed = []
        self.log = []
        self.notes = []

    def take_notification(self, datagram):
        """A WSP push with package 0: checks it as a device does, and will answer with its session."""
        if datagram[1:6] != bytes.fromhex("0603c4af87"):
            self.violations.append(f"no WSP push of a notification: {datagram[:6].hex()}")
        package = datagram[6:]
        trigger = package[16:]
        fields = int.from_bytes(trigger[:8], "big")
        server_id = trigger[8:].decode()
        if fields >> 54 != 11 or fields & 0xFF != len(server_id) or server_id != self.server_user or fields >> 24 & 0x7FFFFFF:
            self.violations.append(f"the trigger {trigger.hex()}")
        secret = syncml.secret(server_id, self.server_password)
        nonce = self.server_nonce if self.server_nonce is not None else bytes(4)
        if hashlib.md5(f"{secret}:".encode() + nonce + f":{syncml.b64md5(trigger)}".encode()).digest() != package[:16]:
            self.violations.append("the digest of the notification")
        self.session_id = f"{fields >> 8 & 0xFFFF:X}"
        self.options["alert"] = "1200"
        self.notes.append("notified")

    # one session

    def session(self, alerts=()):
        self.url = self.first_url
        self.msg_id = 0
        self.session_authenticated = False
        self.server_authenticated = self.server_auth == "none"
        self.queue = []
        self.buffer = None
        self.limit = 1 << 20
        self.challenged = 0
        self.is_mac = self.auth == "mac" and self.nonce is not None
        self.alerts = list(alerts)
        commands, final = self.package1(), True
        if self.manners.get("splitPackage1"):
            self.queue = commands[1:]
            commands, final = commands[:1], False
        for _ in range(MOST_MESSAGES):
            answer = self.exchange(commands, final)
            if answer is None:
                return
            turn = self.turn(answer)
            if turn is None:
                return
            commands, final = turn
        self.violations.append("the session does not end")

    def package1(self):
        alert = Node("Alert", Node("CmdID"), Node("Data", self.options.get("alert", "1201")))
        items = []
        how = self.manners.get("devInfo", "plain")
        for name in [name for name in self.tree if name.startswith("./DevInfo/")]:
            described = meta(Format="chr", Type="text/plain") if how != "noMeta" else None
            items.append(Node("Item", uri("Source", name), described, Node("Data", self.tree[name])))
        if how == "interior":
            items.insert(0, Node("Item", uri("Source", "./DevInfo"), meta(Format="node")))
            items.append(Node("Item", uri("Source", "./DevInfo/Ext/Vendor"), Node("Data", "V")))
        replace = None if how == "missing" else Node("Replace", Node("CmdID"), *items)
        extra = []
        for one in self.alerts:
            extra.append(self.generic_alert(one))
        return [part for part in [alert, replace, *extra] if part is not None]

    def generic_alert(self, one):
        correlator = Node("Correlator", one["correlator"]) if "correlator" in one else None
        item = Node(
            "Item",
            uri("Source", one["source"]) if "source" in one else None,
            meta(Format=one.get("format", "chr"), Type=one["type"], Mark=one.get("mark")),
            Node("Data", one["data"]),
        )
        return Node("Alert", Node("CmdID"), Node("Data", "1226"), correlator, item)

    # messages out

    def next_number(self):
        self.number += 1
        kind = self.manners.get("cmdIds")
        if kind == "uuid":
            return str(uuid.uuid4())
        if kind == "repeat":
            return "1"
        return str(self.number)

    def message(self, commands, final, with_cred):
        self.number = 1 if self.manners.get("cmdIds") == "from2" else 0
        for node in Node("", *commands).within("CmdID"):
            node.text = self.next_number()
        for command in commands:
            if command.name == "Status" and self.manners.get("challengeAlways") and command.at("Chal") is None:
                at = next(i for i, child in enumerate(command.children) if child.name == "Data")
                command.children.insert(at, syncml.chal("md5", self.server_nonce or b"0123456789abcdef"))
        header = Node(
            "SyncHdr",
            Node("VerDTD", "1.2"),
            Node("VerProto", "DM/1.2"),
            Node("SessionID", self.session_id),
            Node("MsgID", str(self.msg_id)),
            uri("Target", self.url),
            uri("Source", self.device, None if self.manners.get("noLocName") else self.user),
            self.credentials() if with_cred else None,
            meta(MaxMsgSize=self.options.get("maxMsgSize", 16384), MaxObjSize=self.options.get("maxObjSize", 1 << 20)),
        )
        tree = Node("SyncML", header, Node("SyncBody", *commands, Node("Final") if final else None))
        if self.manners.get("misordered"):
            misorder(tree)
        xml = syncml.serialize(tree, self.manners.get("blanks", False), self.manners.get("prefix", ""))
        if self.manners.get("rawAmp"):
            xml = xml.replace("&amp;", "&")
        return xml

    def credentials(self):
        if self.auth == "basic":
            return syncml.cred("basic", syncml.basic_data(self.user, self.password))
        if self.auth == "md5" and (self.nonce is not None or self.manners.get("inventsNonce")):
            nonce = self.nonce if self.nonce is not None else b"invented"
            if self.manners.get("nonceUndecoded"):
                nonce = base64.b64encode(nonce)
            return syncml.cred("md5", syncml.md5_data(self.user, self.password, nonce))
        return None

    def exchange(self, commands, final):
        self.msg_id += 1
        with_cred = not self.session_authenticated and (self.challenged > 0 or self.options.get("unasked", True))
        commands, final = self.within_limit(commands, final)
        xml = self.message(commands, final, with_cred)
        body = syncml.encode(xml, self.encoding, self.options.get("wbxmlOptions", ["-k", "-n"]))
        kind = self.manners.get("mediaType", f"application/vnd.syncml.dm+{self.encoding}")
        headers = {"Content-Type": kind, "Accept": kind.split(";")[0], "User-Agent": "foreign", "Cache-Control": "private"}
        if self.is_mac and self.nonce is not None:
            headers["x-syncml-hmac"] = syncml.hmac_header(self.user, self.password, self.nonce, body)
        self.log.append({"sent": xml})
        status, received, octets = self.post(body, headers)
        if status != 200:
            self.log.append({"status": status, "text": octets.decode(errors="replace")})
            return None
        if not octets:
            self.violations.append("HTTP 200 without a body")
            return None
        answered = received.get("Content-Type", "")
        if not answered.lower().split(";")[0].endswith(f"+{self.encoding}"):
            self.violations.append(f"Content-Type {answered}")
        text = syncml.decode(octets, self.encoding)
        self.log.append({"status": status, "received": text, "octets": len(octets)})
        limit = self.options.get("maxMsgSize", 16384)
        if len(octets) > limit:
            if self.manners.get("dropsTooLarge"):
                return None
            self.violations.append(f"a message of {len(octets)} octets, {limit} are allowed")
        message = syncml.parse(text)
        self.violations += syncml.violations_of(message)
        self.mac = received.get("x-syncml-hmac"), octets
        return message

    def post(self, body, headers):
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        try:
            path = address.path + (f"?{address.query}" if address.query else "")
            if self.manners.get("chunked"):
                halves = [body[: len(body) // 2], body[len(body) // 2 :]]
                connection.request("POST", path, iter(halves), {**headers, "Transfer-Encoding": "chunked"}, encode_chunked=True)
            else:
                connection.request("POST", path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def within_limit(self, commands, final):
        """Keeps what does not fit into a message of the server's size for later messages; cuts a value that is too long."""
        room = min(self.limit, self.options.get("chunk", 1 << 30)) - 1500
        taken, used = [], 0
        for at, command in enumerate(commands):
            size = len(syncml.serialize(command).encode())
            if used + size <= room or command.name in ("Status", "Replace"):
                taken.append(command)
                used += size
                continue
            left = commands[at + 1 :]
            if len(command.at("Item/Data").text if command.at("Item/Data") is not None else "") > 400:
                first, rest = cut(command, max(200, room - used - 400))
                self.queue = [rest, *left] + self.queue
                return [*taken, first], False
            self.queue = [command, *left] + self.queue
            return taken, False
        return taken, final and not self.queue

    # messages in

    def turn(self, message):
        """What to answer to a message: commands and Final; None ends the session."""
        header, body = message.at("SyncHdr"), message.at("SyncBody")
        self.their_id = header.value("MsgID")
        self.check_header(header, body)
        if header.at("RespURI") is not None and not self.manners.get("ignoresRespUri"):
            self.url = header.value("RespURI")
        self.limit = int(header.value("Meta/MaxMsgSize", self.limit))
        own = next((s for s in body.all("Status") if s.value("CmdRef") == "0"), None)
        code = own.value("Data") if own is not None else ""
        self.header_codes.append(code)
        commands = [child for child in body.children if child.name in SERVER_ONLY]
        if code in ("401", "407"):
            return self.challenge(own, commands)
        if code not in ("200", "212"):
            self.notes.append(f"the server answers the header {code}")
            return None
        nonce = own.value("Chal/Meta/NextNonce")
        if nonce is not None:
            self.nonce = base64.b64decode(nonce)
        elif self.is_mac:
            self.violations.append("no next nonce with auth-MAC")
        if code == "212":
            if self.is_mac:
                self.violations.append("212 with auth-MAC")
            self.session_authenticated = True
        # a Package 2 of Status only wants nothing, so that its sender need not prove anything
        if not self.server_proves_itself(header) and commands:
            return self.refuse_server(commands)
        if any(one.name == "Alert" and one.value("Data") == "1223" for one in commands):
            self.notes.append("the server aborts")
            return None
        final = body.at("Final") is not None
        answers = []
        for command in commands:
            self.execute(command, answers)
        asked = [c for c in commands if c.name == "Alert" and c.value("Data") == "1222"]
        if not commands and final and not self.queue:
            return None
        if self.manners.get("closesOnStatusOnly") and not commands:
            return None
        out = [self.status_of_header(header, "212" if self.server_auth == "md5" else "200"), *answers]
        if self.queue:
            if not asked and final:
                self.notes.append("the server does not ask for the rest")
            queue, self.queue = self.queue, []
            return out + queue, True
        if not final:
            out.append(Node("Alert", Node("CmdID"), Node("Data", "1222")))
            return out, False
        return out, True

    def check_header(self, header, body):
        if header.value("SessionID", "").strip() != self.session_id:
            self.violations.append(f"SessionID {header.value('SessionID')}")
        if header.value("Target/LocURI") != self.device:
            self.violations.append(f"Target {header.value('Target/LocURI')}")
        if self.their_id in [one.get("their") for one in self.log[:-1]]:
            self.violations.append(f"MsgID {self.their_id} again")
        first = body.children[0] if body.children else None
        if first is None or first.name != "Status" or first.value("CmdRef") != "0" or first.value("Cmd") != "SyncHdr":
            self.violations.append("the first command is no Status of the header")
        # a server that was challenged sends its package again, the statuses in it too
        answered = {str(self.msg_id), getattr(self, "refused_answer_to", None)}
        self.refused_answer_to = None
        for status in body.all("Status"):
            if status.value("MsgRef") not in answered:
                self.violations.append(f"MsgRef {status.value('MsgRef')} in the answer to {self.msg_id}")

    def challenge(self, status, commands):
        if commands:
            self.violations.append("commands in a message that challenges")
        self.challenged += 1
        kind = (status.value("Chal/Meta/Type") or "").strip().rpartition(":")[2]
        wanted = {"auth-md5": "md5", "auth-basic": "basic", "auth-MAC": "mac"}.get(kind)
        if wanted is None and (self.challenged == 1 or status.at("Chal") is not None):
            self.violations.append(f"challenge {kind!r}")
        if self.challenged > 3 or wanted is None or self.auth == "none":
            return None
        if wanted != self.auth:
            self.notes.append(f"the server wants {wanted}")
            self.auth = wanted
        encoded = status.value("Chal/Meta/NextNonce")
        if wanted != "basic":
            self.nonce = base64.b64decode(encoded or "")
            if len(self.nonce) < 16:
                self.violations.append(f"a nonce of {len(self.nonce)} octets")
        self.is_mac = wanted == "mac"
        return [self.status(None, "0", "SyncHdr", "200"), *self.package1()], True

    def server_proves_itself(self, header):
        if self.server_auth == "none":
            return True
        if self.server_auth == "mac":
            return self.mac_is_right()
        if self.server_authenticated:
            return True
        data = header.value("Cred/Data")
        if data is None:
            return False
        kind = header.value("Cred/Meta/Type", "").rpartition("-")[2]
        if kind == "basic":
            right = syncml.basic_data(self.server_user, self.server_password)
        else:
            right = syncml.md5_data(self.server_user, self.server_password, self.server_nonce or b"")
        self.server_authenticated = data.strip() == right and kind == self.server_auth
        return self.server_authenticated

    def mac_is_right(self):
        given, octets = self.mac
        if given is None or self.server_nonce is None:
            return False
        fields = dict(part.strip().split("=", 1) for part in given.split(","))
        right = syncml.hmac_data(self.server_user, self.server_password, self.server_nonce, octets)
        return fields.get("mac") == right and fields.get("username") == f'"{self.server_user}"'

    def refuse_server(self, commands):
        self.refused = getattr(self, "refused", 0) + 1
        if self.refused > 3:
            self.violations.append("the server does not prove who it is")
            return None
        self.notes.append("the server is challenged")
        self.refused_answer_to = str(self.msg_id)
        self.server_nonce = self.options.get("firstServerNonce", "").encode() or os.urandom(16)
        code = "407"
        out = [self.status(None, "0", "SyncHdr", code, chal=syncml.chal(self.server_auth_name(), self.server_nonce))]
        for command in commands:
            out.append(self.status(command, command.value("CmdID"), command.name, code))
        return out, True

    def server_auth_name(self):
        return "MAC" if self.server_auth == "mac" else self.server_auth

    # answers

    def status_of_header(self, header, code):
        chal = None
        if self.server_auth in ("md5", "mac"):
            self.server_nonce = os.urandom(16)
            chal = syncml.chal(self.server_auth_name(), self.server_nonce)
        return Node(
            "Status",
            Node("CmdID"),
            Node("MsgRef", self.their_id),
            Node("CmdRef", "0"),
            Node("Cmd", "SyncHdr"),
            Node("TargetRef", header.value("Target/LocURI")),
            Node("SourceRef", header.value("Source/LocURI")),
            chal,
            Node("Data", code),
        )

    def status(self, command, ref, name, code, target=None, chal=None, items=()):
        return Node(
            "Status",
            Node("CmdID"),
            Node("MsgRef", self.their_id),
            Node("CmdRef", ref),
            Node("Cmd", name),
            Node("TargetRef", target) if target else None,
            chal,
            Node("Data", str(code)),
            *items,
        )

    def execute(self, command, answers, inside=None):
        """Carries out a command; its Status, those of its children, and Results go to the answers. Gives its code."""
        name, ref = command.name, command.value("CmdID")
        self.executed.append(name if name != "Alert" else f"Alert {command.value('Data')}")
        if name in ("Atomic", "Sequence"):
            return self.execute_container(command, answers)
        if name == "Alert":
            return self.execute_alert(command, answers)
        last = 200
        results = []
        items = command.all("Item")
        for item in items:
            target = item.value("Target/LocURI") or ""
            code = self.manners.get("codes", {}).get(name) or self.perform(name, command, item, target, results, inside)
            last = code if code != 200 else last
            answers.append(self.status(command, ref, name, code, target))
        for target, value in results:
            answers.append(self.results(ref, target, value))
        return last

    def results(self, ref, target, value):
        interior = value is None
        names = self.children_of(target)
        format_ = "node" if interior else self.formats.get(target)
        return Node(
            "Results",
            Node("CmdID"),
            Node("MsgRef", self.their_id),
            Node("CmdRef", ref),
            Node(
                "Item",
                uri("Source", target),
                meta(Format=format_, Type="text/plain") if format_ else None,
                Node("Data", "/".join(names) if interior else value),
            ),
        )

    def children_of(self, target):
        below = "./" if target in (".", "./") else f"{target}/"
        return sorted({name[len(below) :].split("/")[0] for name in self.tree if name.startswith(below)})

    def perform(self, name, command, item, target, results, inside):
        if self.buffer is not None and name in ("Add", "Replace", "Exec"):
            return self.take_chunk(name, item, target, command)
        exists = target in self.tree or bool(self.children_of(target))
        data = item.value("Data", "")
        if name == "Get":
            if not exists:
                return 404
            results.append((target, self.tree.get(target)))
            return 200
        if name in ("Add", "Replace"):
            if item.at("MoreData") is not None and not self.manners.get("chunkTakenWhole"):
                return self.take_chunk(name, item, target, command)
            return self.store(name, target, data, item.value("Meta/Format") or command.value("Meta/Format"))
        if not exists and name != "Copy":
            return 404
        if name == "Delete":
            self.tree = {k: v for k, v in self.tree.items() if k != target and not k.startswith(f"{target}/")}
            return 200
        if name == "Copy":
            source = item.value("Source/LocURI")
            if source not in self.tree:
                return 404
            self.tree[target] = self.tree[source]
            return 200
        correlator = command.value("Correlator")
        self.notes.append(f"Exec {target} {data} {correlator}")
        return 202 if correlator else 200

    def store(self, name, target, data, format_):
        if name == "Add" and target in self.tree:
            return 418
        if name == "Replace" and target not in self.tree:
            return 404
        if self.manners.get("failsOn") == target:
            return 500
        if format_ == "node":
            return 200
        self.tree[target] = data
        if format_:
            self.formats[target] = format_
        return 200

    def take_chunk(self, name, item, target, command):
        if self.buffer is None:
            size = item.value("Meta/Size") or command.value("Meta/Size")
            if size is None:
                self.violations.append("a first chunk without Size")
                return 411
            self.buffer = {"target": target, "size": int(size), "data": b"", "format": item.value("Meta/Format") or command.value("Meta/Format")}
        if target and target != self.buffer["target"]:
            self.violations.append(f"{target} between the chunks of {self.buffer['target']}")
        self.buffer["data"] += syncml.octets_of(item.value("Data", ""))
        self.notes.append("chunk")
        if item.at("MoreData") is not None:
            return 213
        done, self.buffer = self.buffer, None
        if len(done["data"]) != done["size"]:
            return 424
        return self.store(name, done["target"], syncml.value_of(done["data"]), done["format"])

    def execute_container(self, command, answers):
        name, ref = command.name, command.value("CmdID")
        before = dict(self.tree)
        inner, codes = [], []
        status = self.status(command, ref, name, 200)
        answers.append(status)
        members = [child for child in command.children if child.name in SERVER_ONLY]
        failed = False
        for member in members:
            if failed:
                inner.append(self.status(member, member.value("CmdID"), member.name, 215))
                continue
            at = len(inner)
            code = self.execute(member, inner)
            codes.append(at)
            failed = code >= 300 and (name == "Atomic" or code == 304 or code == 214)
        if failed and name == "Atomic":
            self.tree = before
            status.at("Data").text = "507"
            for at in codes[:-1]:
                inner[at].at("Data").text = "216"
        answers += inner
        return 507 if failed and name == "Atomic" else 200

    def execute_alert(self, command, answers):
        code = command.value("Data")
        number = 200
        if code == "1222":
            number = self.manners.get("answerTo1222", 200)
        elif code == "1101":
            number = self.options.get("userAnswer", 200)
        answers.append(self.status(command, command.value("CmdID"), "Alert", number))
        return number


def misorder(node):
    """Turns the order of elements round where senders in the field do not keep to it."""
    if node.name in ("Status", "Results", "Item", "Alert", "Replace", "Cred"):
        node.children.reverse()
    if node.name == "SyncHdr":
        node.children[2:6] = node.children[2:6][::-1]
    for child in node.children:
        misorder(child)


def cut(command, room):
    """The first chunk of a command with one Item, with MoreData, and the rest."""
    item = command.at("Item")
    data = item.value("Data")
    described = {child.name: child.text for child in (item.at("Meta").children if item.at("Meta") is not None else [])}
    first_size = {} if command.__dict__.get("continued") else {"Size": len(data.encode())}

    def with_item(described, text, more):
        addressed = [child for child in item.children if child.name in ("Target", "Source")]
        one = Node("Item", *addressed, meta(**described) if described else None, Node("Data", text), Node("MoreData") if more else None)
        head = [child for child in command.children if child.name != "Item"]
        return Node(command.name, *[Node(c.name, c.text, *c.children) for c in head], one)

    described.pop("Size", None)
    order = {name: described[name] for name in ("Format", "Type", "Mark") if name in described}
    rest = with_item(order, data[room:], False)
    rest.continued = True
    return with_item({**order, **first_size}, data[:room], True), rest
