import type { CodePage, PublicId, WbxmlVocabulary } from "../../schema/wbxml/index.ts";
import { METINF, SYNCML } from "./namespaces.ts";

/** SyncML 1.0 to 1.2, code page 0. */
const syncml: CodePage = {
  number: 0,
  namespace: SYNCML,
  tags: named(
    0x05,
    "Add Alert Archive Atomic Chal Cmd CmdID CmdRef Copy Cred Data Delete Exec Final Get Item Lang LocName LocURI Map " +
      "MapItem Meta MsgID MsgRef NoResp NoResults Put Replace RespURI Results Search Sequence SessionID SftDel Source " +
      "SourceRef Status Sync SyncBody SyncHdr SyncML Target TargetRef - VerDTD VerProto NumberOfChanges MoreData Field " +
      "Filter Record FilterType SourceParent TargetParent Move Correlator",
  ),
};

/** Meta information, code page 1. */
const metinf: CodePage = {
  number: 1,
  namespace: METINF,
  tags: named(
    0x05,
    "Anchor EMI Format FreeID FreeMem Last Mark MaxMsgSize Mem MetInf Next NextNonce SharedMem Size Type Version " +
      "MaxObjSize FieldLevel",
  ),
};

/** Management trees and descriptions that stand in Data without a document of their own, code page 2. */
const dmddf: CodePage = {
  number: 2,
  namespace: "syncml:dmddf1.2",
  tags: named(
    0x05,
    "AccessType ACL Add b64 bin bool chr CaseSense CIS Copy CS date DDFName DefaultValue Delete Description DFFormat " +
      "DFProperties DFTitle DFType Dynamic Exec float Format Get int Man MgmtTree MIME Mod Name Node node NodeName null " +
      "Occurrence One OneOrMore OneOrN Path Permanent Replace RTProperties Scope Size time Title TStamp Type Value " +
      "VerDTD VerNo xml ZeroOrMore ZeroOrN ZeroOrOne",
  ),
};

/** Document types of SyncML messages, the one that DM 1.2 uses first. */
export const syncmlPublicIds: readonly [PublicId, PublicId, PublicId] = [
  { text: "-//SYNCML//DTD SyncML 1.2//EN", number: 0x1201, label: "SyncML 1.2" },
  { text: "-//SYNCML//DTD SyncML 1.1//EN", number: 0x0fd3, label: "SyncML 1.1" },
  { text: "-//SYNCML//DTD SyncML 1.0//EN", number: 0x0fd1, label: "SyncML 1.0" },
];

/** Code pages and document types of SyncML messages. */
export const syncmlVocabulary: WbxmlVocabulary = {
  codePages: [syncml, metinf, dmddf],
  publicIds: syncmlPublicIds,
};

/** Names in the order of their tokens, from a first token on; `-` is a token without a name. */
export function named(first: number, names: string): Readonly<Record<number, string>> {
  const tags: Record<number, string> = {};
  for (const [index, name] of names.split(" ").entries()) if (name !== "-") tags[first + index] = name;
  return tags;
}
