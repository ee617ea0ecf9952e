import type { BadgeView, MessageRow, PartyView } from "../../../simulator/api/index.ts";

/** Parties of the fake runs. */
export const parties = {
  es: { role: "external-system", name: "Helpdesk", underTest: false },
  ddi: { role: "registry", name: "Registry", underTest: false },
  dms: { role: "dm-server", name: "DM server", underTest: false },
  dev: { role: "device", name: "IMEI:350077523019812", underTest: false },
} as const satisfies Record<string, PartyView>;

/** One message of the fake dialogue, and the changes of state that follow it. */
export interface Turn {
  readonly step?: string;
  readonly from: keyof typeof parties;
  readonly to: keyof typeof parties;
  readonly direction: MessageRow["direction"];
  readonly title: string;
  readonly summary: string;
  readonly badges?: readonly string[];
  readonly ack?: boolean;
  readonly layer: "soap" | "dm" | "push" | "uddi";
  readonly states?: readonly (readonly [
    party: keyof typeof parties,
    machine: string,
    state: string,
    event: string,
  ])[];
  readonly findings?: number;
  readonly gap?: number;
  readonly package?: boolean;
}

/** Figure 2, as far as a page needs it. */
export const figure2: readonly Turn[] = [
  {
    step: "F2.1",
    from: "dms",
    to: "ddi",
    direction: "request",
    title: "save_service",
    summary: "DeviceManagementService",
    layer: "uddi",
    states: [["ddi", "publication", "publishing", "service.saved"]],
  },
  {
    step: "F2.2",
    from: "ddi",
    to: "dms",
    direction: "response",
    title: "serviceDetail",
    summary: "keys of the published entries",
    layer: "uddi",
    states: [["ddi", "publication", "published", "publication.confirmed"]],
  },
  {
    step: "F2.3",
    from: "es",
    to: "ddi",
    direction: "request",
    title: "find_service",
    summary: "a DM WSI",
    layer: "uddi",
  },
  {
    step: "F2.4",
    from: "ddi",
    to: "es",
    direction: "response",
    title: "tModelDetail",
    summary: "access point and WSDL address",
    layer: "uddi",
  },
  {
    step: "F2.5",
    from: "es",
    to: "dms",
    direction: "request",
    title: "GET WSDL",
    summary: "description of the WSI",
    layer: "soap",
  },
  {
    from: "dms",
    to: "es",
    direction: "response",
    title: "WSDL",
    summary: "9 operations",
    layer: "soap",
    package: true,
  },
  {
    step: "F2.6",
    from: "es",
    to: "dms",
    direction: "request",
    title: "RegisterExternalSystem",
    summary: "callback endpoint, 3 rights",
    layer: "soap",
    states: [
      ["dms", "registration", "verifying", "registration.requested"],
      ["es", "registration", "awaitingConfirmation", "registration.sent"],
    ],
  },
  { from: "dms", to: "es", direction: "response", title: "accepted", summary: "", ack: true, layer: "soap" },
  {
    step: "F2.7",
    from: "dms",
    to: "es",
    direction: "request",
    title: "RegistrationConfirmation",
    summary: "all rights granted",
    badges: ["accepted"],
    layer: "soap",
    states: [
      ["es", "registration", "registered", "registration.confirmed"],
      ["dms", "registration", "registered", "callback.confirmed"],
    ],
  },
  { from: "es", to: "dms", direction: "response", title: "accepted", summary: "", ack: true, layer: "soap" },
  {
    step: "F2.8",
    from: "es",
    to: "dms",
    direction: "request",
    title: "InitiateSession",
    summary: "one device",
    layer: "soap",
    package: true,
  },
  {
    step: "F2.9",
    from: "dms",
    to: "dev",
    direction: "push",
    title: "Package 0",
    summary: "session 14",
    badges: ["retry 1"],
    layer: "push",
    states: [
      ["dms", "dm-server-session", "notifying", "notification.sent"],
      ["dev", "dm-client-session", "connecting", "notification.accepted"],
    ],
    gap: 1400,
    package: true,
  },
  {
    step: "F2.10",
    from: "dev",
    to: "dms",
    direction: "request",
    title: "Package 1",
    summary: "Alert 1200, Replace DevInfo",
    badges: ["Alert 1200", "DevInfo"],
    layer: "dm",
    states: [["dms", "dm-server-session", "challenging", "package1.unauthenticated"]],
  },
  {
    from: "dms",
    to: "dev",
    direction: "response",
    title: "Challenge",
    summary: "407, a fresh nonce",
    badges: ["407", "nonce"],
    layer: "dm",
    states: [["dev", "dm-client-session", "authenticating", "challenge.received"]],
  },
  {
    from: "dev",
    to: "dms",
    direction: "request",
    title: "Package 1",
    summary: "Alert 1200, Cred auth-md5",
    badges: ["Cred md5"],
    layer: "dm",
    states: [["dms", "dm-server-session", "awaitingCommands", "package1.authenticated"]],
    package: true,
  },
  {
    step: "F2.11",
    from: "dms",
    to: "es",
    direction: "request",
    title: "SessionStatus",
    summary: "established",
    badges: ["established"],
    layer: "soap",
  },
  { from: "es", to: "dms", direction: "response", title: "accepted", summary: "", ack: true, layer: "soap" },
  {
    from: "dms",
    to: "es",
    direction: "request",
    title: "PackageDelivery",
    summary: "number 1",
    badges: ["1"],
    layer: "soap",
    states: [["es", "tunnel", "composing", "package.delivered"]],
  },
  {
    step: "F2.12",
    from: "es",
    to: "dms",
    direction: "request",
    title: "ExchangePackage",
    summary: "Get ./DevDetail/FwV, Replace ./DevInfo/Lang",
    badges: ["2 commands"],
    layer: "soap",
    package: true,
  },
  {
    step: "F2.13",
    from: "dms",
    to: "dev",
    direction: "response",
    title: "Package 2",
    summary: "3 statuses, Get, Replace",
    badges: ["Get", "Replace", "Cred"],
    layer: "dm",
    states: [
      ["dev", "dm-client-session", "executing", "commands.received"],
      ["dms", "dm-server-session", "awaitingPackage3", "package2.sent"],
    ],
    package: true,
  },
  {
    step: "F2.14",
    from: "dev",
    to: "dms",
    direction: "request",
    title: "Package 3",
    summary: "3 statuses, 1 result",
    badges: ["Results", "!404"],
    findings: 1,
    layer: "dm",
    states: [["dms", "dm-server-session", "delivering", "package3.received"]],
    package: true,
  },
  {
    step: "F2.15",
    from: "dms",
    to: "es",
    direction: "request",
    title: "PackageDelivery",
    summary: "number 3",
    badges: ["3"],
    layer: "soap",
    states: [["es", "tunnel", "deciding", "package.delivered"]],
  },
  {
    step: "F2.16",
    from: "es",
    to: "dms",
    direction: "request",
    title: "TerminateSession",
    summary: "no more commands",
    layer: "soap",
    package: true,
  },
  {
    step: "F2.17",
    from: "dms",
    to: "dev",
    direction: "response",
    title: "Package 4",
    summary: "1 status, Final",
    badges: ["Final"],
    layer: "dm",
    states: [
      ["dev", "dm-client-session", "closed", "final.received"],
      ["dms", "dm-server-session", "closed", "package4.sent"],
    ],
    package: true,
  },
  {
    step: "F2.18",
    from: "dms",
    to: "es",
    direction: "request",
    title: "SessionStatus",
    summary: "closed, 2 commands done",
    badges: ["closed"],
    layer: "soap",
    states: [["es", "tunnel", "closed", "session.closed"]],
    package: true,
  },
];

