import type { DeviceManners } from "./manners.ts";

/** A manner as the device's screen shows it. */
export interface MannerText {
  readonly title: string;
  /** One sentence: what the device does, and what it tells about a server. */
  readonly text: string;
  /** Title of each value, the good one first. */
  readonly values: readonly { readonly value: string; readonly title: string }[];
}

type Titles<Value extends string | number> = Readonly<Record<`${Value}`, string>>;

function manner<Name extends keyof DeviceManners>(
  title: string,
  text: string,
  good: `${DeviceManners[Name]}`,
  titles: Titles<DeviceManners[Name]>,
): MannerText {
  const entries = Object.entries<string>(titles).map(([value, name]) => ({ value, title: name }));
  // names of properties that are numbers come in their own order
  return { title, text, values: [...entries].sort((one, other) => rank(one.value) - rank(other.value)) };
  function rank(value: string): number {
    return value === good ? 0 : 1;
  }
}

/** All manners in words, in the order of the screen. */
export const mannerTexts: Readonly<Record<keyof DeviceManners, MannerText>> = {
  nonce: manner<"nonce">(
    "Nonce",
    "Which nonce the device's digests are made with; a wrong one costs a challenge more.",
    "right",
    {
      right: "The announced one",
      stale: "The one before",
      undecoded: "Its base64 text, undecoded",
      invented: "One of its own invention",
      "misread-padding": "Cut short where base64 ends in one =",
    },
  ),
  order: manner<"order">(
    "Order of elements",
    "Elements of statuses, results, alerts and items stand in another order than the DTD's.",
    "declared",
    { declared: "As declared", misordered: "Misordered" },
  ),
  devInfo: manner<"devInfo">(
    "DevInfo",
    "What Package 1 says about the device; some clients leave it out or send more than the five leaves.",
    "sent",
    {
      sent: "Sent",
      missing: "Missing",
      "without-meta": "Without Meta",
      "with-interior": "With interior nodes",
      "with-vendor-nodes": "With the vendor's nodes",
    },
  ),
  cmdIds: manner<"cmdIds">(
    "Command numbers",
    "How the commands of a message are numbered, which the server's statuses have to follow.",
    "counted",
    {
      counted: "Counted from 1",
      repeated: "Each number twice",
      "from-two": "Counted from 2",
      uuid: "UUIDs",
    },
  ),
  moreData: manner<"moreData">(
    "Large objects",
    "What the device does with a value that comes in chunks.",
    "supported",
    {
      supported: "Joins the chunks",
      unsupported: "Refuses them (406)",
      "chunk-is-value": "Takes each chunk for the value",
    },
  ),
  closes: manner<"closes">("Early end", "Where the device ends the session without a word.", "never", {
    never: "Never",
    "status-only": "At a message of statuses only",
    "empty-response": "At an empty response",
  }),
  text: manner<"text">(
    "Ampersands",
    "Whether & is escaped in XML text; raw ones are not well-formed.",
    "escaped",
    {
      escaped: "Escaped",
      "raw-ampersand": "Raw &",
    },
  ),
  mediaType: manner<"mediaType">(
    "Media type",
    "Content type of requests, with or without the part “dm”.",
    "dm",
    {
      dm: "application/vnd.syncml.dm+…",
      "without-dm": "application/vnd.syncml+…",
    },
  ),
  metinf: manner<"metinf">(
    "Namespace of Meta",
    "How the elements of Meta say that they are of the namespace syncml:metinf.",
    "default",
    {
      default: "Declared on each",
      prefixed: "With a prefix",
      "syncml:metinfo": "Misspelt: syncml:metinfo",
      "on-meta": "Declared on Meta itself",
      "first-only": "Declared on the first alone",
    },
  ),
  blanks: manner<"blanks">(
    "Blanks",
    "White space around texts, as pretty-printing clients send it.",
    "none",
    {
      none: "None",
      "around-values": "Around texts",
    },
  ),
  sessionId: manner<"sessionId">("SessionID", "Spelling of the session's hexadecimal number.", "plain", {
    plain: "Upper case, no leading zeros",
    "leading-zeros": "Four digits",
    "lower-case": "Lower case",
  }),
  publicId: manner<"publicId">(
    "Public identifier",
    "How the head of a WBXML document names its DTD.",
    "known",
    {
      known: "SyncML 1.2 by number",
      "string-table": "As text in the string table",
      unknown: "Unknown (1)",
      "other-version": "That of SyncML 1.1",
    },
  ),
  pageSwitches: manner<"pageSwitches">(
    "Code pages",
    "Whether WBXML switches its code page only where the page changes.",
    "needed",
    { needed: "Where needed", redundant: "Before every tag" },
  ),
  data: manner<"data">("Data in WBXML", "How the text of Data travels in WBXML.", "inline", {
    inline: "Inline",
    opaque: "Opaque",
    "string-table": "In the string table",
  }),
  refs: manner<"refs">(
    "References",
    "Whether statuses repeat target and source of what they answer.",
    "given",
    { given: "Given", omitted: "Left out" },
  ),
  challenge: manner<"challenge">(
    "Challenge",
    "Which statuses carry the challenge for the server.",
    "header",
    {
      header: "That of the header",
      "every-status": "Every status",
    },
  ),
  nextMessage: manner<"nextMessage">("Answer to Next Message", "Status for the server's Alert 1222.", "200", {
    200: "200",
    500: "500",
  }),
  success: manner<"success">(
    "Success",
    "Status of Add, Replace, Delete, Copy and Exec that the device has carried out, where 200 is expected.",
    "200",
    {
      200: "200",
      202: "202 accepted",
      404: "404 not found",
      406: "406 not supported",
      425: "425 permission denied",
    },
  ),
  oversize: manner<"oversize">(
    "Long messages",
    "What the device does with messages over its MaxMsgSize.",
    "taken",
    { taken: "Takes them", dropped: "Drops them in silence" },
  ),
  events: manner<"events">("Event reports", "How reports of several types are sent.", "by-type", {
    "by-type": "An Alert for each type",
    together: "Items of one Alert",
  }),
  eventPlace: manner<"eventPlace">(
    "Place of event reports",
    "Where event reports stand in Package 1.",
    "behind",
    { behind: "Behind the session's alert", "in-front": "In front of the session's alert" },
  ),
};
