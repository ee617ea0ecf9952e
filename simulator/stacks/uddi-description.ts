import { utf8 } from "../core/bytes.ts";
import {
  printUddiWsdl,
  printUddiXsd,
  printXmlXsd,
  type UddiApi,
  type UddiVersion,
} from "../protocols/uddi/index.ts";
import type { HttpResponse } from "../wire/http.ts";

const apis: Readonly<Record<"inquiry" | "publish" | "security", UddiApi>> = {
  inquiry: "inquiry",
  publish: "publication",
  security: "security",
};
const versions: Readonly<Record<string, UddiVersion>> = { "": 2, v2: 2, v3: 3 };

/**
 * Answers `GET /uddi/<api>?wsdl`, `?wsdl=v3`, `?xsd=v2`, `?xsd=v3` and `?xsd=xml`; `url` is the address as asked, from which those in
 * the documents are made. Without a version the WSDL is that of version 2. Undefined for any other query.
 */
export function serveUddiDescription(
  path: "inquiry" | "publish" | "security",
  url: string,
): HttpResponse | undefined {
  const asked = new URL(url);
  const endpoint = `${asked.origin}${asked.pathname.replace(/\/$/, "")}`;
  for (const [name, value] of asked.searchParams) {
    if (name.toLowerCase() === "xsd" && value === "xml") return found(printXmlXsd());
    const version = versions[value.toLowerCase()];
    if (version === undefined) continue;
    if (name.toLowerCase() === "wsdl") {
      const schemaLocation = `${endpoint}?xsd=v${version}`;
      return found(printUddiWsdl({ version, api: apis[path], endpoint, schemaLocation }));
    }
    if (name.toLowerCase() === "xsd") return found(printUddiXsd(version, `${endpoint}?xsd=xml`));
  }
  return undefined;
}

function found(document: string): HttpResponse {
  return {
    status: 200,
    headers: { "content-type": "text/xml; charset=utf-8", "cache-control": "no-store" },
    body: utf8(document),
  };
}
