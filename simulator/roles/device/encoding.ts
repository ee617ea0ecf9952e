import { toBase64, utf8, utf8Text, utf8TextLenient } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import {
  readSyncML,
  writeSyncML,
  type ItemInput,
  type SyncML,
  type SyncMLInput,
} from "../../protocols/syncml/index.ts";
import { mediaType, type Headers, type HttpResponse } from "../../wire/http.ts";
import type { ReadItem } from "../../tree/index.ts";
import type { DmEncoding } from "./options.ts";

/*
 * The one place that knows how the device's messages travel: content types, codecs, and how octets are put into Data.
 */

interface Codec {
  readonly contentType: string;
  read(bytes: Uint8Array): { readonly value?: SyncML | undefined; readonly findings: readonly Finding[] };
  write(message: SyncMLInput): Uint8Array;
}

const codecs: Readonly<Record<DmEncoding, Codec>> = {
  xml: { contentType: "application/vnd.syncml.dm+xml", read: readSyncML, write: writeSyncML },
};

const accepted = Object.values(codecs)
  .map((codec) => codec.contentType)
  .join(", ");

/** Media types of the field that mean one of ours: SyncML without the part `dm`. */
const aliases: Readonly<Record<string, string>> = {
  "application/vnd.syncml+xml": "application/vnd.syncml.dm+xml",
};

/** Path of a finding about a command of the body. */
const UNKNOWN_COMMAND = /^SyncML\/SyncBody\/([^/]+)$/;
/** Unknown commands of one message that are answered. */
const MOST_UNKNOWN = 50;

/** What a response brought. */
export type ReadResponse =
  | {
      readonly message: SyncML;
      readonly unknown: UnknownParts;
      readonly findings: readonly Finding[];
    }
  | { readonly failure: string; readonly findings: readonly Finding[] };

/** A command with a name that DM does not have. */
export interface UnknownCommand {
  readonly name: string;
  readonly cmdId: string;
}

/** What of a message no declaration knows. */
export interface UnknownParts {
  /** Commands of the body. */
  readonly commands: readonly UnknownCommand[];
  /** There is something in an Atomic. */
  readonly inAtomic: boolean;
}

/** Octets of a message. */
export function writeMessage(encoding: DmEncoding, message: SyncMLInput): Uint8Array {
  return codecs[encoding].write(message);
}

/** Header fields of a request. */
export function requestHeaders(encoding: DmEncoding, userAgent: string): Headers {
  return {
    "content-type": codecs[encoding].contentType,
    accept: accepted,
    "user-agent": userAgent,
    "cache-control": "private",
  };
}

/** Reads a response; HTTP errors, other content types and unreadable bodies are failures in words. Never throws. */
export function readResponse(response: HttpResponse): ReadResponse {
  if (response.status !== 200)
    return { failure: `the server answered HTTP ${response.status}`, findings: [] };
  const type = mediaType(response.headers);
  const codec = Object.values(codecs).find((each) => each.contentType === (aliases[type] ?? type));
  if (!codec) return { failure: `the server answered with the content type ${type || "none"}`, findings: [] };
  const { value, findings } = codec.read(response.body);
  // what is not well formed may be incomplete: nothing of it is executed
  const broken = findings.some((finding) => finding.severity === "error" && finding.code.startsWith("xml/"));
  if (!value || broken) return { failure: "the server's message cannot be read", findings };
  const inAtomic = findings.some(
    ({ code, path }) => code === "schema/unknown-element" && path?.includes("/Atomic/") === true,
  );
  return {
    message: value,
    unknown: { commands: unknownCommands(response.body, findings), inAtomic },
    findings,
  };
}

/** The reader skips what it does not know; the Status 501 needs its name and CmdID. */
function unknownCommands(body: Uint8Array, findings: readonly Finding[]): UnknownCommand[] {
  const places = findings
    .filter(({ code, path }) => code === "schema/unknown-element" && UNKNOWN_COMMAND.test(path ?? ""))
    .slice(0, MOST_UNKNOWN);
  const text = places.length === 0 ? "" : utf8TextLenient(body);
  return places.flatMap(({ path, range }) => {
    const name = UNKNOWN_COMMAND.exec(path ?? "")?.[1];
    if (name === undefined || range?.unit !== "char") return [];
    const end = text.indexOf(`</${name}`, range.end);
    const content = text.slice(range.end, end < 0 ? range.end : end);
    const cmdId = /<CmdID[^<>]*>\s*([^<>\s]+)\s*</.exec(content)?.[1];
    return cmdId === undefined ? [] : [{ name, cmdId }];
  });
}

/** A result of the tree as an Item. In XML octets travel as base64. */
export function itemOf(read: ReadItem): ItemInput {
  const { uri, data } = read;
  const octets = typeof data === "object";
  const format = octets ? "b64" : read.format;
  const meta = {
    ...(format === undefined ? {} : { Format: format }),
    ...(read.type === undefined ? {} : { Type: read.type }),
  };
  return {
    Source: { LocURI: uri },
    ...(format === undefined && read.type === undefined ? {} : { Meta: meta }),
    ...(data === undefined ? {} : { Data: octets ? toBase64(data) : data }),
  };
}

/** Data of an Item for the tree: markup as its text. */
export function dataOf(data: SyncMLData | undefined): string | Uint8Array | undefined {
  return typeof data === "object" && "xml" in data ? data.xml : data;
}

/** Octets of an Item's Data, for the length of a large object. */
export function dataLength(data: string | Uint8Array): number {
  return typeof data === "string" ? utf8(data).length : data.length;
}

/** Two chunks in one; octets and text together become what both can be. */
export function joinData(first: string | Uint8Array, second: string | Uint8Array): string | Uint8Array {
  if (typeof first === "string" && typeof second === "string") return first + second;
  const parts = [first, second].map((part) => (typeof part === "string" ? utf8(part) : part));
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return utf8Text(all) ?? all;
}

type SyncMLData = string | Uint8Array | { readonly xml: string };
