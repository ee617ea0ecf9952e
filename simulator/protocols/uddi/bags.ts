import {
  attribute,
  many,
  optional,
  optionalAttribute,
  some,
  text,
  type Infer,
} from "../../schema/element.ts";
import { string } from "../../schema/scalar.ts";
import { keyScalars } from "./keys.ts";
import { XML } from "./namespaces.ts";
import { only, requiredIn, type VersionedBuilder } from "./version.ts";

/** Declares what all other structures are made of: texts with a language, documents, categories and identifiers. */
export function declareBags(el: VersionedBuilder) {
  const ref = el.spec("Data structures");
  const localised = { lang: optionalAttribute("lang", string, { namespace: XML }), text: text(string) };
  const useType = only(3, optionalAttribute("useType", string));
  const name = el.struct("name", localised, { label: "name", spec: ref });
  const description = el.struct("description", localised, { label: "description", spec: ref });
  const overviewURL = el.struct(
    "overviewURL",
    { useType, text: text(string) },
    { label: "address of the document" },
  );
  const overviewDoc = el.struct(
    "overviewDoc",
    { description: many(description), overviewURL: optional(overviewURL) },
    { label: "overview document" },
  );
  const keyedReference = el.struct(
    "keyedReference",
    {
      tModelKey: requiredIn(3, optionalAttribute("tModelKey", keyScalars.tModelKey)),
      keyName: optionalAttribute("keyName", string),
      keyValue: attribute("keyValue", string),
    },
    { label: "category", doc: "A value within the taxonomy that a tModel stands for.", spec: ref },
  );
  const keyedReferenceGroup = el.struct(
    "keyedReferenceGroup",
    {
      tModelKey: attribute("tModelKey", keyScalars.tModelKey),
      keyedReference: many(keyedReference),
    },
    { label: "group of categories", spec: ref },
  );
  const categoryBag = el.struct(
    "categoryBag",
    {
      keyedReference: requiredIn(2, many(keyedReference)),
      keyedReferenceGroup: only(3, many(keyedReferenceGroup)),
    },
    { label: "categories" },
  );
  const identifierBag = el.struct(
    "identifierBag",
    { keyedReference: some(keyedReference) },
    { label: "identifiers" },
  );
  return {
    localised,
    useType,
    name,
    description,
    overviewDoc,
    keyedReference,
    keyedReferenceGroup,
    categoryBag,
    identifierBag,
  };
}

export type Bags = ReturnType<typeof declareBags>;
export type LocalisedText = Infer<Bags["name"]>;
/** A category or an identifier. */
export type KeyedReference = Infer<Bags["keyedReference"]>;
export type CategoryBag = Infer<Bags["categoryBag"]>;
export type IdentifierBag = Infer<Bags["identifierBag"]>;
export type OverviewDoc = Infer<Bags["overviewDoc"]>;
