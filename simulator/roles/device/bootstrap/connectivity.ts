import type { Finding } from "../../../core/finding.ts";
import { spec } from "../../../core/spec-ref.ts";
import {
  characteristicsOf,
  valueOf,
  type Characteristic,
  type ProvisioningDocument,
} from "../../../protocols/provisioning/index.ts";
import type { InteriorNode, NodeSpec } from "../../../tree/index.ts";
import type { ConnectivityPlaces } from "./accounts.ts";
import { freeNumber, placeAmong, withBuilt } from "./places.ts";

const clause = spec("dm-boot", "5.3.1 Connectivity");

/** A kind of characteristic and the management object that it becomes. */
interface ConnectivityKind {
  readonly type: string;
  readonly id: string;
  readonly places: readonly (readonly string[])[];
  readonly children: (characteristic: Characteristic) => Readonly<Record<string, NodeSpec>>;
}

const kinds: readonly ConnectivityKind[] = [
  { type: "NAPDEF", id: "NAPID", places: [["NAP"], ["Connectivity", "NAP"]], children: accessPoint },
  { type: "PXLOGICAL", id: "PROXY-ID", places: [["Proxy"], ["Connectivity", "Proxy"]], children: proxy },
];

/** The tree with the access points and proxies of a document; those for which the tree has no place are findings. */
export function withConnectivity(
  root: InteriorNode,
  document: ProvisioningDocument,
  date: number,
): {
  readonly root: InteriorNode;
  readonly places: ConnectivityPlaces;
  readonly findings: readonly Finding[];
} {
  const places = new Map<string, string>();
  const findings: Finding[] = [];
  let changed = root;
  for (const kind of kinds)
    for (const each of characteristicsOf(document.content, kind.type)) {
      const id = valueOf(each.content, kind.id);
      const parent = placeAmong(changed, kind.places);
      const segments = parent && [...parent.segments, freeNumber(parent.node)];
      const next = segments && withBuilt(changed, segments, nodeOf(kind.children(each)), date);
      if (next && segments) {
        changed = next;
        if (id !== undefined) places.set(id, `./${segments.join("/")}`);
      } else {
        const text = `The device has no place for ${kind.type} ${id ?? "without identifier"}.`;
        findings.push({ severity: "info", code: "bootstrap/no-place", text, spec: clause });
      }
    }
  return { root: changed, places, findings };
}

function accessPoint({ content }: Characteristic): Readonly<Record<string, NodeSpec>> {
  const [auth] = characteristicsOf(content, "NAPAUTHINFO");
  return {
    ...leaf("NAPID", valueOf(content, "NAPID")),
    ...leaf("Name", valueOf(content, "NAME")),
    ...leaf("BearerType", valueOf(content, "BEARER")),
    ...leaf("AddrType", valueOf(content, "NAP-ADDRTYPE")),
    ...leaf("Addr", valueOf(content, "NAP-ADDRESS")),
    ...(auth ? { AuthInfo: authInfo(auth, "AUTHTYPE", "AUTHNAME", "AUTHSECRET") } : {}),
  };
}

function proxy({ content }: Characteristic): Readonly<Record<string, NodeSpec>> {
  const [physical] = characteristicsOf(content, "PXPHYSICAL");
  const inner = physical?.content ?? [];
  const [auth] = characteristicsOf(content, "PXAUTHINFO");
  const ports = [...characteristicsOf(content, "PORT"), ...characteristicsOf(inner, "PORT")];
  const access = valueOf(inner, "TO-NAPID") ?? valueOf(content, "TO-NAPID");
  return {
    ...leaf("ProxyID", valueOf(content, "PROXY-ID")),
    ...leaf("Name", valueOf(content, "NAME")),
    ...leaf("AddrType", valueOf(inner, "PXADDRTYPE")),
    ...leaf("Addr", valueOf(inner, "PXADDR")),
    ...(ports.length === 0
      ? {}
      : { Ports: numbered(ports.map((port) => nodeOf(leaf("PortNbr", valueOf(port.content, "PORTNBR"))))) }),
    ...(auth ? { AuthInfo: authInfo(auth, "PXAUTH-TYPE", "PXAUTH-ID", "PXAUTH-PW") } : {}),
    ...(access === undefined ? {} : { ConRefs: numbered([nodeOf(leaf("ConRef", access))]) }),
  };
}

function authInfo({ content }: Characteristic, type: string, name: string, secret: string): NodeSpec {
  return nodeOf({
    ...leaf("AuthType", valueOf(content, type)),
    ...leaf("AuthName", valueOf(content, name)),
    ...leaf("AuthSecret", valueOf(content, secret), "Replace"),
  });
}

function leaf(
  name: string,
  value: string | undefined,
  access = "Get Replace",
): Readonly<Record<string, NodeSpec>> {
  return value === undefined ? {} : { [name]: { value, access, scope: "dynamic" } };
}

function numbered(nodes: readonly NodeSpec[]): NodeSpec {
  return nodeOf(Object.fromEntries(nodes.map((node, index) => [String(index + 1), node])));
}

function nodeOf(children: Readonly<Record<string, NodeSpec>>): NodeSpec {
  return { children, access: "Add Delete Get Replace", scope: "dynamic" };
}
