import type { UddiVersion } from "../../../protocols/uddi/index.ts";
import type { AnyElement } from "../../../schema/element.ts";
import { visitLeaves, type Leaf } from "../keys/leaves.ts";
import { refuse } from "../refusal.ts";

/** Most characters of texts of elements, by version. Version 2 has one limit for nearly all; version 3 has its own. */
const texts: Readonly<Record<UddiVersion, Readonly<Record<string, number>>>> = {
  2: {
    name: 255,
    description: 255,
    personName: 255,
    phone: 50,
    email: 255,
    addressLine: 80,
    discoveryURL: 255,
    accessPoint: 255,
    overviewURL: 255,
    instanceParms: 255,
  },
  3: {
    name: 255,
    description: 255,
    personName: 255,
    phone: 50,
    email: 255,
    addressLine: 80,
    discoveryURL: 4096,
    accessPoint: 4096,
    overviewURL: 4096,
    instanceParms: 8192,
  },
};

/** Most characters of attributes, in both versions. */
const attributes: Readonly<Record<string, number>> = {
  keyName: 255,
  keyValue: 255,
  useType: 255,
  sortCode: 10,
  tModelKey: 255,
};

const LANGUAGE = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i;

/** Refuses texts that are too long or empty, and languages that are none, wherever they stand in an entry. */
export function checkTexts(version: UddiVersion, element: AnyElement, entry: unknown): void {
  visitLeaves(element, entry, (leaf, value) => {
    if (typeof value !== "string") return;
    const attribute = leaf.field?.kind === "attribute" ? leaf.field.name : undefined;
    if (attribute === "lang") checkLanguage(version, value);
    else if (attribute === undefined) checkText(version, leaf, value);
    else checkLength(version, attribute, value, attributes[attribute]);
  });
}

function checkText(version: UddiVersion, { element: { name } }: Leaf, value: string): void {
  const most = texts[version][name];
  if (most !== undefined && value === "") refuse("E_fatalError", `${name} is empty`);
  checkLength(version, name, value, most);
}

function checkLength(version: UddiVersion, name: string, value: string, most: number | undefined): void {
  if (most === undefined || value.length <= most) return;
  const code = name === "name" && version === 2 ? "E_nameTooLong" : "E_fatalError";
  refuse(code, `${name} has ${value.length} characters; ${most} are allowed`);
}

function checkLanguage(version: UddiVersion, value: string): void {
  if (LANGUAGE.test(value)) return;
  refuse(version === 2 ? "E_languageError" : "E_fatalError", `${value.slice(0, 40)} is no language tag`);
}

/** Version 2 allows one text in each language. */
export function checkLanguages(
  version: UddiVersion,
  what: string,
  localised: readonly { readonly lang?: string | undefined }[],
): void {
  if (version === 3) return;
  const seen = new Set<string>();
  for (const { lang = "" } of localised) {
    const language = lang.toLowerCase();
    if (seen.has(language))
      refuse("E_languageError", `there are two ${what}s in the language ${lang || "that is not named"}`);
    seen.add(language);
  }
}
