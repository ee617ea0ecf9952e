/** Namespace of SyncML 1.2 messages (DM 1.2). */
export const SYNCML = "SYNCML:SYNCML1.2";
/** Namespace of the children of Meta. */
export const METINF = "syncml:metinf";

/** Namespaces met in the field that mean the same element set; each is read with a finding. */
export const syncmlAliases: readonly string[] = [
  "SYNCML:SYNCML1.1",
  "SYNCML:SYNCML1.0",
  "SYNCML:SYNCML1.2 ",
  "syncml:SYNCML1.2",
  "syncml:SYNCML1.1",
  "SYNCML:SYNCML",
];
/** Spellings of the meta namespace met in the field. */
export const metinfAliases: readonly string[] = [
  "syncml:metinfo",
  "syncml:metinf1.2",
  "SYNCML:METINF",
  "syncml:metinf ",
];
