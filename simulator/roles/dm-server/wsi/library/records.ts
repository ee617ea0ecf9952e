/*
 * What the library keeps, as plain JSON. Contents lie in collections of their own, once per item: configurations sealed,
 * because they may hold passwords of accounts, packages as base64.
 */

/** A stored configuration without its content. */
export interface ConfigurationRecord {
  readonly configurationId: string;
  /** Id of the External System that brought it. */
  readonly owner: string;
  readonly name: string;
  readonly version: string;
  /** Media type without parameters, in lower case. */
  readonly contentType: string;
  /** Octets of the content. */
  readonly size: number;
  /** Date of its arrival. */
  readonly storedAt: number;
  /** It was removed while work needed it: it goes with the last of that work, and nobody sees it any more. */
  readonly removed?: true;
}

/** A stored update without its package. */
export interface UpdateRecord {
  readonly updateId: string;
  readonly owner: string;
  readonly name: string;
  readonly version: string;
  readonly kind: "firmware" | "software";
  readonly install: "download" | "download-and-install";
  /** Octets of the package. */
  readonly size: number;
  /** SHA-256 of the package in hexadecimal. */
  readonly sha256: string;
  /** Where devices fetch it; absent when this DM server has it. */
  readonly packageUri?: string;
  readonly storedAt: number;
  readonly removed?: true;
}

/** The content of a configuration. */
export interface ConfigurationContent {
  readonly sealed: string;
}

/** The package of an update. */
export interface UpdateContent {
  /** Last segment of its address, which nobody can guess. */
  readonly token: string;
  /** Base64. */
  readonly octets: string;
}

/** Where the work on one device stands that goes over several Execs. Key: `operationId/deviceId`. */
export interface UpdateProgress {
  readonly downloaded: true;
}
