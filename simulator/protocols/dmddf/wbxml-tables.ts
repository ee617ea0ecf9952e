import type { WbxmlVocabulary } from "../../schema/wbxml/index.ts";
import { DMDDF, DMDDF_PUBLIC_ID } from "./namespaces.ts";

/** Element names from token 05 upwards. */
const names =
  "AccessType ACL Add b64 bin bool chr CaseSense CIS Copy CS date DDFName DefaultValue Delete Description DFFormat " +
  "DFProperties DFTitle DFType Dynamic Exec float Format Get int Man MgmtTree MIME Mod Name Node node NodeName null " +
  "Occurrence One OneOrMore OneOrN Path Permanent Replace RTProperties Scope Size time Title TStamp Type Value VerDTD " +
  "VerNo xml ZeroOrMore ZeroOrN ZeroOrOne";

/** Descriptions and snapshots of trees in WBXML: code page 2, public identifier in the string table (TNDS 1.2, 7). */
export const dmddfVocabulary: WbxmlVocabulary = {
  codePages: [
    {
      number: 2,
      namespace: DMDDF,
      tags: Object.fromEntries(names.split(" ").map((name, index) => [0x05 + index, name])),
    },
  ],
  publicIds: [{ text: DMDDF_PUBLIC_ID, label: "DM DDF 1.2" }],
};
