/*
 * Ways in which devices of the field depart from the protocol. Each has the value of a device that does not; a profile
 * or a person chooses others. What they do to a message is in this folder; the session asks it.
 */

/** How a device behaves where it does not do what the protocol says. */
export interface DeviceManners {
  /**
   * Nonce of its md5 and MAC credentials: the announced one, the one before, the base64 text itself, its own invention, or
   * the announced one without its last octets when the base64 ends in a single `=`.
   */
  readonly nonce: "right" | "stale" | "undecoded" | "invented" | "misread-padding";
  /** Order of elements in its commands. */
  readonly order: "declared" | "misordered";
  /** DevInfo in Package 1. */
  readonly devInfo: "sent" | "missing" | "without-meta" | "with-interior" | "with-vendor-nodes";
  readonly cmdIds: "counted" | "repeated" | "from-two" | "uuid";
  /** Large objects of the server: joined, refused, or each chunk taken for the whole value. */
  readonly moreData: "supported" | "unsupported" | "chunk-is-value";
  /** It ends the session without a word at a message of Status only, or at an empty response. */
  readonly closes: "never" | "status-only" | "empty-response";
  /** XML text: escaped, or with a raw `&`. */
  readonly text: "escaped" | "raw-ampersand";
  readonly mediaType: "dm" | "without-dm";
  /**
   * Namespace of Meta's elements in XML: declared on each, with a prefix, under the misspelt name `syncml:metinfo`,
   * declared on Meta itself, or on the first element of each Meta alone.
   */
  readonly metinf: "default" | "prefixed" | "syncml:metinfo" | "on-meta" | "first-only";
  /** White space around values. */
  readonly blanks: "none" | "around-values";
  /** SessionID in upper-case hexadecimal digits without leading zeros, with leading zeros, or in lower case. */
  readonly sessionId: "plain" | "leading-zeros" | "lower-case";
  /** Header of its WBXML: public id known, 0 with a string table, 1 (unknown), or that of another version. */
  readonly publicId: "known" | "string-table" | "unknown" | "other-version";
  readonly pageSwitches: "needed" | "redundant";
  /** Data in WBXML. */
  readonly data: "inline" | "opaque" | "string-table";
  /** TargetRef and SourceRef of its statuses. */
  readonly refs: "given" | "omitted";
  /** Where a challenge for the server stands: in the header's Status, or in each. */
  readonly challenge: "header" | "every-status";
  /** Status for Alert 1222 of the server. */
  readonly nextMessage: 200 | 500;
  /** Status of commands that changed something, where 200 is expected: what some devices say instead. */
  readonly success: 200 | 202 | 404 | 406 | 425;
  /** Messages over MaxMsgSize: taken, or dropped in silence. */
  readonly oversize: "taken" | "dropped";
  /** Event reports of several types: an Alert for each type, or one Alert for all that have the same Correlator. */
  readonly events: "by-type" | "together";
  /** Where event reports stand in Package 1: behind the session's alert and DevInfo, or in front of both. */
  readonly eventPlace: "behind" | "in-front";
}

/** A device that keeps to the protocol. */
export const goodManners: DeviceManners = Object.freeze({
  nonce: "right",
  order: "declared",
  devInfo: "sent",
  cmdIds: "counted",
  moreData: "supported",
  closes: "never",
  text: "escaped",
  mediaType: "dm",
  metinf: "default",
  blanks: "none",
  sessionId: "plain",
  publicId: "known",
  pageSwitches: "needed",
  data: "inline",
  refs: "given",
  challenge: "header",
  nextMessage: 200,
  success: 200,
  oversize: "taken",
  events: "by-type",
  eventPlace: "behind",
});

/** Some manners, as profiles and people choose them. */
export type ChosenManners = { readonly [Name in keyof DeviceManners]?: DeviceManners[Name] | undefined };

/** The names of all manners, in the order of the device's screen. */
export const mannerNames = Object.freeze(Object.keys(goodManners)) as readonly (keyof DeviceManners)[];

/**
 * The manners of a device: its own, over those of its profile. The value is `goodManners` itself when nothing differs, so
 * that the usual device pays nothing for them.
 */
export function mannersOf(profile: ChosenManners | undefined, own: ChosenManners | undefined): DeviceManners {
  const chosen = { ...given(profile), ...given(own) };
  const manners: DeviceManners = { ...goodManners, ...chosen };
  return mannerNames.every((name) => manners[name] === goodManners[name]) ? goodManners : manners;
}

/** The manners that depart from the protocol, by name. */
export function badManners(manners: DeviceManners): Partial<DeviceManners> {
  const bad = mannerNames.filter((name) => manners[name] !== goodManners[name]);
  return Object.fromEntries(bad.map((name) => [name, manners[name]]));
}

function given(manners: ChosenManners | undefined): Partial<DeviceManners> {
  return Object.fromEntries(Object.entries(manners ?? {}).filter(([, value]) => value !== undefined));
}
