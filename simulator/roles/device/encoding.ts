import { concatBytes, toBase64, utf8, utf8Text } from "../../core/bytes.ts";
import type { Finding } from "../../core/finding.ts";
import {
  dmEncodingOf,
  readDmMessage,
  type DmEncoding,
  type ItemInput,
  type SyncML,
  type SyncMLInput,
  type UnknownCommand,
} from "../../protocols/syncml/index.ts";
import type { ReadItem } from "../../tree/index.ts";
import { isCoded, mediaType, type Headers, type HttpResponse } from "../../wire/http.ts";
import { acceptOf, contentTypeOf } from "./manners/media.ts";
import type { DeviceManners } from "./manners/manners.ts";
import { writeWithManners } from "./manners/write.ts";

/*
 * The one place that knows how the device's messages travel: content types, codecs, and how octets are put into Data.
 */

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

/** What of a message no declaration knows. */
export interface UnknownParts {
  /** Commands of the body. */
  readonly commands: readonly UnknownCommand[];
  /** There is something in an Atomic. */
  readonly inAtomic: boolean;
}

/** Octets of a message. */
export function writeMessage(encoding: DmEncoding, message: SyncMLInput, manners: DeviceManners): Uint8Array {
  return writeWithManners(encoding, message, manners);
}

/** Header fields of a request. */
export function requestHeaders(encoding: DmEncoding, manners: DeviceManners, userAgent: string): Headers {
  return {
    "content-type": contentTypeOf(encoding, manners),
    accept: acceptOf(encoding, manners),
    "user-agent": userAgent,
    "cache-control": "private",
  };
}

/**
 * Reads a response by its content type, whatever was sent; HTTP errors, other content types and unreadable bodies are
 * failures in words. Never throws.
 */
export function readResponse(response: HttpResponse): ReadResponse {
  if (response.status !== 200)
    return { failure: `the server answered HTTP ${response.status}`, findings: [] };
  if (isCoded(response.headers))
    return {
      failure: `the server answered with the content coding ${response.headers["content-encoding"] ?? ""}`,
      findings: [],
    };
  const type = mediaType(response.headers);
  const encoding = dmEncodingOf(type);
  if (!encoding)
    return { failure: `the server answered with the content type ${type || "none"}`, findings: [] };
  const { value, findings, unknownCommands, brokenAtomic } = readDmMessage(encoding, response.body);
  // what is not well formed may be incomplete: nothing of it is executed
  const broken = findings.some(
    ({ severity, code }) => severity === "error" && (code.startsWith("xml/") || code.startsWith("wbxml/")),
  );
  if (!value || broken) return { failure: "the server's message cannot be read", findings };
  return {
    message: value,
    unknown: { commands: unknownCommands.slice(0, MOST_UNKNOWN), inAtomic: brokenAtomic },
    findings,
  };
}

/** A result of the tree as an Item. Octets are `bin` in WBXML; in XML they travel as base64. */
export function itemOf(read: ReadItem, encoding: DmEncoding): ItemInput {
  const { uri, data } = read;
  const octets = typeof data === "object";
  const format = !octets ? read.format : encoding === "xml" ? "b64" : "bin";
  const meta = {
    ...(format === undefined ? {} : { Format: format }),
    ...(read.type === undefined ? {} : { Type: read.type }),
  };
  return {
    Source: { LocURI: uri },
    ...(format === undefined && read.type === undefined ? {} : { Meta: meta }),
    ...(data === undefined ? {} : { Data: octets && encoding === "xml" ? toBase64(data) : data }),
  };
}

/** Octets of a result as it travels. */
export function travellingSize(data: string | Uint8Array, encoding: DmEncoding): number {
  if (typeof data === "string") return utf8(data).length;
  return encoding === "xml" ? Math.ceil(data.length / 3) * 4 : data.length;
}

/** Data of an Item for the tree: markup as its text. */
export function dataOf(data: SyncMLData | undefined): string | Uint8Array | undefined {
  return typeof data === "object" && "xml" in data ? data.xml : data;
}

/** Octets of an Item's Data, for the length of a large object. */
export function dataLength(data: string | Uint8Array): number {
  return typeof data === "string" ? utf8(data).length : data.length;
}

/**
 * The chunks of an object as one: text when all are, otherwise octets. Octets of a format other than `bin` are text again
 * where they can be: a character may have been cut in two.
 */
export function joinData(
  chunks: readonly (string | Uint8Array)[],
  format: string | undefined,
): string | Uint8Array {
  if (chunks.every((chunk) => typeof chunk === "string")) return chunks.join("");
  const octets = concatBytes(...chunks.map((chunk) => (typeof chunk === "string" ? utf8(chunk) : chunk)));
  return format === "bin" ? octets : (utf8Text(octets) ?? octets);
}

/** The first part of a value, of at most so many characters or octets, and the rest. Characters stay whole. */
export function cutData(
  data: string | Uint8Array,
  length: number,
): readonly [string | Uint8Array, string | Uint8Array] {
  if (typeof data !== "string") return [data.subarray(0, length), data.subarray(length)];
  const surrogate = data.charCodeAt(length - 1);
  const at = length > 1 && surrogate >= 0xd800 && surrogate < 0xdc00 ? length - 1 : length;
  return [data.slice(0, at), data.slice(at)];
}

type SyncMLData = string | Uint8Array | { readonly xml: string };
