import type { EntryKind, QualifierView, UddiCatalog, UddiField, UddiVersion } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import {
  apiOfRequest,
  canonicalTModels,
  exclusive,
  isUddiRequest,
  keyTypeOf,
  qualifiers2,
  qualifiers3,
  qualifierTexts,
  requestNames,
  uddiDeclaration,
  type CanonicalTModel,
  type FindQualifier,
  type UddiRequestName,
} from "../../protocols/uddi/index.ts";
import type { AnyElement, Field, Scalar } from "../../schema/element.ts";
import { optionally } from "../optionally.ts";

/** What can be asked of a registry, made from the declarations. */
export function uddiCatalog(): UddiCatalog {
  const models = Object.values<CanonicalTModel>(canonicalTModels).map(({ name, key2, key3 }) => ({
    name,
    uddi3: key3,
    ...optionally("uddi2", key2),
  }));
  return { calls: { 2: callsOf(2), 3: callsOf(3) }, qualifiers: qualifiers(), models };
}

function callsOf(version: UddiVersion): UddiCatalog["calls"][2] {
  const names = new Set(
    (["inquiry", "publication", "security"] as const).flatMap((api) => requestNames(version, api)),
  );
  return [...names].map((name) => ({
    name,
    api: apiOfRequest(name) ?? "inquiry",
    label: uddiDeclaration(version, name).label ?? name,
  }));
}

function qualifiers(): QualifierView[] {
  const names = new Set<FindQualifier>([...qualifiers2, ...qualifiers3]);
  return [...names].map((name) => ({
    name,
    about: qualifierTexts[name],
    versions: [
      ...(isOne(qualifiers2, name) ? [2 as const] : []),
      ...(isOne(qualifiers3, name) ? [3 as const] : []),
    ],
    conflicts: [
      ...new Set(
        exclusive.filter((set) => set.includes(name)).flatMap((set) => set.filter((each) => each !== name)),
      ),
    ],
  }));
}

function isOne(list: readonly string[], name: string): boolean {
  return list.includes(name);
}

/** The name of a call as one. Throws `registry-input/call`. */
export function callNamed(version: UddiVersion, name: string): UddiRequestName {
  if (isUddiRequest(name) && callsOf(version).some((call) => call.name === name)) return name;
  throw new WorkbenchError("registry-input/call", `UDDI version ${version} has no call ${name}`, { name });
}

/** The form of a call. */
export function formOf(version: UddiVersion, call: UddiRequestName): UddiField[] {
  return fieldsOf(uddiDeclaration(version, call));
}

function fieldsOf({ content }: AnyElement): UddiField[] {
  if (content.kind !== "struct") return [];
  return Object.values(content.fields).flatMap((field) => fieldOf(field) ?? []);
}

function fieldOf(field: Field): UddiField | undefined {
  switch (field.kind) {
    case "attribute":
      return {
        name: `@${field.name}`,
        label: attributeLabels[field.name] ?? field.name,
        doc: "",
        cardinality: field.cardinality,
        ...scalarOf(field.scalar),
        ...optionally("secret", field.secret),
      };
    case "text":
      return { name: "#text", label: "text", doc: "", cardinality: "one", ...scalarOf(field.scalar) };
    case "element": {
      const { name, label = name, doc = "", content, secret } = field.element;
      const common = { name, label, doc, cardinality: field.cardinality, ...optionally("secret", secret) };
      if (name === "findQualifiers") return { ...common, kind: "qualifiers" };
      if (content.kind === "scalar") return { ...common, ...scalarOf(content.scalar) };
      // a signature is markup, and only raw
      return content.kind === "struct"
        ? { ...common, kind: "struct", fields: fieldsOf(field.element) }
        : undefined;
    }
    default:
      return undefined;
  }
}

const attributeLabels: Readonly<Record<string, string>> = {
  generic: "version of the API",
  maxRows: "most rows of the answer",
  listHead: "number of the first row, from 1",
  lang: "language",
  cred: "password",
  userID: "user",
  keyName: "meaning",
  keyValue: "value",
};

function scalarOf(scalar: Scalar<unknown>): Pick<UddiField, "kind" | "values" | "keyOf"> {
  const type = keyTypeOf(scalar);
  if (scalar.values) return { kind: "enumeration", values: [...scalar.values] };
  const kind = scalar.xsd === "xs:int" ? "int" : scalar.xsd === "xs:boolean" ? "boolean" : "text";
  return { kind, ...optionally("keyOf", type === undefined || type === "uddiKey" ? undefined : kinds[type]) };
}

const kinds: Readonly<Record<"businessKey" | "serviceKey" | "bindingKey" | "tModelKey", EntryKind>> = {
  businessKey: "business",
  serviceKey: "service",
  bindingKey: "binding",
  tModelKey: "tModel",
};
