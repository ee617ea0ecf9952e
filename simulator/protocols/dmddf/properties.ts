import { spec } from "../../core/spec-ref.ts";
import { int, string } from "../../schema/scalar.ts";
import { group, many, namespace, optional, wildcard, type Infer, type Input } from "../../schema/element.ts";
import { DMDDF } from "./namespaces.ts";

/*
 * The properties of a node: those of its description (DFProperties, in a DDF) and those that it has at run time
 * (RTProperties, in a TNDS document). DM Tree and Description 1.2, 9; DM TNDS 1.2, 6. Tokens of code page 2.
 */

/** Builder of elements of both kinds of document. */
export const el = namespace(DMDDF);
const ddf = spec("dm-tnd", "9 Device description framework");
const rt = spec("dm-tnd", "7.7 Node properties");

const flag = <const N extends string>(name: N, tag: number) => el.flag(name, { token: [2, tag], spec: ddf });

/** The formats of nodes; `chr` first, which stands for a format that cannot be read. */
const formats = [
  flag("chr", 0x0b),
  flag("b64", 0x08),
  flag("bin", 0x09),
  flag("bool", 0x0a),
  flag("date", 0x10),
  flag("float", 0x1b),
  flag("int", 0x1e),
  flag("node", 0x25),
  flag("null", 0x27),
  flag("time", 0x32),
  flag("xml", 0x39),
] as const;

const MIME = el.scalar("MIME", string, { token: [2, 0x21], spec: ddf, label: "media type" });
const DDFName = el.scalar("DDFName", string, {
  token: [2, 0x11],
  spec: ddf,
  label: "management object identifier",
});

const commands = [
  flag("Add", 0x07),
  flag("Copy", 0x0e),
  flag("Delete", 0x13),
  flag("Exec", 0x1a),
  flag("Get", 0x1d),
  flag("Replace", 0x2e),
] as const;

/** Commands that a node supports, whoever asks; in any order. */
export const AccessType = el.struct(
  "AccessType",
  { commands: group("many", () => commands) },
  { token: [2, 0x05], spec: ddf, label: "access types" },
);

/** How often a node occurs below its parent. */
export const Occurrence = el.choice(
  "Occurrence",
  () =>
    [
      flag("One", 0x29),
      flag("ZeroOrOne", 0x3c),
      flag("ZeroOrMore", 0x3a),
      flag("OneOrMore", 0x2a),
      el.scalar("ZeroOrN", int, { token: [2, 0x3b], spec: ddf, label: "at most" }),
      el.scalar("OneOrN", int, { token: [2, 0x2b], spec: ddf, label: "one, and at most" }),
    ] as const,
  { token: [2, 0x28], spec: ddf, label: "occurrence" },
);
export type Occurrence = Infer<typeof Occurrence>;

/** Whether the node is there for ever. */
export const Scope = el.choice("Scope", () => [flag("Dynamic", 0x19), flag("Permanent", 0x2d)] as const, {
  token: [2, 0x30],
  spec: ddf,
  label: "scope",
});

/** Description of a node in a DDF. What documents leave out is told by `describeTree`, which assumes something. */
export const DFProperties = el.struct(
  "DFProperties",
  {
    AccessType: optional(AccessType),
    DefaultValue: optional(
      el.scalar("DefaultValue", string, { token: [2, 0x12], spec: ddf, preserve: true, label: "default" }),
    ),
    Description: optional(
      el.scalar("Description", string, { token: [2, 0x14], spec: ddf, label: "description" }),
    ),
    DFFormat: optional(
      el.choice("DFFormat", () => formats, { token: [2, 0x15], spec: ddf, label: "format" }),
    ),
    Occurrence: optional(Occurrence),
    Scope: optional(Scope),
    DFTitle: optional(el.scalar("DFTitle", string, { token: [2, 0x17], spec: ddf, label: "title" })),
    DFType: optional(
      el.struct(
        "DFType",
        { MIME: many(MIME), DDFName: optional(DDFName) },
        { token: [2, 0x18], spec: ddf, label: "type" },
      ),
    ),
    CaseSense: optional(
      el.choice("CaseSense", () => [flag("CS", 0x0f), flag("CIS", 0x0d)] as const, {
        token: [2, 0x0c],
        spec: ddf,
        label: "case of names",
      }),
    ),
    extensions: wildcard("many"),
  },
  { token: [2, 0x16], spec: ddf, label: "description" },
);
export type DFProperties = Infer<typeof DFProperties>;
export type DFPropertiesInput = Input<typeof DFProperties>;

/** Run-time properties of a node in a TNDS document. Type is mandatory in the DTD and often missing in the field. */
export const RTProperties = el.struct(
  "RTProperties",
  {
    ACL: optional(el.scalar("ACL", string, { token: [2, 0x06], spec: rt, label: "access control list" })),
    Format: optional(el.choice("Format", () => formats, { token: [2, 0x1c], spec: rt, label: "format" })),
    Name: optional(el.scalar("Name", string, { token: [2, 0x23], spec: rt, label: "name" })),
    Size: optional(el.scalar("Size", string, { token: [2, 0x31], spec: rt, label: "size" })),
    Title: optional(el.scalar("Title", string, { token: [2, 0x33], spec: rt, label: "title" })),
    TStamp: optional(el.scalar("TStamp", string, { token: [2, 0x34], spec: rt, label: "last changed" })),
    Type: optional(
      el.struct(
        "Type",
        { MIME: optional(MIME), DDFName: optional(DDFName) },
        { token: [2, 0x35], spec: rt, label: "type" },
      ),
    ),
    VerNo: optional(el.scalar("VerNo", string, { token: [2, 0x38], spec: rt, label: "version number" })),
    extensions: wildcard("many"),
  },
  { token: [2, 0x2f], spec: spec("dm-tnds", "6 Properties"), label: "run-time properties" },
);
export type RTProperties = Infer<typeof RTProperties>;
export type RTPropertiesInput = Input<typeof RTProperties>;
