import * as z from "zod";
import { PartyView } from "./message.ts";

export const UddiVersion = z.union([z.literal(2), z.literal(3)]);
export type UddiVersion = z.infer<typeof UddiVersion>;

export const EntryKind = z.enum(["business", "service", "binding", "tModel"]);
export type EntryKind = z.infer<typeof EntryKind>;

/** How a registry of ours behaves. */
export const RegistryBehaviour = z.enum(["normal", "refuses-tokens", "finds-nothing", "absent"]);
export type RegistryBehaviour = z.infer<typeof RegistryBehaviour>;

/** A registry of a run. */
export const RegistryLine = z.object({
  id: z.string(),
  /** Name of the node. */
  operator: z.string(),
  urls: z.object({ inquiry: z.string(), publish: z.string(), security: z.string() }),
  publishers: z.array(z.string()),
  behaviour: RegistryBehaviour,
  counts: z.object({
    businesses: z.number().int(),
    services: z.number().int(),
    bindings: z.number().int(),
    /** Those that were published; the well-known ones are not among them. */
    tModels: z.number().int(),
  }),
});
export type RegistryLine = z.infer<typeof RegistryLine>;

/** A row of the tree: an entry, or a group of them. */
export const RegistryRow = z.object({
  /** `service:uddi:…`; of a group its name. */
  id: z.string(),
  kind: z.enum([...EntryKind.options, "group"]),
  name: z.string(),
  about: z.string(),
  depth: z.number().int(),
  /** Absent for what holds nothing. */
  open: z.boolean().optional(),
  /** Index of the row that holds it, in the whole list. */
  parent: z.number().int().optional(),
  position: z.number().int(),
  siblings: z.number().int(),
  /** `hidden`: a tModel that was deleted. `projected`: a service of another business. */
  mark: z.enum(["hidden", "projected"]).optional(),
});
export type RegistryRow = z.infer<typeof RegistryRow>;

/** How the publication of a DM server stands. */
export const PublicationLine = z.object({
  server: z.string(),
  state: z.enum(["off", "unpublished", "working", "published", "refused", "waiting"]),
  about: z.string(),
  /** Number and name of the registry's error. */
  errno: z.number().int().optional(),
  error: z.string().optional(),
  /** Milliseconds until the next try. */
  retryIn: z.number().optional(),
});
export type PublicationLine = z.infer<typeof PublicationLine>;

/** The registries of a run and a page of the tree of one. */
export const RegistryPage = z.object({
  registries: z.array(RegistryLine),
  /** The registry that the rows are of. */
  registry: z.string().optional(),
  rows: z.array(RegistryRow),
  /** Rows that were left out at the start. */
  skipped: z.number().int(),
  total: z.number().int(),
  /** Index of the row that was asked for; absent where no row has it. */
  at: z.number().int().optional(),
  /** Entries that fit the filter. */
  matching: z.number().int(),
  publications: z.array(PublicationLine),
  /** Why nothing can be asked any more. */
  over: z.string().optional(),
});
export type RegistryPage = z.infer<typeof RegistryPage>;

/** A text in a language. */
export const LocalText = z.object({ text: z.string(), lang: z.string().optional() });
export type LocalText = z.infer<typeof LocalText>;

/** An entry that another one leads to. */
export const EntryLink = z.object({ id: z.string(), kind: EntryKind, name: z.string() });
export type EntryLink = z.infer<typeof EntryLink>;

/** A category or an identifier, its tModel by name. */
export const ReferenceView = z.object({
  /** Name of the tModel; its key where nobody knows it. */
  taxonomy: z.string(),
  /** The tModel as an entry, where there is one. */
  id: z.string().optional(),
  keyName: z.string().optional(),
  keyValue: z.string(),
  /** Name of the tModel where the value is the key of one. */
  valueName: z.string().optional(),
  /** Name of the tModel of the group that it stands in. */
  group: z.string().optional(),
});
export type ReferenceView = z.infer<typeof ReferenceView>;

const Document = z.object({ url: z.string().optional(), descriptions: z.array(LocalText) });

/** One entry of a registry with everything that is known of it. */
export const EntryView = z.object({
  id: z.string(),
  kind: EntryKind,
  name: z.string(),
  names: z.array(LocalText),
  descriptions: z.array(LocalText),
  /** What holds it, the outermost first. */
  path: z.array(EntryLink),
  owner: z.string(),
  /** It belongs to the registry itself and cannot be changed. */
  wellKnown: z.boolean(),
  hidden: z.boolean(),
  created: z.number(),
  modified: z.number(),
  keys: z.array(z.object({ title: z.string(), uddi2: z.string(), uddi3: z.string() })),
  accessPoint: z.object({ url: z.string(), type: z.string() }).optional(),
  wsdl: z.string().optional(),
  models: z.array(
    z.object({
      id: z.string().optional(),
      name: z.string(),
      documents: z.array(z.string()),
      categories: z.array(z.string()),
      parameters: z.string().optional(),
    }),
  ),
  documents: z.array(Document),
  categories: z.array(ReferenceView),
  identifiers: z.array(ReferenceView),
  discoveryUrls: z.array(z.object({ url: z.string(), useType: z.string() })),
  contacts: z.array(z.object({ name: z.string(), about: z.string() })),
  /** What it holds: the first of them. */
  children: z.array(EntryLink),
  childTotal: z.number().int(),
  assertions: z.array(
    z.object({
      from: EntryLink,
      to: EntryLink,
      relation: z.string(),
      by: z.array(z.string()),
      complete: z.boolean(),
    }),
  ),
  /** Bindings that implement the tModel: the first of them. */
  users: z.array(EntryLink),
  userTotal: z.number().int(),
});
export type EntryView = z.infer<typeof EntryView>;

