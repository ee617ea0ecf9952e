import { wildcardInput, type AnyElementIn } from "../../schema/element.ts";
import type { SoapFault } from "./fault.ts";
import { Fault11, Fault12 } from "./fault-elements.ts";
import { WSA, WSSE } from "./namespaces.ts";
import type { SoapVersion } from "./version.ts";

const codes12 = { Client: "Sender", Server: "Receiver" } as const;
const prefixes: Readonly<Record<string, string>> = { [WSA]: "wsa", [WSSE]: "wsse" };

/** The body child of a fault. Codes use the prefixes that `writeEnvelope` declares. */
export function faultElement(version: SoapVersion, fault: SoapFault): AnyElementIn {
  const subcode = fault.subcode && `${prefixes[fault.subcode.namespace] ?? "soap"}:${fault.subcode.name}`;
  const entries = fault.detail ? [fault.detail] : [];
  if (version === "1.1")
    return wildcardInput(Fault11, {
      faultcode: subcode ?? `soap:${fault.code}`,
      faultstring: { lang: "en", value: fault.text },
      faultactor: fault.actor,
      detail: entries.length > 0 ? { entries } : undefined,
    });
  const code = fault.code === "Client" || fault.code === "Server" ? codes12[fault.code] : fault.code;
  return wildcardInput(Fault12, {
    Code: { Value: `soap:${code}`, Subcode: subcode === undefined ? undefined : { Value: subcode } },
    Reason: { Text: [{ lang: "en", value: fault.text }] },
    Role: fault.actor,
    Detail: entries.length > 0 ? { entries } : undefined,
  });
}
