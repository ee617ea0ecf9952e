import { concatBytes, utf8 } from "../../core/bytes.ts";
import { WorkbenchError } from "../../core/error.ts";
import { attributeText } from "../../schema/xml/index.ts";
import type { ProvisioningDocument, ProvisioningPart } from "./document.ts";
import { nulTerminated } from "./octet-cursor.ts";
import type { ProvisioningEncoding } from "./read.ts";
import { PROV_PUBLIC_ID, startTokens, tagNames, valueTokens, type PlacedToken } from "./tokens.ts";

/** WBXML 1.3, the document type, UTF-8, no string table. */
const header = Uint8Array.of(0x03, PROV_PUBLIC_ID, 0x6a, 0x00);
const END = Uint8Array.of(0x01);
const STR_I = Uint8Array.of(0x03);

const tags = new Map(Object.entries(tagNames).map(([token, name]) => [name, Number(token)]));

/** Octets of a document. Throws `provisioning/nul` for a text that WBXML cannot hold. */
export function writeProvisioning(
  document: ProvisioningDocument,
  encoding: ProvisioningEncoding,
): Uint8Array {
  return encoding === "xml" ? utf8(xmlText(document)) : wbxmlOctets(document);
}

function xmlText({ version, content }: ProvisioningDocument): string {
  const attribute = version === undefined ? "" : ` version="${attributeText(version)}"`;
  return `<wap-provisioningdoc${attribute}>${content.map(xmlPart).join("")}</wap-provisioningdoc>`;
}

function xmlPart(part: ProvisioningPart): string {
  if (part.kind === "characteristic")
    return `<characteristic type="${attributeText(part.type)}">${part.content.map(xmlPart).join("")}</characteristic>`;
  const value = part.value === undefined ? "" : ` value="${attributeText(part.value)}"`;
  return `<parm name="${attributeText(part.name)}"${value}/>`;
}

function wbxmlOctets({ version, content }: ProvisioningDocument): Uint8Array {
  const parts: Uint8Array[] = [header];
  const attributes = attributeWriter(parts);
  const element = (
    name: string,
    list: readonly (readonly [name: string, value: string | undefined])[],
    inside: readonly ProvisioningPart[],
  ): void => {
    const some = list.some(([, value]) => value !== undefined);
    parts.push(Uint8Array.of((tags.get(name) ?? 0) | (some ? 0x80 : 0) | (inside.length > 0 ? 0x40 : 0)));
    if (some) attributes(list);
    for (const part of inside)
      if (part.kind === "parm")
        element(
          "parm",
          [
            ["name", part.name],
            ["value", part.value],
          ],
          [],
        );
      else element("characteristic", [["type", part.type]], part.content);
    if (inside.length > 0) parts.push(END);
  };
  element("wap-provisioningdoc", [["version", version]], content);
  return concatBytes(...parts);
}

/** Writes attribute lists; the code page stays from one to the next. */
function attributeWriter(
  parts: Uint8Array[],
): (list: readonly (readonly [name: string, value: string | undefined])[]) => void {
  let page = 0;
  const put = (place: PlacedToken): void => {
    if (place.page !== page) parts.push(Uint8Array.of(0x00, place.page));
    page = place.page;
    parts.push(Uint8Array.of(place.token));
  };
  return (list) => {
    for (const [name, value] of list) {
      if (value === undefined) continue;
      const whole = value === "" ? undefined : startTokens.get(`${name}=${value}`);
      if (whole) {
        put(whole);
        continue;
      }
      const start = startTokens.get(`${name}=`);
      if (!start)
        throw new WorkbenchError("provisioning/attribute", `There is no token for ${name}`, { name });
      put(start);
      const word = name === "value" ? valueTokens.get(value) : undefined;
      if (word) put(word);
      else parts.push(STR_I, nulTerminated(textOctets(value)));
    }
    parts.push(END);
  };
}

function textOctets(text: string): Uint8Array {
  if (text.includes("\u0000"))
    throw new WorkbenchError("provisioning/nul", "A text of a provisioning document cannot hold NUL", {
      text,
    });
  return utf8(text);
}
