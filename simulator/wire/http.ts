/** Header fields with lower-case names. A field that occurs several times is joined with ", ". */
export type Headers = Readonly<Record<string, string>>;

/** An HTTP request as it crosses the wire. `url` is absolute. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** An HTTP response as it crosses the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Media type without parameters, in lower case; "" when there is none. */
export function mediaType(headers: Headers): string {
  return (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** Patterns of the parameters that were asked for: a handful of names, which the program gives. */
const parameterPatterns = new Map<string, RegExp>();

function parameterPattern(name: string): RegExp {
  let pattern = parameterPatterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, "i");
    parameterPatterns.set(name, pattern);
  }
  return pattern;
}

/** A parameter of the media type (`charset`, `action`), without quotes. */
export function mediaTypeParameter(headers: Headers, name: string): string | undefined {
  const match = parameterPattern(name).exec(headers["content-type"] ?? "");
  return match?.[1] ?? match?.[2];
}

/** True for a body under a Content-Encoding: its octets are not those of the message. */
export function isCoded(headers: Headers): boolean {
  const coding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  return coding !== "" && coding !== "identity";
}