/** One exchange with a registry, or the fetching of a WSDL. */
export const UddiExchange = z.object({
  /** The request in the journal. */
  seq: z.number().int(),
  /** The response in the journal. */
  answerSeq: z.number().int().optional(),
  clock: z.number(),
  step: z.string().optional(),
  from: PartyView,
  to: PartyView,
  group: z.enum(["publish", "inquiry", "description"]),
  call: z.string(),
  /** What was asked. */
  what: z.string(),
  answer: z.string(),
  errno: z.number().int().optional(),
  failed: z.boolean(),
  /** Octets of the response, or of the request while there is none. */
  bytes: z.number().int(),
});
export type UddiExchange = z.infer<typeof UddiExchange>;

/**
 * A part of a request: an element, an attribute (`@lang`) or the text beside attributes (`#text`), made from its
 * declaration.
 */
export interface UddiField {
  name: string;
  label: string;
  doc: string;
  cardinality: "one" | "optional" | "many" | "some";
  kind: "text" | "int" | "boolean" | "enumeration" | "struct" | "qualifiers";
  values?: string[] | undefined;
  secret?: boolean | undefined;
  /** What it is the key of. */
  keyOf?: EntryKind | undefined;
  fields?: UddiField[] | undefined;
}
export const UddiField: z.ZodType<UddiField> = z.lazy(() =>
  z.object({
    name: z.string(),
    label: z.string(),
    doc: z.string(),
    cardinality: z.enum(["one", "optional", "many", "some"]),
    kind: z.enum(["text", "int", "boolean", "enumeration", "struct", "qualifiers"]),
    values: z.array(z.string()).optional(),
    secret: z.boolean().optional(),
    keyOf: EntryKind.optional(),
    fields: z.array(UddiField).optional(),
  }),
);

/** A call of a version of UDDI. */
export const UddiCall = z.object({
  name: z.string(),
  api: z.enum(["inquiry", "publication", "security"]),
  label: z.string(),
});
export type UddiCall = z.infer<typeof UddiCall>;

/** A find qualifier with its explanation and those that may not stand beside it. */
export const QualifierView = z.object({
  name: z.string(),
  about: z.string(),
  versions: z.array(UddiVersion),
  conflicts: z.array(z.string()),
});
export type QualifierView = z.infer<typeof QualifierView>;

/** What can be asked of a registry. */
export const UddiCatalog = z.object({
  calls: z.object({ 2: z.array(UddiCall), 3: z.array(UddiCall) }),
  qualifiers: z.array(QualifierView),
  /** The tModels that every registry knows. */
  models: z.array(z.object({ name: z.string(), uddi2: z.string().optional(), uddi3: z.string() })),
});
export type UddiCatalog = z.infer<typeof UddiCatalog>;

/** How an inquiry stands. */
export const InquiryState = z.enum(["sending", "answered", "refused", "failed", "cancelled"]);
export type InquiryState = z.infer<typeof InquiryState>;

/** An inquiry or publication that was sent from the page. */
export const InquiryLine = z.object({
  id: z.string(),
  call: z.string(),
  version: UddiVersion,
  /** Address that it was sent to. */
  url: z.string(),
  state: InquiryState,
  /** What came of it, in a few words. */
  about: z.string(),
  errno: z.number().int().optional(),
  sentAt: z.number(),
  /** Milliseconds. */
  took: z.number().optional(),
});
export type InquiryLine = z.infer<typeof InquiryLine>;

/** A text of a message as it was and indented. */
const ShownXml = z.object({ exact: z.string(), indented: z.string() });

/** An inquiry with all that was sent and answered. Tokens and passwords are masked. */
export const InquiryStory = z.object({
  line: InquiryLine,
  request: ShownXml,
  response: ShownXml.extend({ status: z.number().int() }).optional(),
  /** Entries of the answer. */
  table: z
    .object({
      title: z.string(),
      columns: z.array(z.string()),
      rows: z.array(
        z.object({
          /** The entry in our registry, where it is there. */
          id: z.string().optional(),
          cells: z.array(z.string()),
        }),
      ),
      truncated: z.boolean(),
      /** Where in the whole list of version 3 the answer stands. */
      part: z.string().optional(),
    })
    .optional(),
  report: z.array(
    z.object({
      errno: z.number().int(),
      code: z.string(),
      /** What the code means. */
      meaning: z.string(),
      text: z.string(),
      keyType: z.string().optional(),
    }),
  ),
});
export type InquiryStory = z.infer<typeof InquiryStory>;
