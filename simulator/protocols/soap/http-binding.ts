import type { SoapVersion } from "./version.ts";

/** SOAP version that a media type stands for, or undefined when it is none of SOAP. */
export function versionOfMediaType(mediaType: string): SoapVersion | undefined {
  if (mediaType === "text/xml") return "1.1";
  return mediaType === "application/soap+xml" ? "1.2" : undefined;
}

/** True for a charset that a reader of XML can read; absent means that the text itself says. */
export function isReadableCharset(charset: string | undefined): boolean {
  return charset === undefined || /^(utf-?8|utf-?16(le|be)?|us-ascii)$/i.test(charset.trim());
}

/** Content-Type of a message. SOAP 1.2 carries the action of a request as a parameter. */
export function contentTypeOf(version: SoapVersion, action?: string): string {
  if (version === "1.1") return "text/xml; charset=utf-8";
  return `application/soap+xml; charset=utf-8${action === undefined ? "" : `; action="${action}"`}`;
}

/** The action that a request names: SOAPAction or the media type's parameter, without quotes; "" when none. */
export function requestedAction(soapAction: string | undefined, mediaTypeAction: string | undefined): string {
  const value = soapAction ?? mediaTypeAction ?? "";
  return value.trim().replace(/^"(.*)"$/, "$1");
}
