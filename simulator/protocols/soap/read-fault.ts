import { wildcardValue, type AnyElementOut } from "../../schema/element.ts";
import { addressingFaultTexts, securityFaultTexts, type FaultCode } from "./fault.ts";
import { Fault11, Fault12 } from "./fault-elements.ts";
import { SOAP11, SOAP12, WSA, WSSE } from "./namespaces.ts";
import type { QName } from "./qname.ts";

/** A fault as received, of either version. */
export interface ReceivedSoapFault {
  readonly code: FaultCode;
  readonly subcode?: QName | undefined;
  readonly text: string;
  readonly actor?: string | undefined;
  readonly details: readonly AnyElementOut[];
}

const standardCodes: Readonly<Record<string, FaultCode>> = {
  VersionMismatch: "VersionMismatch",
  MustUnderstand: "MustUnderstand",
  DataEncodingUnknown: "DataEncodingUnknown",
  Client: "Client",
  Sender: "Client",
  Server: "Server",
  Receiver: "Server",
};

/** True for a body child that is a fault. */
export function isFault(child: AnyElementOut | undefined): boolean {
  return child?.name === "Fault" && (child.namespace === SOAP11 || child.namespace === SOAP12);
}

/** The fault in a body child, or undefined when it is none. */
export function readFault(child: AnyElementOut): ReceivedSoapFault | undefined {
  const fault11 = wildcardValue(child, Fault11);
  if (fault11) {
    const local = localName(fault11.faultcode);
    const standard = standardCodes[local];
    return {
      code: standard ?? "Client",
      subcode: standard ? undefined : { namespace: namespaceOfCode(local), name: local },
      text: fault11.faultstring.value,
      actor: fault11.faultactor,
      details: fault11.detail?.entries ?? [],
    };
  }
  const fault12 = wildcardValue(child, Fault12);
  if (!fault12) return undefined;
  const subcode = fault12.Code.Subcode && localName(fault12.Code.Subcode.Value);
  return {
    code: standardCodes[localName(fault12.Code.Value)] ?? "Client",
    subcode: subcode === undefined ? undefined : { namespace: namespaceOfCode(subcode), name: subcode },
    text: englishOf(fault12.Reason.Text),
    actor: fault12.Role,
    details: fault12.Detail?.entries ?? [],
  };
}

/** The part after the prefix, and before the dot that SOAP 1.1 senders use to refine a code. */
function localName(code: string): string {
  return code.slice(code.indexOf(":") + 1).split(".", 1)[0] ?? "";
}

/** Codes are told apart by their local names, because prefixes inside text depend on the sender. */
function namespaceOfCode(local: string): string {
  if (Object.hasOwn(securityFaultTexts, local)) return WSSE;
  return Object.hasOwn(addressingFaultTexts, local) ? WSA : "";
}

function englishOf(texts: readonly { readonly lang: string; readonly value: string }[]): string {
  const english = texts.find(({ lang }) => lang.toLowerCase().startsWith("en"));
  return (english ?? texts[0])?.value ?? "";
}
