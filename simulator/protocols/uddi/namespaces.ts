/** Namespace of UDDI version 2 data and messages. */
export const UDDI2 = "urn:uddi-org:api_v2";
/** Namespace of UDDI version 3 data and messages. */
export const UDDI3 = "urn:uddi-org:api_v3";
/** Namespace of XML signatures, which version 3 entries may carry. */
export const DSIG = "http://www.w3.org/2000/09/xmldsig#";
/** Value of `generic` on every version 2 message. */
export const GENERIC = "2.0";
/** Namespace of `xml:lang`. */
export const XML = "http://www.w3.org/XML/1998/namespace";
