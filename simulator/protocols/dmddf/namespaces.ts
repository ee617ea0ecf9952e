/** Namespace of DDF and TNDS documents. */
export const DMDDF = "syncml:dmddf1.2";

/** Other spellings of the field, each read with a finding. */
export const dmddfAliases: readonly string[] = ["syncml:dmddf", "syncml:dmddf1.1", "SYNCML:DMDDF1.2"];

/** Public identifier; WBXML documents carry it in their string table (it has no number). */
export const DMDDF_PUBLIC_ID = "-//OMA//DTD-DM-DDF 1.2//EN";
