import { fromBase64, toBase64, utf8 } from "../../../core/bytes.ts";
import type { Finding } from "../../../core/finding.ts";
import { spec } from "../../../core/spec-ref.ts";
import type { W7Account, W7Address, W7Credentials } from "../../../protocols/provisioning/index.ts";
import {
  DMAcc,
  fillShape,
  nodeAt,
  parseAcl,
  type InteriorNode,
  type ObjectValues,
} from "../../../tree/index.ts";
import { accountsIn } from "./accounts-in.ts";
import { freeNumber, placeAmong, withBuilt } from "./places.ts";

const clause = spec("dm-boot", "5.3.2 Mapping of w7 to DMAcc");
const levels: Readonly<Record<string, string>> = { APPSRV: "CLCRED", CLIENT: "SRVCRED", OBEX: "OBEX" };
const addressTypes: Readonly<Record<string, string>> = { URI: "URI", IPV4: "IPv4", IPV6: "IPv6" };

/** What a device has for an account: the tree with it, or why it was left out. */
export interface PlacedObject {
  readonly root: InteriorNode;
  readonly findings: readonly Finding[];
  readonly placed: boolean;
}

/** Where the connectivity that an account names was put, by NAPID or PROXY-ID. */
export type ConnectivityPlaces = ReadonlyMap<string, string>;

/**
 * Makes the DMAcc of a w7 account (DM Bootstrap 1.2, 5.3.2). An account of the same server is replaced where it stands;
 * the server may get, replace and delete its account.
 */
export function withAccount(
  root: InteriorNode,
  account: W7Account,
  connectivity: ConnectivityPlaces,
  date: number,
): PlacedObject {
  const { serverId } = account;
  const leftOut = (text: string): PlacedObject => ({
    root,
    placed: false,
    findings: [problem("error", text)],
  });
  if (!serverId) return leftOut("An account has no server identifier.");
  if (account.addresses.length === 0) return leftOut(`The account of ${serverId} has no address.`);
  const acl = accountAcl(serverId);
  if (acl === undefined) return leftOut(`${serverId} cannot stand in an ACL.`);
  const place = accountPlace(root, serverId);
  const findings: Finding[] = [];
  const values = accountValues(account, connectivity, findings);
  const filled = fillShape(DMAcc, values, `./${place.segments.join("/")}`);
  const changed = withBuilt(place.root, place.segments, { ...filled.spec, acl }, date);
  if (filled.findings.length > 0 || !changed)
    return leftOut(`The account of ${serverId} is no DMAcc object.`);
  return { root: changed, findings, placed: true };
}

/** The ACL of a new account; undefined for a server identifier that an ACL cannot hold. */
export function accountAcl(serverId: string): string | undefined {
  const acl = parseAcl(`Delete=${serverId}&Get=${serverId}&Replace=${serverId}`);
  if (acl === undefined || acl === "inherit") return undefined;
  // an identifier with an ACL's own signs in it would grant more than is meant
  const lists = Object.values(acl.granted);
  const exact = lists.length === 3 && lists.every((ids) => ids !== "*" && ids.join("+") === serverId);
  return exact && !serverId.includes("+") ? acl.text : undefined;
}

/** Address of the account's object: that of the server's old one, or a free number below DMAcc, which is made if need be. */
export function accountPlace(
  root: InteriorNode,
  serverId: string,
): { readonly root: InteriorNode; readonly segments: readonly string[] } {
  const old = accountsIn(root).find(({ account }) => account.serverId === serverId);
  if (old) return { root, segments: old.segments };
  const parent = placeAmong(root, [["DMAcc"], ["SyncML", "DMAcc"]]);
  if (parent) return { root, segments: [...parent.segments, freeNumber(parent.node)] };
  const below = nodeAt(root, ["SyncML"])?.kind === "interior" ? ["SyncML", "DMAcc"] : ["DMAcc"];
  const made = withBuilt(root, below, { children: {}, access: "Add Get" }, 0) ?? root;
  return { root: made, segments: [...below, "1"] };
}

function accountValues(
  account: W7Account,
  connectivity: ConnectivityPlaces,
  findings: Finding[],
): ObjectValues {
  const links = [...account.toProxy, ...account.toNapId].map((id) => connectivity.get(id) ?? id);
  const credentials = account.credentials.flatMap((each) => credentialValues(each, findings));
  return {
    AppID: "w7",
    ServerID: account.serverId ?? "",
    ...(account.name === undefined ? {} : { Name: account.name }),
    ...(links[0] === undefined ? {} : { PrefConRef: links[0] }),
    ...(links.length === 0 ? {} : { ToConRef: numbered(links.map((ConRef) => ({ ConRef }))) }),
    AppAddr: numbered(account.addresses.map(addressValues)),
    ...(credentials.length === 0 ? {} : { AppAuth: numbered(credentials) }),
  };
}

function addressValues({ address, type, ports }: W7Address): ObjectValues {
  return {
    Addr: address,
    AddrType: addressTypes[(type ?? "URI").toUpperCase()] ?? type ?? "URI",
    ...(ports.length === 0 ? {} : { Port: numbered(ports.map((PortNbr) => ({ PortNbr }))) }),
  };
}

function credentialValues(credentials: W7Credentials, findings: Finding[]): readonly ObjectValues[] {
  const AAuthLevel = levels[credentials.level.toUpperCase()];
  if (AAuthLevel === undefined) {
    findings.push(problem("warning", `Credentials of the level "${credentials.level}" are left out.`));
    return [];
  }
  const { name, secret, data } = credentials;
  return [
    {
      AAuthLevel,
      AAuthType: (credentials.type ?? "DIGEST").toUpperCase(),
      ...(name === undefined ? {} : { AAuthName: name }),
      ...(secret === undefined ? {} : { AAuthSecret: secret }),
      ...(data === undefined ? {} : { AAuthData: nonceText(data, findings) }),
    },
  ];
}

/** AAUTHDATA is base64; one that is not is taken as the nonce itself. */
function nonceText(data: string, findings: Finding[]): string {
  const octets = fromBase64(data);
  if (octets) return toBase64(octets);
  findings.push(problem("warning", "AAUTHDATA is no base64; its text is taken for the nonce."));
  return toBase64(utf8(data));
}

function numbered(values: readonly ObjectValues[]): ObjectValues {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}

function problem(severity: Finding["severity"], text: string): Finding {
  return { severity, code: "bootstrap/account", text, spec: clause };
}
