import { operations, type OperationName } from "../../../protocols/wsi/index.ts";
import type { AnyElement, Field } from "../../../schema/element.ts";
import { serviceRefusal } from "./refusal.ts";

/*
 * How long the texts of a request may be, and how many there may be of some. What an operation means by a text it checks itself; here is only what holds for
 * all of them, by the declaration of the request.
 */

/** Most characters of an identifier, a name, a media type, a URN, a credential. */
export const LONGEST_TEXT = 256;

/** Most entries of a list whose entries are compared with others: types, nodes, operations. */
export const MOST_LISTED = 1000;

const compared: ReadonlySet<string> = new Set([
  "alertType",
  "requestedAlertType",
  "requestedOperation",
  "parameter",
]);

/** Texts that may be as long as the message; how much of them is taken, quotas and media types say. */
const unbounded: ReadonlySet<string> = new Set(["data"]);

/** Texts that say something when they are empty, or whose own check has more to say about it. */
const mayBeEmpty: ReadonlySet<string> = new Set([
  "data",
  "username",
  "password",
  "contentType",
  "packageContentType",
]);

/** Addresses of nodes and of things in the network. */
const addresses: ReadonlySet<string> = new Set(["locUri", "from", "to", "parameter"]);

type Visit = (value: unknown, part: string, longestAddress: number) => void;

/** What is to be visited, by element; undefined where no text is in it. */
const visits = new WeakMap<AnyElement, { readonly visit: Visit | undefined }>();

/**
 * Refuses with SVC0002, naming the part (`command[2].locUri`), a text of a request that is empty or too long:
 * `longestAddress` characters for LocURIs and other addresses, `LONGEST_TEXT` for the rest. So is a list of more than
 * `MOST_LISTED` types, nodes or operations.
 */
export function checkTexts(operation: OperationName, value: unknown, longestAddress: number): void {
  visitOf(operations[operation].request)?.(value, "", longestAddress);
}

function visitOf(element: AnyElement): Visit | undefined {
  const known = visits.get(element);
  if (known) return known.visit;
  const visit = makeVisit(element);
  visits.set(element, { visit });
  return visit;
}

function makeVisit(element: AnyElement): Visit | undefined {
  const { content, name } = element;
  switch (content.kind) {
    case "scalar":
      return content.scalar.values === undefined ? visitText(name, content.scalar.xsd) : undefined;
    case "choice":
      return visitAlternatives(content.alternatives());
    case "struct":
      return visitFields(name, content.fields);
    case "flag":
    case "data":
      return undefined;
  }
}

function visitText(name: string, xsd: string): Visit | undefined {
  const isAddress = xsd === "xs:anyURI" || addresses.has(name);
  if ((xsd !== "xs:string" && xsd !== "xs:anyURI") || unbounded.has(name)) return undefined;
  const least = mayBeEmpty.has(name) ? 0 : 1;
  return (value, part, longestAddress) => {
    const most = isAddress ? longestAddress : LONGEST_TEXT;
    const { length } = String(value);
    if (length < least || length > most)
      throw serviceRefusal("SVC0002", [part], `${part} has ${least} to ${most} characters`);
  };
}

function visitAlternatives(alternatives: readonly AnyElement[]): Visit | undefined {
  const byKind = new Map(alternatives.map((element) => [element.name, visitOf(element)]));
  return (value, part, longestAddress) => {
    const { kind } = value as { readonly kind: string }; // a tagged value, as readers give it
    byKind.get(kind)?.(value, part, longestAddress);
  };
}

function visitFields(name: string, fields: Readonly<Record<string, Field>>): Visit | undefined {
  const inner: (readonly [key: string, step: string, isText: boolean, visit: Visit])[] = [];
  for (const [key, field] of Object.entries(fields)) {
    if (field.kind !== "element" && field.kind !== "group") continue;
    const visit = field.kind === "element" ? visitOf(field.element) : visitAlternatives(field.alternatives());
    if (!visit) continue;
    // the members of a container are counted under its name
    if (field.kind === "group") inner.push([key, name, false, visit]);
    else inner.push([key, field.element.name, field.element.content.kind === "scalar", visit]);
  }
  if (inner.length === 0) return undefined;
  return (value, part, longestAddress) => {
    const record = value as Readonly<Record<string, unknown>>; // a struct, as readers give it
    for (const [key, step, isText, visit] of inner) {
      const present = record[key];
      if (present === undefined) continue;
      const at = part === "" ? step : `${part}.${step}`;
      if (Array.isArray(present) && present.length > MOST_LISTED && compared.has(step))
        throw serviceRefusal("SVC0002", [at], `${at} is listed ${MOST_LISTED} times at most`);
      if (!Array.isArray(present)) visit(present, at, longestAddress);
      else
        for (let index = 0; index < present.length; index++)
          visit(present[index], isText ? at : `${at}[${index + 1}]`, longestAddress);
    }
  };
}
