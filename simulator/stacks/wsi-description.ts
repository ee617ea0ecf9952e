import { utf8 } from "../core/bytes.ts";
import {
  operationNames,
  printWsdl,
  printXsd,
  type OperationName,
  type WsdlVariant,
} from "../protocols/wsi/index.ts";
import type { HttpResponse } from "../wire/http.ts";

const variants: Readonly<Record<string, WsdlVariant>> = {
  "": "both",
  soap11: "soap11",
  inline: "inline",
  callback: "callback",
};

/**
 * Answers `GET /wsi?…`: `?wsdl`, `?wsdl=soap11`, `?wsdl=inline`, `?wsdl=callback`, `?xsd=types`; anything else is 404.
 * `query` comes with or without `?`; `baseUrl` is the address below which `/wsi` and `/es/callback` lie, without a
 * trailing slash: that of the verified Host header or of the configured `publicUrl`.
 */
export function serveWsdl(
  query: string,
  baseUrl: string,
  operations: readonly OperationName[] = operationNames,
): HttpResponse {
  const parameters = new URLSearchParams(query.replace(/^\?/, ""));
  for (const [name, value] of parameters) {
    const key = name.toLowerCase();
    const variant = variants[value.toLowerCase()];
    if (key === "wsdl" && variant) {
      const endpoint = variant === "callback" ? `${baseUrl}/es/callback` : `${baseUrl}/wsi`;
      return found(printWsdl({ variant, endpoint, schemaLocation: `${baseUrl}/wsi?xsd=types`, operations }));
    }
    if (key === "xsd" && value === "types") return found(printXsd(operations));
  }
  return {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: utf8("There is ?wsdl, ?wsdl=soap11, ?wsdl=inline, ?wsdl=callback and ?xsd=types.\n"),
  };
}

function found(document: string): HttpResponse {
  return {
    status: 200,
    headers: { "content-type": "text/xml; charset=utf-8", "cache-control": "no-store" },
    body: utf8(document),
  };
}