/** Titles of the steps. */
export const stepTitles: Readonly<Record<string, string>> = {
  "F2.1": "Publish the WSI",
  "F2.2": "Keys of the entries",
  "F2.3": "Look for a DM WSI",
  "F2.4": "Access point and WSDL",
  "F2.5": "Fetch the WSDL",
  "F2.6": "Register",
  "F2.7": "Confirm the registration",
  "F2.8": "Initiate a session",
  "F2.9": "Notify the device",
  "F2.10": "Package 1",
  "F2.11": "Session established",
  "F2.12": "Hand over commands",
  "F2.13": "Package 2",
  "F2.14": "Package 3",
  "F2.15": "Deliver the results",
  "F2.16": "Terminate",
  "F2.17": "Package 4",
  "F2.18": "Session closed",
};

const dm =
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>14</SessionID><MsgID>3</MsgID><Target><LocURI>http://workbench.example/dm</LocURI></Target><Source><LocURI>IMEI:350077523019812</LocURI></Source></SyncHdr><SyncBody><Status><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>212</Data></Status><Status><CmdID>2</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status><Results><CmdID>3</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Item><Source><LocURI>./DevDetail/FwV</LocURI></Source><Data>2.1.7 – für Täst</Data></Item></Results><Status><CmdID>4</CmdID><MsgRef>2</MsgRef><CmdRef>5</CmdRef><Cmd>Replace</Cmd><Data>404</Data></Status><Final/></SyncBody></SyncML>';

/** Texts of the layers of a message, outermost first. */
export function layersOf(
  turn: Turn,
): readonly { readonly title: string; readonly type: string; readonly text: string }[] {
  const soap = {
    title: "SOAP 1.1",
    type: "text/xml",
    text: `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${turn.title.replaceAll(" ", "")}><SessionId>S-14</SessionId><Summary>${turn.summary}</Summary></${turn.title.replaceAll(" ", "")}></soap:Body></soap:Envelope>`,
  };
  const syncml = { title: "SyncML 1.2", type: "application/vnd.syncml.dm+xml", text: dm };
  if (turn.layer === "dm") return [syncml];
  if (turn.title === "ExchangePackage" || turn.title === "PackageDelivery") return [soap, syncml];
  return [soap];
}

/** The badges of a message; a leading exclamation mark makes one a failure. */
export function badgesOf(turn: Turn): BadgeView[] {
  return (turn.badges ?? []).map((text) =>
    text.startsWith("!") ? { text: text.slice(1), tone: "fail" } : { text, tone: "plain" },
  );
}
