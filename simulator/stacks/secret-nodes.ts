import { fromBase64, utf8TextLenient } from "../core/bytes.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { maskedText } from "../schema/secrets.ts";

/*
 * Secrets that no declaration marks: values of nodes of the management tree. A node's name tells what it holds, in a
 * command (the end of its URI), in a TNDS document (NodeName) and in a provisioning document (the parm's name).
 */

/** Names of nodes and parms that hold passwords, nonces or keys (DMAcc, NAPDef, Proxy, WLAN objects), in lower case. */
const names: ReadonlySet<string> = new Set([
  "aauthsecret",
  "aauthdata",
  "authsecret",
  "authpw",
  "basauth-pw",
  "proxy-pw",
  "pxauth-pw",
  "password",
  "pwd",
  "passphrase",
  "psk",
  "presharedkey",
  "wepkey",
]);

const anyName = /aauthsecret|aauthdata|authsecret|passphrase|presharedkey|>\s*password\s*</i;

/** True for the address of a node that holds a secret. */
function isSecretUri(uri: string): boolean {
  const path = uri.split("?", 1)[0] ?? "";
  return isSecretName(path.slice(path.lastIndexOf("/") + 1));
}

/** True for a value that is covered wherever it is shown: its node holds a secret, or it is a document that tells one. */
export function isSecretValue(uri: string | undefined, value: string): boolean {
  return (uri !== undefined && isSecretUri(uri)) || holdsSecret(value);
}

/** The tree with the values of nodes covered that hold secrets, whoever declared what of it. */
export function coverSecrets(node: DecodedNode): DecodedNode {
  const cover = secretChild(node);
  let changed = false;
  const children = node.children.map((child) => {
    const after = child === cover ? covered(child) : coverSecrets(child);
    changed ||= after !== child;
    return after;
  });
  return changed ? { ...node, children } : node;
}

/** A node with its value and all values inside it covered. */
export function covered(node: DecodedNode): DecodedNode {
  const { value } = node;
  return {
    ...node,
    ...(value === undefined ? {} : { value: maskedText(value) }),
    meaning: undefined,
    secret: value !== undefined || node.secret === true,
    children: node.children.map(covered),
  };
}

/** The child that is a secret: of an Item its Data, of a Node its Value, of a Cred its Data, of a parm its value. */
function secretChild(node: DecodedNode): DecodedNode | undefined {
  switch (localName(node.name)) {
    case "Item":
      return addressesSecret(node) ? childOf(node, "Data") : undefined;
    case "Node":
      return isSecretName(childOf(node, "NodeName")?.value ?? "") ? childOf(node, "Value") : undefined;
    case "Cred":
      return childOf(node, "Data");
    case "Meta":
      return childOf(node, "NextNonce");
    case "parm":
      return isSecretName(childOf(node, "@name")?.value ?? "") ? childOf(node, "@value") : undefined;
    default:
      return undefined;
  }
}

function addressesSecret(item: DecodedNode): boolean {
  return ["Target", "Source"].some((name) => {
    const address = childOf(item, name);
    return address !== undefined && isSecretUri(childOf(address, "LocURI")?.value ?? "");
  });
}

/** The same for a value as plain JSON, in place of which a copy is given. Documents inside Data are covered whole. */
export function coverPrinted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(coverPrinted);
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).map(([key, part]): [string, unknown] => [key, coverPrinted(part)]);
  const copy = Object.fromEntries(parts);
  if ("Data" in copy && (isSecretItem(copy) || holdsSecret(copy["Data"]))) copy["Data"] = mask(copy["Data"]);
  if ("Value" in copy && isSecretName(textOf(copy["NodeName"]))) copy["Value"] = mask(copy["Value"]);
  if (copy["kind"] === "parm" && "value" in copy && isSecretName(textOf(copy["name"])))
    copy["value"] = mask(copy["value"]);
  return copy;
}

function isSecretItem(item: Readonly<Record<string, unknown>>): boolean {
  return [item["Target"], item["Source"]].some(
    (address) =>
      typeof address === "object" &&
      address !== null &&
      "LocURI" in address &&
      isSecretUri(textOf(address.LocURI)),
  );
}

function holdsSecret(data: unknown): boolean {
  if (typeof data === "object" && data !== null && "xml" in data) return anyName.test(textOf(data.xml));
  const text = textOf(data);
  if (text.includes("<")) return anyName.test(text);
  const octets = text.length > 20 ? fromBase64(text) : undefined;
  return octets !== undefined && anyName.test(utf8TextLenient(octets));
}

function mask(value: unknown): string {
  return maskedText(typeof value === "string" ? value : "secret");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isSecretName(name: string): boolean {
  return names.has(name.trim().toLowerCase());
}

function childOf(node: DecodedNode, name: string): DecodedNode | undefined {
  return node.children.find((child) => localName(child.name) === name);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
