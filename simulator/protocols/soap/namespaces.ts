/** SOAP 1.1 envelope. */
export const SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/";
/** SOAP 1.2 envelope. */
export const SOAP12 = "http://www.w3.org/2003/05/soap-envelope";
/** WS-Addressing 1.0. */
export const WSA = "http://www.w3.org/2005/08/addressing";
/** WS-Security 1.0 extensions. */
export const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/** WS-Security 1.0 utility: Id, Created, Expires. */
export const WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/** Namespace of `xml:lang`. */
export const XML = "http://www.w3.org/XML/1998/namespace";
