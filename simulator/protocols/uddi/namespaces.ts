/** Namespace of UDDI version 2 data and messages. */
export const UDDI2 = "urn:uddi-org:api_v2";
/** Value of `generic` on every version 2 message. */
export const GENERIC = "2.0";
/** Namespace of `xml:lang`. */
export const XML = "http://www.w3.org/XML/1998/namespace";
