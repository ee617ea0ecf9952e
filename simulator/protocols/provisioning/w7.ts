import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import {
  characteristic,
  characteristicsOf,
  parm,
  parmsOf,
  valueOf,
  type Characteristic,
  type Parm,
  type ProvisioningDocument,
  type ProvisioningPart,
} from "./document.ts";

/*
 * The APPLICATION characteristic of device management, APPID w7: the account of one DM server.
 */

/** An address of the server. */
export interface W7Address {
  readonly address: string;
  /** `URI`, `IPV4`, `IPV6`; absent = it follows from the address. */
  readonly type?: string | undefined;
  /** Port numbers. */
  readonly ports: readonly string[];
}

/** Credentials of one direction. */
export interface W7Credentials {
  /** APPSRV the device towards the server, CLIENT the server towards the device, OBEX the transport. */
  readonly level: string;
  /** BASIC, DIGEST, HMAC. */
  readonly type?: string | undefined;
  readonly name?: string | undefined;
  readonly secret?: string | undefined;
  /** Base64 of the nonce's octets. */
  readonly data?: string | undefined;
}

/** A DM account as a provisioning document states it. */
export interface W7Account {
  /** PROVIDER-ID: the server identifier. */
  readonly serverId?: string | undefined;
  readonly name?: string | undefined;
  readonly addresses: readonly W7Address[];
  readonly credentials: readonly W7Credentials[];
  readonly toProxy: readonly string[];
  readonly toNapId: readonly string[];
  /** INIT: the device starts a session at once. */
  readonly init: boolean;
  /** What else stands in the characteristic. */
  readonly further: readonly ProvisioningPart[];
}

/** Value of APPID. */
export const W7 = "w7";

const clause = spec("dm-boot", "5.3 OMA Client Provisioning profile");
const known = new Set(["APPID", "PROVIDER-ID", "NAME", "TO-PROXY", "TO-NAPID", "ADDR", "INIT"]);
const knownTypes = new Set(["APPADDR", "APPAUTH"]);

/** The DM accounts of a document, in their order, and what is wrong with them. */
export function w7Accounts(document: ProvisioningDocument): {
  readonly accounts: readonly W7Account[];
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const accounts = characteristicsOf(document.content, "APPLICATION")
    .filter(({ content }) => valueOf(content, "APPID")?.toLowerCase() === W7)
    .map((application) => accountOf(application, findings));
  return { accounts, findings };
}

function accountOf({ content }: Characteristic, findings: Finding[]): W7Account {
  const serverId = valueOf(content, "PROVIDER-ID");
  const problem = (code: string, text: string): void => {
    findings.push({ severity: "error", code: `provisioning/${code}`, text, spec: clause });
  };
  const plain = parmsOf(content, "ADDR").map(({ value = "" }) => ({
    address: value,
    type: undefined,
    ports: [],
  }));
  const addresses = [...plain, ...characteristicsOf(content, "APPADDR").map(addressOf)].filter(
    ({ address }) => address !== "",
  );
  if (!serverId) problem("server-id", "A DM account has no PROVIDER-ID.");
  if (addresses.length === 0) problem("address", "A DM account has no address.");
  return {
    serverId,
    name: valueOf(content, "NAME"),
    addresses,
    credentials: characteristicsOf(content, "APPAUTH").map(credentialsOf),
    toProxy: valuesOf(content, "TO-PROXY"),
    toNapId: valuesOf(content, "TO-NAPID"),
    init: parmsOf(content, "INIT").length > 0,
    further: content.filter((part) =>
      part.kind === "parm" ? !known.has(part.name) : !knownTypes.has(part.type),
    ),
  };
}

function addressOf({ content }: Characteristic): W7Address {
  return {
    address: valueOf(content, "ADDR") ?? "",
    type: valueOf(content, "ADDRTYPE"),
    ports: characteristicsOf(content, "PORT").flatMap((port) => valuesOf(port.content, "PORTNBR")),
  };
}

function credentialsOf({ content }: Characteristic): W7Credentials {
  return {
    level: valueOf(content, "AAUTHLEVEL") ?? "",
    type: valueOf(content, "AAUTHTYPE"),
    name: valueOf(content, "AAUTHNAME"),
    secret: valueOf(content, "AAUTHSECRET"),
    data: valueOf(content, "AAUTHDATA"),
  };
}

function valuesOf(content: readonly ProvisioningPart[], name: string): readonly string[] {
  return parmsOf(content, name).flatMap(({ value }) => (value === undefined ? [] : [value]));
}

/** The characteristic of a DM account. */
export function w7Characteristic(account: W7Account): Characteristic {
  return characteristic("APPLICATION", [
    parm("APPID", W7),
    ...given("PROVIDER-ID", account.serverId),
    ...given("NAME", account.name),
    ...account.toProxy.map((value) => parm("TO-PROXY", value)),
    ...account.toNapId.map((value) => parm("TO-NAPID", value)),
    ...(account.init ? [parm("INIT")] : []),
    ...account.further.filter(({ kind }) => kind === "parm"),
    ...account.addresses.map(({ address, type, ports }) =>
      characteristic("APPADDR", [
        parm("ADDR", address),
        ...given("ADDRTYPE", type),
        ...ports.map((port) => characteristic("PORT", [parm("PORTNBR", port)])),
      ]),
    ),
    ...account.credentials.map(({ level, type, name, secret, data }) =>
      characteristic("APPAUTH", [
        parm("AAUTHLEVEL", level),
        ...given("AAUTHTYPE", type),
        ...given("AAUTHNAME", name),
        ...given("AAUTHSECRET", secret),
        ...given("AAUTHDATA", data),
      ]),
    ),
    ...account.further.filter(({ kind }) => kind === "characteristic"),
  ]);
}

function given(name: string, value: string | undefined): readonly Parm[] {
  return value === undefined ? [] : [parm(name, value)];
}
