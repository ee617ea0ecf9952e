import { toHex, utf8, utf8Text } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import { isRecord } from "./node-values.ts";

/*
 * The packages that our devices take: a head of text lines, an empty line, and the payload as it is.
 *
 *   DMWSI-PACKAGE/1
 *   Kind: firmware                     or software
 *   Model: Bench-1                     DevInfo/Mod of the devices it is made for; * = all
 *   Name: Bench-1 firmware
 *   Version: 1.1.0                     FwV after the update
 *   Software-Version: 5.3.0            SwV after the update; may be left out
 *   Component: notes;Notes;2.1.0       software: ID, name and version; repeated
 *   Requires: base                     software: a component that must be there; repeated
 *   Parameter: licence                 software: a name that InstallParams must have; repeated
 *   Environment: java                  software: EnvType it needs
 *   SHA-256: <64 hexadecimal digits>   of the payload
 *   Signature: <64 hexadecimal digits> SHA-256 of the key, a line feed, and the head above this line
 *
 * It only looks like a signature: everybody has the key.
 */

const MAGIC = "DMWSI-PACKAGE/1";
/** Most octets of a head. */
const LONGEST_HEAD = 16_384;
const SIGNING_KEY = "dmwsi";

/** A component that a software package brings. */
export interface PackagedComponent {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

/** What a package says of itself: plain JSON. */
export interface PackageFacts {
  readonly kind: "firmware" | "software";
  readonly model: string;
  readonly name: string;
  readonly version: string;
  readonly softwareVersion?: string | undefined;
  readonly components: readonly PackagedComponent[];
  readonly requires: readonly string[];
  readonly parameters: readonly string[];
  readonly environment?: string | undefined;
}

/** What is wrong with a package: not one of ours, damaged, not signed by us. */
export type PackageProblem = "unacceptable" | "corrupted" | "signature";

/** Makes a package. */
export function writePackage(facts: PackageFacts, payload: Uint8Array, crypto: Crypto): Uint8Array {
  const lines = [MAGIC, ...headLines(facts), `SHA-256: ${toHex(crypto.sha256(payload))}`];
  const signature = signatureOf(lines.join("\n"), crypto);
  const head = utf8([...lines, `Signature: ${signature}`, "", ""].join("\n"));
  const octets = new Uint8Array(head.length + payload.length);
  octets.set(head);
  octets.set(payload, head.length);
  return octets;
}

/** Reads and checks a package. */
export function readPackage(octets: Uint8Array, crypto: Crypto): PackageFacts | PackageProblem {
  const end = endOfHead(octets);
  const head = end === undefined ? undefined : utf8Text(octets.subarray(0, end));
  if (end === undefined || head === undefined || !head.startsWith(`${MAGIC}\n`)) return "unacceptable";
  const lines = head.split("\n");
  const last = lines.pop() ?? "";
  const fields = fieldsOf(lines.slice(1));
  const facts = factsOf(fields);
  if (!facts) return "unacceptable";
  if (fields.get("SHA-256")?.[0] !== toHex(crypto.sha256(octets.subarray(end + 2)))) return "corrupted";
  return last === `Signature: ${signatureOf(lines.join("\n"), crypto)}` ? facts : "signature";
}

/** Reads facts out of the store; undefined when they are of another form. */
export function readFacts(stored: unknown): PackageFacts | undefined {
  if (!isRecord(stored)) return undefined;
  const { kind, model, name, version, components, requires, parameters } = stored;
  const lists = [components, requires, parameters];
  if ((kind !== "firmware" && kind !== "software") || !lists.every((list) => Array.isArray(list)))
    return undefined;
  return [model, name, version].every((text) => typeof text === "string")
    ? (stored as Readonly<Record<string, unknown>> & PackageFacts)
    : undefined;
}

function headLines(facts: PackageFacts): string[] {
  const { kind, model, name, version, softwareVersion, environment } = facts;
  return [
    `Kind: ${kind}`,
    `Model: ${model}`,
    `Name: ${name}`,
    `Version: ${version}`,
    ...(softwareVersion === undefined ? [] : [`Software-Version: ${softwareVersion}`]),
    ...facts.components.map(({ id, name: title, version: v }) => `Component: ${id};${title};${v}`),
    ...facts.requires.map((id) => `Requires: ${id}`),
    ...facts.parameters.map((parameter) => `Parameter: ${parameter}`),
    ...(environment === undefined ? [] : [`Environment: ${environment}`]),
  ];
}

function factsOf(fields: ReadonlyMap<string, readonly string[]>): PackageFacts | undefined {
  const one = (name: string): string | undefined => fields.get(name)?.[0];
  const kind = one("Kind");
  const [model, version] = [one("Model"), one("Version")];
  if ((kind !== "firmware" && kind !== "software") || !model || !version) return undefined;
  return {
    kind,
    model,
    name: one("Name") ?? "",
    version,
    softwareVersion: one("Software-Version"),
    components: (fields.get("Component") ?? []).map((line) => {
      const [id = "", name = "", componentVersion = ""] = line.split(";");
      return { id, name, version: componentVersion };
    }),
    requires: fields.get("Requires") ?? [],
    parameters: fields.get("Parameter") ?? [],
    environment: one("Environment"),
  };
}

function fieldsOf(lines: readonly string[]): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(": ");
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    const values = fields.get(name);
    if (values) values.push(line.slice(colon + 2));
    else fields.set(name, [line.slice(colon + 2)]);
  }
  return fields;
}

/** Where the empty line after the head begins. */
function endOfHead(octets: Uint8Array): number | undefined {
  const limit = Math.min(octets.length - 1, LONGEST_HEAD);
  for (let index = 0; index < limit; index++)
    if (octets[index] === 0x0a && octets[index + 1] === 0x0a) return index;
  return undefined;
}

function signatureOf(head: string, crypto: Crypto): string {
  return toHex(crypto.sha256(utf8(`${SIGNING_KEY}\n${head}`)));
}
