import type { UddiVersion } from "../../../protocols/uddi/index.ts";
import type { AnyElement } from "../../../schema/element.ts";
import { visitLeaves, type Leaf } from "../keys/leaves.ts";
import { refuse } from "../refusal.ts";
import type { Publishing } from "../room.ts";

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

/** Refuses texts that are too long, wherever they stand in a message. */
export function checkLengths(version: UddiVersion, element: AnyElement, message: unknown): void {
  visitLeaves(element, message, ({ element: { name }, field }, value) => {
    if (typeof value !== "string") return;
    if (field?.kind === "attribute") checkLength(version, field.name, value, attributes[field.name]);
    else checkLength(version, name, value, texts[version][name]);
  });
}

/** Refuses texts that are too long or empty, languages that are none and lists that are too long, wherever they stand in an entry. */
export function checkTexts(
  { version, limits }: Pick<Publishing, "version" | "limits">,
  element: AnyElement,
  entry: unknown,
): void {
  const visitText = (leaf: Leaf, value: unknown): void => {
    if (typeof value !== "string") return;
    const attribute = leaf.field?.kind === "attribute" ? leaf.field.name : undefined;
    if (attribute === "lang") checkLanguage(version, value);
    else if (attribute === undefined) checkText(version, leaf, value);
    else checkLength(version, attribute, value, attributes[attribute]);
  };
  visitLeaves(element, entry, visitText, ({ name }, count) => {
    if (count > limits.members)
      refuse("E_messageTooLarge", `${count} of ${name} in one list; ${limits.members} are allowed`);
  });
}

function checkText(version: UddiVersion, { element: { name } }: Leaf, value: string): void {
  const most = texts[version][name];
  if (most !== undefined && value === "") refuse("E_fatalError", `${name} is empty`);
  checkLength(version, name, value, most);
}

function checkLength(version: UddiVersion, name: string, value: string, most: number | undefined): void {
  if (most === undefined || value.length <= most) return;
  // what is not in the Basic Multilingual Plane counts once, though it is two units of a string
  const count = value.slice(0, 2 * most + 2).replace(/[\ud800-\udbff][\udc00-\udfff]/g, " ").length;
  if (count <= most) return;
  const code = name === "name" && version === 2 ? "E_nameTooLong" : "E_fatalError";
  refuse(code, `${name} has more than the ${most} characters that are allowed`);
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
