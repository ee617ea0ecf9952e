import { fromHex, toBase64, utf8 } from "../../../../core/bytes.ts";
import type { HttpRequest, HttpResponse } from "../../../../wire/http.ts";
import type { Library } from "./library.ts";

/** The answer to a request for a package: GET or HEAD, whole or one range (RFC 9110, 14). */
export function servePackage(
  { method, url, headers }: HttpRequest,
  library: Pick<Library, "packageOf">,
): HttpResponse {
  if (method !== "GET" && method !== "HEAD")
    return plain(405, "Packages can be fetched with GET.", { allow: "GET, HEAD" });
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const found = library.packageOf(path.slice(path.lastIndexOf("/") + 1));
  if (!found) return plain(404, "There is no such package.");
  const { octets, update } = found;
  const etag = `"${update.sha256}"`;
  const common = {
    "content-type": "application/octet-stream",
    "accept-ranges": "bytes",
    "cache-control": "private, no-store",
    etag,
    // RFC 9530: of the whole package, also with a range
    "repr-digest": `sha-256=:${toBase64(fromHex(update.sha256) ?? new Uint8Array(0))}:`,
  };
  const condition = headers["if-range"];
  const range = condition === undefined || condition === etag ? headers["range"] : undefined;
  const part = method === "GET" ? rangeOf(range, octets.length) : undefined;
  if (part === "unsatisfiable")
    return plain(416, "The package has no such range.", { "content-range": `bytes */${octets.length}` });
  const body = part ? octets.subarray(part.start, part.end) : octets;
  return {
    status: part ? 206 : 200,
    headers: {
      ...common,
      ...(part ? { "content-range": `bytes ${part.start}-${part.end - 1}/${octets.length}` } : {}),
      "content-length": String(body.length),
    },
    body: method === "HEAD" ? new Uint8Array(0) : body,
  };
}

/** The one range that is asked for, `end` not included; undefined for none, several, and what is no range. */
function rangeOf(
  range: string | undefined,
  length: number,
): { readonly start: number; readonly end: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range?.trim() ?? "");
  if (!match) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const count = Math.min(Number(last), length);
    return count === 0 ? "unsatisfiable" : { start: length - count, end: length };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= length) return "unsatisfiable";
  return { start, end: last === "" ? length : Math.min(Number(last) + 1, length) };
}

function plain(status: number, text: string, more: Readonly<Record<string, string>> = {}): HttpResponse {
  const body = utf8(`${text}\n`);
  const headers = { "content-type": "text/plain; charset=utf-8", "content-length": String(body.length) };
  return { status, headers: { ...headers, ...more }, body };
}
