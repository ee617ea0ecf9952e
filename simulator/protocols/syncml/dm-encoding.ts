import type { Finding } from "../../core/finding.ts";
import type { Aside } from "../../schema/reading/aside.ts";
import { SyncBody, type SyncML, type SyncMLInput } from "./message.ts";
import { readSyncML } from "./read.ts";
import { readSyncMLWbxml } from "./wbxml-read.ts";
import { writeSyncMLWbxml } from "./wbxml-write.ts";
import { writeSyncML } from "./write.ts";

/** How a DM message travels: XML text or WBXML tokens. */
export type DmEncoding = "xml" | "wbxml";

/** Media types of DM 1.2 messages (OMA DM Representation 1.2, 5). */
export const dmMediaTypes: Readonly<Record<DmEncoding, string>> = {
  xml: "application/vnd.syncml.dm+xml",
  wbxml: "application/vnd.syncml.dm+wbxml",
};

/** Media types that mean the same and that older or sloppy clients send: SyncML without the part `dm`. */
const aliases: Readonly<Record<string, DmEncoding>> = {
  "application/vnd.syncml+xml": "xml",
  "application/vnd.syncml+wbxml": "wbxml",
};

/** Encoding of a media type (lower case, without parameters); undefined when it is none of SyncML. */
export function dmEncodingOf(mediaType: string): DmEncoding | undefined {
  if (mediaType === dmMediaTypes.xml) return "xml";
  if (mediaType === dmMediaTypes.wbxml) return "wbxml";
  return aliases[mediaType];
}

/** A command of the body that DM does not know, or that only data synchronisation uses: to be answered by a Status. */
export interface UnknownCommand {
  readonly name: string;
  /** Its CmdID; empty when it has none. */
  readonly cmdId: string;
  /** Index in `SyncBody.commands` of the command that it stood before. */
  readonly before: number;
}

/** A DM message as read. The value has its declared shape even where the message had not; findings say what was wrong. */
export interface DmMessage {
  readonly value?: SyncML | undefined;
  readonly findings: readonly Finding[];
  readonly unknownCommands: readonly UnknownCommand[];
  /** Something unknown stood inside an Atomic, which therefore cannot be carried out as a whole. */
  readonly brokenAtomic: boolean;
}

interface Codec {
  readonly read: (bytes: Uint8Array) => {
    readonly value: SyncML | undefined;
    readonly findings: readonly Finding[];
    readonly asides: readonly Aside[];
  };
  readonly write: (message: SyncMLInput) => Uint8Array;
}

const codecs: Readonly<Record<DmEncoding, Codec>> = {
  xml: { read: readSyncML, write: writeSyncML },
  wbxml: { read: readSyncMLWbxml, write: writeSyncMLWbxml },
};

const noCommands: readonly UnknownCommand[] = [];

/** Reads a DM message. Never throws. */
export function readDmMessage(encoding: DmEncoding, bytes: Uint8Array): DmMessage {
  const { value, findings, asides } = codecs[encoding].read(bytes);
  if (asides.length === 0) return { value, findings, unknownCommands: noCommands, brokenAtomic: false };
  const unknownCommands = asides
    .filter(({ parent }) => parent === SyncBody)
    .map(({ name, id, before }) => ({ name, cmdId: id, before }));
  const brokenAtomic = asides.some(({ around }) => around.includes("Atomic"));
  return { value, findings, unknownCommands, brokenAtomic };
}

/** Writes a DM message. */
export function writeDmMessage(encoding: DmEncoding, message: SyncMLInput): Uint8Array {
  return codecs[encoding].write(message);
}
