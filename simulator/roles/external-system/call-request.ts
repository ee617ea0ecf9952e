import { utf8 } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import { randomUuid } from "../../core/ids.ts";
import type { SoapVersion } from "../../protocols/soap/index.ts";
import { WSA_NONE } from "../../protocols/soap/index.ts";
import { actionOf, isOperationName, type OperationName } from "../../protocols/wsi/index.ts";
import { duration } from "../../schema/scalar.ts";
import {
  peekOperation,
  readWsiRequest,
  writeWsiRequest,
  wsiRequestOf,
  type RequestInput,
} from "../../stacks/wsi-http.ts";
import { requestFromJson } from "../../stacks/wsi-json.ts";
import { createProfileNames } from "../../stacks/wsi-profile-names.ts";
import type { WsiProfile } from "../../stacks/wsi-profile.ts";
import type { HttpRequest } from "../../wire/http.ts";
import type { RoleContext } from "../../wire/role.ts";
import type { ExternalSystemOptions, OperationCall } from "./command.ts";

type Credentials = ExternalSystemOptions["credentials"];

/** A request that can be sent. */
export interface CallRequest {
  readonly operation: OperationName;
  /** Undefined for an envelope that cannot be read. */
  readonly value: RequestInput<OperationName> | undefined;
  /** MessageID; null when the request has none, undefined when that is not known. */
  readonly messageId: string | null | undefined;
  /** False when ReplyTo says that nobody wants the outcomes. */
  readonly outcomesWanted: boolean;
  /** The credentials are those of the External System. */
  readonly ownCredentials: boolean;
  readonly delay: number;
  /** Writes it for an address. Tokens are made then, because they have a time. Throws for what XML cannot carry. */
  write(url: string, date: number): HttpRequest;
}

/** Why a request cannot be built. */
export interface UnbuildableCall {
  readonly refused: string;
  readonly findings: readonly Finding[];
}

/** Builds the request of a call; what a call says replaces what the External System is set up with. */
export function buildCall(
  asked: OperationCall,
  options: ExternalSystemOptions,
  { crypto, random }: Pick<RoleContext, "crypto" | "random">,
): CallRequest | UnbuildableCall {
  const { envelope } = asked;
  const operation = operationOf(asked);
  if (operation === undefined)
    return { refused: "operation is the name of an operation of the contract", findings: [] };
  const soapVersion = asked.soapVersion ?? options.soapVersion;
  const credentials = asked.credentials ?? options.credentials;
  const thinking = operation === "ExchangePackage" ? options.thinkingTime : undefined;
  const delay = millisecondsIn(asked.delay ?? thinking ?? 0);
  const problem = problemOf(asked) ?? (delay === undefined ? "delay is a number of milliseconds" : undefined);
  if (problem !== undefined) return { refused: problem, findings: [] };
  const common = { ownCredentials: asked.credentials === undefined, delay: delay ?? 0 };
  if (envelope !== undefined)
    return { ...common, ...rawCall(envelope, operation, soapVersion, credentials, options.profile) };
  const built = requestFromJson(operation, asked.value);
  if (!built.ok) return { refused: reasonIn(built.findings), findings: built.findings };
  const addressing =
    asked.addressing === "off"
      ? undefined
      : {
          messageId: asked.addressing?.messageId ?? `urn:uuid:${randomUuid(random)}`,
          replyTo:
            asked.addressing?.replyTo === undefined ? undefined : { address: asked.addressing.replyTo },
        };
  return {
    ...common,
    operation,
    value: built.value,
    messageId: addressing?.messageId ?? null,
    outcomesWanted: addressing?.replyTo?.address !== WSA_NONE,
    write: (url, date) =>
      writeWsiRequest(url, "DeviceManagement", soapVersion, operation, built.value, {
        credentials,
        addressing,
        crypto,
        random,
        date,
      }),
  };
}

/** The first of the findings about a request in words, with its place. */
export function reasonIn(findings: readonly Finding[]): string {
  const [first] = findings;
  if (!first) return "the request cannot be built";
  return first.path === undefined || first.path === "" ? first.text : `${first.path}: ${first.text}`;
}

/** The operation of a call; of an envelope the one in its body, where it can be read. */
function operationOf({ envelope, operation }: OperationCall): OperationName | undefined {
  const peeked = typeof envelope === "string" ? peekOperation(utf8(envelope))?.operation : undefined;
  const name = peeked !== undefined && isOperationName(peeked) ? peeked : operation;
  return typeof name === "string" && isOperationName(name) ? name : undefined;
}

function rawCall(
  envelope: string,
  operation: OperationName,
  version: SoapVersion,
  credentials: Credentials,
  profile: WsiProfile | undefined,
): Omit<CallRequest, "ownCredentials" | "delay"> {
  const body = utf8(envelope);
  const write = (url: string): HttpRequest =>
    wsiRequestOf(url, version, actionOf(operation), body, { credentials });
  // an envelope is written in the names of the profile, or in the contract's, which are replaced when it goes out
  const names = profile && createProfileNames(profile);
  const sent = write("");
  const read = readWsiRequest(names ? names.requestIn(names.requestOut(sent)) : sent, "DeviceManagement");
  const { addressing } = read.ok ? read : {};
  return {
    operation,
    value: read.ok && read.operation === operation ? read.value : undefined,
    messageId: read.ok ? (addressing?.messageId ?? null) : undefined,
    outcomesWanted: addressing?.replyTo?.address !== WSA_NONE,
    write,
  };
}

const schemes: readonly string[] = [
  "none",
  "basic",
  "username-token",
  "username-token-digest",
] satisfies readonly Credentials["scheme"][];

/** Calls come from files and forms as well: what the compiler cannot know of them is checked here. */
function problemOf(asked: OperationCall): string | undefined {
  const { call, value, envelope, soapVersion, credentials, addressing } = asked;
  if (call !== undefined && typeof call !== "string") return "call is a text";
  if (envelope !== undefined && typeof envelope !== "string") return "envelope is the text of an envelope";
  if (envelope !== undefined && value !== undefined) return "a call has a value or an envelope, not both";
  if (soapVersion !== undefined && soapVersion !== "1.1" && soapVersion !== "1.2")
    return "soapVersion is 1.1 or 1.2";
  if (
    credentials !== undefined &&
    (!schemes.includes(credentials.scheme) ||
      typeof credentials.username !== "string" ||
      typeof credentials.password !== "string")
  )
    return `credentials have a scheme out of ${schemes.join(", ")}, a username and a password`;
  if (addressing === undefined || addressing === "off") return undefined;
  const texts: readonly unknown[] = [addressing.replyTo ?? "", addressing.messageId ?? ""];
  return texts.every((text) => typeof text === "string")
    ? undefined
    : "addressing is off, or has replyTo and messageId as texts";
}

/** Milliseconds of a number, a text with a number, or a duration. */
function millisecondsIn(delay: number | string): number | undefined {
  const number = typeof delay === "string" && /^\d+$/.test(delay) ? Number(delay) : delay;
  if (typeof number === "string") return duration.parse(number);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
