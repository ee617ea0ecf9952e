import { spec } from "../../core/spec-ref.ts";
import { base64, int, long, string, withMeaning } from "../../schema/scalar.ts";
import { many, namespace, one, optional, type Infer, type Input } from "../../schema/element.ts";
import { METINF, SYNCML } from "./namespaces.ts";

const meta = namespace(METINF);
const ref = spec("syncml-meta", "5 Elements");

const formats: Readonly<Record<string, string>> = {
  chr: "text",
  int: "whole number",
  bool: "true or false",
  bin: "octets",
  b64: "octets as base64",
  node: "interior node",
  null: "no value",
  xml: "XML",
  date: "date",
  time: "time",
  float: "floating point number",
};

/** Format of a value; absent means `chr`. */
export const Format = meta.scalar(
  "Format",
  withMeaning(string, (value) => formats[value]),
  { token: [1, 0x07], spec: ref, label: "format" },
);
/** Media type of a value, authentication type of a Cred, alert type of a Generic Alert. */
export const Type = meta.scalar("Type", string, { token: [1, 0x13], spec: ref, label: "type" });
/** Importance of a Generic Alert. */
export const Mark = meta.scalar("Mark", string, { token: [1, 0x0b], spec: ref, label: "importance" });
/** Total octets of a large object, as carried in the message. */
export const Size = meta.scalar("Size", long, { token: [1, 0x12], spec: ref, label: "total size" });
/** Nonce for the peer's next credentials. */
export const NextNonce = meta.scalar("NextNonce", base64, {
  token: [1, 0x10],
  spec: spec("dm-sec", "5.3 Nonce"),
  label: "next nonce",
  secret: true,
});
/** Largest message in octets that the sender can receive. */
export const MaxMsgSize = meta.scalar("MaxMsgSize", int, {
  token: [1, 0x0c],
  spec: ref,
  label: "largest message",
});
/** Largest object in octets that the sender can receive. */
export const MaxObjSize = meta.scalar("MaxObjSize", long, {
  token: [1, 0x15],
  spec: ref,
  label: "largest object",
});
/** Vendor text. */
export const EMI = meta.scalar("EMI", string, { token: [1, 0x06], spec: ref, label: "vendor information" });

/** Marks of the last and of this synchronisation. */
const Anchor = meta.struct(
  "Anchor",
  {
    Last: optional(meta.scalar("Last", string, { token: [1, 0x0a], spec: ref, label: "last anchor" })),
    Next: one(meta.scalar("Next", string, { token: [1, 0x0f], spec: ref, label: "next anchor" })),
  },
  { token: [1, 0x05], spec: ref, label: "synchronisation anchors" },
);
/** Free space of a data store. */
const Mem = meta.struct(
  "Mem",
  {
    SharedMem: optional(meta.flag("SharedMem", { token: [1, 0x11], spec: ref, label: "memory is shared" })),
    FreeMem: one(meta.scalar("FreeMem", long, { token: [1, 0x09], spec: ref, label: "free memory" })),
    FreeID: one(meta.scalar("FreeID", long, { token: [1, 0x08], spec: ref, label: "free records" })),
  },
  { token: [1, 0x0d], spec: ref, label: "memory" },
);
const FieldLevel = meta.flag("FieldLevel", { token: [1, 0x16], spec: ref, label: "fields only" });
const Version = meta.scalar("Version", string, { token: [1, 0x14], spec: ref, label: "version" });

/** Meta of a command, an Item, a Cred, a Chal or the header. */
export const Meta = namespace(SYNCML).struct(
  "Meta",
  {
    FieldLevel: optional(FieldLevel),
    Format: optional(Format),
    Type: optional(Type),
    Mark: optional(Mark),
    Size: optional(Size),
    Anchor: optional(Anchor),
    Version: optional(Version),
    NextNonce: optional(NextNonce),
    MaxMsgSize: optional(MaxMsgSize),
    MaxObjSize: optional(MaxObjSize),
    EMI: many(EMI),
    Mem: optional(Mem),
  },
  { token: [0, 0x1a], spec: ref, label: "meta information" },
);
export type Meta = Infer<typeof Meta>;
export type MetaInput = Input<typeof Meta>;
