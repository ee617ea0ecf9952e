import {
  contentTypeOf,
  SOAP11,
  SOAP12,
  WSA,
  WSSE,
  WSU,
  type SoapVersion,
} from "../../simulator/protocols/soap/index.ts";
import { readWsiRequest, readWsiResponse, type ReadRequestOptions } from "../../simulator/stacks/wsi-http.ts";
import type { Headers, HttpRequest, HttpResponse } from "../../simulator/wire/http.ts";

/** Messages as peers write them, for tests of the stack. */
export const versions: readonly SoapVersion[] = ["1.1", "1.2"];

const envelopes = { "1.1": SOAP11, "1.2": SOAP12 } as const;

/** A sound request body. */
export const discover = '<DiscoverDevices xmlns="urn:dmwsi:1.0"><maxResults>5</maxResults></DiscoverDevices>';

/** An envelope with the prefixes `s`, `wsa`, `wsse` and `wsu`. */
export function envelope(version: SoapVersion, body: string, header = ""): string {
  const prefixes = `xmlns:s="${envelopes[version]}" xmlns:wsa="${WSA}" xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}"`;
  const head = header === "" ? "" : `<s:Header>${header}</s:Header>`;
  return `<s:Envelope ${prefixes}>${head}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** A POST of a text. */
export function post(version: SoapVersion, xml: string | Uint8Array, headers: Headers = {}): HttpRequest {
  return {
    method: "POST",
    url: "http://dms.example/wsi",
    headers: { "content-type": contentTypeOf(version), ...headers },
    body: typeof xml === "string" ? new TextEncoder().encode(xml) : xml,
  };
}

/** Reads a text as a request to the DM server. */
export function read(
  version: SoapVersion,
  xml: string | Uint8Array,
  headers: Headers = {},
  options: ReadRequestOptions = {},
) {
  return readWsiRequest(post(version, xml, headers), "DeviceManagement", options);
}

/** The answer to a text that is refused; fails where it is not refused. */
export function refusal(version: SoapVersion, xml: string | Uint8Array, headers: Headers = {}): HttpResponse {
  const result = read(version, xml, headers);
  if (result.ok) throw new Error(`was read as ${result.operation}`);
  return result.response;
}

/** The fault in an answer; fails where there is none. */
export function faultIn(response: HttpResponse) {
  const answer = readWsiResponse(response, "DiscoverDevices");
  if (answer.kind !== "fault") throw new Error(`no fault but ${answer.kind}`);
  return answer.fault;
}

export function textOf(response: { readonly body: Uint8Array }): string {
  return new TextDecoder().decode(response.body);
}
