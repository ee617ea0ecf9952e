/** The documents that findings, labels and verdicts point at. */
export const documents = {
  "wsi-arch": "DM WSI Architecture",
  "dm-pro": "OMA DM Protocol 1.2",
  "dm-rep": "OMA DM Representation Protocol 1.2",
  "dm-sec": "OMA DM Security 1.2",
  "dm-not": "OMA DM Notification Initiated Session 1.2",
  "dm-tnd": "OMA DM Tree and Description 1.2",
  "dm-tnds": "OMA DM Tree and Description Serialization 1.2",
  "dm-stdobj": "OMA DM Standardized Objects 1.2",
  "dm-fumo": "OMA Firmware Update Management Object 1.0",
  "dm-scomo": "OMA Software Component Management Object 1.0",
  "dm-lawmo": "OMA Lock and Wipe Management Object 1.0",
  "dm-diagmon": "OMA Diagnostics and Monitoring Management Object 1.0",
  "dm-boot": "OMA DM Bootstrap 1.2",
  "prov-cont": "OMA Provisioning Content 1.1",
  "prov-boot": "OMA Provisioning Bootstrap 1.1",
  "syncml-rep": "SyncML Representation Protocol 1.2",
  "syncml-meta": "SyncML Meta-Information 1.2",
  "syncml-http": "SyncML HTTP Binding 1.2",
  "wsi-contract": "Workbench DM WSI contract 1.0",
  soap11: "SOAP 1.1",
  soap12: "SOAP 1.2",
  wsa: "WS-Addressing 1.0",
  wss: "WS-Security UsernameToken Profile 1.0",
  bp: "WS-I Basic Profile",
  uddi2: "UDDI 2.0",
  uddi3: "UDDI 3.0.2",
  wbxml: "WAP Binary XML 1.3",
  xml: "XML 1.0",
} as const;

export type DocumentId = keyof typeof documents;

/** A place in a document: the document's id and the clause as a reader would look it up. */
export interface SpecRef {
  readonly document: DocumentId;
  readonly clause: string;
}

/** Shorthand for a reference: `spec("dm-pro", "8.3 Package 1")`. */
export function spec(document: DocumentId, clause: string): SpecRef {
  return { document, clause };
}

/** The reference as a person reads it: "OMA DM Protocol 1.2, 8.3 Package 1". */
export function specText(ref: SpecRef): string {
  return `${documents[ref.document]}, ${ref.clause}`;
}
