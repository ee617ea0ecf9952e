import { utf8 } from "../../core/bytes.ts";
import type { Effect, Role } from "../../wire/role.ts";
import type { HttpResponse } from "../../wire/http.ts";

/** A file that devices download: firmware or a deployment component. */
export interface ServedPackage {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** The file of a name, if there is one. */
export type FindPackage = (name: string) => ServedPackage | undefined;

/**
 * Serves packages for FUMO and SCOMO at `…/packages/<name>`. A name that is not served is answered 404; the names
 * `unauthorised`, `forbidden`, `broken` and `unavailable` are answered 401, 403, 500 and 503, and `silence` is never answered, so that a
 * scenario can show each failure of a download. What devices send with POST is taken and answered 200.
 */
export function createPackageServer(find: FindPackage): Role<never> {
  return {
    handle: (event): readonly Effect[] => {
      if (event.type !== "request.received") return [];
      const { method, url } = event.request;
      const path = URL.canParse(url) ? new URL(url).pathname : url;
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (name === "silence") return [];
      return [{ type: "respond", exchange: event.exchange, http: answer(method, name, find) }];
    },
  };
}

const failures: ReadonlyMap<string, number> = new Map([
  ["unauthorised", 401],
  ["forbidden", 403],
  ["broken", 500],
  ["unavailable", 503],
]);

function answer(method: string, name: string, find: FindPackage): HttpResponse {
  const failure = failures.get(name);
  if (failure !== undefined) return plain(failure, "The package server was asked to refuse this.");
  if (method === "POST") return plain(200, "Thank you.");
  if (method !== "GET" && method !== "HEAD") return plain(405, "Packages can be fetched with GET.");
  const found = find(name);
  if (!found) return plain(404, `There is no package ${name}.`);
  const { contentType, body } = found;
  return {
    status: 200,
    headers: { "content-type": contentType, "content-length": String(body.length) },
    body: method === "HEAD" ? new Uint8Array(0) : body,
  };
}

function plain(status: number, text: string): HttpResponse {
  const body = utf8(`${text}\n`);
  const headers = { "content-type": "text/plain; charset=utf-8", "content-length": String(body.length) };
  return { status, headers, body };
}
